"""How a complaint was handled, part by part; and demands that come up later."""

from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Router, Schema

from huiyin.api.access import Request
from huiyin.api.answers import Answer, case_of, change_case
from huiyin.api.operations import operation
from huiyin.api.schemas import turns as turned
from huiyin.api.schemas import work
from huiyin.api.schemas.complaint import DemandOut, demand
from huiyin.api.schemas.intake import DemandIn
from huiyin.api.schemas.turns import Turns
from huiyin.cases import queries as cases
from huiyin.cases.models import Case
from huiyin.clocks import queries as clocks
from huiyin.complaints import models
from huiyin.complaints.actions import demands
from huiyin.complaints.actions import independence as examining
from huiyin.complaints.queries import independence, letter
from huiyin.core import masking
from huiyin.core.actors import Actor

router = Router(tags=["Handling"])


def _all(schema: type[Schema], rows: QuerySet[Any]) -> list[Any]:
    return [schema.from_orm(row) for row in rows]


@operation(router, "POST", "/complaints/{number}/demands", scope="complaints:write", response={201: DemandOut})
def add_demand(request: Request, number: str, body: DemandIn) -> HttpResponse:
    """Write down one more demand"""
    return change_case(
        request,
        number,
        lambda case, by, at: Answer(
            demand(demands.add(case=case, text=body.text, amount=body.amount, by=by, at=at)), 201
        ),
    )


@operation(router, "GET", "/complaints/{number}/inquiry", scope="complaints:read", response=work.Inquiry)
def read_inquiry(request: Request, number: str) -> work.Inquiry:
    """Read the investigation

    Sources, versions of the findings, liability, risk.
    """
    case = case_of(request, number)
    return work.Inquiry(
        sources=_all(work.SourceOut, models.SourceCheck.objects.filter(case=case).order_by("round", "at", "id")),
        findings=_all(work.FindingOut, models.Finding.objects.filter(case=case).order_by("version")),
        liabilities=_all(work.LiabilityOut, models.Liability.objects.filter(case=case).order_by("version", "id")),
        risks=_all(work.RiskOut, models.RiskAssessment.objects.filter(case=case).order_by("at", "id")),
    )


@operation(
    router, "GET", "/complaints/{number}/independence", scope="complaints:read", response=list[work.IndependenceOut],
    clause="令2020-3 art 17",
)  # fmt: skip
def read_independence(request: Request, number: str) -> list[work.IndependenceOut]:
    """Read who was examined at each deciding step

    Nobody with an interest in the matter sees it, handles it or decides in it.
    """
    return [_examined(line) for line in independence.lines(case_of(request, number))]


def _examined(line: independence.Line) -> work.IndependenceOut:
    proof = line.proof or {}
    return work.IndependenceOut(
        seq=line.seq, step=line.kind, at=line.at, result=proof.get("result", ""), examined=proof.get("examined", {}),
        facts=proof.get("seen", {}).get("version", ""), owed=line.owed, verdict=line.verdict,
    )  # fmt: skip


@operation(
    router, "POST", "/complaints/{number}/independence/{int:place}", scope="complaints:act",
    response=work.IndependenceOut, clause="令2020-3 art 17",
)  # fmt: skip
def reexamine(request: Request, number: str, place: int, body: work.ReexamineIn) -> HttpResponse:
    """Say whether a step stands whose taker turned out to have an interest

    `place` is `seq` of `GET …/independence`. Somebody who leads examines it, never who took the step. Answered already:
    unchanged.
    """

    def take(case: Case, by: Actor, at: datetime) -> Answer:
        examining.reexamine(case=case, seq=place, verdict=body.verdict, reason=body.reason, by=by, at=at)
        return Answer(next(_examined(line) for line in independence.lines(case) if line.seq == place))

    return change_case(request, number, take)


@operation(router, "GET", "/complaints/{number}/execution", scope="complaints:read", response=work.Execution)
def read_execution(request: Request, number: str) -> work.Execution:
    """Read plans, tasks, promises and payments"""
    case = case_of(request, number)
    plans = models.Plan.objects.filter(case=case).select_related("proposed_by").order_by("version")
    approvals = models.Approval.objects.filter(case_id=case.pk).select_related("approver").order_by("at", "id")
    by_plan: dict[Any, list[Any]] = {}
    for one in approvals:
        by_plan.setdefault(one.plan_id, []).append(one)
    return work.Execution(
        plans=[_plan(plan, by_plan.get(plan.pk, [])) for plan in plans],
        tasks=_all(work.TaskOut, clocks.tasks_of(("case", case.pk))),
        promises=_all(work.PromiseOut, clocks.promises_of(("case", case.pk))),
        payments=_all(work.PaymentOut, models.Payment.objects.filter(case=case).order_by("paid_at", "id")),
    )


def _plan(plan: models.Plan, approvals: list[models.Approval]) -> work.PlanOut:
    told = {name: getattr(plan, name) for name in work.PlanOut.model_fields if name != "approvals"}
    return work.PlanOut.model_validate(told | {"approvals": approvals}, from_attributes=True)


@operation(router, "GET", "/complaints/{number}/outcome", scope="complaints:read", response=work.Outcome)
def read_outcome(request: Request, number: str) -> work.Outcome:
    """Read decision, telling, satisfaction and rectification"""
    case = case_of(request, number)
    rectifications = models.Rectification.objects.filter(case=case).select_related("unit", "responsible")
    return work.Outcome(
        decisions=[
            _decision(row)
            for row in models.Decision.objects.filter(case=case).select_related("deciding_unit").order_by("version")
        ],
        letter_missing=[_(sentence) for sentence in letter.missing(case)],
        notices=_all(work.NoticeOut, models.Notice.objects.filter(case=case).order_by("created_at", "id")),
        satisfaction=_all(work.SatisfactionOut, models.Satisfaction.objects.filter(case=case).order_by("round")),
        rectifications=_all(work.RectificationOut, rectifications.order_by("due_on", "id")),
    )


def _decision(row: models.Decision) -> work.DecisionOut:
    shown = work.DecisionOut.from_orm(row)
    shown.answers = [one | {"text": masking.text(str(one.get("text", "")))} for one in shown.answers]
    return shown


@operation(router, "GET", "/complaints/{number}/turns", scope="complaints:read", response=Turns)
def read_turns(request: Request, number: str) -> Turns:
    """Read the turns of the path

    Extensions, suspensions, reviews, mediations, escalations, withdrawals, merges, reroutes, reopenings.
    """
    case = case_of(request, number)

    def of(model: type[Model]) -> QuerySet[Any]:
        return model._default_manager.filter(case=case).order_by("at", "id")

    merges = list(of(models.Merge))
    here = list(models.Merge.objects.filter(into_case_id=case.pk).order_by("at", "id"))
    numbers = _numbers(request, [row.into_case_id for row in merges] + [row.case_id for row in here])
    return Turns(
        extensions=[_extension(row) for row in of(models.Extension)],
        suspensions=_all(turned.SuspensionOut, of(models.Suspension)),
        reviews=_all(turned.ReviewOut, of(models.Review).select_related("reviewing_unit")),
        mediations=_all(turned.MediationOut, of(models.Mediation)),
        escalations=_all(turned.EscalationOut, of(models.Escalation)),
        withdrawals=_all(turned.WithdrawalOut, of(models.Withdrawal)),
        merged_into=[_merge(row, numbers.get(row.into_case_id, "")) for row in merges],
        merged_here=[_merge(row, numbers.get(row.case_id, "")) for row in here],
        reroutes=_all(turned.RerouteOut, of(models.Reroute)),
        reopenings=_all(turned.ReopeningOut, of(models.Reopening)),
    )


def _numbers(request: Request, ids: list[Any]) -> dict[Any, str]:
    """Numbers of other cases, as far as the caller may see them."""
    rows: QuerySet[Case] = cases.visible_to(request.auth.user, looked_up=True).filter(pk__in=ids)
    return dict(rows.values_list("pk", "number")) if ids else {}


def _extension(row: models.Extension) -> turned.ExtensionOut:
    names = [name for name in turned.ExtensionOut.model_fields if name != "house_findings"]
    return turned.ExtensionOut(
        **{name: getattr(row, name) for name in names}, house_findings=[str(one) for one in row.house_findings]
    )


def _merge(row: models.Merge, number: str) -> turned.MergeOut:
    names = [name for name in turned.MergeOut.model_fields if name != "number"]
    return turned.MergeOut(**{name: getattr(row, name) for name in names}, number=number)
