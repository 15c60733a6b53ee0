"""Withdrawing (令2020-3 art 15): signed, without pressure, ended on the day it came in."""

from typing import Any

import pytest

from huiyin.cases.models import Ownership, Person
from huiyin.clocks import actions as clocks
from huiyin.clocks.models import Clock
from huiyin.complaints.actions import escalation, extension, mediation, suspension, withdrawal
from huiyin.complaints.models import Extension, Mediation, Suspension, Withdrawal
from huiyin.core import blobs
from huiyin.core.actors import customer
from huiyin.core.errors import BadInput, Refused
from tests.complaints import turned
from tests.complaints.along import Along
from tests.complaints.turned import by_phone, chain_holds, clock, entry, sh


def _staff(along: Along, when: str = "03-06 10:00", **more: Any) -> Withdrawal:
    values: dict[str, Any] = {
        "pressure_denied": True, "received_at": sh(when), "reason": "已自行解决", "way": by_phone(sh(when)),
        "signed_evidence_id": along.file("撤回申请书.pdf").pk,
    }  # fmt: skip
    return withdrawal.withdraw(case=along.case, **turned.at(along, when), **(values | more))


def _customer(along: Along, when: str = "03-06 10:00", **more: Any) -> Withdrawal:
    person = Person.objects.get(case=along.case, is_contact=True)
    values: dict[str, Any] = {"pressure_denied": True, "signed_name": "李春梅"}
    return withdrawal.withdraw(case=along.case, by=customer(person.pk), at=sh(when), **(values | more))


def test_it_ends_on_the_day_the_signed_paper_came_in(along: Along) -> None:
    row = _staff(along, "03-06 10:00", received_at=sh("03-05 16:00"))
    case = along.case
    assert (case.state, case.is_open, case.closed_at) == ("withdrawn", False, sh("03-05 16:00"))
    assert (clock(case).state, clock(case).met_at, clock(case).breached_at) == ("cancelled", sh("03-05 16:00"), None)
    assert not Clock.objects.filter(owner_id=case.pk, state="running").exists()
    notice = turned.notice(row.notice_id)
    assert (notice.kind, notice.letter_evidence_id is not None) == ("withdrawal", True)
    told = entry(case, "complaint.withdrawn")
    assert (told.at, told.body["outputs"]["end_notice"]) == (sh("03-05 16:00"), str(notice.pk))
    assert "自行解决" not in str(told.body)
    # Somebody stays accountable until the archive, and nothing counts as solved or satisfied.
    assert Ownership.objects.filter(case=case, to_at=None).count() == 1
    assert (case.complaint.verdict, case.complaint.close_code) == ("", "")
    assert not case.satisfactions.exists()
    assert chain_holds(case)


def test_a_limit_that_was_over_stays_broken_and_one_in_time_is_not(along: Along) -> None:
    _staff(along, "03-18 00:00")
    assert clock(along.case).breached_at == turned.FIRST


def test_a_withdrawal_received_in_time_and_recorded_late_breaks_nothing(along: Along) -> None:
    clocks.fire(clock_id=clock(along.case).pk, by=turned.SWEEP, at=sh("03-18 00:01"))
    assert clock(along.case).breached_at == turned.FIRST
    _staff(along, "03-18 09:00", received_at=sh("03-17 17:00"))
    assert clock(along.case).breached_at is None


def test_a_customer_signs_by_typing_the_name(along: Along) -> None:
    for name in ("", "李春", "王五"):
        with pytest.raises(BadInput) as refusal:
            _customer(along, signed_name=name)
        assert refusal.value.code == "withdrawal.signature"
    row = _customer(along, signed_name=" 李 春梅 ", reason="不想再等")
    assert along.case.state == "withdrawn"
    item = turned.item(row.signed_evidence_id)
    assert (item.kind, item.source) == ("statement", "customer_contact")
    words = blobs.read(item.sha256).decode()
    assert "李 春梅" in words
    assert "2026-03-06T10:00:00+08:00" in words
    assert turned.notice(row.notice_id).method == "email"


def test_staff_attach_the_signature(along: Along) -> None:
    with pytest.raises(BadInput) as refusal:
        _staff(along, signed_evidence_id=None)
    assert refusal.value.code == "withdrawal.signature"


def test_pressure_is_refused_from_staff_and_held_from_the_customer(along: Along) -> None:
    with pytest.raises(Refused) as refusal:
        _staff(along, pressure_denied=False)
    assert (refusal.value.code, along.case.is_open) == ("withdrawal.pressure", True)
    row = _customer(along, pressure_denied=False, pressure_words="业务员说撤诉就退我五百元")
    case = along.case
    assert (row.state, case.state, clock(case).state) == ("held", "assigned", "running")
    task = turned.task(row.task_id)
    assert (task.assignee, task.unit_id, task.due_at) == (along.house["sam"], case.unit_id, sh("03-07 10:00"))
    assert "五百元" not in str(entry(case, "complaint.withdrawal_held").body)
    with pytest.raises(Refused) as refusal:
        _customer(along, "03-06 11:00")
    assert refusal.value.code == "withdrawal.held"
    with pytest.raises(Refused) as refusal:
        _staff(along, "03-06 11:00")
    assert refusal.value.code == "withdrawal.held"


def test_the_supervisor_goes_on_or_records_a_free_withdrawal(along: Along) -> None:
    _customer(along, pressure_denied=False)
    with pytest.raises(Refused):
        withdrawal.drop(case=along.case, reason="客户要求继续", by=along.by("tom"), at=sh("03-06 12:00"))
    row = withdrawal.drop(case=along.case, reason="客户要求继续", by=along.by("sam"), at=sh("03-06 12:00"))
    assert (row.state, turned.task(row.task_id).state, along.case.state) == ("dropped", "done", "assigned")
    with pytest.raises(Refused):
        withdrawal.drop(case=along.case, reason="客户要求继续", by=along.by("sam"), at=sh("03-06 13:00"))
    held = _customer(along, "03-07 10:00", pressure_denied=False)
    paper = along.file("撤回申请书.pdf").pk
    withdrawal.withdraw(
        case=along.case, pressure_denied=True, signed_evidence_id=paper, by=along.by("sam"), at=sh("03-07 15:00"),
        way=by_phone(),
    )  # fmt: skip
    held.refresh_from_db()
    assert (along.case.state, held.state, turned.task(held.task_id).state) == ("withdrawn", "dropped", "done")


def test_everything_beside_the_path_ends_with_it_but_the_regulators_date(along: Along) -> None:
    escalation.escalate(
        case=along.case, to="regulator", body="江苏监管局", external_ref="JS-1", due_on=sh("03-20 00:00").date(),
        **turned.at(along, "03-03 09:00"),
    )  # fmt: skip
    extension.request(case=along.case, reason="复杂", **turned.at(along, "03-03 10:00"))
    mediation.start(case=along.case, body="调解委员会", **turned.at(along, "03-03 11:00"))
    _staff(along)
    assert Extension.objects.get().refused_at is not None
    assert Mediation.objects.get().result == "withdrawn"
    assert not Suspension.objects.filter(to_at=None).exists()
    assert clock(along.case, "complaint.regulator_due").state == "running"


def test_a_suspended_complaint_can_be_withdrawn(along: Along) -> None:
    suspension.suspend(
        case=along.case, ground="test", body="检验中心", reason="需检验", requested_at=sh("03-04 09:00"),
        way=by_phone(), **turned.at(along, "03-04 09:00"),
    )  # fmt: skip
    _staff(along)
    assert Suspension.objects.get().to_at == sh("03-06 10:00")
    assert clock(along.case).state == "cancelled"


def test_it_is_withdrawn_once_and_not_before_it_came_in(along: Along) -> None:
    with pytest.raises(BadInput):
        _staff(along, received_at=sh("03-02 09:00"))
    with pytest.raises(BadInput):
        _staff(along, received_at=sh("03-07 09:00"))
    _staff(along)
    with pytest.raises(Refused) as refusal:
        _staff(along, "03-07 10:00")
    assert refusal.value.code == "step.withdraw"
    assert Withdrawal.objects.count() == 1
