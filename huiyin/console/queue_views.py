"""Saved views: keeping the list as it stands, sharing it, putting views in order; and the most urgent matter next."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.accounts.models import Role, Unit
from huiyin.accounts.rules import SEES_OWN
from huiyin.cases.actions import views
from huiyin.cases.actions.views import ViewDraft
from huiyin.cases.models import SavedView
from huiyin.cases.queries import views as saved
from huiyin.cases.rules import views as rules
from huiyin.complaints.queries import urgent
from huiyin.console import queue_asked
from huiyin.console.filters import address
from huiyin.console.queue_asked import view_address
from huiyin.console.visit import Visit, desk
from huiyin.core.errors import BadInput, Refused

# Somebody who opened a case this lately is taken to be at it.
AT_IT = timedelta(minutes=10)


@desk("cases")
def listed(visit: Visit) -> HttpResponse:
    """All views of the person, with what can be done with each."""
    return _page(visit)


def _page(visit: Visit, error: Refused | None = None) -> HttpResponse:
    placed = saved.of(visit.user)
    rows = [
        {
            "placed": one,
            "view": one.view,
            "url": view_address(one),
            "role": str(Role(one.view.role).label) if one.view.role else "",
            "may_change": one.is_mine or (one.view.unit and rules.leads(visit.by.grants, one.view.unit.path)),
            "up": place > 0,
            "down": place < len(placed) - 1,
        }
        for place, one in enumerate(placed)
    ]
    context = {
        "rows": rows, "units": saved.may_share_with(visit.by), "roles": [(r.value, r.label) for r in _roles()],
        "error": error,
    }  # fmt: skip
    return visit.page("queue_views.html", context, status=409 if error else 200)


def _roles() -> list[Role]:
    return [role for role in Role if role in SEES_OWN]


@desk("cases", "POST")
def save(visit: Visit) -> HttpResponse:
    """Keep the list at `here` as a view: a new one with `name`, or (`change`) the saved one that it began as."""
    post = visit.request.POST
    here = queue_asked.back(visit, post.get("here", ""))
    asked = queue_asked.read(visit, queue_asked.query_of(here))
    looks: dict[str, Any] = {
        "base": asked.view.code, "filters": asked.given, "order": asked.more["order"], "group": asked.more["group"],
        "columns": asked.columns if asked.more["columns"] else (),
    }  # fmt: skip
    try:
        if post.get("change") and asked.now is not None:
            old = asked.now.view
            draft = ViewDraft(name=old.name, unit=old.unit, role=old.role, **looks)
            view = views.change(view=old, draft=draft, version=_int(post.get("version", "")), by=visit.by, at=visit.at)
        else:
            draft = ViewDraft(name=post.get("name", ""), **_sharing(visit), **looks)
            view = views.keep(user=visit.user, draft=draft, by=visit.by, at=visit.at)
    except Refused as refused:
        messages.error(visit.request, refused.message)
        return redirect(here)
    messages.success(visit.request, _("The view “%(name)s” is kept.") % {"name": view.name})
    return redirect(view_address(saved.get(visit.user, view.pk)))


def _sharing(visit: Visit) -> dict[str, Any]:
    """With whom the form shares: a unit and perhaps a role. Raises BadInput for a unit that is not there."""
    post = visit.request.POST
    if not post.get("unit"):
        return {}
    try:
        unit = Unit.objects.filter(pk=UUID(post["unit"]), is_active=True).first()
    except ValueError:
        unit = None
    if unit is None:
        raise BadInput("view.unit", _("Choose the unit from the list."), field="unit")
    return {"unit": unit, "role": post.get("role", "")}


def _int(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 else -1


@desk("cases", "POST")
def act(visit: Visit, view_id: UUID, step: str) -> HttpResponse:
    """`change` name and sharing, `delete`, or put: `tab`, `untab`, `first`, `unfirst`, `up`, `down`."""
    try:
        placed = saved.get(visit.user, view_id)
    except SavedView.DoesNotExist:
        if step == "delete":
            return redirect("queue_views")
        raise Http404 from None
    try:
        _take(visit, placed, step)
    except Refused as refused:
        return _page(visit, refused)
    return redirect("queue_views")


def _take(visit: Visit, placed: saved.Placed, step: str) -> None:
    view, post = placed.view, visit.request.POST
    if step == "delete":
        views.drop(view=view, by=visit.by, at=visit.at)
    elif step == "change":
        draft = ViewDraft(
            name=post.get("name", ""), base=view.base, filters=view.filters, columns=view.columns, order=view.order,
            group=view.group, **_sharing(visit),
        )  # fmt: skip
        views.change(view=view, draft=draft, version=_int(post.get("version", "")), by=visit.by, at=visit.at)
    else:
        _put(visit, placed, step)


def _put(visit: Visit, placed: saved.Placed, step: str) -> None:
    everything = saved.of(visit.user)
    order = [one.view for one in everything]
    hidden = {one.view.pk for one in everything if not one.is_tab}
    first = saved.first_of(everything)
    now, at = first.view if first else None, order.index(placed.view)
    if step in ("up", "down"):
        to = max(0, min(len(order) - 1, at + (1 if step == "down" else -1)))
        order.insert(to, order.pop(at))
    elif step in ("tab", "untab"):
        hidden = hidden - {placed.view.pk} if step == "tab" else hidden | {placed.view.pk}
    elif step in ("first", "unfirst"):
        now = placed.view if step == "first" else None
    else:
        raise Http404
    away = [view for view in order if view.pk in hidden]
    views.put(user=visit.user, order=order, hidden=away, first=now, by=visit.by, at=visit.at)


@desk("cases")
def following(visit: Visit) -> HttpResponse:
    """Open the most urgent matter that waits for this person, across all queues; one that somebody else is at is left
    out, and so is the one they come from (`from`)."""
    leave_out = visit.request.GET.get("from", "")[:40]
    case = urgent.following(visit.user, visit.by, at=visit.at, since=visit.at - AT_IT, leave_out=leave_out)
    if case is not None:
        return redirect(reverse("case", args=[case.number]))
    messages.info(visit.request, _("Nothing waits for you that nobody else is at."))
    return redirect(address("mine", {}))
