"""Suspending the decision limit for an outside body (令2020-3 art 18): whole days left out, told, several at once."""

from datetime import datetime
from typing import Any

import pytest

from huiyin.clocks import actions as clocks
from huiyin.complaints.actions import notices, suspension
from huiyin.complaints.actions.turning import Way
from huiyin.complaints.models import Notice, Suspension
from huiyin.complaints.queries import facts, turns
from huiyin.core.errors import BadInput, Refused
from tests.complaints import turned
from tests.complaints.along import Along
from tests.complaints.turned import FIRST, by_phone, chain_holds, clock, entry, sh


def _suspend(along: Along, when: str, *, since: str = "", body: str = "江苏某司法鉴定所", **more: Any) -> Suspension:
    values: dict[str, Any] = {
        "ground": "appraisal", "body": body, "reason": "伤残等级有争议", "requested_at": sh(since or when),
        "way": by_phone(sh(when)),
    }  # fmt: skip
    return suspension.suspend(case=along.case, **turned.at(along, when), **(values | more))


def _resume(along: Along, row: Suspension, when: str, *, on: str = "", way: Way | None = None) -> Suspension:
    return suspension.resume(
        case=along.case, suspension_id=row.pk, result="鉴定为十级伤残", resumed_at=sh(on or when),
        way=way or by_phone(sh(when)), **turned.at(along, when),
    )  # fmt: skip


def test_the_days_between_request_and_result_do_not_count(along: Along) -> None:
    row = _suspend(along, "03-06 15:00")
    case = along.case
    assert (clock(case).paused, clock(case).due_at, case.is_paused, facts(case).suspended) == (True, None, True, True)
    told = turned.notice(row.pause_notice_id)
    assert (told.kind, told.sent_at, told.letter_evidence_id is not None) == ("suspension", sh("03-06 15:00"), True)
    row = _resume(along, row, "03-20 09:00")
    # 6 to 20 March: 14 days left out; 17 March plus 14 days is 31 March, 24:00.
    assert clock(along.case).due_at == sh("04-01 00:00")
    assert (row.to_at, along.case.is_paused) == (sh("03-20 09:00"), False)
    told = turned.notice(row.resume_notice_id)
    assert told.letter_evidence_id is not None
    assert entry(along.case, "complaint.resumed").body["outputs"]["resumption_notice"] == str(told.pk)
    assert chain_holds(along.case)


def test_two_bodies_at_once_are_counted_once(along: Along) -> None:
    one = _suspend(along, "03-06 15:00")
    other = _suspend(along, "03-10 10:00", body="某医学检验中心", ground="test")
    assert Notice.objects.filter(kind="suspension", letter_evidence_id__isnull=False).count() == 2
    _resume(along, one, "03-12 10:00")
    assert (clock(along.case).paused, clock(along.case).due_at) == (True, None)
    assert Notice.objects.filter(kind="resumption", letter_evidence_id=None).count() == 1
    _resume(along, other, "03-16 10:00")
    # 6 to 16 March is one stretch of 10 days: until 27 March, 24:00.
    assert clock(along.case).due_at == sh("03-28 00:00")


def test_the_result_counts_from_the_day_it_came_in(along: Along) -> None:
    row = _suspend(along, "03-06 15:00")
    _resume(along, row, "03-20 09:00", on="03-18 17:00")
    assert clock(along.case).due_at == sh("03-30 00:00")


def test_a_result_recorded_when_the_limit_has_passed_shows_the_breach(along: Along) -> None:
    row = _suspend(along, "03-16 15:00")
    _resume(along, row, "03-25 09:00", on="03-17 09:00")
    assert clock(along.case).due_at == sh("03-19 00:00")

    assert clocks.fire(clock_id=clock(along.case).pk, by=turned.SWEEP, at=sh("03-25 09:01"))
    assert clock(along.case).breached_at == sh("03-19 00:00")


def test_after_the_limit_a_suspension_brings_nothing_back(along: Along) -> None:
    for since in ("03-18 00:00", "03-10 09:00"):
        with pytest.raises(Refused) as refusal:
            _suspend(along, "03-18 00:00", since=since)
        assert refusal.value.code == "suspension.too_late"
    assert not Suspension.objects.exists()
    assert clock(along.case).due_at == FIRST


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"ground": "mediation"}, "suspension.ground"),
        ({"ground": "holiday"}, "suspension.ground"),
        ({"body": " "}, "input.body"),
        ({"reason": ""}, "input.reason"),
        ({"since": "03-06 16:00"}, "input.requested_at"),
        ({"since": "03-02 09:00"}, "input.requested_at"),
    ],
)
def test_what_cannot_be_a_suspension_is_refused(along: Along, changes: dict[str, str], code: str) -> None:
    with pytest.raises(BadInput) as refusal:
        _suspend(along, "03-06 15:00", **changes)
    assert refusal.value.code == code


def test_the_same_body_twice_and_resuming_twice_are_refused(along: Along) -> None:
    row = _suspend(along, "03-06 15:00")
    with pytest.raises(Refused) as refusal:
        _suspend(along, "03-07 15:00")
    assert refusal.value.code == "suspension.twice"
    _resume(along, row, "03-10 09:00")
    before = clock(along.case).due_at
    with pytest.raises(Refused) as refusal:
        _resume(along, row, "03-12 09:00")
    assert refusal.value.code == "step.resume"
    assert clock(along.case).due_at == before


def test_a_suspended_complaint_takes_no_step_of_the_main_path_and_cannot_be_told(along: Along) -> None:
    along.issued()
    _suspend(along, "03-06 15:00")
    with pytest.raises(Refused) as refusal:
        along.tell()
    assert refusal.value.code == "step.notify"


def test_no_suspension_once_the_decision_is_on_its_way(along: Along) -> None:
    along.issued()
    notices.mail_decision(case=along.case, by=along.by("tom"), at=along.later())
    with pytest.raises(Refused) as refusal:
        _suspend(along, "03-06 15:00")
    assert refusal.value.code == "step.suspend"


def test_the_preview_says_what_would_become_of_the_limit(along: Along) -> None:
    def seen(step: str, when: str, until: datetime | None = None) -> datetime | None:
        found = turns.preview(along.case, step, sh(when), until=until)
        assert found is not None
        return found.after

    assert seen("suspend", "03-06 15:00") is None
    assert seen("request_extension", "03-06 15:00") == turned.SECOND
    assert seen("agree_date", "03-06 15:00", sh("04-20 00:00")) == sh("04-21 00:00")
    _suspend(along, "03-06 15:00")
    assert seen("resume", "03-20 09:00") == sh("04-01 00:00")
    assert clock(along.case).due_at is None  # nothing was stored
