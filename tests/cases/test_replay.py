"""What would change: a draft played over real limits, counted by hand beside it; cancelled, killed, done twice."""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from huiyin.audit import queries as audit
from huiyin.cases import queries as cases
from huiyin.cases.actions import due
from huiyin.cases.jobs import replay as job
from huiyin.cases.models import Case
from huiyin.cases.queries import history
from huiyin.clocks import actions as clocks
from huiyin.clocks.actions import trials
from huiyin.clocks.models import Clock
from huiyin.core.actors import system
from huiyin.handbook import actions
from huiyin.handbook.models import Replay, ReplayRow, ReplayState, RuleDraft
from huiyin.handbook.queries import drafts
from tests.cases.make import registered
from tests.people import AT, House, build

CODE = "complaint.first_response"
BY = system("test")
LATER = AT + timedelta(days=9)
HOURS = (2, 11, 12, 13, 20, 24, 25, None)  # after how many hours the first answer came; None: never


@pytest.fixture
def house(db: None) -> House:
    return build()


@pytest.fixture
def past(house: House) -> list[Case]:
    """Complaints answered after so many hours; the last one in Guangdong."""
    made = []
    for place, hours in enumerate(HOURS):
        unit = house.units["GD-CP" if hours is None else "JS-CP"].pk
        at = AT + timedelta(hours=place)
        case = registered(house, at=at, received_at=at, unit_id=unit, by=house.by("hua")).case
        if hours is not None:
            clocks.stop(owner=("case", case.pk), rule=CODE, at=at + timedelta(hours=hours), by=BY)
        made.append(case)
    return made


def shorter(house: House, hours: int = 12, code: str = CODE, pack: str = "cn-handbook-2025", **more: Any) -> RuleDraft:
    draft = trials.draft_rule(
        code=code, pack=pack, effective_from=date(2026, 5, 1), reason="x", by=house.by("hua"), at=LATER
    )
    body = draft.body | {
        "length": hours,
        "alarms": [{"before": "2h", "tell": "owner"}, {"after": "0h", "tell": "owner"}],
    }
    return trials.edit_rule(
        draft=draft, seen=draft.version, body=body | more, effective_from=draft.effective_from, reason="x",
        by=house.by("hua"), at=LATER,
    )  # fmt: skip


def begun(house: House, draft: RuleDraft, **more: Any) -> Replay:
    since = AT - timedelta(days=60)
    return actions.start_replay(draft=draft, since=since, by=house.by("hua"), at=LATER, **more)


def played(house: House, draft: RuleDraft, **more: Any) -> Replay:
    row = begun(house, draft, **more)
    job.replay(str(row.pk))
    return Replay.objects.get(pk=row.pk)


def test_the_sums_are_those_counted_by_hand(house, past):
    done = played(house, shorter(house))
    totals = done.summary["totals"]
    assert done.state == ReplayState.DONE
    assert (done.done, done.total, done.percent) == (8, 8, 100)
    assert (totals["limits"], totals["changed"], totals["earlier"]) == (8, 8, 8)
    # answered after 25 hours and never: broken before; 13, 20, 24 hours break under the draft
    assert (totals["broken_before"], totals["broken_after"]) == (2, 5)
    assert (totals["newly_broken"], totals["newly_kept"]) == (3, 0)
    rows = {row.case_id: row for row in ReplayRow.objects.filter(replay=done)}
    for case, hours in zip(past, HOURS, strict=True):
        row = rows[case.pk]
        assert row.new_due_at == case.received_at + timedelta(hours=12)
        assert row.old_due_at == case.received_at + timedelta(hours=24)
        assert row.new_broken is (hours is None or hours > 12)
    months = {case.received_at.strftime("%Y-%m") for case in past}
    assert {month: sums[0] for month, sums in done.summary["months"].items()} == dict.fromkeys(months, 8)
    units = Counter(str(case.unit_id) for case in past)
    assert {unit: sums[0] for unit, sums in done.summary["units"].items()} == units


def test_the_work_of_alarms_is_counted_before_and_after(house, past):
    done = played(house, shorter(house))
    before = sum(day[0] for day in done.summary["alarms"].values())
    after = sum(day[1] for day in done.summary["alarms"].values())
    # before (8 h, 2 h before the end, at the end, 24 h after): by hours of the answer
    ladder = [16, 22, 24, 48]
    ends = [hours if hours is not None else 24 * 9 for hours in HOURS]
    assert before == sum(hours >= point for hours in ends for point in ladder) - sum(h == 24 for h in ends)
    assert after == sum(hours >= point for hours in ends for point in (10, 12)) - sum(h == 12 for h in ends)
    assert set(done.summary["alarms"]) <= {(AT + timedelta(days=n)).date().isoformat() for n in range(10)}


def test_a_longer_limit_keeps_what_was_broken(house, past):
    totals = played(house, shorter(house, 30)).summary["totals"]
    assert (totals["later"], totals["newly_kept"], totals["newly_broken"]) == (8, 1, 0)


def test_only_open_ones_when_asked(house, past):
    done = played(house, shorter(house), open_only=True)
    assert done.summary["totals"]["limits"] == 1


def test_conditions_and_an_end_leave_no_limit(house, past):
    draft = shorter(house, applies={"major": True})
    assert played(house, draft).summary["totals"]["gone"] == 8


def test_a_new_limit_where_there_was_none(house, past):
    Clock.objects.filter(rule_code=CODE).delete()
    Case.objects.filter(pk=past[0].pk).update(
        is_imported=True, state="closed", is_open=False, closed_at=past[0].received_at + timedelta(hours=6)
    )
    done = played(house, shorter(house))
    totals = done.summary["totals"]
    assert (totals["limits"], totals["without_clock"], totals["earlier"]) == (1, 1, 1)
    row = ReplayRow.objects.get(replay=done)
    assert (row.clock_id, row.old_broken, row.new_broken) == (None, False, False)


def test_nobody_judges_what_nobody_recorded(house, past):
    Clock.objects.filter(rule_code=CODE).delete()
    Case.objects.filter(pk=past[0].pk).update(
        is_imported=True, state="closed", is_open=False, closed_at=past[0].received_at + timedelta(days=6)
    )
    row = ReplayRow.objects.get(replay=played(house, shorter(house)))
    assert (row.old_broken, row.new_broken) == (None, None)  # closed later, but nobody knows when it was answered


def test_extensions_that_would_not_be_needed(house, past):
    owner = ("case", past[0].pk)
    rule = "complaint.decision"
    clocks.extend(
        owner=owner, rule=rule, at=AT + timedelta(days=3), by=BY, reason="x", approver_roles=["supervisor"],
        notified_at=AT + timedelta(days=3),
    )  # fmt: skip
    clocks.stop(owner=owner, rule=rule, at=AT + timedelta(days=17), by=BY)
    draft = trials.draft_rule(
        code=rule, pack="cn-complaints-2020", effective_from=date(2026, 5, 1), reason="x", by=house.by("hua"), at=LATER
    )
    body = {key: value for key, value in draft.body.items() if key != "steps"} | {"length": 20}
    draft = trials.edit_rule(
        draft=draft, seen=1, body=body, effective_from=draft.effective_from, reason="x", by=house.by("hua"), at=LATER
    )
    totals = played(house, draft).summary["totals"]
    assert (totals["extended"], totals["spared"], totals["ladder_short"]) == (1, 1, 1)


def test_a_killed_worker_loses_nothing_and_nothing_counts_twice(house, past, monkeypatch):
    monkeypatch.setattr(history, "BATCH", 3)
    monkeypatch.setattr(history.clocks, "__kwdefaults__", (history.clocks.__kwdefaults__ or {}) | {"limit": 3})
    row = begun(house, shorter(house))
    real, calls = actions.advance_replay, []

    def dies(**given: Any) -> Any:
        calls.append(given)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(**given)

    monkeypatch.setattr(actions, "advance_replay", dies)
    with pytest.raises(KeyboardInterrupt):
        job.replay(str(row.pk))
    half = Replay.objects.get(pk=row.pk)
    assert (half.state, half.done) == (ReplayState.RUNNING, 3)
    monkeypatch.setattr(actions, "advance_replay", real)
    assert actions.advance_replay(**calls[0]) is None  # the first batch again: somebody has done it
    assert drafts.stuck_replays(half.beat_at + timedelta(seconds=91)) == [row.pk]
    assert job.resume(half.beat_at + timedelta(seconds=91)) == 1
    job.replay(str(row.pk))
    job.replay(str(row.pk))
    done = Replay.objects.get(pk=row.pk)
    assert (done.state, done.done, done.summary["totals"]["limits"]) == (ReplayState.DONE, 8, 8)
    assert ReplayRow.objects.filter(replay=done).count() == 8


def test_a_cancelled_one_stops_and_a_changed_draft_fails(house, past):
    draft = shorter(house)
    row = begun(house, draft)
    actions.cancel_replay(replay=row, by=house.by("hua"), at=LATER)
    job.replay(str(row.pk))
    assert Replay.objects.get(pk=row.pk).state == ReplayState.CANCELLED
    second = begun(house, draft)
    trials.edit_rule(
        draft=draft, seen=draft.version, body=draft.body | {"length": 13}, effective_from=draft.effective_from,
        reason="x", by=house.by("hua"), at=LATER,
    )  # fmt: skip
    job.replay(str(second.pk))
    assert Replay.objects.get(pk=second.pk).state == ReplayState.FAILED
    assert not ReplayRow.objects.exists()


def test_the_list_shows_only_what_one_may_see(house, past):
    done = played(house, shorter(house))
    seen = {
        name: drafts.replay_rows(done, cases=cases.visible_to(house[name]).values("pk"))
        for name in ("hua", "max", "zoe")
    }
    assert [len(rows) for rows in seen.values()] == [8, 7, 1]
    broken = drafts.replay_rows(done, cases=cases.visible_to(house["hua"]).values("pk"), kind="broken", limit=2)
    rest = drafts.replay_rows(
        done, cases=cases.visible_to(house["hua"]).values("pk"), kind="broken", after=broken[-1].pk
    )
    assert [len(broken), len(rest)] == [2, 1]


def test_the_ledger_tells_of_the_replay(house, past):
    draft = shorter(house)
    played(house, draft)
    kinds = [entry.kind for entry in audit.chain(draft.key).order_by("seq")]
    assert kinds[-2:] == ["rule.replay_started", "rule.replayed"]
    assert not audit.verify(draft.key)


def test_a_provisional_limit_of_a_busy_case_waits(house, past):
    assert due.settle(case_id=past[0].pk, clock_id=past[0].pk, by=BY, at=datetime.now(AT.tzinfo)) is None
