"""Tasks with proof, payments that make up the compensation (3.3-3, 3.4-1)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from huiyin.cases.models import Case, Recusal
from huiyin.cases.queries import visible_to
from huiyin.clocks import actions as clocks
from huiyin.clocks.models import Task
from huiyin.complaints.actions import execution
from huiyin.complaints.actions.execution import TaskDraft
from huiyin.complaints.models import Payment
from huiyin.complaints.queries import facts
from huiyin.core.errors import BadInput, Refused
from tests.complaints.along import AMOUNT, Along, assigned
from tests.people import House


def _start(along: Along, *kinds: str) -> list[Task]:
    drafts = [TaskDraft(kind=kind, title="执行事项", assignee=along.house["tia"]) for kind in kinds]
    return execution.start(case=along.case, tasks=drafts, by=along.by("tom"), at=along.later())


def test_every_part_of_the_plan_gets_its_task(along: Along) -> None:
    along.approved(process="调整复核流程")
    with pytest.raises(BadInput):
        _start(along)
    with pytest.raises(Refused) as refusal, transaction.atomic():
        _start(along, "payment", "service")
    assert refusal.value.code == "execution.parts"
    assert not Task.objects.filter(owner_id=along.case_id).exists()
    _start(along, "payment", "service", "process")
    assert along.case.state == "executing"
    assert facts(along.case).parts_without_task == frozenset()


def test_it_may_start_before_or_after_the_decision_is_told(along: Along) -> None:
    along.approved()
    along.start()
    along.issue()
    along.tell()
    assert along.case.state == "decided_notified"
    assert facts(along.case).tasks_open == 2


def test_a_plan_that_is_not_approved_is_not_carried_out(along: Along) -> None:
    along.proposed()
    with pytest.raises(Refused) as refusal:
        _start(along, "payment")
    assert refusal.value.code == "step.execute"
    with pytest.raises(Refused) as refusal:
        execution.add_task(
            case=along.case,
            task=TaskDraft(kind="payment", title="先付", assignee=along.house["tia"]),
            by=along.by("tom"),
            at=along.later(),
        )
    assert refusal.value.code == "task.plan"


def test_a_task_of_the_plan_is_done_only_with_proof(along: Along) -> None:
    along.executing()
    with pytest.raises(Refused) as refusal:
        execution.complete_task(case=along.case, task=along.tasks[1], by=along.by("tia"), at=along.later())
    assert refusal.value.code == "task.proof_missing"
    row = execution.complete_task(
        case=along.case, task=along.tasks[1], proof_evidence_id=along.file().pk, by=along.by("tia"), at=along.later()
    )
    assert row.state == "done"
    with pytest.raises(Refused) as refusal:
        execution.complete_task(
            case=along.case,
            task=along.tasks[1],
            proof_evidence_id=along.file().pk,
            by=along.by("tia"),
            at=along.later(),
        )
    assert refusal.value.code == "task.ended"


def test_a_payment_is_booked_and_not_just_ticked_off(along: Along) -> None:
    along.executing()
    with pytest.raises(Refused) as refusal:
        execution.complete_task(
            case=along.case,
            task=along.tasks[0],
            proof_evidence_id=along.file().pk,
            by=along.by("tom"),
            at=along.later(),
        )
    assert refusal.value.code == "task.payment"


@pytest.mark.parametrize("amount", ["3200.01", "0", "-5", "0.001", "NaN"])
def test_a_payment_is_never_more_than_the_plan_and_never_nothing(along: Along, amount: str) -> None:
    along.executing()
    with pytest.raises(Refused) as refusal:
        along.pay(Decimal(amount))
    assert refusal.value.code == "payment.sum"
    assert not Payment.objects.exists()


def test_payments_in_parts_count_together(along: Along) -> None:
    along.executing()
    along.pay(Decimal("1200.00"))
    assert not facts(along.case).payment_proven
    draft = TaskDraft(kind="payment", title="支付余款", assignee=along.house["tom"])
    along.tasks[0] = execution.add_task(case=along.case, task=draft, by=along.by("tom"), at=along.later())
    with pytest.raises(Refused):
        along.pay(Decimal("2000.01"))
    along.pay(Decimal("2000.00"))
    assert facts(along.case).payment_proven
    assert sum(Payment.objects.values_list("amount", flat=True)) == AMOUNT


def test_a_payment_in_the_future_or_without_reference_or_proof_of_the_case_is_refused(
    along: Along, house: House
) -> None:
    along.executing()
    foreign = assigned(house, external_ref="other").file()
    values = {"task": along.tasks[0], "amount": AMOUNT, "reference": "PAY-1", "proof_evidence_id": along.file().pk}
    at = along.later()
    for changes in (
        {"paid_at": at + timedelta(hours=1)},
        {"paid_at": at - timedelta(days=30)},
        {"reference": " "},
        {"proof_evidence_id": foreign.pk},
    ):
        with pytest.raises(BadInput):
            execution.pay(case=along.case, by=along.by("tom"), at=at, **({"paid_at": at} | values | changes))  # type: ignore[arg-type]


def test_the_moment_when_all_is_carried_out_is_kept(along: Along) -> None:
    along.executing()
    along.pay()
    assert along.case.complaint.executed_at is None
    execution.complete_task(
        case=along.case, task=along.tasks[1], proof_evidence_id=along.file().pk, by=along.by("tia"), at=along.later()
    )
    assert along.case.complaint.executed_at == along.at


def test_a_cancelled_part_needs_another_task(along: Along) -> None:
    along.executing()
    with pytest.raises(BadInput):
        execution.cancel_task(case=along.case, task=along.tasks[1], reason="", by=along.by("tom"), at=along.later())
    execution.cancel_task(
        case=along.case, task=along.tasks[1], reason="改由主管致电", by=along.by("tom"), at=along.later()
    )
    assert facts(along.case).parts_without_task == {"service"}


def test_a_task_of_another_case_is_refused(along: Along, house: House) -> None:
    along.executing()
    other = assigned(house, external_ref="other")
    with pytest.raises(BadInput) as refusal:
        execution.complete_task(case=other.case, task=along.tasks[1], by=along.by("tom"), at=along.later())
    assert refusal.value.code == "task.unknown"


def test_whoever_has_a_task_sees_the_case_and_nobody_with_an_interest_gets_one(along: Along) -> None:
    along.approved()
    zoe, sam = along.house["zoe"], along.house["sam"]
    assert not visible_to(zoe).filter(pk=along.case_id).exists()
    Recusal.objects.create(case=along.case, user=sam, ground="interest", reason="亲属", at=along.at, by_label="Max")
    for assignee, code in ((sam, "staff.recused"), (along.house["aud"], "staff.role")):
        draft = TaskDraft(kind="other", title="调取资料", assignee=assignee)
        with pytest.raises(Refused) as refusal:
            execution.add_task(case=along.case, task=draft, by=along.by("tom"), at=along.later())
        assert refusal.value.code == code
    draft = TaskDraft(kind="other", title="调取资料", assignee=zoe)
    task = execution.add_task(case=along.case, task=draft, by=along.by("tom"), at=along.later())
    assert visible_to(zoe).filter(pk=along.case_id).exists()
    execution.complete_task(case=along.case, task=task, note="已调取", by=along.by("zoe"), at=along.later())


@pytest.mark.parametrize(
    "state", ["accepted", "closed", "rerouted", "merged", "withdrawn", "not_proceeded", "archived"]
)
def test_a_task_left_open_can_be_done_or_cancelled_whatever_became_of_the_complaint(along: Along, state: str) -> None:
    notice, other = (
        clocks.add_task(
            owner=("case", along.case_id), kind=kind, title="请致电投诉人", assignee=along.house["tom"],
            by=along.by("tom"), at=along.later(),
        )
        for kind in ("notice", "other")
    )  # fmt: skip
    is_open = state == "accepted"
    Case.objects.filter(pk=along.case_id).update(
        state=state, is_open=is_open, closed_at=None if is_open else along.at, state_since=along.at
    )
    done = execution.complete_task(
        case=along.case, task=notice, note="已电话告知", by=along.by("tom"), at=along.later()
    )
    gone = execution.cancel_task(case=along.case, task=other, reason="不再需要", by=along.by("tom"), at=along.later())
    assert (done.state, gone.state, along.case.state) == ("done", "cancelled", state)
