"""Saved views of the queue: one's own and shared ones, and the complaints that they show."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import ValidationError

from huiyin.accounts.models import Unit, User
from huiyin.api import paging, staff
from huiyin.api.access import Request
from huiyin.api.answers import Answer, change, etag, must_match
from huiyin.api.operations import operation
from huiyin.api.paging import PageQuery
from huiyin.api.problems import Problem
from huiyin.api.schemas import complaint as complaints
from huiyin.api.schemas import queue as shown
from huiyin.api.view_lists import wanted
from huiyin.cases.actions import views as actions
from huiyin.cases.actions.views import ViewDraft
from huiyin.cases.models import SavedView
from huiyin.cases.queries import queue
from huiyin.cases.queries import views as queries
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput
from huiyin.core.time import now

router = Router(tags=["Saved views"])
_ONE = "/me/views/{uuid:view_id}"
# Name in the interface → in the address of the queue, which is what a view keeps.
NAMES = {"received_from": "since", "received_to": "until", "not_dispatched": "fresh"}


@operation(router, "GET", "/me/views", scope="complaints:read", response=shown.ViewList)
def list_views(request: Request) -> shown.ViewList:
    """List my views of the queue

    Own ones and those shared with the units one works for, in one's own order; at most 200.
    """
    return shown.ViewList(items=_shown(queries.of(request.auth.user)))


@operation(router, "POST", "/me/views", scope="complaints:write", response={201: shown.ViewOut})
def keep_view(request: Request, body: shown.ViewIn) -> HttpResponse:
    """Keep a view

    With `unit` it is shared: with one's own unit, or one below what one leads. The same again gives the one that is
    there.
    """

    def work(by: Actor, at: datetime) -> Answer:
        row = actions.keep(user=request.auth.user, draft=_draft(body), by=by, at=at)
        return Answer(_one(request.auth.user, row.pk), 201, row.version)

    return change(request, work)


@operation(router, "GET", _ONE, scope="complaints:read", response=shown.ViewOut)
def read_view(request: Request, response: HttpResponse, view_id: UUID) -> shown.ViewOut:
    """Read a view

    The ETag is its version, for `If-Match`.
    """
    placed = _placed(request.auth.user, view_id)
    response.headers["ETag"] = etag(placed.view.version)
    return _shown([placed])[0]


@operation(router, "POST", f"{_ONE}/change", scope="complaints:write", response=shown.ViewOut)
def change_view(request: Request, view_id: UUID, body: shown.ViewChange) -> HttpResponse:
    """Change a view, or with whom it is shared

    Whoever made it, or leads the unit it is shared with.
    """

    def work(by: Actor, at: datetime) -> Answer:
        view = _placed(request.auth.user, view_id).view
        must_match(request, view.version)
        row = actions.change(view=view, draft=_draft(body), version=body.version, by=by, at=at)
        return Answer(_one(request.auth.user, row.pk, row), version=row.version)

    return change(request, work)


@operation(router, "POST", f"{_ONE}/remove", scope="complaints:write", response=shown.ViewList)
def remove_view(request: Request, view_id: UUID) -> HttpResponse:
    """Delete a view

    For all with whom it is shared. Answers with the views that are left.
    """

    def work(by: Actor, at: datetime) -> Answer:
        view = _placed(request.auth.user, view_id).view
        must_match(request, view.version)
        actions.drop(view=view, by=by, at=at)
        return Answer(shown.ViewList(items=_shown(queries.of(request.auth.user))))

    return change(request, work)


@operation(router, "POST", "/me/views/order", scope="complaints:write", response=shown.ViewList)
def order_views(request: Request, body: shown.ViewsOrder) -> HttpResponse:
    """Put my views in order

    Also which of them are tabs, and with which one the queue opens.
    """
    user = request.auth.user

    def work(by: Actor, at: datetime) -> Answer:
        known = {one.view.pk: one.view for one in queries.of(user)}
        if unknown := [one for one in (*body.order, *body.hidden, body.first) if one and one not in known]:
            message = _("There is no such view, or it is not shared with you.")
            raise Problem("invalid", "view.unknown", message, field="first" if unknown == [body.first] else "order")
        named = dict.fromkeys(body.order)
        order = [known[one] for one in (*named, *(pk for pk in known if pk not in named))]
        hidden = [known[one] for one in body.hidden]
        first = known[body.first] if body.first else None
        actions.put(user=user, order=order, hidden=hidden, first=first, by=by, at=at)
        return Answer(shown.ViewList(items=_shown(queries.of(user))))

    return change(request, work)


@operation(router, "GET", f"{_ONE}/complaints", scope="complaints:read", response=complaints.ComplaintPage)
def list_view(request: Request, view_id: UUID, page: Query[PageQuery]) -> complaints.ComplaintPage:
    """List the complaints that a view shows

    What the caller may see of them, in the order of the view, a page by key.
    """
    user = request.auth.user
    view = _placed(user, view_id).view
    found, order = wanted(view.base, _filters(view.filters), view.order, user=user, by=request.auth.actor, at=now())
    about = ("view", user.pk, view.pk, view.version)
    after = paging.unseal(page.cursor, *about)
    rows = queue.page(user, found, at=now(), order=order, after=after, size=page.limit)
    items = [complaints.row(case) for case in rows.rows]
    return complaints.ComplaintPage(items=items, next=paging.seal(rows.after, *about))


def _placed(user: User, view_id: UUID) -> queries.Placed:
    try:
        return queries.get(user, view_id)
    except SavedView.DoesNotExist:
        message = _("There is no such view, or it is not shared with you.")
        raise Problem("not-found", "view.not_found", message) from None


def _one(user: User, view_id: UUID, row: SavedView | None = None) -> shown.ViewOut:
    """The view as the user has it now; `row` when it is shared with others only."""
    for one in queries.of(user):
        if one.view.pk == view_id:
            return _shown([one])[0]
    assert row is not None
    return _shown([queries.Placed(row, is_tab=False, is_first=False, place=0, is_mine=row.owner_id == user.pk)])[0]


def _shown(placed: list[queries.Placed]) -> list[shown.ViewOut]:
    owners = _names(User, "employee_no", [one.view.filters.get("owner", "") for one in placed])
    units = _names(Unit, "code", [one.view.filters.get("unit", "") for one in placed])
    names = ("id", "name", "base", "columns", "order", "group", "role", "version", "changed_at", "changed_by_label")
    return [
        shown.ViewOut(
            **{name: getattr(one.view, name) for name in names},
            filters=_filters(one.view.filters, owners, units),
            unit=one.view.unit.code if one.view.unit else "",
            is_mine=one.is_mine, is_tab=one.is_tab, is_first=one.is_first,
        )
        for one in placed
    ]  # fmt: skip


def _names(model: type[User] | type[Unit], column: str, ids: list[str]) -> Mapping[str, str]:
    known = [one for one in ids if one]
    return {str(pk): name for pk, name in model._default_manager.filter(pk__in=known).values_list("pk", column)}


def _filters(
    kept: Mapping[str, str], owners: Mapping[str, str] | None = None, units: Mapping[str, str] | None = None
) -> shown.ViewFilters:
    """The filters of a view as the interface names them; what is no filter any more is left out."""
    owners = _names(User, "employee_no", [kept.get("owner", "")]) if owners is None else owners
    units = _names(Unit, "code", [kept.get("unit", "")]) if units is None else units
    found: dict[str, Any] = {}
    for name in shown.ViewFilters.model_fields:
        value = kept.get(NAMES.get(name, name), "")
        given = bool(value) if name == "not_dispatched" else value
        known = {"owner": owners, "unit": units}.get(name, {value: given})
        if value and value in known and _fits(name, known[value]):
            found[name] = known[value]
    return shown.ViewFilters(**found)


def _fits(name: str, value: object) -> bool:
    try:
        shown.ViewFilters.model_validate({name: value})
    except ValidationError:
        return False
    return True


def _draft(body: shown.ViewIn) -> ViewDraft:
    """What is to be kept, as the address of the queue writes it. Raises Problem 422 for people and units that are not
    there."""
    given = {name: value for name, value in body.filters.model_dump().items() if value}
    if "owner" in given:
        given["owner"] = staff.person(given["owner"], "filters.owner").pk
    if "unit" in given:
        given["unit"] = staff.unit_id(given["unit"], "filters.unit")
    unit = staff.unit(body.unit)
    if unit is not None and not unit.is_active:
        raise BadInput("view.unit", _("Choose the unit from the list."), field="unit")
    return ViewDraft(
        name=body.name, base=body.base, columns=body.columns, order=body.order, group=body.group, unit=unit,
        role=body.role, filters={NAMES.get(name, name): _written(value) for name, value in given.items()},
    )  # fmt: skip


def _written(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return "yes" if value is True else str(value)
