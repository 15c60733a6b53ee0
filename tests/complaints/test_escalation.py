"""Escalation: recorded once, flagged, the regulator's own date as a limit of its own, answered with proof."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from huiyin.clocks.models import Clock
from huiyin.complaints.actions import closure, escalation, withdrawal
from huiyin.complaints.models import Escalation
from huiyin.complaints.queries import facts
from huiyin.core.errors import BadInput, Refused
from tests.cases import make
from tests.complaints import turned
from tests.complaints.along import Along
from tests.complaints.turned import FIRST, by_phone, chain_holds, clock, entry, sh
from tests.people import House

RULE = "complaint.regulator_due"


def _escalate(along: Along, when: str = "03-03 09:00", **more: Any) -> Escalation:
    values: dict[str, Any] = {
        "to": "regulator", "body": "江苏金融监管局", "external_ref": "JS2026-17", "due_on": date(2026, 3, 12),
    }  # fmt: skip
    return escalation.escalate(case=along.case, **turned.at(along, when), **(values | more))


def _answer(along: Along, row: Escalation, when: str, proof: UUID | None = None, **more: Any) -> Escalation:
    return escalation.answer(
        case=along.case, escalation_id=row.pk, text="已按要求书面回复",
        proof_evidence_id=proof or along.file("回执.pdf").pk,
        **turned.at(along, when), **more,
    )  # fmt: skip


def _running(along: Along) -> list[Clock]:
    return list(Clock.objects.filter(owner_id=along.case_id, rule_code=RULE, state="running"))


def test_the_regulators_date_runs_beside_the_legal_limit(along: Along) -> None:
    _escalate(along)
    case = along.case
    assert (clock(case, RULE).due_at, clock(case).due_at) == (sh("03-13 00:00"), FIRST)
    assert (case.flags, facts(case).escalation_open) == (["regulator_referred"], True)
    assert entry(case, "complaint.escalated").body["external_ref"] == "JS2026-17"


def test_the_answer_with_proof_stops_it(along: Along) -> None:
    row = _escalate(along)
    row = _answer(along, row, "03-12 23:00")
    assert (clock(along.case, RULE).state, row.answered_at) == ("met", sh("03-12 23:00"))
    assert not facts(along.case).escalation_open
    assert entry(along.case, "complaint.escalation_answered").body["outputs"]["answer"] == str(row.proof_evidence_id)
    with pytest.raises(Refused) as refusal:
        _answer(along, row, "03-12 23:30")
    assert refusal.value.code == "step.answer_escalation"
    assert chain_holds(along.case)


def test_an_answer_after_the_date_is_late(along: Along) -> None:
    _answer(along, _escalate(along), "03-13 00:00")
    assert (clock(along.case, RULE).state, clock(along.case, RULE).breached_at) == ("late", sh("03-13 00:00"))


def test_the_same_letter_twice_is_one_escalation(along: Along) -> None:
    one = _escalate(along)
    assert _escalate(along, "03-04 09:00").pk == one.pk
    assert Escalation.objects.count() == 1
    assert _escalate(along, "03-04 10:00", external_ref="JS2026-18", due_on=None).pk != one.pk


def test_of_several_dates_the_earliest_runs_and_then_the_next(along: Along) -> None:
    later = _escalate(along, due_on=date(2026, 3, 20))
    earlier = _escalate(along, "03-04 09:00", external_ref="JS2026-18", due_on=date(2026, 3, 10))
    assert [one.due_at for one in _running(along)] == [sh("03-11 00:00")]
    _escalate(along, "03-04 10:00", external_ref="JS2026-19", due_on=date(2026, 3, 25))
    assert [one.due_at for one in _running(along)] == [sh("03-11 00:00")]
    _answer(along, earlier, "03-09 09:00")
    assert [one.due_at for one in _running(along)] == [sh("03-21 00:00")]
    _answer(along, later, "03-10 09:00")
    assert [one.due_at for one in _running(along)] == [sh("03-26 00:00")]


@pytest.mark.parametrize(
    ("to", "flag", "severity"),
    [
        ("media", "media", "L3"),
        ("court", "litigation", "L2"),
        ("mediator", None, "L1"),
        ("regulator", "regulator_referred", "L2"),
    ],
)
def test_each_kind_flags_the_case_and_raises_its_grade(along: Along, to: str, flag: str | None, severity: str) -> None:
    assert along.case.severity == "L1"
    _escalate(along, to=to, due_on=None)
    assert (along.case.flags, along.case.severity) == ([flag] if flag else [], severity)
    assert not _running(along)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"to": "king"}, "escalation.to"),
        ({"body": ""}, "input.body"),
        ({"to": "court"}, "escalation.due_on"),
        ({"due_on": date(2026, 3, 2)}, "escalation.due_on"),
        ({"received_at": sh("03-04 09:00")}, "input.received_at"),
    ],
)
def test_what_cannot_be_is_refused(along: Along, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(BadInput) as refusal:
        _escalate(along, **changes)
    assert refusal.value.code == code


def test_a_regulators_transfer_at_intake_is_answered_the_same_way(house: House) -> None:
    case = make.registered(house, channel="regulator", external_ref="12378-5", regulator_due_on=date(2026, 3, 9)).case
    along = Along(house, case.pk)
    row = Escalation.objects.get(case=case)
    assert (row.external_ref, row.due_on) == ("12378-5", date(2026, 3, 9))
    _answer(along, row, "03-05 09:00")
    assert clock(case, RULE).state == "met"
    assert _escalate(along, "03-06 09:00", external_ref="12378-5").pk == row.pk


def test_a_closed_and_a_withdrawn_complaint_still_answer_the_regulator(along: Along) -> None:
    withdrawal.withdraw(
        case=along.case, pressure_denied=True, signed_evidence_id=along.file().pk, way=by_phone(),
        **turned.at(along, "03-03 10:00"),
    )  # fmt: skip
    row = _escalate(along, "03-04 09:00")
    assert clock(along.case, RULE).state == "running"
    _answer(along, row, "03-05 09:00")
    assert (clock(along.case, RULE).state, along.case.state) == ("met", "withdrawn")


def test_an_open_escalation_keeps_the_complaint_from_being_closed(along: Along) -> None:
    along.rectified()
    row = _escalate(along, "03-04 21:00", due_on=date(2026, 3, 20))
    with pytest.raises(Refused) as refusal:
        closure.close(case=along.case, close_code="resolved", by=along.by("sam"), at=along.later())
    assert refusal.value.code == "step.close"
    _answer(along, row, "03-05 09:00")
    assert closure.close(case=along.case, close_code="resolved", by=along.by("sam"), at=along.later()).state == "closed"
