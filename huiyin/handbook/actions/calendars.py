"""A year's official notice of days off: written by one person, approved by another, published as a calendar version."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.accounts import queries as accounts
from huiyin.audit import actions as audit
from huiyin.core import calendars, canonical, jobs
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused
from huiyin.handbook.actions import base
from huiyin.handbook.models import CalendarVersion, DraftState
from huiyin.handbook.queries import published
from huiyin.handbook.rules import approval, notice
from huiyin.handbook.rules.notice import NoticeDay, NoticeError

JOB = "cases.settle_calendar"
WRITABLE = (DraftState.DRAFT, DraftState.REJECTED)


@action
def create_calendar(
    *, code: str, year: int, source: str, days: Sequence[NoticeDay], by: Actor, at: datetime
) -> CalendarVersion:
    """A draft of the calendar of a year; `source` names the notice (issuer, number, day). Raises Refused, BadInput."""
    base.must_be(by)
    current = _current(code)
    _checked(days, year, current)
    author = accounts.person(by)
    row = CalendarVersion.objects.create(
        code=code,
        year=year,
        notice=base.reason(source, "source")[:500],
        days=notice.as_json(days),
        based_on=current.version,
        created_by=author,
        created_at=at,
        changed_at=at,
        editors=[author.pk],
    )
    _record(row, "calendar.drafted", by=by, at=at, first=True)
    return row


@action
def edit_calendar(
    *, row: CalendarVersion, seen: int, source: str, days: Sequence[NoticeDay], by: Actor, at: datetime
) -> CalendarVersion:
    """Write the notice anew. Raises Refused (role, state, changed meanwhile), BadInput."""
    base.must_be(by)
    row = _lock(row, seen)
    base.must_stand(row, *WRITABLE)
    current = _current(row.code)
    _checked(days, row.year, current)
    row.notice, row.days, row.based_on = base.reason(source, "source")[:500], notice.as_json(days), current.version
    row.state, row.decided_at, row.decided_by = DraftState.DRAFT, None, None
    row.editors = base.editors(row, by)
    _save(row, at, "notice", "days", "based_on", "editors", "decided_at", "decided_by")
    _record(row, "calendar.edited", by=by, at=at)
    return row


@action
def submit_calendar(*, row: CalendarVersion, seen: int, by: Actor, at: datetime) -> CalendarVersion:
    """Lay the notice before the second person."""
    base.must_be(by)
    row = _lock(row)
    if row.state == DraftState.SUBMITTED:
        return row
    row = _lock(row, seen)
    base.must_stand(row, DraftState.DRAFT)
    row.state = DraftState.SUBMITTED
    _save(row, at)
    _record(row, "calendar.submitted", by=by, at=at)
    return row


@action
def approve_calendar(*, row: CalendarVersion, seen: int, by: Actor, at: datetime) -> CalendarVersion:
    """Publish it: limits that begin now count with it, and a job settles those that were provisional. Twice is once."""
    base.must_be(by, approval.APPROVERS)
    audit.hold(("calendar", published.calendar_key(row.code)))
    row = _lock(row)
    if row.state == DraftState.APPROVED and row.decided_by_id == by.id:
        return row
    row = _lock(row, seen)
    base.must_stand(row, DraftState.SUBMITTED)
    base.must_be_second(row, by)
    published.forget()
    current = _current(row.code)
    if current.version != row.based_on:
        raise Refused(
            "calendar.based_on_old",
            _("Another calendar was published since. Send this one back, look at the days again, and submit it anew."),
        )
    days = notice.from_json(row.days)
    _checked(days, row.year, current)
    whole = notice.merged(days, row.year, current)
    row.calendar_version, row.first_year, row.last_year = whole.version, whole.first, whole.last
    row.merged = notice.as_json(NoticeDay(on, name, off) for on, (name, off) in whole.rows.items())
    _decide(row, DraftState.APPROVED, by, "", at, "calendar_version", "first_year", "last_year", "merged")
    _record(row, "calendar.published", by=by, at=at, calendar=whole.version)
    jobs.defer(JOB)
    transaction.on_commit(published.forget)
    return row


@action
def reject_calendar(*, row: CalendarVersion, seen: int, reason: str, by: Actor, at: datetime) -> CalendarVersion:
    """Send it back with a reason."""
    base.must_be(by, approval.APPROVERS)
    row = _lock(row, seen)
    base.must_stand(row, DraftState.SUBMITTED)
    base.must_be_second(row, by)
    _decide(row, DraftState.REJECTED, by, base.reason(reason), at)
    _record(row, "calendar.sent_back", by=by, at=at, reason=row.decision)
    return row


@action
def withdraw_calendar(*, row: CalendarVersion, seen: int, reason: str, by: Actor, at: datetime) -> CalendarVersion:
    """Give it up."""
    base.must_be(by)
    row = _lock(row, seen)
    base.must_stand(row, DraftState.DRAFT, DraftState.SUBMITTED, DraftState.REJECTED)
    row.state, row.decision = DraftState.WITHDRAWN, base.reason(reason)
    _save(row, at, "decision")
    _record(row, "calendar.withdrawn", by=by, at=at, reason=row.decision)
    return row


def fault(error: NoticeError) -> BadInput:
    """What is wrong with a notice, in words."""
    said = {
        "line": _("Line %(place)s cannot be read; write it like “2027-02-05 ~ 2027-02-11 Spring Festival off”."),
        "span": _("Line %(place)s: the last day lies before the first, or the span is longer than a month."),
        "date": _("Line %(place)s: there is no such day."),
        "year": _("The year %(place)s is neither announced already nor the next one to be announced."),
        "empty": _("The notice names no day off."),
        "many": _("At most %(place)s days."),
        "outside": _("%(place)s lies outside the year of the notice."),
        "twice": _("%(place)s is named twice."),
        "name": _("%(place)s has no name, or one that is too long."),
        "weekday_work": _("%(place)s is a working day anyhow; a make-up day lies on a weekend."),
    }
    return BadInput(f"calendar.{error.code}", said[error.code] % {"place": error.place}, field="days")


def _checked(days: Sequence[NoticeDay], year: int, current: calendars.Calendar) -> None:
    try:
        notice.check(days, year, current)
    except NoticeError as error:
        raise fault(error) from error


def _current(code: str) -> calendars.Calendar:
    try:
        return calendars.current(code)
    except calendars.CalendarError as error:
        raise BadInput("calendar.unknown", _("There is no such calendar."), field="code") from error


def _lock(row: CalendarVersion, seen: int | None = None) -> CalendarVersion:
    found = CalendarVersion.objects.select_for_update().get(pk=row.pk)
    base.must_be_seen(found, seen)
    return found


def _decide(row: CalendarVersion, state: str, by: Actor, words: str, at: datetime, *fields: str) -> None:
    row.state, row.decided_by, row.decided_at, row.decision = state, accounts.person(by), at, words
    _save(row, at, "decided_by", "decided_at", "decision", *fields)


def _save(row: CalendarVersion, at: datetime, *fields: str) -> None:
    row.version, row.changed_at = row.version + 1, at
    row.save(update_fields=["state", "version", "changed_at", *fields])


def _record(row: CalendarVersion, kind: str, *, by: Actor, at: datetime, first: bool = False, **body: object) -> None:
    content = {"calendar": row.code, "year": row.year, "version": row.version, "days": canonical.digest(row.days)}
    audit.record(aggregate=row.key, kind=kind, by=by, at=at, body=content | body, first=first)
