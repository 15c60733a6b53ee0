"""Beside a customer's details, by machine: consents by purpose, and which records are of the same person."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Router, Schema
from pydantic import Field

from huiyin.api.access import Request
from huiyin.api.answers import Answer, change
from huiyin.api.customers import Reason, customer_of
from huiyin.api.fields import Body, Day, Line, Moment
from huiyin.api.operations import operation
from huiyin.api.problems import Problem
from huiyin.api.schemas.customer import ConsentOut, consents_out
from huiyin.cases.queries import customers as gate
from huiyin.core import masking
from huiyin.core.actors import Actor
from huiyin.customers.actions import consents, identity
from huiyin.customers.models import ConsentPurpose, ConsentSource, Identity, Party
from huiyin.customers.queries.identity import candidates

router = Router(tags=["Customers"])
_ONE = "/customers/{uuid:customer_id}"


class ConsentIn(Body):
    """What the customer agreed to."""

    purpose: Literal[tuple(ConsentPurpose.values)]  # type: ignore[valid-type]
    source: Literal[tuple(ConsentSource.values)] = Field(  # type: ignore[valid-type]
        description="How the customer told us"
    )
    proof: Line = Field("", description="Number of the recording, the paper, the page's version")
    expires_on: Day | None = Field(None, description="The last day; without it three years")


class ConsentList(Schema):
    """Every purpose, as it stands now."""

    items: list[ConsentOut]


@operation(router, "POST", f"{_ONE}/consents", scope="customers:write", response=ConsentList, clause="PIPL art 14")
def give_consent(request: Request, customer_id: UUID, body: ConsentIn) -> HttpResponse:
    """Write down that a customer agreed

    For one purpose, until a day. While one stands for the purpose nothing changes.
    """
    party, ids = customer_of(request, customer_id)

    def work(by: Actor, at: datetime) -> Answer:
        consents.give_consent(party_id=party.pk, by=by, at=at, **body.model_dump())
        return Answer(ConsentList(items=consents_out(ids)))

    return change(request, work)


class WithdrawIn(Body):
    """What the customer no longer agrees to."""

    purpose: Literal[tuple(ConsentPurpose.values)]  # type: ignore[valid-type]
    source: Literal[tuple(ConsentSource.values)]  # type: ignore[valid-type]


@operation(
    router, "POST", f"{_ONE}/consents/withdraw", scope="customers:write", response=ConsentList, clause="PIPL art 15"
)
def withdraw_consent(request: Request, customer_id: UUID, body: WithdrawIn) -> HttpResponse:
    """Write down that a customer no longer agrees

    At once, in all records of the person, without a reason.
    """
    party, ids = customer_of(request, customer_id)

    def work(by: Actor, at: datetime) -> Answer:
        consents.withdraw_consent(party_id=party.pk, by=by, at=at, **body.model_dump())
        return Answer(ConsentList(items=consents_out(ids)))

    return change(request, work)


class CandidateOut(Schema):
    """Another record that may be of the same person, masked."""

    id: UUID
    name: str
    phone: str
    certificate_no: str
    score: int = Field(description="0 to 100")
    grounds: list[str] = Field(description="What speaks for it and against it, the weightiest first")


class JudgementOut(Schema):
    """What somebody judged, and what spoke for it then."""

    id: UUID
    records: list[UUID]
    verdict: str = Field(description="same, different")
    score: int
    grounds: list[str]
    reason: str
    by: str
    at: Moment
    undone_at: Moment | None


class Duplicates(Schema):
    """Proposals that wait for a person's judgement, the likeliest first; judgements that stand."""

    candidates: list[CandidateOut]
    judgements: list[JudgementOut]


@operation(router, "GET", f"{_ONE}/duplicates", scope="customers:read", response=Duplicates, clause="2.1-2")
def list_duplicates(request: Request, customer_id: UUID) -> Duplicates:
    """List records that may be of the same person

    With a score and its grounds. Nothing is joined without a person's judgement.
    """
    party, ids = customer_of(request, customer_id)
    standing = Identity.objects.filter(undone_at=None)
    rows = sorted(
        {*standing.filter(party__in=ids), *standing.filter(other_id__in=ids)}, key=lambda row: (row.at, row.pk)
    )
    return Duplicates(
        candidates=[
            CandidateOut(
                id=one.party.pk, name=masking.name(one.party.name), phone=masking.phone(one.party.phone),
                certificate_no=masking.number(one.party.certificate_no), score=one.likeness.score,
                grounds=list(one.likeness.grounds),
            )
            for one in candidates(party)
        ],
        judgements=[_judgement(row) for row in rows],
    )  # fmt: skip


class JudgeIn(Body):
    """What was found out."""

    other_id: UUID = Field(description="One of the candidates")
    verdict: Literal["same", "different"]
    reason: Reason = Field(description="How it is known; 4 characters at least")


@operation(router, "POST", f"{_ONE}/judge", scope="customers:write", response=JudgementOut, clause="2.1-2")
def judge_customer(request: Request, customer_id: UUID, body: JudgeIn) -> HttpResponse:
    """Judge whether two records are of one person

    A link that can be taken back: nothing is copied.
    """
    party, _ids = customer_of(request, customer_id)

    def work(by: Actor, at: datetime) -> Answer:
        if not _is_judged(party.pk, body.other_id):
            try:
                gate.near(party, body.other_id)
            except Party.DoesNotExist:
                raise Problem(
                    "invalid", "identity.not_proposed", _("Only a record that is proposed can be judged."),
                    field="other_id",
                ) from None  # fmt: skip
        return Answer(_judgement(identity.judge(party_id=party.pk, by=by, at=at, **body.model_dump())))

    return change(request, work)


class TakeBackIn(Body):
    """Why the judgement was wrong."""

    reason: Reason


@operation(
    router, "POST", f"{_ONE}/judgements/{{uuid:judgement_id}}/take_back", scope="customers:write",
    response=JudgementOut, clause="2.1-2",
)  # fmt: skip
def take_judgement_back(request: Request, customer_id: UUID, judgement_id: UUID, body: TakeBackIn) -> HttpResponse:
    """Take a judgement back

    Both records are as they were before it.
    """
    _party, ids = customer_of(request, customer_id)
    row = Identity.objects.filter(pk=judgement_id).first()
    if row is None or not {row.party_id, row.other_id} & set(ids):
        raise Problem("not-found", "identity.not_found", _("There is no such judgement on this customer."))
    return change(
        request,
        lambda by, at: Answer(_judgement(identity.take_back(identity_id=row.pk, reason=body.reason, by=by, at=at))),
    )


def _is_judged(one: UUID, other: UUID) -> bool:
    first, second = sorted((one, other))
    return Identity.objects.filter(party=first, other_id=second, undone_at=None).exists()


def _judgement(row: Identity) -> JudgementOut:
    return JudgementOut(
        id=row.pk, records=[row.party_id, row.other_id], verdict=row.verdict, score=row.score, grounds=row.grounds,
        reason=row.reason, by=row.by_label, at=row.at, undone_at=row.undone_at,
    )  # fmt: skip
