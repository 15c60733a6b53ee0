"""Hour clocks: wall-clock hours, met at or before the due instant."""

from huiyin.clocks.rules.due import is_met
from tests.clocks.make import due, rule, t


def test_twenty_four_hours_run_through_the_night_and_the_holiday():
    assert due("complaint.acceptance", "2026-10-01T22:30").due_at == t("2026-10-02T22:30")


def test_an_hour_limit_is_kept_at_its_due_instant_and_not_after():
    limit = t("2026-11-02T10:00")
    assert is_met(rule("complaint.acceptance"), limit, limit)
    assert not is_met(rule("complaint.acceptance"), limit, t("2026-11-02T10:00:00.000001"))


def test_pauses_take_off_the_time_that_passed():
    found = due(
        "complaint.acceptance",
        "2026-11-01T10:00",
        ("pause", "2026-11-01T12:00"),
        ("resume", "2026-11-01T15:30"),
        ("pause", "2026-11-02T10:00"),
        ("resume", "2026-11-02T10:00:30"),
    )
    assert found.due_at == t("2026-11-02T13:30:30")
    hours = [(step["kind"], step["number"]) for step in found.derivation if "number" in step][1:]
    assert hours == [("counted", 2), ("left_out", 3.5), ("counted", 18.5), ("left_out", 0.0083), ("counted", 3.5)]


def test_a_pause_at_the_due_instant_is_too_late():
    found = due("complaint.acceptance", "2026-11-01T10:00", ("pause", "2026-11-02T10:00"))
    assert found.due_at == t("2026-11-02T10:00")
    assert not found.paused


def test_an_agreed_instant_is_the_limit():
    agreed = due("complaint.acceptance", "2026-11-01T10:00", ("agree", "2026-11-01T12:00", "2026-11-05T09:00"))
    assert agreed.due_at == t("2026-11-05T09:00")
    assert due("complaint.acceptance", "2026-11-01T10:00", ("agree", "2026-11-05T09:00")).due_at == agreed.due_at


def test_the_offset_of_the_start_does_not_matter():
    here, there = due("complaint.acceptance", "2026-11-01T10:00"), due("complaint.acceptance", "2026-11-01T02:00Z")
    assert here.due_at == there.due_at
    assert there.due_at is not None
    assert there.due_at.isoformat().endswith("+08:00")
