"""A consumer-protection manager shortens the first answer from 24 to 12 hours: she sees what it would have done to real
cases, a second person approves, and only what arrives from that day on is bound by it."""

from datetime import datetime, timedelta

import pytest
from django.core.cache import cache

from huiyin.audit import queries as audit
from huiyin.cases.jobs import replay as job
from huiyin.cases.models import Case
from huiyin.clocks import actions as clocks
from huiyin.clocks import queries as reading
from huiyin.clocks.actions import trials
from huiyin.clocks.models import Clock
from huiyin.core.actors import system
from huiyin.core.errors import Refused
from huiyin.core.time import SHANGHAI, local_date
from huiyin.handbook import actions
from huiyin.handbook.models import Replay, RuleDraft
from huiyin.handbook.queries import published
from tests.cases.make import registered
from tests.people import House, build

RULE, PACK = "complaint.first_response", "cn-handbook-2025"
DAY0 = datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)
DECIDED = DAY0 + timedelta(days=20)
FROM = datetime(2026, 4, 1, tzinfo=SHANGHAI)


@pytest.fixture
def house(db: None) -> House:
    cache.clear()
    return build()


def arrives(house: House, at: datetime) -> Case:
    return registered(house, at=at, received_at=at).case


def answered(case: Case, hours: int) -> None:
    at = case.received_at + timedelta(hours=hours)
    clocks.stop(owner=("case", case.pk), rule=RULE, at=at, by=system("story"))


def limit(case: Case) -> Clock:
    return Clock.objects.get(owner_id=case.pk, rule_code=RULE)


def test_a_limit_is_changed_with_its_consequence_in_sight(house):
    for place, hours in enumerate((3, 11, 15, 20, 26)):
        answered(arrives(house, DAY0 + timedelta(days=place)), hours)
    draft = _drafted(house)
    assert _lacks(house, draft) == 2  # her examples say 24 hours, and nobody has looked at the history yet

    for one in draft.examples:
        draft = trials.confirm_example(
            draft=draft, seen=draft.version, number=one["id"], by=house.by("hua"), at=DECIDED
        )
    replay = actions.start_replay(draft=draft, since=DAY0 - timedelta(days=700), by=house.by("hua"), at=DECIDED)
    job.replay(str(replay.pk))
    totals = Replay.objects.get().summary["totals"]
    assert (totals["limits"], totals["broken_before"], totals["broken_after"], totals["newly_broken"]) == (5, 1, 3, 2)

    draft = actions.submit(draft=draft, seen=draft.version, by=house.by("hua"), at=DECIDED)
    with pytest.raises(Refused):
        actions.approve(draft=draft, seen=draft.version, by=house.by("hua"), at=DECIDED)
    version = actions.approve(draft=draft, seen=draft.version, by=house.by("eve"), at=DECIDED)
    published.forget()

    before, after = arrives(house, FROM - timedelta(minutes=1)), arrives(house, FROM)
    assert limit(before).due_at == before.received_at + timedelta(hours=24)
    assert limit(after).due_at == after.received_at + timedelta(hours=12)
    assert limit(after).rule_version == version.version
    assert "12" in reading.why(limit(after), "en")["text"]
    for case in (before, after):
        assert reading.verify(limit(case)) == []
    assert not audit.verify(draft.key)


def _drafted(house: House) -> RuleDraft:
    by = house.by("hua")
    draft = trials.draft_rule(
        code=RULE, pack=PACK, effective_from=local_date(FROM), reason="People wait too long", by=by, at=DECIDED
    )
    body = draft.body | {
        "length": 12,
        "alarms": [{"before": "3h", "tell": "owner"}, {"after": "0h", "tell": "supervisor"}],
    }
    return trials.edit_rule(
        draft=draft, seen=1, body=body, effective_from=draft.effective_from, reason=draft.reason, by=by, at=DECIDED
    )


def _lacks(house: House, draft: RuleDraft) -> int:
    with pytest.raises(Refused) as refused:
        actions.submit(draft=draft, seen=draft.version, by=house.by("hua"), at=DECIDED)
    return len(refused.value.needs)
