"""Mediation (令2020-3 art 23): the limit rests only once both sides have agreed, from the later of the two."""

import pytest

from huiyin.audit import queries as ledger
from huiyin.cases.models import Message
from huiyin.complaints.actions import mediation, suspension
from huiyin.complaints.models import Mediation, Notice, Suspension
from huiyin.core.errors import BadInput, Refused
from tests.complaints import turned
from tests.complaints.along import Along
from tests.complaints.turned import CUSTOMER, FIRST, by_phone, chain_holds, clock, sh


def _start(along: Along, when: str = "03-04 09:00") -> Mediation:
    return mediation.start(
        case=along.case, body="南京保险合同纠纷调解委员会", external_ref="NJ-77", **turned.at(along, when)
    )


def _insurer(along: Along, when: str) -> Mediation:
    return mediation.agree(case=along.case, side="insurer", way=by_phone(sh(when)), **turned.at(along, when))


def _customer(along: Along, when: str) -> Mediation:
    return mediation.agree(case=along.case, side="complainant", by=CUSTOMER, at=sh(when))


def _end(along: Along, when: str, result: str = "settled") -> Mediation:
    return mediation.end(
        case=along.case, result=result, result_text="双方就赔付金额达成一致", way=by_phone(sh(when)),
        **turned.at(along, when),
    )  # fmt: skip


def test_the_complainant_is_told_that_a_mediation_is_proposed_and_decides(along: Along) -> None:
    _start(along)
    told = Message.objects.filter(case=along.case, direction="out").latest("at", "id")
    assert "南京保险合同纠纷调解委员会" in told.text
    entry = ledger.last(("case", along.case.pk))
    assert entry is not None
    assert entry.body["message"] == str(told.pk)


def test_one_side_alone_does_not_stop_the_limit(along: Along) -> None:
    _start(along)
    _insurer(along, "03-05 09:00")
    assert clock(along.case).due_at == FIRST
    assert not Suspension.objects.exists()


@pytest.mark.parametrize("result", ["settled", "failed", "withdrawn"])
def test_the_limit_rests_from_the_second_agreement_to_the_end(along: Along, result: str) -> None:
    _start(along)
    _customer(along, "03-05 09:00")
    row = _insurer(along, "03-07 09:00")
    rested = Suspension.objects.get()
    assert row.suspension_id == rested.pk
    assert (rested.ground, rested.from_at, clock(along.case).paused) == ("mediation", sh("03-07 09:00"), True)
    assert Notice.objects.filter(kind="suspension").count() == 1
    with pytest.raises(Refused) as refusal:
        suspension.resume(
            case=along.case, suspension_id=rested.pk, result="x", resumed_at=sh("03-10 09:00"),
            **turned.at(along, "03-10 09:00"),
        )  # fmt: skip
    assert refusal.value.code in ("suspension.mediation", "input.result")
    row = _end(along, "03-17 09:00", result)
    # 7 to 17 March: 10 days; until 27 March, 24:00.
    assert (clock(along.case).due_at, row.result) == (sh("03-28 00:00"), result)
    assert Notice.objects.filter(kind="resumption").count() == 1
    assert chain_holds(along.case)


def test_the_later_moment_counts_even_when_recorded_first(along: Along) -> None:
    _start(along)
    _insurer(along, "03-08 09:00")
    proof = along.file("同意书.pdf").pk
    mediation.agree(
        case=along.case, side="complainant", agreed_at=sh("03-06 09:00"), proof_evidence_id=proof,
        way=by_phone(sh("03-09 09:00")), **turned.at(along, "03-09 09:00"),
    )  # fmt: skip
    assert Suspension.objects.get().from_at == sh("03-08 09:00")


def test_staff_prove_the_complainants_agreement(along: Along) -> None:
    _start(along)
    with pytest.raises(BadInput) as refusal:
        mediation.agree(case=along.case, side="complainant", **turned.at(along, "03-05 09:00"))
    assert refusal.value.code == "mediation.proof"


def test_a_customer_does_not_agree_for_the_insurer_and_nobody_twice(along: Along) -> None:
    _start(along)
    with pytest.raises(Refused) as refusal:
        mediation.agree(case=along.case, side="insurer", by=CUSTOMER, at=sh("03-05 09:00"))
    assert refusal.value.code == "mediation.not_yours"
    _insurer(along, "03-05 09:00")
    with pytest.raises(Refused) as refusal:
        _insurer(along, "03-05 10:00")
    assert refusal.value.code == "mediation.agreed"


def test_two_mediations_at_once_and_ending_none_are_refused(along: Along) -> None:
    with pytest.raises(Refused) as refusal:
        _end(along, "03-04 10:00")
    assert refusal.value.code == "step.end_mediation"
    _start(along)
    with pytest.raises(Refused) as refusal:
        _start(along, "03-04 11:00")
    assert refusal.value.code == "step.start_mediation"
    _end(along, "03-05 09:00")
    assert _start(along, "03-06 09:00").ended_at is None


def test_after_the_decision_was_told_there_is_no_limit_to_rest(along: Along) -> None:
    along.told()
    _start(along, "03-12 09:00")
    _customer(along, "03-12 10:00")
    row = _insurer(along, "03-12 11:00")
    assert (row.suspension_id, clock(along.case).state) == (None, "met")
    assert _end(along, "03-14 09:00").result == "settled"


def test_after_the_limit_ended_a_mediation_brings_nothing_back(along: Along) -> None:
    _start(along)
    _customer(along, "03-05 09:00")
    row = _insurer(along, "03-18 09:00")
    assert (row.suspension_id, clock(along.case).due_at) == (None, FIRST)
