"""The queue's columns follow the clocks."""

from datetime import timedelta

import pytest

from huiyin.cases import queries, sweeps
from huiyin.cases.actions import due
from huiyin.cases.models import Case
from huiyin.clocks import actions as clocks
from huiyin.clocks.models import Alarm, Clock
from huiyin.core.actors import system
from tests.cases.make import registered
from tests.people import AT, House

pytestmark = pytest.mark.django_db
BY = system("test")


@pytest.fixture
def case(house: House) -> Case:
    return registered(house).case


def test_a_new_case_shows_its_nearest_limit(case: Case):
    case.refresh_from_db()
    assert case.next_due_rule in {"complaint.acceptance", "complaint.first_response"}
    assert case.next_due_at == AT + timedelta(hours=24)
    assert (case.due_level, case.is_paused, case.is_provisional) == (0, False, False)


def test_alarms_that_fired_reach_the_row_once(case: Case):
    late = AT + timedelta(hours=25)
    for clock in Clock.objects.filter(owner_id=case.pk, rule_code="complaint.acceptance"):
        assert clocks.fire(clock_id=clock.pk, by=BY, at=late)
    assert queries.with_alarms() == [case.pk]
    assert sweeps.carry_alarms() == 1
    case.refresh_from_db()
    assert case.due_level == due.BROKEN
    assert not Alarm.objects.filter(carried_at=None).exists()
    assert sweeps.carry_alarms() == 0
    assert due.carry(case_id=case.pk, by=BY, at=late) is None


def test_a_warning_is_told_before_the_breach(case: Case):
    clock = Clock.objects.get(owner_id=case.pk, rule_code="complaint.acceptance")
    clocks.fire(clock_id=clock.pk, by=BY, at=AT + timedelta(hours=17))
    sweeps.carry_alarms()
    case.refresh_from_db()
    assert case.due_level == due.WARNED


def test_the_next_limit_takes_the_place_of_one_that_was_met(case: Case):
    owner = ("case", case.pk)
    for rule in ("complaint.acceptance", "complaint.first_response"):
        clocks.stop(owner=owner, rule=rule, at=AT + timedelta(hours=1), by=BY)
    case = due.refresh(case=case, by=BY, at=AT)
    assert case.next_due_rule == "complaint.decision"
    clocks.cancel(owner=owner, at=AT + timedelta(hours=2), by=BY)
    case = due.refresh(case=case, by=BY, at=AT)
    assert (case.next_due_at, case.next_due_rule, case.due_level) == (None, "", 0)


def test_a_paused_decision_limit_shows(case: Case):
    owner = ("case", case.pk)
    clocks.pause(owner=owner, at=AT + timedelta(hours=1), by=BY, ref="s1", reason="鉴定")
    assert due.refresh(case=case, by=BY, at=AT).is_paused
