"""Rules of assignment from draft to force: written by one person, put into force by a second, never edited after."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from huiyin.accounts import queries as accounts
from huiyin.audit import actions as audit
from huiyin.cases.rules.merging import merge
from huiyin.complaints.models import Assignment
from huiyin.complaints.queries import assignments
from huiyin.complaints.rules import dispatch_terms as terms
from huiyin.complaints.rules.dispatch_merging import merge_bodies
from huiyin.core import canonical
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Clash, Refused
from huiyin.core.time import local_date
from huiyin.handbook.actions import base as drafts
from huiyin.handbook.models import DraftState
from huiyin.handbook.rules.approval import APPROVERS, WRITERS
from huiyin.handbook.rules.node import PackError


@action
def draft_assignment(*, effective_from: date, reason: str, by: Actor, at: datetime) -> Assignment:
    """A draft that begins with the rules in force. Raises Refused (role, one is open already), BadInput."""
    drafts.must_be(by, WRITERS)
    words = drafts.reason(reason)
    audit.hold(("assignment", accounts.root().pk))
    if Assignment.objects.filter(state__in=[DraftState.DRAFT, DraftState.SUBMITTED]).exists():
        raise Refused("draft.open", _("There is an open draft already. Go on with that one, or give it up."))
    author = accounts.person(by)
    row = Assignment.objects.create(
        body=terms.body_of(assignments.newest_edition()),
        effective_from=_day(effective_from, at),
        reason=words,
        created_by=author,
        created_at=at,
        changed_at=at,
        editors=[author.pk],
    )
    _record(row, "assignment.drafted", by=by, at=at, first=True, reason=words, text=row.body)
    return row


@action
def write_assignment(
    *,
    draft: Assignment,
    seen: int,
    by: Actor,
    at: datetime,
    body: Mapping[str, Any] | None = None,
    effective_from: date | None = None,
) -> Assignment:
    """Change the text of a draft, or the day it begins. One that was sent back is a draft again. Nothing differs:
    nothing is written. What somebody changed since the version `seen` in other rules or settings stays.

    Raises Clash(`draft.changed`) when both changed the same, Refused(`draft.state`), BadInput at the place of the
    fault."""
    drafts.must_be(by, WRITERS)
    row = _lock(draft)
    drafts.must_stand(row, DraftState.DRAFT, DraftState.REJECTED)
    new = terms.body_of(_checked(body)) if body is not None else None
    day = _day(effective_from, at) if effective_from is not None else None
    if row.version != seen:
        new, day = _upon(row, seen, new, day)
    new, day = new or row.body, day or row.effective_from
    if new == row.body and day == row.effective_from:
        return row
    row.body, row.effective_from, row.state = new, day, DraftState.DRAFT
    row.editors = drafts.editors(row, by)
    _moved(row, at, ["body", "effective_from", "state", "editors"])
    _record(row, "assignment.written", by=by, at=at, text=row.body)
    return row


def _upon(
    row: Assignment, seen: int, body: dict[str, Any] | None, day: date | None
) -> tuple[dict[str, Any] | None, date | None]:
    """What somebody wrote upon the version `seen`, put upon the one that stands."""
    read = assignments.text_at(row, seen)
    stands: dict[str, Any] = {}
    if read and body is not None:
        body, clashes = merge_bodies(was=read.body, now=row.body, typed=body)
        _checked(body)
        stands = dict.fromkeys(clashes, "")
    if read and day is not None:
        found = merge(was={"day": read.effective_from}, now={"day": row.effective_from}, typed={"day": day})
        stands |= dict.fromkeys(["effective_from"] if found.conflicts else [], row.effective_from)
        day = found.values.get("day", row.effective_from)
    if stands or read is None:
        words = _("Somebody changed this draft since you opened it. Look at it again, then decide anew.")
        raise Clash("draft.changed", words, stands=stands, version=row.version)
    return body, day


@action
def submit_assignment(*, draft: Assignment, seen: int, by: Actor, at: datetime) -> Assignment:
    """Lay the draft before a second person. Laid before already: unchanged."""
    drafts.must_be(by, WRITERS)
    row = _lock(draft, seen)
    if row.state == DraftState.SUBMITTED:
        return row
    drafts.must_stand(row, DraftState.DRAFT)
    _day(row.effective_from, at)
    row.state, row.submitted_at = DraftState.SUBMITTED, at
    _moved(row, at, ["state", "submitted_at"])
    _record(row, "assignment.submitted", by=by, at=at)
    return row


@action
def approve_assignment(*, draft: Assignment, seen: int, by: Actor, at: datetime, note: str = "") -> Assignment:
    """Put the rules into force from their day on. Approving twice changes nothing.

    Raises Refused: role, one's own hand in it, a day that is not to come, an edition that begins on that day or later.
    """
    drafts.must_be(by, APPROVERS)
    audit.hold(("assignment", accounts.root().pk))
    row = _lock(draft)
    if row.state == DraftState.APPROVED and row.decided_by_id == by.id:
        return row
    _lock(draft, seen)
    drafts.must_stand(row, DraftState.SUBMITTED)
    drafts.must_be_second(row, by)
    _day(row.effective_from, at)
    last = assignments.last_day()
    if last is not None and last >= row.effective_from:
        raise Refused(
            "assignment.overlaps", _("Other rules begin on that day or later already; choose a later day.")
        )  # fmt: skip
    _checked(row.body)
    _decide(row, DraftState.APPROVED, by, " ".join(note.split())[: drafts.REASON], at)
    _record(row, "assignment.approved", by=by, at=at, edition=assignments.version_of(row))
    return row


@action
def reject_assignment(*, draft: Assignment, seen: int, reason: str, by: Actor, at: datetime) -> Assignment:
    """Send a submitted draft back with a reason; its author may go on with it."""
    drafts.must_be(by, APPROVERS)
    row = _lock(draft, seen)
    drafts.must_stand(row, DraftState.SUBMITTED)
    drafts.must_be_second(row, by)
    _decide(row, DraftState.REJECTED, by, drafts.reason(reason), at)
    _record(row, "assignment.sent_back", by=by, at=at, reason=row.decision)
    return row


@action
def withdraw_assignment(*, draft: Assignment, seen: int, reason: str, by: Actor, at: datetime) -> Assignment:
    """Give a draft up. It stays to be read."""
    drafts.must_be(by, WRITERS)
    row = _lock(draft, seen)
    drafts.must_stand(row, DraftState.DRAFT, DraftState.SUBMITTED, DraftState.REJECTED)
    row.state, row.decision = DraftState.WITHDRAWN, drafts.reason(reason)
    _moved(row, at, ["state", "decision"])
    _record(row, "assignment.withdrawn", by=by, at=at, reason=row.decision)
    return row


def _lock(draft: Assignment, seen: int | None = None) -> Assignment:
    row = Assignment.objects.select_for_update().get(pk=draft.pk)
    drafts.must_be_seen(row, seen)
    return row


def _day(day: date, at: datetime) -> date:
    if day <= local_date(at):
        raise BadInput(
            "assignment.past", _("Rules begin on a later day than today."), field="effective_from"
        )  # fmt: skip
    return day


def _checked(body: Mapping[str, Any]) -> terms.Edition:
    try:
        edition = terms.read(dict(body))
    except PackError as fault:
        raise drafts.wrong(fault, said(fault)) from fault
    known = assignments.known_codes()
    for place, rule in enumerate(edition.rules):
        for name, codes in known.items():
            unknown = sorted(getattr(rule.when, name) - codes)
            if unknown:
                raise BadInput(
                    "assignment.unknown",
                    _("There is no such code here: %(codes)s. Choose from the list.") % {"codes": ", ".join(unknown)},
                    field=f"rules.{place}.when.{name}",
                )
    return edition


def said(fault: PackError) -> str:
    """What is wrong with a text, in the user's language; faults that no form can make keep the reader's own words."""
    known = {
        "has no condition": _("The last rule has no condition, so that one always fits."),
        "a code stands twice": _("Two rules have the same code."),
        "rules": _("There are 1 to %(count)d rules.") % {"count": terms.MOST_RULES},
        "more than amount_from": _("The upper amount is more than the lower one."),
        "at most": _("At most %(count)d hours.") % {"count": terms.MOST_HOURS},
        "a short code": _("A short code of small letters, digits, - and _, like motor-claims."),
        "names something twice": _("Something is named twice."),
        "expected a text": _("Write a name in both languages."),
        "at least 1": _("At least 1."),
    }
    return next((words for part, words in known.items() if part in fault.problem), fault.problem)


def _decide(row: Assignment, state: str, by: Actor, words: str, at: datetime) -> None:
    row.state, row.decided_by, row.decided_at, row.decision = state, accounts.person(by), at, words
    _moved(row, at, ["state", "decided_by", "decided_at", "decision"])


def _moved(row: Assignment, at: datetime, fields: list[str]) -> None:
    row.changed_at, row.version = at, row.version + 1
    row.save(update_fields=[*fields, "changed_at", "version"])


def _record(row: Assignment, kind: str, *, by: Actor, at: datetime, first: bool = False, **body: object) -> None:
    content = {
        "version": row.version, "body": canonical.digest(row.body), "effective_from": row.effective_from, **body,
    }  # fmt: skip
    audit.record(aggregate=row.key, kind=kind, by=by, at=at, body=content, first=first)
