"""Service requests: consultations, help with claims, policy management, policy changes (1.2, 6.4)."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Router, Schema
from pydantic import Field, StringConstraints

from huiyin.api import staff
from huiyin.api.access import Request
from huiyin.api.answers import Answer, case_of, change, change_case, etag
from huiyin.api.fields import Body, Line, Masked, Moment, Words
from huiyin.api.operations import operation
from huiyin.api.problems import Problem
from huiyin.api.schemas.common import NextDue, StaffRef, next_due
from huiyin.api.schemas.common import staff as named
from huiyin.api.schemas.intake import ChannelCode, PersonIn
from huiyin.cases import queries as cases
from huiyin.cases.actions import access as looking
from huiyin.cases.models import Case
from huiyin.cases.rules.people import PersonDraft
from huiyin.complaints.actions import triage
from huiyin.core.actors import Actor
from huiyin.core.time import now
from huiyin.service.actions import after, before, during, intake, promotion
from huiyin.service.models import Outcome, PapersAsked, RequestKind, Topic
from huiyin.service.models import Request as Row
from huiyin.service.queries import facts, open_hand_over
from huiyin.service.rules import path
from huiyin.service.rules.arrival import MOST_TEXT, Arrival

router = Router(tags=["Requests"])
_ACTIONS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "respond": (before.respond, ("text", "channel")),
    "check_identity": (before.check_identity, ("how",)),
    "ask_papers": (before.ask_papers, ("items", "reason", "channel")),
    "check_papers": (before.check_papers, ("note",)),
    "accept": (before.accept, ("channel",)),
    "sort": (during.sort, ("topic",)),
    "route": (during.route, ("to", "reason")),
    "take": (during.take, ()),
    "give_back": (during.give_back, ("reason",)),
    "process": (during.process, ("what",)),
    "answer": (during.answer, ("text", "channel")),
    "go_on": (after.go_on, ("reason",)),
    "close": (after.close, ("outcome", "feedback")),
    "archive": (after.archive, ()),
    "skip": (during.skip, ("skipped", "reason")),
    "end": (after.end, ("reason", "channel")),
    "promote": (promotion.promote, ("reason",)),
}
TopicCode = Literal[("", *Topic.values)]  # type: ignore[valid-type]


class RequestIn(Body):
    """A request. Kind, channel, text, one person who can be reached, and what was said at once are needed."""

    kind: Literal[tuple(RequestKind.values)] = Field(description="What kind of service it is")  # type: ignore[valid-type]
    channel: ChannelCode
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MOST_TEXT)]
    person: PersonIn
    received_at: Moment | None = Field(None, description="Its limits begin here. Now, when left out")
    subject: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = ""
    topic: TopicCode = Field("", description="What a consultation is about (6.4-1)")
    policy_number: Line = Field("", description="Needed for policy management and policy change")
    preliminary: Words = Field("", description="What was answered at once (1.2-4)")
    no_preliminary: Line = Field("", description="Or why nothing could be answered yet")
    language: Literal["zh-hans", "en"] = "zh-hans"


class RequestStepIn(Body):
    """One step with what it asks; what other steps ask is left out."""

    step: Literal[tuple(_ACTIONS)]  # type: ignore[valid-type]
    text: Words = Field("", description="respond, answer")
    channel: Literal["portal", "email", "sms", "phone", "visit", "letter"] = Field(
        "portal", description="How it was told"
    )
    how: Line = Field("", description="check_identity")
    items: list[Line] = Field([], max_length=30, description="ask_papers: everything that is missing, at once")
    note: Line = Field("", description="check_papers")
    topic: TopicCode = Field("", description="sort")
    to: Annotated[str, StringConstraints(max_length=20)] = Field("", description="route: number of a member of staff")
    what: Annotated[str, StringConstraints(max_length=2000)] = Field("", description="process")
    outcome: Literal[("", *Outcome.values)] = Field("", description="close")  # type: ignore[valid-type]
    feedback: Annotated[str, StringConstraints(max_length=1000)] = Field("", description="close")
    skipped: Annotated[str, StringConstraints(max_length=20)] = Field("", description="skip: the step left out")
    reason: Line = Field("", description="route, give_back, go_on, skip, promote, end; a second ask_papers")


class PapersOut(Schema):
    """A full list of what was missing."""

    at: Moment
    items: list[Masked]
    reason: Masked


class RequestStepOut(Schema):
    """A step of this moment: ready, or what it still needs."""

    step: str
    phase: str
    missing: list[str]


class RequestOut(Schema):
    """A request as it stands."""

    number: str
    kind: str
    state: str = Field(description="Of the request's own path, e.g. `needs_papers`")
    topic: str
    subject: Masked
    channel: str
    received_at: Moment
    responded_at: Moment | None
    accepted_at: Moment | None
    answered_at: Moment | None
    closed_at: Moment | None
    outcome: str
    unit: str
    owner: StaffRef
    handed_to: StaffRef | None = Field(description="Who has not confirmed the hand-over yet")
    skipped: list[str]
    papers: list[PapersOut]
    next_due: NextDue | None
    steps: list[RequestStepOut]
    version: int


class RequestCreated(Schema):
    """The request as registered. `secret` lets the customer follow it."""

    number: str
    secret: str
    created: bool
    state: str
    version: int


@operation(
    router, "POST", "/requests", scope="complaints:write", response={201: RequestCreated, 200: RequestCreated},
    clause="1.2-2",
)  # fmt: skip
def register_request(request: Request, body: RequestIn) -> HttpResponse:
    """Register a service request

    Number, limits of answer and acceptance from the receipt, an accountable owner, receipt by mail. Policy changes of
    life and health insurance also get the limits of order 2010 no. 4.
    """
    return change(request, lambda by, at: _register(body, by, at))


def _register(body: RequestIn, by: Actor, at: datetime) -> Answer:
    told = body.model_dump(exclude={"person", "received_at"})
    one = body.person.model_dump() | {"vulnerabilities": frozenset(body.person.vulnerabilities), "authority": None}
    arrival = Arrival(**told, received_at=body.received_at or at, person=PersonDraft(**one))
    done = intake.register(arrival=arrival, by=by, at=at)
    row = Row.objects.get(case_id=done.case.pk)
    made = RequestCreated(
        number=done.case.number, secret=done.secret, created=done.created, state=row.state, version=done.case.version
    )
    return Answer(made, 201 if done.created else 200, done.case.version)


@operation(router, "GET", "/requests/{request_number}", scope="complaints:read", response=RequestOut, clause="1.2-1")
def read_request(request: Request, response: HttpResponse, request_number: str) -> RequestOut:
    """Read a service request

    With the steps of this moment for the caller. Reading is kept in the access log.
    """
    case = case_of(request, request_number)
    row = _row(case)
    looking.look(case=case, by=request.auth.actor, at=now())
    response.headers["ETag"] = etag(case.version)
    return _shown(case, row, request.auth.actor)


@operation(
    router, "POST", "/requests/{request_number}/steps", scope="complaints:act", response=RequestOut, clause="1.2-6"
)
def take_request_step(request: Request, request_number: str, body: RequestStepIn) -> HttpResponse:
    """Take a step of a service request

    Nothing is handled before it is accepted; steps run in the order of the kind's chain. A refusal names everything
    that is missing.
    """

    def work(case: Case, by: Actor, at: datetime) -> Answer:
        row = _row(case)
        act, names = _ACTIONS[body.step]
        given: dict[str, Any] = {"step" if name == "skipped" else name: getattr(body, name) for name in names}
        if "to" in given:
            given["to"] = staff.person(body.to, "to")
        act(case=case, **given, by=by, at=at)
        if body.step == "promote":
            triage.take_as_complaint(case=case, let_go=True, by=by, at=at)
        try:
            case = cases.get(request.auth.user, case.pk)
        except Case.DoesNotExist:  # handed on, out of sight: it is answered as it stands
            case.refresh_from_db()
        row.refresh_from_db()
        return Answer(_shown(case, row, by), version=case.version)

    return change_case(request, request_number, work)


def _row(case: Case) -> Row:
    row = Row.objects.filter(case_id=case.pk).first()
    if row is None:
        raise Problem("not-found", "complaint.not_found", _("There is no such complaint, or you may not see it."))
    return row


def _shown(case: Case, row: Row, by: Actor) -> RequestOut:
    known, handed = facts(case, row), open_hand_over(case)
    return RequestOut(
        number=case.number, kind=row.kind, state=row.state, topic=row.topic, subject=case.subject,
        channel=case.channel, received_at=case.received_at, responded_at=row.responded_at,
        accepted_at=row.accepted_at, answered_at=row.answered_at, closed_at=row.closed_at, outcome=row.outcome,
        unit=case.unit.code, owner=named(case.owner), handed_to=named(handed.to) if handed else None,
        skipped=sorted(row.skipped),
        papers=[
            PapersOut(at=one.at, items=one.items, reason=one.reason)
            for one in PapersAsked.objects.filter(case=case).order_by("number")
        ],
        next_due=next_due(case),  # type: ignore[arg-type]
        steps=[
            RequestStepOut(
                step=offer.step.code, phase=offer.step.phase, missing=[_(sentence) for sentence in offer.missing]
            )
            for offer in path.steps(known, by)
        ],
        version=case.version,
    )  # fmt: skip
