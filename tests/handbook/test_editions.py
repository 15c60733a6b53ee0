"""A rule gets a new edition while limits run under the old one."""

from datetime import datetime, timedelta

import pytest

from huiyin.clocks import actions as clocks
from huiyin.clocks import queries as clock_queries
from huiyin.clocks.models import Clock
from huiyin.core.ids import uuid7
from huiyin.core.time import SHANGHAI
from huiyin.handbook import actions
from huiyin.handbook.queries import published
from tests.handbook.test_publishing import CODE, SOON, submitted
from tests.people import AT, House, build


@pytest.fixture
def house(db: None) -> House:
    return build()


def test_never_ours_a_running_limit_stays_when_its_rule_gets_a_new_edition(house: House) -> None:
    """Never ours (deadlines): the past is not written anew; from the day of the new edition on it counts anew."""
    received = datetime.combine(SOON - timedelta(days=1), datetime.min.time(), SHANGHAI) + timedelta(hours=20)
    old = ("case", uuid7())
    clocks.start(owner=old, rule=CODE, at=received, facts={}, by=house.by("hua"), rules_on=received.date())
    before = Clock.objects.values().get()
    draft = submitted(house)
    actions.approve(draft=draft, seen=draft.version, by=house.by("eve"), at=AT)
    published.forget()
    new = ("case", uuid7())
    begun = received + timedelta(hours=6)
    clocks.start(owner=new, rule=CODE, at=begun, facts={}, by=house.by("hua"), rules_on=begun.date())
    running, later = Clock.objects.get(owner_id=old[1]), Clock.objects.get(owner_id=new[1])
    assert Clock.objects.values().get(pk=running.pk) == before
    assert running.due_at is not None
    assert later.due_at is not None
    assert (running.due_at - received, later.due_at - begun) == (timedelta(hours=24), timedelta(hours=12))
    assert clock_queries.verify(running) == clock_queries.verify(later) == []
