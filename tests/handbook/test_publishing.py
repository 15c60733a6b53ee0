"""From draft to law: two people, examples, a fresh replay, a day to come; what is published is never edited."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from huiyin.audit import queries as audit
from huiyin.clocks.actions import trials
from huiyin.core import calendars
from huiyin.core.errors import BadInput, Refused
from huiyin.core.time import SHANGHAI
from huiyin.handbook import actions, queries
from huiyin.handbook.models import DraftState, Replay, ReplayState, RuleDraft, RuleVersion
from huiyin.handbook.queries import drafts, published
from huiyin.handbook.rules import approval
from tests.people import AT, House, build

CODE, PACK = "complaint.first_response", "cn-handbook-2025"
SOON = date(2026, 4, 1)


@pytest.fixture
def house(db: None) -> House:
    return build()


def drafted(house: House, **changes: Any) -> RuleDraft:
    given: dict[str, Any] = {"code": CODE, "pack": PACK, "effective_from": SOON, "reason": "Faster answers"} | changes
    return trials.draft_rule(**given, by=house.by("hua"), at=AT)


def shortened(house: House, hours: int = 12) -> RuleDraft:
    """A draft that shortens the limit, its examples confirmed, its replay done."""
    draft = drafted(house)
    body = draft.body | {
        "length": hours,
        "alarms": [{"before": "2h", "tell": "owner"}, {"after": "0h", "tell": "supervisor"}],
    }
    draft = edited(house, draft, body=body)
    for one in draft.examples:
        draft = trials.confirm_example(draft=draft, seen=draft.version, number=one["id"], by=house.by("hua"), at=AT)
    return draft


def edited(house: House, draft: RuleDraft, who: str = "hua", **changes) -> RuleDraft:
    given = {"body": draft.body, "effective_from": draft.effective_from, "reason": draft.reason} | changes
    return trials.edit_rule(draft=draft, seen=draft.version, **given, by=house.by(who), at=AT)


def replayed(house: House, draft: RuleDraft) -> Replay:
    """What the job leaves, without a history: an empty replay that finished."""
    replay = actions.start_replay(draft=draft, since=AT - timedelta(days=700), by=house.by("hua"), at=AT)
    actions.begin_replay(replay_id=replay.pk, total=0, by=house.by("hua"), at=AT)
    actions.advance_replay(
        replay_id=replay.pk, after=("clocks", None), phase="done", cursor=None, done=0, rows=[],
        summary={"totals": {}}, by=house.by("hua"), at=AT,
    )  # fmt: skip
    actions.finish_replay(replay_id=replay.pk, by=house.by("hua"), at=AT)
    return Replay.objects.get(pk=replay.pk)


def submitted(house: House, draft: RuleDraft | None = None) -> RuleDraft:
    draft = draft or shortened(house)
    replayed(house, draft)
    return actions.submit(draft=draft, seen=draft.version, by=house.by("hua"), at=AT)


def lacking(draft: RuleDraft, at: datetime = AT) -> set[str]:
    return set(approval.lacking(drafts.standing(draft, at)))


def test_a_draft_begins_as_the_version_in_force_with_its_examples(house):
    draft = drafted(house)
    before = queries.versions(CODE)[-1]
    rule = drafts.terms_of(draft)
    assert rule is not None
    assert draft.based_on == before.version
    assert replace(rule, version="", effective_from=before.effective_from, file="", line=0) == replace(
        before, version="", file="", line=0
    )
    assert draft.examples
    assert draft.checked["differing"] == 0


@pytest.mark.parametrize("name", ["tom", "sam", "max", "adi", "aud", "qin"])
def test_only_head_office_writes_rules(house, name):
    with pytest.raises(Refused) as refused:
        trials.draft_rule(code=CODE, pack=PACK, effective_from=SOON, reason="mine", by=house.by(name), at=AT)
    assert refused.value.code == "rules.role"


def test_an_unknown_rule_a_past_day_and_a_second_open_draft_are_refused(house):
    with pytest.raises(BadInput) as refused:
        drafted(house, code="complaint.nothing")
    assert refused.value.field == "code"
    with pytest.raises(BadInput) as refused:
        drafted(house, effective_from=date(2026, 3, 2))
    assert refused.value.field == "effective_from"
    drafted(house)
    with pytest.raises(Refused) as open_already:
        drafted(house)
    assert open_already.value.code == "draft.open"


@pytest.mark.parametrize(
    "changes, field",
    [
        ({"length": 0}, "length"),
        ({"unit": "fortnights"}, "unit"),
        ({"alarms": []}, "alarms"),
        ({"events": {"start": ["received"], "stop": []}}, "events"),
        ({"calendar": "mars"}, "calendar"),
        ({"lenght": 3}, "body"),
    ],
)
def test_a_wrong_text_is_refused_at_its_field(house, changes, field):
    draft = drafted(house)
    with pytest.raises(BadInput) as refused:
        edited(house, draft, body=draft.body | changes)
    assert refused.value.field in (field, "document")
    assert RuleDraft.objects.get().version == draft.version


def test_two_editors_notice_each_other(house):
    draft = drafted(house)
    edited(house, draft, "eve", reason="Because")
    with pytest.raises(Refused) as refused:
        edited(house, draft, "hua", reason="Other")
    assert refused.value.code == "draft.changed"
    now = RuleDraft.objects.get()
    assert (now.reason, now.version) == ("Because", 2)
    assert set(now.editors) == {house["hua"].pk, house["eve"].pk}


def test_changed_expectations_are_shown_and_confirmed_or_block(house):
    draft = drafted(house)
    draft = edited(house, draft, body=draft.body | {"length": 12, "alarms": [{"after": "0h", "tell": "supervisor"}]})
    assert draft.checked["differing"] == len(draft.examples)
    assert "examples_differ" in lacking(draft)
    number = draft.examples[0]["id"]
    confirmed = trials.confirm_example(draft=draft, seen=draft.version, number=number, by=house.by("hua"), at=AT)
    assert confirmed.examples[0]["was"] == draft.examples[0]["expected"]
    assert confirmed.checked["differing"] == len(draft.examples) - 1


def test_an_own_example_counts_and_a_broken_one_is_refused(house):
    draft = drafted(house)
    own = {
        "says": {"zh": "夜里", "en": "At night"},
        "from": "2026-11-01T23:00",
        "expected": {"due_at": "2026-11-03T00:00"},
    }
    draft = trials.add_example(draft=draft, seen=draft.version, example=own, by=house.by("hua"), at=AT)
    assert draft.checked["differing"] == 1
    number = draft.examples[-1]["id"]
    draft = trials.remove_example(draft=draft, seen=draft.version, number=number, by=house.by("hua"), at=AT)
    assert draft.checked["differing"] == 0
    with pytest.raises(Refused):
        trials.remove_example(draft=draft, seen=draft.version, number=1, by=house.by("hua"), at=AT)
    wrongs: tuple[dict[str, Any], ...] = (
        {"from": "soon"},
        {"events": [{"kind": "nap", "at": "2026-11-02"}]},
        {"expected": {}},
    )
    for wrong in wrongs:
        with pytest.raises(BadInput):
            trials.add_example(draft=draft, seen=draft.version, example=own | wrong, by=house.by("hua"), at=AT)


def test_submitting_names_everything_that_lacks(house):
    draft = drafted(house)
    with pytest.raises(Refused) as refused:
        actions.submit(draft=draft, seen=draft.version, by=house.by("hua"), at=AT)
    assert refused.value.code == "draft.lacks"
    assert len(refused.value.needs) == 1  # only the replay: the examples of an unchanged text agree
    replayed(house, draft)
    assert actions.submit(draft=draft, seen=draft.version, by=house.by("hua"), at=AT).state == DraftState.SUBMITTED


def test_a_replay_of_another_text_or_calendar_is_stale(house, monkeypatch):
    draft = shortened(house)
    replay = replayed(house, draft)
    assert drafts.replay_standing(draft, replay) == "fresh"
    later = edited(house, draft, body=draft.body | {"length": 10})
    assert drafts.replay_standing(later, replay) == "stale"
    moved = edited(house, later, body=draft.body, effective_from=date(2026, 5, 1))
    assert drafts.replay_standing(moved, replay) == "fresh"
    monkeypatch.setattr(drafts, "calendar_of", lambda draft: replace(calendars.current("cn"), version="cn@x"))
    assert drafts.replay_standing(moved, replay) == "stale"


def test_the_author_and_every_editor_are_no_second_person(house):
    draft = submitted(house)
    with pytest.raises(Refused) as refused:
        actions.approve(draft=draft, seen=draft.version, by=house.by("hua"), at=AT)
    assert refused.value.code == "draft.own"
    with pytest.raises(Refused) as role:
        actions.approve(draft=draft, seen=draft.version, by=house.by("max"), at=AT)
    assert role.value.code == "rules.role"


def test_a_second_person_publishes_and_the_rule_is_found_from_its_day_on(house):
    draft = submitted(house)
    version = actions.approve(draft=draft, seen=draft.version, by=house.by("eve"), at=AT)
    published.forget()
    assert actions.approve(draft=draft, seen=draft.version, by=house.by("eve"), at=AT) == version
    old, new = queries.find(CODE, SOON - timedelta(days=1)), queries.find(CODE, SOON)
    assert old is not None
    assert new is not None
    assert (old.steps[0].length, new.steps[0].length) == (24, 12)
    assert old.effective_to == SOON - timedelta(days=1)
    assert new.version == version.version == queries.by_version(version.version).version
    kinds = [entry.kind for entry in audit.chain(draft.key).order_by("seq")]
    assert kinds[0] == "rule.drafted"
    assert kinds[-1] == "rule.published"
    assert not audit.verify(draft.key)


def test_two_approvals_make_one_version(house):
    draft = submitted(house)
    actions.approve(draft=draft, seen=draft.version, by=house.by("eve"), at=AT)
    with pytest.raises(Refused):
        actions.approve(draft=draft, seen=draft.version, by=house.by("hua"), at=AT)
    assert RuleVersion.objects.count() == 1


def test_a_day_that_came_meanwhile_and_one_that_overlaps_are_refused(house):
    draft = submitted(house)
    late = datetime(2026, 4, 1, 9, tzinfo=SHANGHAI)
    with pytest.raises(Refused) as refused:
        actions.approve(draft=draft, seen=draft.version, by=house.by("eve"), at=late)
    assert refused.value.code == "draft.lacks"
    actions.approve(draft=draft, seen=draft.version, by=house.by("eve"), at=AT)
    published.forget()
    again = drafted(house, effective_from=SOON)
    replayed(house, again)
    assert "date_overlaps" in lacking(again)


def test_sent_back_goes_on_and_given_up_stays(house):
    draft = submitted(house)
    draft = actions.reject(draft=draft, seen=draft.version, reason="Too short", by=house.by("eve"), at=AT)
    assert (draft.state, draft.decision) == (DraftState.REJECTED, "Too short")
    draft = edited(house, draft, reason="Second try")
    assert draft.state == DraftState.DRAFT
    draft = actions.withdraw(draft=draft, seen=draft.version, reason="Not now", by=house.by("hua"), at=AT)
    with pytest.raises(Refused):
        edited(house, draft, reason="Third try")


def test_a_rule_ends_with_a_day(house):
    draft = drafted(house, ends=True)
    replayed(house, draft)
    draft = actions.submit(draft=draft, seen=draft.version, by=house.by("hua"), at=AT)
    actions.approve(draft=draft, seen=draft.version, by=house.by("eve"), at=AT)
    published.forget()
    assert queries.find(CODE, SOON - timedelta(days=1)) is not None
    assert queries.find(CODE, SOON) is None
    with pytest.raises(Refused) as refused:
        drafted(house, effective_from=date(2026, 6, 1))
    assert refused.value.code == "rule.ended"


def test_what_is_published_cannot_be_changed_by_anybody(house):
    draft = submitted(house)
    version = actions.approve(draft=draft, seen=draft.version, by=house.by("eve"), at=AT)
    for change in (lambda: RuleVersion.objects.update(body={}), version.delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_a_cancelled_replay_does_not_count(house):
    draft = shortened(house)
    replay = actions.start_replay(draft=draft, since=AT - timedelta(days=10), by=house.by("hua"), at=AT)
    assert actions.start_replay(draft=draft, since=AT - timedelta(days=10), by=house.by("hua"), at=AT) == replay
    actions.cancel_replay(replay=replay, by=house.by("hua"), at=AT)
    assert Replay.objects.get().state == ReplayState.CANCELLED
    assert "replay_stopped" in lacking(draft)
    assert actions.begin_replay(replay_id=replay.pk, total=5, by=house.by("hua"), at=AT) is None
