"""Taking a restart back: the limit counts from its first start again, and the old clock stays readable."""

from datetime import date
from typing import Any

import pytest

from huiyin.clocks import actions, queries
from huiyin.clocks.models import Clock, ClockEvent
from huiyin.core import actors
from huiyin.core.ids import uuid7
from tests.clocks.make import t

pytestmark = pytest.mark.django_db
BY = actors.system("test")
DECISION = "complaint.decision"


@pytest.fixture
def of():
    """An owner with a decision limit from 2026-11-02 (to the 17th, 24:00), begun anew on the 10th (to the 25th)."""
    found = ("case", uuid7())
    actions.start(owner=found, rule=DECISION, at=t("2026-11-02T10:00"), facts={}, by=BY, rules_on=date(2026, 11, 2))
    actions.restart(owner=found, at=t("2026-11-10T09:00"), by=BY, reason="new facts")
    return found


def _undo(of: Any, at: str, restarted_at: str = "2026-11-10T09:00") -> Clock | None:
    return actions.undo_restart(owner=of, rule=DECISION, restarted_at=t(restarted_at), at=t(at), by=BY)


def _extend(of: Any, at: str) -> None:
    actions.extend(
        owner=of, rule=DECISION, at=t(at), by=BY, reason="complex", approver_roles=["upper_unit", "supervisor"],
        notified_at=t(at),
    )  # fmt: skip


def test_the_limit_is_that_of_the_first_start(of):
    clock = _undo(of, "2026-11-12")
    assert clock is not None
    assert (clock.due_at, clock.started_at, clock.breached_at) == (t("2026-11-18"), t("2026-11-02T10:00"), None)
    assert (clock.change["due_before"], clock.change["undone"]) == (t("2026-11-26"), "restart")
    assert queries.verify(clock) == []
    old = Clock.objects.get(state="cancelled")
    assert (old.due_at, ClockEvent.objects.filter(clock=old, kind="restart").count()) == (t("2026-11-26"), 1)
    assert queries.verify(old) == []


def test_what_has_passed_meanwhile_is_broken_and_its_alarms_fire(of):
    clock = _undo(of, "2026-11-20")
    assert clock is not None
    assert clock.next_alarm_at is not None
    assert any(alarm.is_breach for alarm in actions.fire(clock_id=clock.pk, by=BY, at=t("2026-11-20T00:01")))
    clock.refresh_from_db()
    assert clock.breached_at == t("2026-11-18")


def test_pauses_and_extensions_after_the_restart_still_count(of):
    actions.pause(owner=of, at=t("2026-11-11"), by=BY, ref="a", reason="appraisal")
    actions.resume(owner=of, at=t("2026-11-14"), by=BY, ref="a")
    _extend(of, "2026-11-15")
    clock = _undo(of, "2026-11-16")
    assert clock is not None
    # 30 days and 3 left out: until 5 December, 24:00.
    assert (clock.due_at, clock.step) == (t("2026-12-06"), 1)


def test_extensions_beyond_the_ladder_fall_away():
    owner = ("case", uuid7())
    actions.start(owner=owner, rule=DECISION, at=t("2026-11-02T10:00"), facts={}, by=BY, rules_on=date(2026, 11, 2))
    _extend(owner, "2026-11-05")
    _extend(owner, "2026-11-06")
    actions.restart(owner=owner, at=t("2026-11-10T09:00"), by=BY, reason="new facts")
    _extend(owner, "2026-11-11")
    clock = _undo(owner, "2026-11-12")
    assert clock is not None
    assert (clock.step, clock.due_at) == (2, t("2027-01-02"))


def test_nothing_to_take_back_changes_nothing(of):
    assert _undo(of, "2026-11-12", "2026-11-11T09:00") is None
    actions.stop(owner=of, rule=DECISION, at=t("2026-11-12"), by=BY)
    assert _undo(of, "2026-11-13") is None
    assert Clock.objects.count() == 1
