"""What events do to a clock: pauses, extensions, agreements and restarts, and what is refused."""

import itertools
from typing import Any

import pytest

from huiyin.clocks.rules.due import Due, compute
from huiyin.clocks.rules.events import ClockError, Event, read_event, read_time
from huiyin.core.time import SHANGHAI
from tests.clocks.make import CN, due, event, kinds, made, rule, t

START = "2026-11-01T10:00"


def ignored(found: Due) -> list[tuple[str, str]]:
    return [(step["event"], step["reason"]) for step in found.derivation if step["kind"] == "ignored"]


@pytest.mark.parametrize(
    "events, days",
    [
        ([("pause", "2026-11-05T08:00"), ("resume", "2026-11-05T20:00")], 0),
        ([("pause", "2026-11-05T23:59"), ("resume", "2026-11-06T00:01")], 1),
        ([("pause", "2026-11-01T11:00"), ("resume", "2026-11-03")], 2),
        ([("pause", "2026-11-16T23:59"), ("resume", "2026-11-20")], 4),
        ([("pause", "2026-11-05"), ("resume", "2026-11-08"), ("pause", "2026-11-08"), ("resume", "2026-11-09")], 4),
        ([("pause", "2026-11-05"), ("pause", "2026-11-06"), ("resume", "2026-11-07"), ("resume", "2026-11-10")], 5),
        ([("pause", "2026-11-02T09:00"), ("resume", "2026-12-31")], 59),
    ],
)
def test_a_pause_leaves_out_resume_date_minus_pause_date(events, days):
    last = t("2026-11-17").date().toordinal() + days
    found = due("complaint.decision", START, *events).due_at
    assert found is not None
    assert found.date().toordinal() == last


def test_a_pause_of_a_working_day_clock_leaves_out_its_working_days():
    def last(*events: tuple[str, ...]) -> Any:
        return due(made("working_days", 5), "2026-11-02", *events).derivation[-1]["last_day"]

    assert last() == "2026-11-09"
    assert last(("pause", "2026-11-06"), ("resume", "2026-11-09")) == "2026-11-10"  # Friday to Monday: one
    assert last(("pause", "2026-11-07"), ("resume", "2026-11-09")) == "2026-11-09"  # the week-end: none
    assert last(("pause", "2026-11-04"), ("resume", "2026-11-18")) == "2026-11-23"  # ten
    assert last(("pause", "2026-11-02T12:00"), ("resume", "2026-11-03")) == "2026-11-10"  # on the start day: one


def test_pauses_and_resumes_pair_by_their_ref():
    found = due(
        "complaint.decision",
        START,
        ("pause", "2026-11-03", "appraisal"),
        ("pause", "2026-11-05", "mediation"),
        ("resume", "2026-11-06", "appraisal"),
        ("resume", "2026-11-10", "mediation"),
    )
    assert found.due_at == t("2026-11-24")


def test_an_open_pause_has_no_due_time_however_many_were_resumed():
    found = due("complaint.decision", START, ("pause", "2026-11-03"), ("pause", "2026-11-04"), ("resume", "2026-11-06"))
    assert (found.due_at, found.paused, found.provisional) == (None, True, False)
    assert found.derivation[-2] == {
        "kind": "left_out", "from": "2026-11-03", "to": None, "number": None, "reason": "pause", "name": "",
    }  # fmt: skip


def test_a_pause_after_the_limit_does_not_revive_the_clock():
    found = due("complaint.decision", START, ("pause", "2026-11-17"), ("resume", "2026-11-20"))
    assert (found.due_at, found.paused) == (t("2026-11-17"), False)
    assert ignored(found) == [("pause", "after_limit"), ("resume", "after_limit")]
    assert not due("complaint.decision", START, ("pause", "2026-11-17")).paused


def test_an_extension_after_the_limit_has_no_effect_and_says_so():
    found = due("complaint.decision", START, ("extend", "2026-11-17"))
    assert (found.due_at, found.step) == (t("2026-11-17"), 0)
    assert ignored(found) == [("extend", "after_limit")]


def test_extensions_count_from_the_start_and_include_pauses():
    found = due(
        "complaint.decision", START, ("pause", "2026-11-10"), ("extend", "2026-11-25"), ("resume", "2026-11-30")
    )
    assert (found.due_at, found.step) == (t("2026-12-22"), 1)


@pytest.mark.parametrize("code", ["complaint.acceptance", "complaint.review_decision", "claim.completion"])
def test_a_rule_without_a_ladder_is_not_extended(code):
    with pytest.raises(ClockError, match="no further extension") as refused:
        due(code, START, ("extend", "2026-11-01T11:00"))
    assert refused.value.code == "no_step_left"


def test_an_agreed_date_stands_whatever_pauses_and_extensions_do():
    for agreement in (("agree", "2026-11-05", "2026-12-20"), ("agree", "2026-12-20")):
        found = due(
            "complaint.decision", START, ("pause", "2026-11-10"), ("resume", "2026-11-15"), ("extend", "2026-12-01"),
            agreement,
        )  # fmt: skip
        assert found.due_at == t("2026-12-21")
        assert due("complaint.decision", START, ("pause", "2026-12-18"), agreement).due_at is None


def test_an_earlier_agreed_date_shortens_the_limit():
    found = due("complaint.decision", START, ("agree", "2026-11-02", "2026-11-06"), ("pause", "2026-11-07"))
    assert (found.due_at, found.paused) == (t("2026-11-07"), False)


def test_the_later_agreement_wins_and_one_after_the_limit_is_marked():
    found = due(
        "complaint.decision", START, ("agree", "2026-11-02", "2026-12-20"), ("agree", "2026-11-03", "2026-12-10")
    )
    assert found.due_at == t("2026-12-11")
    late = due("complaint.decision", START, ("agree", "2026-11-20", "2026-12-10"))
    assert late.due_at == t("2026-12-11")
    assert [step["after_limit"] for step in late.derivation if step["kind"] == "agreed"] == [True]


def test_a_restart_drops_everything_before_it():
    found = due(
        "complaint.decision", START, ("extend", "2026-11-02"), ("pause", "2026-11-03"), ("resume", "2026-11-06"),
        ("agree", "2026-11-07", "2026-12-30"), ("restart", "2026-11-10T09:00"),
    )  # fmt: skip
    assert (found.due_at, found.step) == (t("2026-11-26"), 0)
    assert found.started_at == t("2026-11-10T09:00")
    assert kinds(found) == ["restart", "start", "counted", "end"]


def test_a_restart_ends_an_open_pause_and_its_late_resume_has_no_effect():
    found = due("complaint.decision", START, ("pause", "2026-11-03"), ("restart", "2026-11-10"))
    assert (found.due_at, found.paused) == (t("2026-11-26"), False)
    later = due(
        "complaint.decision", START, ("pause", "2026-11-03", "a"), ("restart", "2026-11-10"),
        ("pause", "2026-11-12"), ("resume", "2026-11-13", "a"), ("resume", "2026-11-14"),
    )  # fmt: skip
    assert later.due_at == t("2026-11-28")
    assert ignored(later) == [("resume", "restarted")]


def test_extensions_begin_anew_after_a_restart():
    found = due(
        "complaint.decision", START, ("extend", "2026-11-02"), ("restart", "2026-11-10"), ("extend", "2026-11-11")
    )
    assert found.due_at == t("2026-12-11")


def test_the_order_in_which_events_are_given_does_not_matter():
    events = [
        event("pause", "2026-11-03", "a"),
        event("resume", "2026-11-05", "a"),
        event("extend", "2026-11-07"),
        event("pause", "2026-11-20"),
        event("resume", "2026-11-22"),
    ]
    answers = {str(compute(rule(), CN, t(START), order, {}).derivation) for order in itertools.permutations(events)}
    assert len(answers) == 1


@pytest.mark.parametrize(
    "events, code",
    [
        ([("resume", "2026-11-05")], "resume_without_pause"),
        ([("pause", "2026-11-03", "a"), ("resume", "2026-11-05", "b")], "resume_without_pause"),
        ([("pause", "2026-11-03"), ("resume", "2026-11-05"), ("resume", "2026-11-06")], "resume_without_pause"),
        ([("pause", "2026-11-01T09:59")], "event_before_start"),
        ([("extend", "2026-10-31")], "event_before_start"),
        ([("restart", "2026-10-31")], "event_before_start"),
        ([("agree", "2026-10-31")], "event_before_start"),
        ([("agree", "2026-10-31", "2026-12-01")], "event_before_start"),
        ([("agree", "2026-11-05", "2026-11-04")], "agreed_in_the_past"),
        ([("stop", "2026-11-05")], "event_unknown"),
        ([("extend", "2026-11-02"), ("extend", "2026-11-03"), ("extend", "2026-11-04")], "no_step_left"),
    ],
)
def test_events_that_make_no_sense_are_refused(events, code):
    with pytest.raises(ClockError) as refused:
        due("complaint.decision", START, *events)
    assert refused.value.code == code
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize(
    "value", ["", "soon", "2026-13-01", "2026-02-29", "2026-11-01T25:00", "-2026-11-01", 5, -1, None, [], 3.5, True]
)
def test_a_time_that_cannot_be_read_is_refused(value):
    with pytest.raises(ClockError) as refused:
        read_time(value, SHANGHAI)
    assert refused.value.code == "time_unreadable"


@pytest.mark.parametrize("value", ["1899-12-31", "2200-01-01", "9999-12-31T23:59"])
def test_a_time_out_of_range_is_refused(value):
    with pytest.raises(ClockError, match="outside the years 1900 to 2199"):
        read_time(value, SHANGHAI)


@pytest.mark.parametrize(
    "value",
    [
        "pause@2026-11-05", ["pause"], {"kind": "pause"}, {"at": "2026-11-05"}, {"kind": 3, "at": "2026-11-05"},
        {"kind": "pause", "at": "2026-11-05", "till": "2026-11-06"}, {"kind": "pause", "at": "2026-11-05", "ref": 4},
    ],
)  # fmt: skip
def test_an_event_of_another_shape_is_refused(value):
    with pytest.raises(ClockError) as refused:
        read_event(value, SHANGHAI)
    assert refused.value.code == "event_shape"


def test_only_an_agreement_has_an_until():
    with pytest.raises(ClockError, match="Only an agreed date has 'until'"):
        read_event({"kind": "pause", "at": "2026-11-05", "until": "2026-11-06"}, SHANGHAI)


def test_a_time_without_offset_never_enters_the_engine():
    with pytest.raises(ClockError, match="no offset"):
        Event("pause", t("2026-11-05").replace(tzinfo=None))
    with pytest.raises(ClockError, match="no offset"):
        compute(rule(), CN, t(START).replace(tzinfo=None))
