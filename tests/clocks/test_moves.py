"""Pausing, extending, agreeing and restarting: due times computed by hand, and what is refused."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from huiyin.clocks import actions, queries
from huiyin.clocks.models import Clock, ClockEvent
from huiyin.core import actors
from huiyin.core.errors import Refused
from huiyin.core.ids import uuid7
from tests.clocks.make import t

pytestmark = pytest.mark.django_db
BY = actors.system("test")
DECISION = "complaint.decision"


@pytest.fixture
def of():
    """An owner with a decision limit from 2026-11-02 (to the 17th, 24:00) and an acceptance limit."""
    found = ("case", uuid7())
    for rule in (DECISION, "complaint.acceptance"):
        actions.start(owner=found, rule=rule, at=t("2026-11-02T10:00"), facts={}, by=BY, rules_on=date(2026, 11, 2))
    return found


def decision() -> Clock:
    clock = Clock.objects.get(rule_code=DECISION)
    assert queries.verify(clock) == []
    return clock


def extend(of: Any, at: str, **more: Any) -> Any:
    given: dict[str, Any] = {"reason": "complex facts", "approver_roles": ["supervisor"], "notified_at": t(at)} | more
    return actions.extend(owner=of, rule=DECISION, at=t(at), by=BY, **given)


def test_a_pause_touches_only_limits_whose_rule_knows_it(of):
    (clock,) = actions.pause(owner=of, at=t("2026-11-05T14:00"), by=BY, ref="s1", reason="vehicle appraisal")
    assert (clock.rule_code, clock.due_at, clock.paused, clock.next_alarm_at) == (DECISION, None, True, None)
    assert clock.change["due_before"] == t("2026-11-18")
    (clock,) = actions.resume(owner=of, at=t("2026-11-09T09:00"), by=BY, ref="s1")
    assert (clock.due_at, clock.paused) == (t("2026-11-22"), False)
    assert decision().next_alarm_at == t("2026-11-17")
    assert not Clock.objects.get(rule_code="complaint.acceptance").paused


def test_a_pause_goes_to_the_rules_that_name_its_event(of):
    assert actions.pause(owner=of, at=t("2026-11-05"), by=BY, ref="a", reason="r", event="plan_made") == []
    assert actions.pause(owner=of, at=t("2026-11-05"), by=BY, ref="a", reason="r", rules=["complaint.acceptance"]) == []
    assert len(actions.pause(owner=of, at=t("2026-11-05"), by=BY, ref="a", reason="r", event="mediation_started")) == 1


def test_overlapping_pauses_are_united_and_repeats_change_nothing(of):
    for ref, at in (("a", "2026-11-05"), ("b", "2026-11-07")):
        for _ in range(2):
            actions.pause(owner=of, at=t(at), by=BY, ref=ref, reason="r")
    for ref, at in (("a", "2026-11-08"), ("b", "2026-11-10")):
        for _ in range(2):
            actions.resume(owner=of, at=t(at), by=BY, ref=ref)
    assert ClockEvent.objects.count() == 4
    assert decision().due_at == t("2026-11-23")
    (again,) = actions.resume(owner=of, at=t("2026-11-12"), by=BY, ref="b")
    assert again.change == {}


def test_resuming_what_was_never_paused_does_nothing(of):
    assert actions.resume(owner=of, at=t("2026-11-05"), by=BY, ref="nothing") == []
    assert not ClockEvent.objects.exists()


def test_a_resume_before_its_pause_is_refused_and_leaves_nothing(of):
    actions.pause(owner=of, at=t("2026-11-05"), by=BY, ref="a", reason="r")
    with pytest.raises(Refused) as refused:
        actions.resume(owner=of, at=t("2026-11-04"), by=BY, ref="a")
    assert refused.value.code == "clock.resume_without_pause"
    assert decision().paused


def test_a_pause_after_the_limit_is_kept_as_without_effect(of):
    (clock,) = actions.pause(owner=of, at=t("2026-11-18"), by=BY, ref="late", reason="r")
    assert (clock.due_at, clock.paused, clock.change["ignored"]) == (t("2026-11-18"), False, True)
    assert decision().breached_at == t("2026-11-18")


def test_the_first_extension_needs_nothing_by_law_but_findings_are_kept(of):
    clock = extend(of, "2026-11-10", reason="", approver_roles=[], notified_at=None)
    assert (clock.due_at, clock.step) == (t("2026-12-03"), 1)
    assert clock.change["findings"] == ["reason", "approver", "notice"]
    assert decision().next_alarm_at == t("2026-11-28")


def test_the_second_extension_is_refused_without_approval_and_notice(of):
    assert extend(of, "2026-11-10").change["findings"] == []
    with pytest.raises(Refused) as refused:
        extend(of, "2026-11-20", notified_at=None)
    assert refused.value.code == "clock.extension_needs"
    assert len(refused.value.needs) == 2
    with pytest.raises(Refused) as refused:
        extend(of, "2026-12-01", approver_roles=["executive"], notified_at=t("2026-12-03"))
    assert len(refused.value.needs) == 1
    assert extend(of, "2026-12-02T23:59", approver_roles=["executive"]).due_at == t("2027-01-02")
    with pytest.raises(Refused) as refused:
        extend(of, "2026-12-20", approver_roles=["executive"])
    assert refused.value.code == "clock.no_step_left"
    assert decision().step == 2


def test_an_extension_after_the_limit_is_refused(of):
    with pytest.raises(Refused) as refused:
        extend(of, "2026-11-18")
    assert refused.value.code == "clock.limit_over"
    assert not ClockEvent.objects.exists()


def test_the_same_extension_twice_is_one(of):
    extend(of, "2026-11-10")
    assert extend(of, "2026-11-10").change == {}
    assert decision().step == 1


def test_a_limit_that_does_not_run_is_neither_extended_nor_agreed(of):
    actions.stop(owner=of, rule=DECISION, at=t("2026-11-05"), by=BY)
    with pytest.raises(Refused) as refused:
        extend(of, "2026-11-10")
    assert refused.value.code == "clock.not_running"
    with pytest.raises(Refused) as refused:
        actions.agree(owner=of, rule=DECISION, at=t("2026-11-10"), until=t("2026-12-01"), proof="e1", by=BY)
    assert refused.value.code == "clock.not_running"


def test_an_agreed_date_lasts_to_its_end_and_needs_proof(of):
    with pytest.raises(Refused) as refused:
        actions.agree(owner=of, rule=DECISION, at=t("2026-11-10"), until=t("2026-12-20"), proof=" ", by=BY)
    assert refused.value.code == "clock.agreement_needs_proof"
    with pytest.raises(Refused) as refused:
        actions.agree(owner=of, rule=DECISION, at=t("2026-11-10"), until=t("2026-11-09"), proof="e1", by=BY)
    assert refused.value.code == "clock.agreed_in_the_past"
    clock = actions.agree(owner=of, rule=DECISION, at=t("2026-11-10"), until=t("2026-12-20"), proof="e1", by=BY)
    assert clock.due_at == t("2026-12-21")
    assert ClockEvent.objects.get().proof == "e1"


def test_an_agreement_after_the_limit_moves_it_and_keeps_the_breach(of):
    clock = actions.agree(owner=of, rule=DECISION, at=t("2026-11-19"), until=t("2026-12-20"), proof="e1", by=BY)
    assert (clock.due_at, clock.breached_at) == (t("2026-12-21"), t("2026-11-18"))
    stopped = actions.stop(owner=of, rule=DECISION, at=t("2026-12-01"), by=BY)
    assert stopped is not None
    assert stopped.state == "late"


def test_new_material_starts_the_limit_again(of):
    extend(of, "2026-11-10")
    (clock,) = actions.restart(owner=of, at=t("2026-11-12T16:00"), by=BY, reason="new policy documents")
    assert (clock.due_at, clock.step) == (t("2026-11-28"), 0)
    assert len(ClockEvent.objects.all()) == 2
    assert decision().started_at == t("2026-11-02T10:00")


def test_an_extension_in_time_that_is_recorded_late_takes_the_breach_back(of):
    clock = decision()
    actions.fire(clock_id=clock.id, by=BY, at=t("2026-11-18T08:00"))
    assert decision().breached_at is not None
    assert extend(of, "2026-11-17T20:00").breached_at is None


def test_events_cannot_be_changed_afterwards(of):
    extend(of, "2026-11-10")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        ClockEvent.objects.update(reason="other")


def test_a_preview_stores_nothing(of):
    due = queries.preview(decision(), "pause", t("2026-11-06"))
    assert due.paused
    assert not decision().paused


def test_why_tells_rule_derivation_strip_and_text(of):
    extend(of, "2026-11-10")
    found = queries.why(decision(), "zh-hans")
    assert found["title"] == "作出处理决定并告知"
    assert found["due_at"] == t("2026-12-03")
    assert (found["step"], found["steps"]) == (2, 3)
    assert found["strip"][-1] == {"date": "2026-12-02", "state": "counted", "number": 30, "name": "", "last": True}
    assert found["text"].endswith("2026-12-02 24:00 到期。")
