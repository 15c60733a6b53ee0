"""Versions of rules side by side, and the yearly notices of days off, for machines."""

from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import Field, StringConstraints

from huiyin.api.access import Request
from huiyin.api.answers import change, change_row, etag, versioned
from huiyin.api.fields import Body
from huiyin.api.handbook_drafts import may_read
from huiyin.api.operations import operation
from huiyin.api.problems import Problem
from huiyin.api.schemas import publishing as shown
from huiyin.core import calendars
from huiyin.handbook import actions
from huiyin.handbook import queries as handbook
from huiyin.handbook.models import CalendarVersion
from huiyin.handbook.queries import drafts as reading
from huiyin.handbook.rules import differences
from huiyin.handbook.rules.notice import NoticeDay

router = Router(tags=["Publishing"])
_ONE = "/handbook/calendars/{uuid:calendar_id}"
Version = Annotated[str, StringConstraints(max_length=160)]


class WhichRule(Body):
    """A rule of a pack."""

    pack: shown.Code = Field(description="e.g. `cn-handbook-2025`")
    code: shown.Code = Field(description="e.g. `complaint.first_response`")


@operation(router, "GET", "/handbook/versions", scope="taxonomy:read", response=shown.VersionList, clause="8.1-1")
def list_versions(request: Request, query: Query[WhichRule]) -> shown.VersionList:
    """List the versions of a rule"""
    try:
        found = handbook.versions(query.code, (query.pack,)) if query.pack in handbook.pack_codes() else ()
    except handbook.NoRuleError:
        found = ()
    if not found:
        raise Problem("invalid", "rule.unknown", _("There is no such rule in this pack."), field="code")
    items = [
        shown.VersionOut(
            version=one.version,
            effective_from=one.effective_from,
            effective_to=one.effective_to,
            terms=dict(differences.terms_of(one)),
        )
        for one in found
    ]
    return shown.VersionList(items=items)


class WhichTwo(Body):
    """Two versions by their names."""

    left: Version
    right: Version


@operation(router, "GET", "/handbook/versions/diff", scope="taxonomy:read", response=shown.DifferenceList)
def diff_versions(request: Request, query: Query[WhichTwo]) -> shown.DifferenceList:
    """Compare two versions of a rule, term by term"""
    rules = []
    for name, field in ((query.left, "left"), (query.right, "right")):
        try:
            rules.append(handbook.by_version(name))
        except handbook.NoRuleError:
            raise Problem("invalid", "version.unknown", _("There is no such version."), field=field) from None
    items = [
        shown.DifferenceOut(term=one.term, before=one.before, after=one.after, is_changed=one.is_changed)
        for one in differences.side_by_side(*rules)
    ]
    return shown.DifferenceList(left=query.left, right=query.right, items=items)


@operation(router, "GET", "/handbook/calendars", scope="rules:read", response=shown.CalendarList)
def list_calendars(request: Request) -> shown.CalendarList:
    """List the calendars in use and the notices of this house"""
    may_read(request)
    current = {code: calendars.current(code).version for code in calendars.codes()}
    return shown.CalendarList(current=current, items=[shown.calendar(row) for row in reading.calendar_drafts(200)])


def get(request: Request, calendar_id: UUID) -> CalendarVersion:
    """The notice with this id. Raises Problem 404."""
    may_read(request)
    row = CalendarVersion.objects.select_related("created_by").filter(pk=calendar_id).first()
    if row is None:
        raise Problem("not-found", "calendar.not_found", _("There is no such notice, or you may not see it."))
    return row


@operation(router, "GET", _ONE, scope="rules:read", response=shown.CalendarOut)
def get_calendar(request: Request, response: HttpResponse, calendar_id: UUID) -> shown.CalendarOut:
    """Read a year's notice

    The ETag is its version, for `If-Match`.
    """
    row = get(request, calendar_id)
    response.headers["ETag"] = etag(row.version)
    return shown.calendar(row)


@operation(router, "POST", "/handbook/calendars", scope="rules:write", response={201: shown.CalendarOut})
def create_calendar(request: Request, body: shown.NoticeIn) -> HttpResponse:
    """Enter a year's official notice of days off"""
    given = {"code": body.code, "year": body.year, "source": body.source, "days": _days(body.days)}
    return change(
        request,
        lambda by, at: versioned(shown.calendar(actions.create_calendar(**given, by=by, at=at)), 201),  # type: ignore[arg-type]
    )


@operation(router, "POST", _ONE + "/text", scope="rules:write", response=shown.CalendarOut)
def edit_calendar(request: Request, calendar_id: UUID, body: shown.NoticeEdit) -> HttpResponse:
    """Write a notice anew"""
    row = get(request, calendar_id)
    return change_row(
        row,
        request,
        lambda by, at: versioned(
            shown.calendar(
                actions.edit_calendar(row=row, seen=body.seen, source=body.source, days=_days(body.days), by=by, at=at)
            )
        ),
    )


@operation(router, "POST", _ONE + "/submit", scope="rules:write", response=shown.CalendarOut)
def submit_calendar(request: Request, calendar_id: UUID, body: shown.SeenIn) -> HttpResponse:
    """Lay a notice before the second person"""
    row = get(request, calendar_id)
    return change_row(
        row,
        request,
        lambda by, at: versioned(shown.calendar(actions.submit_calendar(row=row, seen=body.seen, by=by, at=at))),
    )


@operation(router, "POST", _ONE + "/approve", scope="rules:write", response=shown.CalendarOut)
def approve_calendar(request: Request, calendar_id: UUID, body: shown.SeenIn) -> HttpResponse:
    """Publish a notice

    Never by its author or an editor. Provisional limits are computed anew, each with an entry in its ledger.
    """
    row = get(request, calendar_id)
    return change_row(
        row,
        request,
        lambda by, at: versioned(shown.calendar(actions.approve_calendar(row=row, seen=body.seen, by=by, at=at))),
    )


@operation(router, "POST", _ONE + "/reject", scope="rules:write", response=shown.CalendarOut)
def reject_calendar(request: Request, calendar_id: UUID, body: shown.WhyIn) -> HttpResponse:
    """Send a notice back"""
    row = get(request, calendar_id)
    return change_row(
        row,
        request,
        lambda by, at: versioned(shown.calendar(actions.reject_calendar(row=row, **body.dict(), by=by, at=at))),
    )


@operation(router, "POST", _ONE + "/withdraw", scope="rules:write", response=shown.CalendarOut)
def withdraw_calendar(request: Request, calendar_id: UUID, body: shown.WhyIn) -> HttpResponse:
    """Give a notice up"""
    row = get(request, calendar_id)
    return change_row(
        row,
        request,
        lambda by, at: versioned(shown.calendar(actions.withdraw_calendar(row=row, **body.dict(), by=by, at=at))),
    )


def _days(rows: list[shown.NoticeDayIn]) -> list[NoticeDay]:
    return [NoticeDay(one.date, one.name, one.off) for one in rows]
