"""Claims of core systems: taken over many at once, listed with the longest overdue first, read with their limits."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field, StringConstraints

from huiyin.accounts.models import Unit
from huiyin.api import paging, staff
from huiyin.api.access import Request
from huiyin.api.answers import Answer, change, etag
from huiyin.api.fields import Body, Day, Moment, Word, Yuan
from huiyin.api.operations import operation
from huiyin.api.problems import Problem
from huiyin.cases.actions import notifications
from huiyin.cases.queries import claims as gate
from huiyin.clocks import queries as limits
from huiyin.clocks.models import Clock
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused
from huiyin.customers.actions import claim_limits
from huiyin.customers.actions.claims import ClaimDraft, MilestoneDraft, Mirrored, mirror_claims
from huiyin.customers.actions.links import may_take_over
from huiyin.customers.models import Claim, ClaimMilestone
from huiyin.customers.queries import claims as queries

router = Router(tags=["Claims"])
MOST = 500
Key = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)]
Short = Annotated[str, StringConstraints(strip_whitespace=True, max_length=20)]
Stage = Literal[
    "reported", "acknowledged", "filed", "documents_asked", "complete", "reviewed", "assessed", "decided", "agreed",
    "advanced", "refusal_sent", "paid", "closed", "withdrawn",
]  # fmt: skip


class MilestoneIn(Body):
    """Something that happened to the claim."""

    kind: Stage
    at: Moment
    key: Annotated[str, StringConstraints(max_length=64)] = Field(
        "", description="Tells repeated requests for papers apart; without one, their instant does"
    )


class ClaimIn(Body):
    """A claim as the core system knows it."""

    source: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20)] = Field(
        description="The core system; with `number` it names the claim for good"
    )
    number: Key
    policy_number: Key
    sent_at: Moment = Field(description="When the core system said so: of two messages the newer one counts")
    unit: Word = Field("", description="Code of the unit; empty: that of the policy")
    line: Short = Field("", description="Line of business; empty: that of the policy")
    cover: Short = Field("", description="`compulsory` for compulsory motor insurance")
    is_small: bool = False
    is_complex: bool = False
    handler_no: Short = ""
    handler_name: Annotated[str, StringConstraints(strip_whitespace=True, max_length=60)] = ""
    decision: Literal["", "payable", "partial", "refused"] = ""
    claimed: Yuan | None = None
    paid: Yuan | None = None
    decide_by: Day | None = Field(None, description="Last day to decide, where the contract says otherwise")
    pay_by: Day | None = Field(None, description="Last day to pay, where the contract says otherwise")
    contract_clause: Annotated[str, StringConstraints(strip_whitespace=True, max_length=64)] = ""
    milestones: list[MilestoneIn] = Field([], max_length=60)


class ClaimsIn(Body):
    """Up to 500 claims."""

    rows: list[ClaimIn] = Field(min_length=1, max_length=MOST)


class ClaimTaken(Schema):
    """What became of a row."""

    number: str
    outcome: Literal["created", "changed", "same", "stale", "refused"] = Field(
        description="`same`: known already; `stale`: older than what is known; `refused`: `code` and `detail` say why"
    )
    id: UUID | None = None
    version: int | None = None
    code: str = ""
    detail: str = ""
    field: str = ""


class ClaimsTaken(Schema):
    """The rows in their order."""

    items: list[ClaimTaken]


class ClaimRow(Schema):
    """A claim in a list."""

    id: UUID
    source: str
    number: str
    policy_number: str
    unit: str
    line: str
    stage: str
    is_open: bool
    due_at: Moment | None = Field(description="The nearest running limit; in the past: overdue")
    breaches: int = Field(description="Limits that were broken; papers asked for a second time count")
    version: int


class ClaimPage(Schema):
    """A page of claims."""

    items: list[ClaimRow]
    next: str = Field(description="Cursor of the next page; empty at the end")


class MilestoneOut(Schema):
    """A milestone."""

    kind: str
    at: Moment


class ClaimLimit(Schema):
    """A limit of the claim."""

    rule: str
    title: str
    clause: str
    started_at: Moment
    due_at: Moment | None
    state: str
    ended_at: Moment | None
    broken: bool


class AlarmsSeen(Schema):
    """How many were not seen before."""

    count: int


class ClaimOut(ClaimRow):
    """A claim with its milestones and limits."""

    decision: str
    asked_again: int = Field(description="Times that papers were asked for beyond the one time the law allows")
    milestones: list[MilestoneOut]
    limits: list[ClaimLimit]


@operation(router, "POST", "/claims", scope="customers:write", response=ClaimsTaken, clause="5.1-7")
def take_claims(request: Request, body: ClaimsIn) -> HttpResponse:
    """Take claims of a core system over

    Head office. Each row by itself: one that is refused stops no other. The same row again changes nothing, and rows
    may come in any order: milestones are put where they happened, and an older message overwrites no newer one.
    """

    def work(by: Actor, at: datetime) -> Answer:
        may_take_over(by)
        return Answer(ClaimsTaken(items=_taken(body.rows, by, at)))

    return change(request, work)


@operation(router, "GET", "/claims", scope="customers:read", response=ClaimPage, clause="5.1-7")
def list_claims(request: Request, query: Query[paging.PageQuery]) -> ClaimPage:
    """List the open claims with a limit

    Those of the caller's part of the tree: the longest overdue first, then the nearest limit.
    """
    about = ("claims", request.auth.user.pk)
    at, _tilde, pk = paging.unseal(query.cursor, *about).partition("~")
    found = queries.claims_by_due(
        gate.listed(request.auth.user),
        after=(datetime.fromisoformat(at), UUID(pk)) if pk else None,
        limit=query.limit,
    )
    shown = found[: query.limit]
    last = f"{shown[-1].due_at.isoformat()}~{shown[-1].pk}" if len(found) > len(shown) and shown[-1].due_at else ""
    return ClaimPage(items=[ClaimRow(**_row(one)) for one in shown], next=paging.seal(last, *about))


@operation(router, "GET", "/claims/{uuid:claim_id}", scope="customers:read", response=ClaimOut, clause="5.1-7")
def read_claim(request: Request, response: HttpResponse, claim_id: UUID) -> ClaimOut:
    """Read a claim"""
    claim = _claim(request, claim_id)
    response.headers["ETag"] = etag(claim.version)
    language = get_language() or "zh-hans"
    milestones = ClaimMilestone.objects.filter(claim=claim).order_by("at", "id")
    return ClaimOut(
        **_row(claim),
        decision=claim.decision,
        asked_again=claim.asked_again,
        milestones=[MilestoneOut(kind=one.kind, at=one.at) for one in milestones],
        limits=[_limit(one, language) for one in limits.of_owner(("claim", claim.pk)).exclude(state="cancelled")],
    )


@operation(router, "POST", "/claims/{uuid:claim_id}/seen", scope="customers:write", response=AlarmsSeen, clause="5.1-7")
def see_claim_alarms(request: Request, claim_id: UUID) -> HttpResponse:
    """Mark the warnings and breaches of a claim as seen

    They leave the page of alarms for everybody; the limits stay as they are. Again changes nothing.
    """
    claim = _claim(request, claim_id)

    def work(by: Actor, at: datetime) -> Answer:
        count = claim_limits.see(claim_id=claim.pk, user=request.auth.user, by=by, at=at)
        notifications.read_claim(user=request.auth.user, claim_id=claim.pk, by=by, at=at)
        return Answer(AlarmsSeen(count=count))

    return change(request, work)


def _claim(request: Request, claim_id: UUID) -> Claim:
    try:
        return gate.claim(request.auth.user, claim_id)
    except Claim.DoesNotExist:
        raise Problem("not-found", "claim.not_found", _("There is no such claim, or you may not see it.")) from None


def _taken(rows: Sequence[ClaimIn], by: Actor, at: datetime) -> list[ClaimTaken]:
    units = _units({row.unit for row in rows if row.unit})
    found: list[ClaimTaken | None] = []
    drafts: list[ClaimDraft] = []
    for row in rows:
        unit = units.get(row.unit)
        if isinstance(unit, Problem):
            found.append(_refused(row, unit.code, unit.detail, unit.field))
            continue
        told = row.model_dump(exclude={"unit", "milestones"})
        milestones = tuple(MilestoneDraft(**one.model_dump()) for one in row.milestones)
        drafts.append(ClaimDraft(**told, unit=unit, milestones=milestones))
        found.append(None)
    done = iter(mirror_claims(drafts=drafts, by=by, at=at))
    return [one or _told(row, next(done)) for row, one in zip(rows, found, strict=True)]


def _told(row: ClaimIn, done: Mirrored | Refused) -> ClaimTaken:
    if isinstance(done, Refused):
        return _refused(row, done.code, done.message, done.field if isinstance(done, BadInput) else "")
    return ClaimTaken(number=row.number, outcome=done.outcome, id=done.claim.pk, version=done.claim.version)


def _refused(row: ClaimIn, code: str, detail: str, field: str) -> ClaimTaken:
    return ClaimTaken(number=row.number, outcome="refused", code=code, detail=detail, field=field)


def _units(codes: Collection[str]) -> dict[str, Unit | Problem]:
    """The units with these codes, or why there is none."""
    ids: dict[str, UUID | Problem] = {}
    for code in codes:
        try:
            found = staff.unit_id(code)
        except Problem as no:
            ids[code] = no
        else:
            assert found is not None  # a code is there
            ids[code] = found
    units = Unit.objects.in_bulk([one for one in ids.values() if isinstance(one, UUID)])
    return {code: units[one] if isinstance(one, UUID) else one for code, one in ids.items()}


def _row(claim: Claim) -> dict[str, Any]:
    names = ("source", "number", "line", "stage", "is_open", "due_at", "breaches", "version")
    kept = {name: getattr(claim, name) for name in names}
    return kept | {"id": claim.pk, "policy_number": claim.policy.number, "unit": claim.unit.code}


def _limit(clock: Clock, language: str) -> ClaimLimit:
    rule = limits.rule_of(clock)
    return ClaimLimit(
        rule=rule.code, title=rule.title.in_language(language), clause=rule.clause, started_at=clock.started_at,
        due_at=clock.due_at, state=clock.state, ended_at=clock.met_at, broken=clock.breached_at is not None,
    )  # fmt: skip
