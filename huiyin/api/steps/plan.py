"""Steps of the plan, its approval, and carrying it out (3.3-2, 3.3-3, 3.4-1)."""

from typing import Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Router
from pydantic import Field

from huiyin.api import staff
from huiyin.api.access import Request
from huiyin.api.fields import Body, Line, Moment, Word, Words, Yuan
from huiyin.api.schemas.intake import Short
from huiyin.api.steps.frame import Reason, step, take
from huiyin.clocks.models import Promise, Task
from huiyin.complaints.actions import execution, plan, promises
from huiyin.complaints.actions.execution import TaskDraft
from huiyin.complaints.actions.promises import PromiseDraft

router = Router(tags=["Steps: plan and execution"])


class PlanIn(Body):
    """Compensation, service, process."""

    compensation: Yuan = Field(description="Yuan in all; 0.00 when there is none")
    compensation_text: Words = Field(description="Its ground, also when it is none; 4 to 500 characters")
    improvement: Words = Field("", description="What is done for the customer's service")
    process: Words = Field("", description="What changes in how the house works")
    ex_gratia: Yuan = Field("0.00", validate_default=True, description="Of the compensation: without legal duty")


@step(router, "propose_plan")
def propose_plan(request: Request, number: str, body: PlanIn) -> HttpResponse:
    """Propose a plan

    The level whose approval it needs follows from amount and grade by the dated house rule.
    """
    return take(request, number, lambda case, by, at: plan.propose(case=case, by=by, at=at, **body.model_dump()))


class ApproveIn(Reason):
    """Why, and why the sum lies outside what like complaints got where it does."""

    outlier_reason: Words = Field("", description="Asked for by `plan.outlier`; 4 to 500 characters")


@step(router, "approve_plan")
def approve_plan(request: Request, number: str, body: ApproveIn) -> HttpResponse:
    """Approve the plan that waits

    Never by who proposed it, wrote the findings, is recused or works where the complaint points at. A sum outside what
    like complaints got needs a reason of its own.
    """
    return take(request, number, lambda case, by, at: plan.approve(case=case, by=by, at=at, **body.model_dump()))


@step(router, "send_back_plan")
def send_back_plan(request: Request, number: str, body: Reason) -> HttpResponse:
    """Send the plan back"""
    return take(request, number, lambda case, by, at: plan.send_back(case=case, reason=body.reason, by=by, at=at))


class TaskIn(Body):
    """Something to do, for a person or a unit."""

    kind: Literal["execution", "payment", "service", "process", "notice", "other"]
    title: Line = Field(description="Up to 200 characters")
    assignee: Short = Field("", description="Number of a member of staff; person or unit is needed")
    unit: Short = Field("", description="Code of a unit")
    due_at: Moment | None = None

    @property
    def draft(self) -> TaskDraft:
        """As the actions take it."""
        return TaskDraft(
            kind=self.kind,
            title=self.title,
            assignee=staff.person_or_none(self.assignee, "assignee"),
            unit=staff.unit(self.unit),
            due_at=self.due_at,
        )


class ExecuteIn(Body):
    """A task at least for every part of the plan."""

    tasks: list[TaskIn] = Field(max_length=50)


@step(router, "execute")
def execute(request: Request, number: str, body: ExecuteIn) -> HttpResponse:
    """Start carrying out the approved plan"""
    return take(
        request,
        number,
        lambda case, by, at: execution.start(case=case, tasks=[one.draft for one in body.tasks], by=by, at=at),
    )


@step(router, "add_task")
def add_task(request: Request, number: str, body: TaskIn) -> HttpResponse:
    """Add a task or a promise"""
    return take(request, number, lambda case, by, at: execution.add_task(case=case, task=body.draft, by=by, at=at))


class PromiseIn(Body):
    """Something promised to the complainant on the phone or elsewhere (in a message: the step `respond`)."""

    text: Line = Field(description="Up to 300 characters; the complainant sees them")
    due_at: Moment
    responsible: Short = Field("", description="Number of a member of staff; left out: who answers for the complaint")
    source: Literal["call", "other"] = "call"


@step(router, "promise", path="promises")
def promise(request: Request, number: str, body: PromiseIn) -> HttpResponse:
    """Record a promise

    It is never deleted, and its time changes only with the complainant's agreement.
    """
    draft = PromiseDraft(
        text=body.text, due_at=body.due_at, responsible=staff.person_or_none(body.responsible, "responsible")
    )
    return take(
        request, number, lambda case, by, at: promises.make(case=case, draft=draft, source=body.source, by=by, at=at)
    )


class PromiseKeptIn(Body):
    """Which promise was kept, and the proof: an evidence item or a few words."""

    promise_id: UUID
    kept_at: Moment | None = Field(None, description="Left out: now")
    proof_evidence_id: UUID | None = None
    note: Line = ""


@step(router, "keep_promise")
def keep_promise(request: Request, number: str, body: PromiseKeptIn) -> HttpResponse:
    """Report a promise as kept"""
    return take(
        request,
        number,
        lambda case, by, at: promises.keep(
            case=case, promise=Promise(pk=body.promise_id), kept_at=body.kept_at, note=body.note,
            proof_evidence_id=body.proof_evidence_id, by=by, at=at,
        ),
    )  # fmt: skip


class PromiseChangeIn(Body):
    """What happens to a promise, with the complainant's word."""

    promise_id: UUID
    way: Literal["released", "moved", "carried"] = Field(
        description="Released by the complainant, another date agreed, or kept after the end of the complaint"
    )
    proof: Line = Field(description="When and how the complainant agreed; of a carried one, why")
    due_at: Moment | None = Field(None, description="The date agreed to, when it is moved")
    evidence_id: UUID | None = None


@step(router, "change_promise")
def change_promise(request: Request, number: str, body: PromiseChangeIn) -> HttpResponse:
    """Release or move a promise, or keep it after the end

    The old promise stays to be seen.
    """
    return take(
        request,
        number,
        lambda case, by, at: promises.change(
            case=case, promise=Promise(pk=body.promise_id), way=body.way, proof=body.proof, due_at=body.due_at,
            evidence_id=body.evidence_id, by=by, at=at,
        ),
    )  # fmt: skip


class TaskDoneIn(Body):
    """Which task, and its proof."""

    task_id: UUID
    proof_evidence_id: UUID | None = Field(None, description="Needed for what carries out the plan (3.4-1)")
    note: Line = ""


@step(router, "complete_task")
def complete_task(request: Request, number: str, body: TaskDoneIn) -> HttpResponse:
    """Mark a task as done

    A payment is booked by `pay`.
    """
    return take(
        request,
        number,
        lambda case, by, at: execution.complete_task(
            case=case,
            task=Task(pk=body.task_id),
            by=by,
            at=at,
            proof_evidence_id=body.proof_evidence_id,
            note=body.note,
        ),
    )


class PaymentIn(Body):
    """A payment with reference and proof."""

    task_id: UUID
    amount: Yuan = Field(description="Yuan; the payments of a plan add up to its compensation")
    paid_at: Moment
    reference: Word = Field(description="Number of the payment")
    proof_evidence_id: UUID


@step(router, "complete_task", path="pay")
def pay(request: Request, number: str, body: PaymentIn) -> HttpResponse:
    """Book a payment of the approved compensation, and complete its task"""
    return take(
        request,
        number,
        lambda case, by, at: execution.pay(
            case=case,
            task=Task(pk=body.task_id),
            by=by,
            at=at,
            amount=body.amount,
            paid_at=body.paid_at,
            reference=body.reference,
            proof_evidence_id=body.proof_evidence_id,
        ),
    )


class TaskCancelIn(Body):
    """Which task, and why."""

    task_id: UUID
    reason: Line


@step(router, "cancel_task")
def cancel_task(request: Request, number: str, body: TaskCancelIn) -> HttpResponse:
    """Cancel an open task

    A part of the plan then needs another task before the complaint closes.
    """
    return take(
        request,
        number,
        lambda case, by, at: execution.cancel_task(
            case=case, task=Task(pk=body.task_id), reason=body.reason, by=by, at=at
        ),
    )
