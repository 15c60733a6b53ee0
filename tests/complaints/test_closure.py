"""Closing: every need of the gate, the limits left over, and what the record holds (3.4-1, 3.1-7)."""

from datetime import date, timedelta

import pytest

from huiyin.audit import queries as audit
from huiyin.audit.models import Entry
from huiyin.audit.rules import faults
from huiyin.cases.models import Message, Person
from huiyin.clocks import actions as clocks
from huiyin.clocks.models import Clock, Task
from huiyin.complaints.actions import closure, execution, notices, promises, satisfaction
from huiyin.complaints.actions.execution import TaskDraft
from huiyin.complaints.actions.promises import PromiseDraft
from huiyin.complaints.models import Demand, Escalation, Label, Mediation, Payment, Rectification, Review, Suspension
from huiyin.core.errors import BadInput, Refused
from tests.complaints.along import Along
from tests.people import AT


def _close(along: Along, code: str = "resolved", by: str = "sam") -> None:
    closure.close(case=along.case, close_code=code, reason="赔款已到账", by=along.by(by), at=along.later())


def _needs(along: Along) -> list[str]:
    with pytest.raises(Refused) as refusal:
        _close(along)
    assert refusal.value.code == "step.close"
    assert along.case.state == "confirming"
    return refusal.value.needs


def test_a_whole_complaint_closes_and_says_how(along: Along) -> None:
    along.rectified()
    _close(along)
    case = along.case
    assert (case.state, case.is_open, case.closed_at) == ("closed", False, along.at)
    assert (case.complaint.close_code, case.complaint.state_before_end) == ("resolved", "confirming")
    entry = Entry.objects.get(aggregate_id=case.pk, kind="complaint.closed")
    assert entry.body["cause_codes"] == [Label.objects.get(case=case, is_primary=True).code]
    assert "到账" not in str(entry.body)
    chain = [
        audit.as_hashed(one) | {"hash": one.hash} for one in Entry.objects.filter(aggregate_id=case.pk).order_by("seq")
    ]
    assert faults(chain) == []


def test_it_is_not_closed_from_any_other_state(along: Along) -> None:
    along.carried_out()
    with pytest.raises(Refused):
        _close(along)
    assert along.case.state == "executing"


def test_it_waits_for_the_answer_and_the_rectification(along: Along) -> None:
    along.asked()
    assert len(_needs(along)) == 2
    satisfaction.refuse(case=along.case, by=along.by("tia"), at=along.later())
    assert len(_needs(along)) == 1


def test_it_is_refused_while_the_payment_is_open(along: Along) -> None:
    along.rectified()
    Payment.objects.all().delete()
    assert len(_needs(along)) == 1


def test_it_is_refused_while_a_task_is_open(along: Along) -> None:
    along.rectified()
    draft = TaskDraft(
        kind="other", title="寄送合同复印件", assignee=along.house["tia"], due_at=along.at + (along.at - AT)
    )
    task = execution.add_task(case=along.case, task=draft, by=along.by("tom"), at=along.later())
    assert len(_needs(along)) == 1
    execution.complete_task(case=along.case, task=task, note="已寄出", by=along.by("tia"), at=along.later())
    _close(along)


def test_it_is_refused_while_a_promise_is_open_unless_it_is_carried(along: Along) -> None:
    along.rectified()
    draft = PromiseDraft(text="每季度回访一次", due_at=along.at + timedelta(days=90))
    row = promises.make(case=along.case, draft=draft, source="call", by=along.by("tom"), at=along.later())
    assert len(_needs(along)) == 1
    promises.change(
        case=along.case, promise=row, way="carried", proof="回访在办结之后进行", by=along.by("tom"), at=along.later()
    )
    _close(along)
    row.refresh_from_db()
    assert row.state == "open"


def test_it_is_refused_while_a_part_of_the_plan_has_no_task(along: Along) -> None:
    along.rectified()
    Task.objects.filter(kind="service").update(state="cancelled")
    assert len(_needs(along)) == 1


def test_the_four_things_of_the_record_are_there_or_it_stays_open(along: Along) -> None:
    along.rectified()
    Demand.objects.filter(case=along.case_id).update(result="")
    Message.objects.filter(case=along.case_id, direction="in").delete()
    Person.objects.filter(case=along.case_id).update(phone_blind="", email_blind="", address="")
    Label.objects.filter(case=along.case_id).delete()
    assert len(_needs(along)) == 4


@pytest.mark.parametrize("turn", ["suspension", "mediation", "review", "escalation"])
def test_it_is_refused_while_a_turn_is_open(along: Along, turn: str) -> None:
    along.rectified()
    case, base = along.case, {"at": AT, "by_label": "Tom"}
    if turn == "suspension":
        Suspension.objects.create(case=case, ground="test", body="检测中心", reason="检测", from_at=AT, **base)
    elif turn == "mediation":
        Mediation.objects.create(case=case, body="调解中心", **base)
    elif turn == "review":
        Review.objects.create(
            case=case,
            decision_id=case.decisions.get().pk,
            applied_at=AT,
            grounds="不服",
            reviewing_unit=along.house.units["HQ"],
            **base,
        )
    else:
        Escalation.objects.create(case=case, to="regulator", body="监管局", **base)
    assert _needs(along)


def test_a_date_of_the_regulator_is_answered_first(along: Along) -> None:
    along.rectified()
    clocks.start(
        owner=("case", along.case_id), rule="complaint.regulator_due", at=along.at, facts={"due_on": date(2026, 4, 1)},
        by=along.by("tom"), rules_on=along.case.rules_on,
    )  # fmt: skip
    assert len(_needs(along)) == 1
    clocks.stop(owner=("case", along.case_id), rule="complaint.regulator_due", at=along.later(), by=along.by("tom"))
    _close(along)


def test_limits_of_ours_end_with_it_and_the_complainants_own_runs_on(along: Along) -> None:
    along.rectified()
    notices.record_receipt(
        case=along.case, received_at=along.at, proof_evidence_id=along.file().pk, by=along.by("tom"), at=along.at
    )
    _close(along)
    running = Clock.objects.filter(owner_id=along.case_id, state="running").values_list("rule_code", flat=True)
    assert list(running) == ["complaint.review_application"]


def test_the_close_code_is_one_of_the_house(along: Along) -> None:
    along.rectified()
    with pytest.raises(BadInput) as refusal:
        _close(along, "whatever")
    assert refusal.value.code == "close.code"


@pytest.mark.parametrize("name", ["tom", "ivy", "ana", "zoe", "aud", "eve"])
def test_only_a_leader_of_the_unit_closes(along: Along, name: str) -> None:
    along.rectified()
    with pytest.raises(Refused):
        _close(along, by=name)


def test_closing_twice_is_refused(along: Along) -> None:
    along.rectified()
    _close(along)
    with pytest.raises(Refused) as refusal:
        _close(along)
    assert refusal.value.code == "step.close"
    assert Rectification.objects.filter(case=along.case_id).count() == 1
