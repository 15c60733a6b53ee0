"""Rules of assignment by machine: drafts, the second person, dry runs; the same steps and refusals as on the desk."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field

from huiyin.accounts.models import User
from huiyin.api.access import Request
from huiyin.api.answers import Answer, change, change_row, etag, versioned
from huiyin.api.fields import Body, Day, Moment, Words
from huiyin.api.operations import operation
from huiyin.api.problems import Problem
from huiyin.complaints.actions import assignment as actions
from huiyin.complaints.actions import trials as running
from huiyin.complaints.models import Assignment, AssignmentTrial
from huiyin.complaints.queries import assignments, candidates, trials
from huiyin.complaints.rules.dispatch_terms import body_of
from huiyin.core.actors import Actor
from huiyin.core.time import local_date, now
from huiyin.handbook.rules.approval import WRITERS

router = Router(tags=["Assignment"])
READERS = (*WRITERS, "auditor", "quality")
SIZE = 100
_ONE = "/assignment/drafts/{uuid:draft_id}"


class EditionShort(Schema):
    """A draft or an edition."""

    id: UUID
    state: str
    effective_from: date
    version: int = Field(description="Counts the edits; say it as `seen`")
    reason: str
    changed_at: Moment


class EditionOut(EditionShort):
    """A draft or an edition with its rules."""

    body: dict[str, Any] = Field(description="`rules` in order, `capacity`, `automatic`, `effort`")
    decision: str
    edition: str = Field(description="How the ledger names it")


class InForce(Schema):
    """What decides today, and every draft and edition, last changed first."""

    edition: str
    body: dict[str, Any]
    items: list[EditionShort]


class NewEdition(Body):
    """A draft that begins with the rules in force."""

    effective_from: Day = Field(description="A later day than today")
    reason: Words


class EditionText(Body):
    """The draft's text, whole; what is left out stays."""

    seen: int = Field(ge=0)
    body: dict[str, Any] | None = None
    effective_from: Day | None = None


class EditionSeen(Body):
    """The edit that was seen."""

    seen: int = Field(ge=0)
    note: Words = ""


class EditionReason(Body):
    """The edit that was seen, and why."""

    seen: int = Field(ge=0)
    reason: Words


class TrialIn(Body):
    """The day whose complaints are played."""

    day: Day


class TrialRowOut(Schema):
    """One complaint: who got it, who would have got it."""

    id: UUID = Field(description="Give it as `after` for the next page")
    number: str = Field(description="Empty: the caller may not see it")
    was: str
    would: str
    differs: bool
    way: str
    rule: str


class TrialOut(Schema):
    """A dry run. Rows are there once it is done."""

    id: UUID
    day: date
    state: str
    done: int
    total: int
    fault: str
    differing: int
    items: list[TrialRowOut]


class After(Schema):
    """The next page of rows."""

    after: UUID | None = None


def _may_read(request: Request) -> None:
    if not request.auth.actor.has_role(*READERS):
        raise Problem("not-found", "assignment.not_found", _("There is no such draft, or you may not see it."))


def _get(request: Request, draft_id: UUID) -> Assignment:
    _may_read(request)
    row = Assignment.objects.filter(pk=draft_id).first()
    if row is None:
        raise Problem("not-found", "assignment.not_found", _("There is no such draft, or you may not see it."))
    return row


def _short(row: Assignment) -> dict[str, Any]:
    names = ("id", "state", "effective_from", "version", "reason", "changed_at")
    return {name: getattr(row, name) for name in names}


def _out(row: Assignment) -> EditionOut:
    return EditionOut(**_short(row), body=row.body, decision=row.decision, edition=assignments.version_of(row))


@operation(router, "GET", "/assignment", scope="rules:read", response=InForce, clause="3.1-6")
def read_assignment(request: Request) -> InForce:
    """Read the rules of assignment in force today, and their drafts"""
    _may_read(request)
    edition = candidates.edition_on(local_date(now()))
    items = [EditionShort(**_short(row)) for row in assignments.listed()]
    return InForce(edition=edition.version, body=body_of(edition), items=items)


@operation(router, "POST", "/assignment/drafts", scope="rules:write", response={201: EditionOut}, clause="8.1-1")
def draft_assignment(request: Request, body: NewEdition) -> HttpResponse:
    """Begin a draft of the rules of assignment"""
    given = body.model_dump()
    return change(request, lambda by, at: versioned(_out(actions.draft_assignment(**given, by=by, at=at)), 201))


@operation(router, "GET", _ONE, scope="rules:read", response=EditionOut)
def read_assignment_draft(request: Request, response: HttpResponse, draft_id: UUID) -> EditionOut:
    """Read a draft or an edition

    The ETag is its version, for `If-Match`.
    """
    draft = _get(request, draft_id)
    response.headers["ETag"] = etag(draft.version)
    return _out(draft)


@operation(router, "POST", f"{_ONE}/text", scope="rules:write", response=EditionOut, clause="8.1-1")
def write_assignment(request: Request, draft_id: UUID, body: EditionText) -> HttpResponse:
    """Write a draft

    The first rule that fits decides; the last one has no condition. A fault names its place. What somebody changed
    since `seen` in other rules stays; 409 `draft.changed` names the places that both changed.
    """
    draft, given = _get(request, draft_id), body.model_dump()
    return change_row(
        draft, request, lambda by, at: versioned(_out(actions.write_assignment(draft=draft, **given, by=by, at=at)))
    )


@operation(router, "POST", f"{_ONE}/submit", scope="rules:write", response=EditionOut, clause="8.1-1")
def submit_assignment(request: Request, draft_id: UUID, body: EditionSeen) -> HttpResponse:
    """Lay a draft before the second person"""
    draft = _get(request, draft_id)
    return change_row(
        draft,
        request,
        lambda by, at: versioned(_out(actions.submit_assignment(draft=draft, seen=body.seen, by=by, at=at))),
    )


@operation(router, "POST", f"{_ONE}/approve", scope="rules:write", response=EditionOut, clause="8.1-1")
def approve_assignment(request: Request, draft_id: UUID, body: EditionSeen) -> HttpResponse:
    """Put the rules into force from their day on

    A second person: nobody whose hand is in the draft.
    """
    draft, given = _get(request, draft_id), body.model_dump()
    return change_row(
        draft, request, lambda by, at: versioned(_out(actions.approve_assignment(draft=draft, **given, by=by, at=at)))
    )  # fmt: skip


@operation(router, "POST", f"{_ONE}/reject", scope="rules:write", response=EditionOut, clause="8.1-1")
def reject_assignment(request: Request, draft_id: UUID, body: EditionReason) -> HttpResponse:
    """Send a draft back to its author"""
    draft, given = _get(request, draft_id), body.model_dump()
    return change_row(
        draft, request, lambda by, at: versioned(_out(actions.reject_assignment(draft=draft, **given, by=by, at=at)))
    )


@operation(router, "POST", f"{_ONE}/withdraw", scope="rules:write", response=EditionOut, clause="8.1-1")
def withdraw_assignment(request: Request, draft_id: UUID, body: EditionReason) -> HttpResponse:
    """Give a draft up"""
    draft, given = _get(request, draft_id), body.model_dump()
    return change_row(
        draft, request, lambda by, at: versioned(_out(actions.withdraw_assignment(draft=draft, **given, by=by, at=at)))
    )  # fmt: skip


@operation(router, "POST", f"{_ONE}/trials", scope="rules:write", response={201: TrialOut}, clause="3.1-6")
def start_assignment_trial(request: Request, draft_id: UUID, body: TrialIn) -> HttpResponse:
    """Play the rules over the complaints of a day

    Nothing is assigned. Few are played at once; many as a job, of which `state`, `done` and `total` tell.
    """
    draft = _get(request, draft_id)

    def work(by: Actor, at: datetime) -> Answer:
        trial = running.start_trial(assignment=draft, day=body.day, by=by, at=at)
        return Answer(_trial(trial, request.auth.user, None), 201)

    return change_row(draft, request, work)


@operation(router, "GET", f"{_ONE}/trials/{{uuid:trial_id}}", scope="rules:read", response=TrialOut, clause="3.1-6")
def read_assignment_trial(request: Request, draft_id: UUID, trial_id: UUID, query: Query[After]) -> TrialOut:
    """Read a dry run

    100 rows at a time, in the order in which the complaints arrived.
    """
    trial = AssignmentTrial.objects.filter(pk=trial_id, assignment=_get(request, draft_id)).first()
    if trial is None:
        raise Problem("not-found", "trial.not_found", _("There is no such dry run."))
    return _trial(trial, request.auth.user, query.after)


def _trial(trial: AssignmentTrial, user: User, after: UUID | None) -> TrialOut:
    rows = trials.rows_of(trial, user, after=after, size=SIZE)[:SIZE] if trial.is_finished else []
    ids = {pk for one in rows for pk in (one["row"].was_id, one["row"].would_id) if pk}
    numbers = {pk: person.employee_no for pk, person in trials.names_of(ids).items()}
    return TrialOut(
        id=trial.pk,
        day=trial.day,
        state=trial.state,
        done=trial.done,
        total=trial.total,
        fault=_(trial.fault),
        differing=trial.summary.get("differing", 0),
        items=[
            TrialRowOut(
                id=one["row"].pk,
                number=one["case"].number if one["case"] else "",
                was=numbers.get(one["row"].was_id, ""),
                would=numbers.get(one["row"].would_id, ""),
                differs=one["row"].differs,
                way=one["row"].why["way"],
                rule=one["row"].why["assign"],
            )
            for one in rows
        ],
    )
