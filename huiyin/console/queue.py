"""The work queue: tabs, filters, a page by key, a preview beside it, and acting on many."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.accounts.models import User
from huiyin.cases import queries as cases
from huiyin.cases.actions import access
from huiyin.cases.models import Case, Direction, Message
from huiyin.cases.queries import queue
from huiyin.complaints.actions import dispatch
from huiyin.complaints.models import Demand
from huiyin.console import filters
from huiyin.console.rows import line, lines
from huiyin.console.visit import Visit, desk
from huiyin.core import masking
from huiyin.core.errors import Refused

HANDING = frozenset({"handler", "supervisor", "branch_manager", "head_office_cp"})
COUNTED = ("mine", "broken", "waiting")
MOST_AT_ONCE = 100
SHOWN_TEXT = 1200


@desk("cases")
def show(visit: Visit) -> HttpResponse:
    """A page of the queue; a part of it when htmx asks."""
    query = visit.request.GET
    found = filters.Filter(query, user=visit.user, whole="panel" in query)
    given = {name: query.get(name, "") for name in found.given}
    tabs = filters.views(visit.user, visit.by)
    view = next((tab for tab in tabs if tab.code == query.get("view")), tabs[0])
    wanted, order = filters.wanted(view, found.given)
    page = queue.page(
        visit.user, wanted, at=visit.at, order=order, after=query.get("after", ""), before=query.get("before", "")
    )
    context = {
        "filters": found,
        "view": view.code,
        "tabs": [_tab(visit, tab, view) for tab in tabs],
        "chips": filters.chips(found, view.code),
        "panel": "panel" in query,
        "panel_url": filters.address(view.code, given, panel="" if "panel" in query else "open"),
        "clear_url": filters.address(view.code, {}),
        "here": visit.request.get_full_path(),
        "lines": lines(page.rows),
        "next_url": filters.address(view.code, given, after=page.after) if page.after else "",
        "previous_url": filters.address(view.code, given, before=page.before) if page.before else "",
        "colleagues": filters.owners(visit.user) if visit.by.roles & HANDING else (),
    }
    return visit.page("queue_part.html" if visit.is_partial else "queue.html", context)


def _tab(visit: Visit, tab: filters.View, now: filters.View) -> dict[str, Any]:
    shown: str | int | None = None
    if tab.code in COUNTED:
        shown = queue.count(visit.user, tab.wanted, at=visit.at)
        shown = "99+" if shown > 99 else shown or None
    return {"label": tab.label, "url": filters.address(tab.code, {}), "active": tab is now, "count": shown}


@desk("cases")
def preview(visit: Visit, number: str) -> HttpResponse:
    """The case in short, beside the list; written to the access log like every look."""
    try:
        case = cases.get(visit.user, number)
    except Case.DoesNotExist:
        raise Http404 from None
    access.look(case=case, by=visit.by, at=visit.at)
    first = Message.objects.filter(case=case, direction=Direction.IN).order_by("at", "id").first()
    text = masking.text(first.text) if first else ""
    context = {
        "line": line(case, visit.request.LANGUAGE_CODE, visit.by),
        "text": text[:SHOWN_TEXT],
        "is_cut": len(text) > SHOWN_TEXT,
        "demands": [
            (masking.text(text), amount)
            for text, amount in Demand.objects.filter(case=case).order_by("number").values_list("text", "amount")
        ],
    }
    return visit.page("queue_preview.html", context)


@desk("cases", "POST")
def act(visit: Visit) -> HttpResponse:
    """Hand the chosen cases over to a colleague: each in a transaction of its own, and each refusal told."""
    post = visit.request.POST
    numbers = post.getlist("ids")[:MOST_AT_ONCE]
    to = User.objects.filter(pk=post["to"]).first() if _is_id(post.get("to", "")) else None
    if to is None or not numbers:
        messages.error(visit.request, _("Choose the cases and the colleague who takes them."))
        return redirect(_back(visit))
    done, refused = 0, []
    for case in cases.visible_to(visit.user).filter(number__in=numbers).order_by("number"):
        try:
            dispatch.hand_over(case=case, to=to, reason=post.get("reason", ""), by=visit.by, at=visit.at)
            done += 1
        except Refused as refusal:
            refused.append(f"{case.number}: {refusal.message}")
    if done:
        words = ngettext("%(count)d case handed over to %(name)s.", "%(count)d cases handed over to %(name)s.", done)
        messages.success(visit.request, words % {"count": done, "name": to.name})
    for sentence in refused:
        messages.error(visit.request, sentence)
    return redirect(_back(visit))


def _is_id(text: str) -> bool:
    return len(text) == 36 and text.count("-") == 4 and all(char in "0123456789abcdef-" for char in text)


def _back(visit: Visit) -> str:
    """Where the list stood, if that is an address of ours."""
    here = visit.request.POST.get("here", "")
    ours = url_has_allowed_host_and_scheme(here, {visit.request.get_host()}) and here.startswith("/desk/queue/")
    return here if ours else filters.address("open", {})
