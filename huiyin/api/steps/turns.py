"""Turns of the path: extension, agreed date, suspension, withdrawal, merging (令2020-3 art 15, 18, 21)."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field

from huiyin.api.access import Request
from huiyin.api.answers import case_of
from huiyin.api.fields import Body, Day, Line, Moment, Word, Words
from huiyin.api.operations import operation
from huiyin.api.problems import Problem
from huiyin.api.steps.frame import HOW_TOLD, Reason, WayIn, step, take, way_of
from huiyin.cases import queries as cases
from huiyin.cases.models import Case
from huiyin.complaints.actions import agreement, extension, merging, suspension, withdrawal
from huiyin.complaints.actions.turning import BY_MAIL, Way
from huiyin.core.actors import Actor
from huiyin.core.time import now

router = Router(tags=["Steps: turns"])


class ExtensionIn(Body):
    """Why more time is needed."""

    reason: Words = Field("", description="House rule for the first step: left out, it is a finding of the house")
    ask_approval: bool = Field(True, description="False: the first step takes effect at once, as a house finding")
    way: WayIn | None = Field(None, description="How the complainant is told, when no approval is asked")


@step(router, "request_extension")
def request_extension(request: Request, number: str, body: ExtensionIn) -> HttpResponse:
    """Ask for the next step of the decision limit

    15 → 30 → 60 natural days from receipt, each before the running limit ends.
    """
    return take(
        request,
        number,
        lambda case, by, at: extension.request(
            case=case,
            reason=body.reason,
            by=by,
            at=at,
            ask_approval=body.ask_approval,
            way=way_of(body.way) if body.way else None,
        ),
    )


class ExtensionApprovalIn(Body):
    """How the complainant is told of it."""

    tell: bool = Field(True, description="False: not now; the second step refuses that")
    way: WayIn | None = Field(None, description=HOW_TOLD)


@step(router, "approve_extension")
def approve_extension(request: Request, number: str, body: ExtensionApprovalIn | None = None) -> HttpResponse:
    """Approve the extension that waits

    30 → 60 days: by the unit above or a head-office executive, and effective only once the complainant was told.
    """
    way: Way | None = BY_MAIL
    if body is not None:
        way = way_of(body.way) if body.tell else None
    return take(request, number, lambda case, by, at: extension.approve(case=case, by=by, at=at, way=way))


@step(router, "refuse_extension")
def refuse_extension(request: Request, number: str, body: Reason) -> HttpResponse:
    """Refuse the extension that waits"""
    return take(request, number, lambda case, by, at: extension.refuse(case=case, reason=body.reason, by=by, at=at))


class AgreementIn(Body):
    """Another date that both sides agreed."""

    until: Day = Field(description="The limit lasts to 24:00 of this day in Shanghai")
    proof_evidence_id: UUID
    agreed_at: Moment | None = Field(None, description="Now, when left out")
    reason: Line = ""


@step(router, "agree_date")
def agree_date(request: Request, number: str, body: AgreementIn) -> HttpResponse:
    """Record another date agreed by the parties"""
    return take(request, number, lambda case, by, at: agreement.agree(case=case, by=by, at=at, **body.model_dump()))


class SuspensionIn(Body):
    """Which outside body was asked for what."""

    ground: Literal["appraisal", "test", "assessment"] = Field(description="A mediation has its own steps")
    body: Line = Field(description="Name of the body; up to 200 characters")
    reason: Words = Field(description="Up to 500 characters")
    requested_at: Moment = Field(description="When the body was asked: the limit rests from here")
    way: WayIn | None = Field(None, description=HOW_TOLD)


@step(router, "suspend")
def suspend(request: Request, number: str, body: SuspensionIn) -> HttpResponse:
    """Let the decision limit rest

    The complainant is told. Several may overlap.
    """
    told = body.model_dump(exclude={"way"})
    return take(
        request, number, lambda case, by, at: suspension.suspend(case=case, by=by, at=at, way=way_of(body.way), **told)
    )


class ResumptionIn(Body):
    """What the outside body found."""

    suspension_id: UUID
    result: Words = Field(description="Up to 500 characters")
    resumed_at: Moment = Field(description="The day the result came in: the limit runs again from here")
    way: WayIn | None = Field(None, description=HOW_TOLD)


@step(router, "resume")
def resume(request: Request, number: str, body: ResumptionIn) -> HttpResponse:
    """Let the limit run again"""
    told = body.model_dump(exclude={"way"})
    return take(
        request, number, lambda case, by, at: suspension.resume(case=case, by=by, at=at, way=way_of(body.way), **told)
    )


class WithdrawalIn(Body):
    """A signed withdrawal."""

    pressure_denied: bool = Field(
        description="The complainant's own answer to: did anybody press, promise or threaten? Not denied: refused"
    )
    signed_evidence_id: UUID = Field(description="The signed paper; an evidence item")
    received_at: Moment | None = Field(None, description="When it came in: the complaint ends on that day")
    reason: Words = ""
    pressure_words: Words = ""
    way: WayIn | None = Field(None, description=HOW_TOLD)


@step(router, "withdraw")
def withdraw(request: Request, number: str, body: WithdrawalIn) -> HttpResponse:
    """Record a withdrawal

    It ends the complaint on the day it was received. A withdrawal is never asked for or rewarded.
    """
    told = body.model_dump(exclude={"way"})
    return take(
        request, number, lambda case, by, at: withdrawal.withdraw(case=case, by=by, at=at, way=way_of(body.way), **told)
    )


@step(router, "drop_withdrawal")
def drop_withdrawal(request: Request, number: str, body: Reason) -> HttpResponse:
    """Go on with a complaint whose withdrawal was held"""
    return take(request, number, lambda case, by, at: withdrawal.drop(case=case, reason=body.reason, by=by, at=at))


class MergeQuery(Body):
    """Into which complaint."""

    into: Word = Field(description="Number of the open complaint that lives on")
    new_facts: bool = Field(False, description="It brings new facts: the limit of the other begins anew (art 18)")
    reason: Line = ""
    material_received_at: Moment | None = Field(
        None, description="Receipt of the new facts; of this complaint, if left out"
    )


class MergeIn(MergeQuery):
    """Into which complaint, and what the complainant reads."""

    text: Words = Field("", description="As `GET …/merge_preview` shows it, perhaps changed; that text, when left out")
    way: WayIn | None = Field(None, description=HOW_TOLD)


class MergePreview(Schema):
    """What a merge would do and say."""

    ties: list[str] = Field(description="What the two share: customer, person, policy, class")
    fault: str = Field(description="Why it cannot be; empty when it can")
    subject: str
    text: str = Field(description="The message to the complainant")
    due_at: Moment | None = Field(description="Until when the other is then decided; null while its limit rests")


def _master(request: Request, number: str) -> Case:
    try:
        return cases.get(request.auth.user, number)
    except Case.DoesNotExist:
        message = _("There is no such complaint that you may see.")
        raise Problem("invalid", "merge.unknown", message, field="into") from None


def _preview(case: Case, master: Case, body: MergeQuery, at: datetime) -> merging.Preview:
    return merging.preview(
        case=case,
        master=master,
        at=at,
        new_facts=body.new_facts,
        material_received_at=body.material_received_at,
        reason=body.reason,
    )


@operation(router, "GET", "/complaints/{number}/merge_preview", scope="complaints:act", response=MergePreview)
def merge_preview(request: Request, number: str, query: Query[MergeQuery]) -> MergePreview:
    """See what merging would do and say

    Nothing is stored or sent.
    """
    seen = _preview(case_of(request, number), _master(request, query.into), query, now())
    return MergePreview(
        ties=list(seen.ties), fault=_(seen.fault) if seen.fault else "", subject=seen.subject, text=seen.text,
        due_at=seen.due_at,
    )  # fmt: skip


@step(router, "merge")
def merge(request: Request, number: str, body: MergeIn) -> HttpResponse:
    """Merge the complaint into another about the same matter

    Only a relation: nothing is copied. Messages to the old number land on the other.
    """

    def work(case: Case, by: Actor, at: datetime) -> Case:
        master = _master(request, body.into)
        merging.merge(
            case=case,
            master=master,
            text=body.text or _preview(case, master, body, at).text,
            by=by,
            at=at,
            reason=body.reason,
            new_facts=body.new_facts,
            material_received_at=body.material_received_at,
            way=way_of(body.way),
        )
        return case

    return take(request, number, work)


@step(router, "unmerge")
def unmerge(request: Request, number: str, body: Reason) -> HttpResponse:
    """Undo the merge

    The limits run as if they had never ended; what has passed meanwhile is broken.
    """
    return take(request, number, lambda case, by, at: merging.unmerge(case=case, reason=body.reason, by=by, at=at))
