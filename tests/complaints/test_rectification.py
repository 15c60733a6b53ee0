"""Rectification: owed when upheld, done with proof, verified by somebody else (3.3-6)."""

from datetime import timedelta
from typing import Any

import pytest

from huiyin.complaints.actions import rectification
from huiyin.complaints.models import Rectification
from huiyin.complaints.queries import facts
from huiyin.core.errors import BadInput, Refused
from tests.complaints.along import Along


def _plan(along: Along, **changes: Any) -> Rectification:
    at = along.later()
    values: dict[str, Any] = {
        "problem": "体检报告误读", "measure": "培训并增加复核", "unit": along.house.units["JS-CP"],
        "responsible": along.house["tia"], "due_on": at.date() + timedelta(days=30), "by": along.by("tom"),
    }  # fmt: skip
    return rectification.plan(case=along.case, at=at, **(values | changes))


def _done(along: Along, row: Rectification, name: str = "tia") -> Rectification:
    return rectification.report_done(rectification=row, proof="培训签到表已归档", by=along.by(name), at=along.later())


def _verify(along: Along, row: Rectification, name: str = "sam", *, works: bool = True) -> Rectification:
    return rectification.verify(
        rectification=row, works=works, note="抽查十份，均已复核", by=along.by(name), at=along.later()
    )


def test_an_upheld_complaint_owes_one_and_a_planned_one_is_enough_to_close(along: Along) -> None:
    along.liable()
    assert facts(along.case).rectification_owed
    _plan(along)
    now = facts(along.case)
    assert (now.rectification_planned, now.rectification_open) == (True, True)


@pytest.mark.parametrize("field", ["problem", "measure", "due_on", "responsible"])
def test_it_names_problem_measure_date_and_somebody_who_works_here(along: Along, field: str) -> None:
    along.liable()
    gone = along.house["zoe"]
    gone.is_active = False
    wrong = {"problem": "", "measure": "无", "due_on": along.at.date() - timedelta(days=2), "responsible": gone}
    with pytest.raises(BadInput):
        _plan(along, **{field: wrong[field]})


def test_done_with_proof_and_verified_by_somebody_else(along: Along) -> None:
    along.liable()
    row = _plan(along)
    with pytest.raises(Refused) as refusal:
        _verify(along, row)
    assert refusal.value.code == "rectification.not_done"
    with pytest.raises(BadInput):
        rectification.report_done(rectification=row, proof="", by=along.by("tia"), at=along.later())
    row = _done(along, row)
    assert row.done_at == along.at
    with pytest.raises(Refused) as refusal:
        _done(along, row)
    assert refusal.value.code == "rectification.done"
    row = _verify(along, row)
    assert row.verified_at == along.at
    assert not facts(along.case).rectification_open
    with pytest.raises(Refused) as refusal:
        _verify(along, row)
    assert refusal.value.code == "rectification.verified"


def test_who_did_it_or_answers_for_it_does_not_verify_it(along: Along) -> None:
    along.liable()
    row = _done(along, _plan(along, responsible=along.house["max"]), "sam")
    for name in ("sam", "max"):
        with pytest.raises(Refused) as refusal:
            _verify(along, row, name)
        assert refusal.value.code == "rectification.self"
    _verify(along, row, "hua")


def test_what_does_not_work_is_open_again(along: Along) -> None:
    along.liable()
    row = _verify(along, _done(along, _plan(along)), works=False)
    assert (row.done_at, row.verified_at) == (None, None)
    assert facts(along.case).rectification_open
    _verify(along, _done(along, row))


def test_proof_of_another_case_is_refused(along: Along) -> None:
    along.liable()
    row = _plan(along)
    with pytest.raises(BadInput):
        rectification.report_done(
            rectification=row, proof="培训签到表已归档", proof_evidence_id=row.pk, by=along.by("tia"), at=along.later()
        )
