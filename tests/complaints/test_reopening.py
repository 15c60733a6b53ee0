"""Taking a complaint up again (3.4-5): a new round of the same complaint, with its limit, its owner and its history."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from huiyin.accounts.models import Unit, User
from huiyin.cases.models import Case, Ownership
from huiyin.complaints.actions import archive, closure, reopening, reroute, withdrawal
from huiyin.complaints.models import Reopening
from huiyin.complaints.queries import facts
from huiyin.core.actors import system
from huiyin.core.errors import BadInput, Refused
from tests.complaints import turned
from tests.complaints.along import DAY, Along, assigned
from tests.complaints.turned import by_phone, chain_holds, clock, entry, kinds, sh


def _closed(along: Along) -> Along:
    along.rectified()
    closure.close(case=along.case, close_code="resolved", by=along.by("sam"), at=along.later())
    return along


def _reopen(along: Along, when: datetime, *, who: str = "sam", **more: Any) -> Reopening:
    values: dict[str, Any] = {"ground": "recurrence", "reason": "同样的问题又发生了", "material_received_at": when}
    return reopening.reopen(case=along.case, by=along.by(who), at=when, **(values | more))


def test_the_limit_runs_anew_from_the_receipt_of_what_is_new(along: Along) -> None:
    _closed(along)
    number, count = along.case.number, Case.objects.count()
    row = _reopen(along, sh("04-10 09:00"), material_received_at=sh("04-08 17:00"))
    case = along.case
    # Received on 8 April: 15 days until 23 April, 24:00.
    assert (clock(case).started_at, clock(case).due_at) == (sh("04-08 17:00"), sh("04-24 00:00"))
    assert (case.state, case.is_open, case.closed_at, case.next_due_at) == (
        "assigned", True, None, sh("04-24 00:00"),
    )  # fmt: skip
    assert (case.number, Case.objects.count(), row.round, case.complaint.round) == (number, count, 2, 2)
    assert (case.complaint.notified_at, case.complaint.verdict, case.complaint.close_code) == (None, "", "")
    assert case.notices.filter(kind="reopened").count() == 1
    assert entry(case, "complaint.reopened").body["outputs"]["clock"] == str(clock(case).pk)
    assert "又发生" not in str(entry(case, "complaint.reopened").body)
    assert chain_holds(case)


def test_the_new_round_starts_clean_and_the_old_one_stays(along: Along) -> None:
    _closed(along)
    _reopen(along, sh("04-10 09:00"))
    found = facts(along.case)
    assert not any(
        (found.has_finding, found.has_liability, found.decision_issued, found.satisfaction_asked, found.plan_state)
    )
    assert (along.case.decisions.count(), along.case.findings.count(), along.case.satisfactions.count()) == (1, 1, 1)
    along.at = sh("04-10 09:00")
    along.investigating()
    assert along.case.state == "investigating"


def test_new_proof_comes_with_its_proof(along: Along) -> None:
    _closed(along)
    with pytest.raises(BadInput) as refusal:
        _reopen(along, sh("04-10 09:00"), ground="new_proof")
    assert refusal.value.code == "reopen.evidence"
    item = along.file("新证据.pdf").pk
    assert _reopen(along, sh("04-10 09:00"), ground="new_proof", evidence_ids=[item]).evidence_ids == [item]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"ground": "whim"}, "reopen.ground"),
        ({"ground": "review"}, "reopen.ground"),
        ({"reason": ""}, "input.reason"),
        ({"material_received_at": sh("04-11 09:00")}, "input.material_received_at"),
        ({"material_received_at": sh("03-01 09:00")}, "input.material_received_at"),
    ],
)
def test_what_cannot_be_is_refused(along: Along, changes: dict[str, Any], code: str) -> None:
    _closed(along)
    with pytest.raises(BadInput) as refusal:
        _reopen(along, sh("04-10 09:00"), **changes)
    assert refusal.value.code == code
    assert along.case.state == "closed"


def test_an_archived_and_a_withdrawn_complaint_can_be_taken_up_again(along: Along) -> None:
    withdrawal.withdraw(
        case=along.case, pressure_denied=True, signed_evidence_id=along.file().pk, way=by_phone(),
        **turned.at(along, "03-03 10:00"),
    )  # fmt: skip
    _reopen(along, sh("03-10 09:00"))
    withdrawal.withdraw(
        case=along.case, pressure_denied=True, signed_evidence_id=along.file().pk, way=by_phone(),
        **turned.at(along, "03-11 10:00"),
    )  # fmt: skip
    long_after = sh("03-11 10:00") + 91 * DAY + timedelta(hours=14)
    archive.archive(case=along.case, by=system("complaints.archive"), at=long_after)
    assert along.case.state == "archived"
    row = _reopen(along, long_after + DAY)
    assert (along.case.state, row.round, along.case.withdrawals.count()) == ("assigned", 3, 2)


def test_only_leaders_and_only_once(along: Along) -> None:
    _closed(along)
    for who in ("tom", "zoe", "ana"):
        with pytest.raises(Refused):
            _reopen(along, sh("04-10 09:00"), who=who)
    _reopen(along, sh("04-10 09:00"))
    with pytest.raises(Refused) as refusal:
        _reopen(along, sh("04-10 10:00"))
    assert refusal.value.code == "step.reopen"
    assert kinds(along.case).count("complaint.reopened") == 1


def test_somebody_who_still_works_here_answers_for_it(along: Along) -> None:
    _closed(along)
    User.objects.filter(pk=along.house["tom"].pk).update(is_active=False)
    _reopen(along, sh("04-10 09:00"))
    case = along.case
    assert case.owner == along.house["sam"]
    assert list(Ownership.objects.filter(case=case, to_at=None).values_list("user__name", flat=True)) == ["Sam"]


def test_with_nobody_to_answer_it_is_refused_in_words(along: Along) -> None:
    _closed(along)
    User.objects.filter(pk=along.house["tom"].pk).update(is_active=False)
    Unit.objects.update(duty_user=None)
    with pytest.raises(Refused) as refusal:
        _reopen(along, sh("04-10 09:00"))
    assert refusal.value.code == "reopen.nobody"


def test_what_lives_on_elsewhere_is_not_reopened_here(along: Along) -> None:
    reroute.reroute(
        case=along.case, to_kind="inquiry", reason="只是咨询条款", way=by_phone(), **turned.at(along, "03-03 10:00")
    )
    long_after = sh("03-03 10:00") + 92 * DAY
    archive.archive(case=along.case, by=system("complaints.archive"), at=long_after)
    with pytest.raises(Refused) as refusal:
        _reopen(along, long_after + DAY)
    assert refusal.value.code == "reopen.rerouted"


def test_an_open_complaint_is_not_reopened(along: Along) -> None:
    with pytest.raises(Refused) as refusal:
        _reopen(along, sh("03-10 09:00"))
    assert refusal.value.code == "step.reopen"
    assert assigned(along.house).case.complaint.round == 1
