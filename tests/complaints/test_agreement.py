"""Another date that both sides agreed on, with its proof (令2020-3 art 21)."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from huiyin.clocks.models import Clock, ClockEvent
from huiyin.complaints.actions import agreement
from huiyin.core.errors import BadInput, Refused
from tests.complaints import turned
from tests.complaints.along import Along
from tests.complaints.turned import FIRST, chain_holds, clock, entry, sh


def _agree(along: Along, when: str, until: date, proof: UUID | None = None, **more: Any) -> Clock:
    return agreement.agree(
        case=along.case, until=until, proof_evidence_id=proof or along.file("往来邮件.pdf").pk,
        **turned.at(along, when), **more,
    )  # fmt: skip


def test_the_limit_lasts_to_the_end_of_the_agreed_day(along: Along) -> None:
    proof = along.file("往来邮件.pdf").pk
    _agree(along, "03-10 09:00", date(2026, 4, 10), proof, reason="等待医院复查")
    assert clock(along.case).due_at == sh("04-11 00:00")
    assert along.case.next_due_at is not None
    event = ClockEvent.objects.get(clock=clock(along.case))
    assert (event.kind, event.proof) == ("agree", str(proof))
    told = entry(along.case, "complaint.date_agreed")
    assert told.body["outputs"]["proof"] == str(proof)
    assert "医院复查" not in str(told.body)
    assert chain_holds(along.case)


def test_an_earlier_date_binds_too(along: Along) -> None:
    _agree(along, "03-10 09:00", date(2026, 3, 12))
    assert clock(along.case).due_at == sh("03-13 00:00")


@pytest.mark.parametrize("until", [date(2026, 3, 10), date(2026, 3, 9)])
def test_the_date_lies_after_today(along: Along, until: date) -> None:
    with pytest.raises(BadInput) as refusal:
        _agree(along, "03-10 09:00", until)
    assert refusal.value.code == "agreement.until"
    assert clock(along.case).due_at == FIRST


def test_without_proof_of_this_case_there_is_no_agreement(along: Along) -> None:
    with pytest.raises(BadInput) as refusal:
        _agree(along, "03-10 09:00", date(2026, 4, 10), uuid4())
    assert refusal.value.code == "input.proof_evidence_id"


def test_the_same_agreement_is_recorded_once(along: Along) -> None:
    _agree(along, "03-10 09:00", date(2026, 4, 10))
    with pytest.raises(Refused) as refusal:
        _agree(along, "03-10 10:00", date(2026, 4, 10), agreed_at=sh("03-10 09:00"))
    assert refusal.value.code == "agreement.twice"


def test_an_agreement_after_the_limit_leaves_the_breach_on_record(along: Along) -> None:
    _agree(along, "03-19 09:00", date(2026, 4, 10))
    assert (clock(along.case).due_at, clock(along.case).breached_at) == (sh("04-11 00:00"), FIRST)


def test_once_told_there_is_nothing_to_agree(along: Along) -> None:
    along.told()
    with pytest.raises(Refused) as refusal:
        _agree(along, "03-10 09:00", date(2026, 4, 10))
    assert refusal.value.code == "step.agree_date"
