"""A draft of a rule on the desk, before and after its replay."""

from datetime import timedelta

import pytest

from huiyin.cases.jobs import replay as job
from huiyin.clocks.actions import trials
from huiyin.core import time
from huiyin.handbook import actions
from huiyin.handbook.models import RuleDraft
from tests.cases.make import registered
from tests.people import House

CODE, PACK = "complaint.first_response", "cn-handbook-2025"


@pytest.fixture
def draft(house: House) -> RuleDraft:
    """Hua shortens the first response; three complaints are in the books."""
    now = time.now()
    for hours in (30, 20, 2):
        at = now - timedelta(hours=hours)
        registered(house, by=house.by("hua"), at=at, received_at=at)
    by = house.by("hua")
    begun = trials.draft_rule(
        code=CODE, pack=PACK, effective_from=time.local_date(now) + timedelta(days=7), reason="Faster", by=by, at=now
    )
    body = begun.body | {"length": 12, "alarms": [{"before": "2h", "tell": "owner"}, {"after": "0h", "tell": "owner"}]}
    return trials.edit_rule(
        draft=begun, seen=begun.version, body=body, effective_from=begun.effective_from, reason="Faster", by=by, at=now
    )


@pytest.fixture
def played(house: House, draft: RuleDraft) -> RuleDraft:
    """The same with its examples confirmed and its replay done."""
    now, by = time.now(), house.by("hua")
    for one in draft.examples:
        draft = trials.confirm_example(draft=draft, seen=draft.version, number=one["id"], by=by, at=now)
    row = actions.start_replay(draft=draft, since=now - timedelta(days=60), by=by, at=now)
    job.replay(str(row.pk))
    return draft
