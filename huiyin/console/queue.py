"""The work queue: tabs, filters, columns, order, a page by key, and a preview beside it."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from huiyin.cases import queries as cases
from huiyin.cases.actions import access
from huiyin.cases.models import Case, Direction, Message
from huiyin.cases.queries import queue, tags
from huiyin.cases.queries import views as saved
from huiyin.cases.rules import views as view_rules
from huiyin.complaints.models import Demand
from huiyin.console import filters, queue_choices, queue_columns, queue_groups
from huiyin.console.queue_asked import Asked, read, view_address
from huiyin.console.rows import Line, line, lines
from huiyin.console.visit import Visit, desk
from huiyin.core import masking

COUNTED = ("mine", "broken", "waiting")
SHOWN_TEXT = 1200


@desk("cases")
def show(visit: Visit) -> HttpResponse:
    """A page of the queue; a part of it when htmx asks. Without an address of its own the view that the person has put
    first."""
    query = visit.request.GET
    asked = read(visit)
    if not query and (first := saved.first_of(asked.placed)) is not None:
        return redirect(view_address(first))
    if asked.now is not None and not set(query) - {"saved"}:
        return redirect(view_address(asked.now))
    context = _frame(visit, asked) | (_groups(visit, asked) if asked.more["group"] else _rows(visit, asked))
    return visit.page("queue_part.html" if visit.is_partial else "queue.html", context)


def _frame(visit: Visit, asked: Asked) -> dict[str, Any]:
    """Tabs, filters, and what can be chosen: the same around rows and groups."""
    panel, code = "panel" in visit.request.GET, asked.view.code
    plain = {name: value for name, value in asked.more.items() if name not in ("saved", "group")}
    return {
        "filters": asked.found,
        "view": code,
        "tabs": _tabs(visit, asked),
        "chips": filters.chips(asked.found, code, asked.more) + _window_chip(asked),
        "panel": panel,
        "panel_url": filters.address(code, asked.given, **asked.more, panel="" if panel else "open"),
        "clear_url": filters.address(code, {}, **plain) or "?view=open",
        "kept": {name: value for name, value in asked.more.items() if value},
        "here": visit.request.get_full_path(),
        "choices": queue_choices.gathered(
            given=asked.given, view=code, more=asked.more, columns=asked.columns, order=asked.order
        ),
        "saved": asked.now,
        "is_changed": asked.now is not None and _differs(asked),
        "may_change": asked.now is not None
        and (asked.now.is_mine or view_rules.leads(visit.by.grants, _path(asked.now))),
        "others": [(one, view_address(one)) for one in asked.placed if not one.is_tab],
        "all_filters": asked.given,
    }


def _path(placed: saved.Placed) -> str:
    return placed.view.unit.path if placed.view.unit else "-"


def _differs(asked: Asked) -> bool:
    assert asked.now is not None
    view = asked.now.view
    kept = (view.base, view.filters, queue_columns.chosen(",".join(view.columns)), view.order, view.group)
    return kept != (asked.view.code, asked.given, asked.columns, asked.more["order"], asked.more["group"])


def _window_chip(asked: Asked) -> list[dict[str, str]]:
    if not asked.lately:
        return []
    url = filters.address(asked.view.code, asked.given, **(asked.more | {"window": "all"}))
    return [{"name": _("Time"), "value": _("last twelve months"), "remove_url": url}]


def _tabs(visit: Visit, asked: Asked) -> list[dict[str, Any]]:
    has_first = saved.first_of(asked.placed) is not None
    found = []
    for tab in asked.tabs:
        count: str | int | None = None
        if tab.code in COUNTED:
            count = queue.count(visit.user, tab.shows.wanted, at=visit.at)
            count = "99+" if count > 99 else count or None
        url = filters.address(tab.code, {})
        if tab.code == "open" and has_first:
            url += "?view=open"
        found.append({"label": tab.label, "url": url, "active": tab is asked.view and not asked.now, "count": count})
    for one in asked.placed:
        if one.is_tab or one is asked.now:
            icon = "" if one.is_mine and one.view.unit_id is None else "users"
            found.append({"label": one.view.name, "url": view_address(one), "active": one is asked.now, "icon": icon})
    return found


def _rows(visit: Visit, asked: Asked) -> dict[str, Any]:
    query = visit.request.GET
    page = queue.page(
        visit.user, asked.wanted, at=visit.at, order=asked.order, after=query.get("after", ""),
        before=query.get("before", ""),
    )  # fmt: skip
    code, given, more = asked.view.code, asked.given, asked.more
    carried = tags.of_cases([row.pk for row in page.rows]) if "tags" in asked.columns else {}
    shown: list[tuple[Line, Any]] = [(row, carried.get(row.case.pk, ())) for row in lines(page.rows)]
    return {
        "lines": [row for row, _tags in shown],
        "rows": shown,
        "columns": queue_choices.heads(asked.columns, asked.order, code, given, more),
        "own_columns": bool(more["columns"]),
        "next_url": filters.address(code, given, **more, after=page.after) if page.after else "",
        "previous_url": filters.address(code, given, **more, before=page.before) if page.before else "",
        "bulk": queue_choices.bulk(visit),
    }


def _groups(visit: Visit, asked: Asked) -> dict[str, Any]:
    def url(changes: dict[str, str]) -> str:
        more = asked.more | {"group": "", "saved": ""}
        return filters.address(asked.view.code, asked.given | changes, **more)

    return {"grouped": queue_groups.shown(visit, asked.wanted, asked.more["group"], url)}


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
        "tags": tags.of_case(case.pk),
        "demands": [
            (masking.text(text), amount)
            for text, amount in Demand.objects.filter(case=case).order_by("number").values_list("text", "amount")
        ],
    }
    return visit.page("queue_preview.html", context)
