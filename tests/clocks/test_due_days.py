"""Day clocks: natural days, working days, weeks, months and set dates."""

import json

import pytest

from huiyin.clocks.rules.due import is_met
from huiyin.clocks.rules.events import ClockError
from tests.clocks.make import due, kinds, made, rule, t


@pytest.mark.parametrize("start", ["2026-11-01T00:00", "2026-11-01T10:00", "2026-11-01T23:59:59.999999"])
def test_the_day_of_the_start_is_not_counted_and_the_last_day_is_whole(start):
    assert due("complaint.decision", start).due_at == t("2026-11-17T00:00")


def test_the_due_time_carries_the_offset_of_shanghai():
    found = due("complaint.decision", "2026-11-01T10:00").due_at
    assert found is not None
    assert found.isoformat() == "2026-11-17T00:00:00+08:00"


def test_midnight_belongs_to_the_day_that_begins():
    assert due("complaint.decision", "2026-11-02T00:00").due_at == t("2026-11-18T00:00")


def test_the_date_of_the_start_is_the_date_in_shanghai():
    assert due("complaint.decision", "2026-11-01T16:00:00Z").due_at == t("2026-11-18T00:00")
    assert due("complaint.decision", "2026-11-01T15:59:59Z").due_at == t("2026-11-17T00:00")


def test_a_day_limit_is_kept_strictly_before_its_due_time():
    limit = t("2026-11-17T00:00")
    assert is_met(rule(), limit, t("2026-11-16T23:59:59.999999"))
    assert not is_met(rule(), limit, limit)


@pytest.mark.parametrize(
    "start, months, last_day",
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2026-01-28", 1, "2026-02-28"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-08-31", 25, "2028-09-30"),
    ],
)
def test_months_end_on_the_corresponding_day_or_the_last_of_the_month(start, months, last_day):
    assert due(made("months", months), start).derivation[-1]["last_day"] == last_day


def test_weeks_are_seven_natural_days_each():
    assert due(made("weeks", 2), "2026-11-01").due_at == due(made("natural_days", 14), "2026-11-01").due_at


def test_a_pause_over_a_month_limit_moves_its_end_by_whole_days():
    found = due(made("months", 1), "2026-01-31", ("pause", "2026-02-10"), ("resume", "2026-02-13"))
    assert found.derivation[-1]["last_day"] == "2026-03-03"


def test_working_days_follow_make_up_days_and_holidays():
    found = due("claim.completion", "2026-09-15T10:00")
    assert found.due_at == t("2026-10-20")
    makeups = [step["from"] for step in found.derivation if step.get("reason") == "makeup"]
    assert makeups == ["2026-09-20", "2026-10-10"]
    holidays = {step["name"] for step in found.derivation if step.get("reason") == "holiday"}
    assert holidays == {"中秋节", "国庆节"}


def test_a_limit_into_a_year_not_announced_is_provisional():
    found = due("claim.completion", "2026-12-15")
    assert found.provisional
    assert {"kind": "note", "code": "provisional", "name": "2027"} in found.derivation
    assert not due("claim.completion", "2026-11-25").provisional
    assert due("complaint.progress", "2027-03-01").provisional
    assert not due("complaint.decision", "2026-12-25").provisional


def test_the_last_days_of_the_last_announced_year_carry_a_note():
    note = {"kind": "note", "code": "next_notice", "name": "2027"}
    assert note in due(made("working_days", 3), "2026-12-28").derivation
    assert note not in due(made("working_days", 3), "2026-12-22").derivation
    assert not due(made("working_days", 3), "2026-12-28").provisional


def test_the_roll_option_moves_a_last_day_off_to_the_next_working_day():
    rolling = made("natural_days", 5, roll="next_working_day")
    found = due(rolling, "2026-09-30")  # the last day is 5 October, a holiday to the 7th
    assert found.due_at == t("2026-10-09")
    assert {"kind": "rolled", "from": "2026-10-05", "to": "2026-10-08", "number": 3} in found.derivation
    assert due(rolling, "2026-09-15").due_at == t("2026-09-21")  # Sunday 20 September is a make-up working day
    assert due(rolling, "2026-12-27").due_at == t("2027-01-02")
    assert due(rolling, "2026-12-27").provisional


def test_a_pause_in_the_rolled_days_keeps_the_clock_from_ending_before_it_resumes():
    rolling = made("natural_days", 5, roll="next_working_day")
    found = due(rolling, "2026-09-30", ("pause", "2026-10-06"), ("resume", "2026-10-14"))
    assert found.due_at == t("2026-10-15")


def test_a_regulators_date_lasts_to_its_end_and_is_not_moved_by_pauses():
    found = due(
        "complaint.regulator_due", "2026-11-01", ("pause", "2026-11-03"), ("resume", "2026-11-06"), due_on="2026-11-12"
    )
    assert found.due_at == t("2026-11-13")
    assert {"kind": "note", "code": "date_stands", "name": ""} in found.derivation
    assert due("complaint.regulator_due", "2026-11-01", ("pause", "2026-11-03"), due_on="2026-11-12").due_at is None


@pytest.mark.parametrize("given", ["soon", "2026-02-30", 20261112, True, "2026-11-12T10:00", "9999-01-01"])
def test_a_regulators_date_must_be_a_date(given):
    with pytest.raises(ClockError, match="expected a date like 2026-12-01"):
        due("complaint.regulator_due", "2026-11-01", due_on=given)


def test_facts_that_contradict_the_rule_are_an_error_and_unknown_ones_are_noted():
    with pytest.raises(ClockError, match="applies only when major is true, not false"):
        due("complaint.major_plan", "2026-11-01", major="false")
    assert {"kind": "note", "code": "assumed", "name": "major"} in due("complaint.major_plan", "2026-11-01").derivation
    assert "note" not in kinds(due("complaint.major_plan", "2026-11-01", major="true"))


def test_the_derivation_is_json_and_adds_up():
    found = due(
        "complaint.decision",
        "2026-11-01T10:00",
        ("extend", "2026-11-03"),
        ("pause", "2026-11-05"),
        ("resume", "2026-11-08"),
    )
    assert json.loads(json.dumps(found.derivation)) == found.derivation
    assert kinds(found) == ["start", "extended", "counted", "left_out", "counted", "end"]
    counted = [step for step in found.derivation if step["kind"] == "counted"]
    assert sum(step["number"] for step in counted) == counted[-1]["total"] == 30
    assert found.derivation[-1] == {
        "kind": "end",
        "due_at": "2026-12-05T00:00:00+08:00",
        "last_day": "2026-12-04",
        "met": "before",
    }
