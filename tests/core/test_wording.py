"""Time in words."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from huiyin.core import wording
from huiyin.core.time import SHANGHAI

NOW = datetime(2026, 2, 10, 10, 0, tzinfo=SHANGHAI)
INSTANTS = st.integers(1_420_070_400, 2_051_222_400).map(lambda second: datetime.fromtimestamp(second, UTC))


@pytest.fixture(autouse=True)
def english() -> object:
    with translation.override("en"):
        yield


def test_a_limit_of_whole_days_is_written_as_24_hours_of_its_last_day() -> None:
    assert wording.limit_text(datetime(2026, 2, 16, tzinfo=SHANGHAI)) == "2026-02-15 24:00"


def test_the_limit_is_shanghai_time_whatever_zone_it_is_stored_in() -> None:
    assert wording.limit_text(datetime(2026, 2, 15, 16, tzinfo=UTC)) == "2026-02-15 24:00"


def test_a_limit_of_hours_is_written_as_its_own_minute() -> None:
    assert wording.limit_text(datetime(2026, 2, 15, 14, 30, tzinfo=SHANGHAI)) == "2026-02-15 14:30"


def test_an_event_at_midnight_is_not_written_as_24_hours() -> None:
    assert wording.moment_text(datetime(2026, 2, 16, tzinfo=SHANGHAI)) == "2026-02-16 00:00"


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(0), "0 minutes"),
        (timedelta(minutes=1, seconds=59), "1 minute"),
        (timedelta(minutes=59), "59 minutes"),
        (timedelta(hours=1), "1 hour"),
        (timedelta(hours=23, minutes=59), "23 hours"),
        (timedelta(days=1), "1 day"),
        (timedelta(days=1, hours=14), "1 day 14 hours"),
        (timedelta(days=3, hours=23), "3 days"),
    ],
)
def test_a_span_is_told_to_the_precision_one_acts_on(span: timedelta, words: str) -> None:
    assert wording.span_text(span) == words


@pytest.mark.parametrize(
    ("due_at", "tone", "words"),
    [
        (datetime(2026, 2, 20, tzinfo=SHANGHAI), "far", "9 days left"),
        (datetime(2026, 2, 12, tzinfo=SHANGHAI), "warn", "1 day 14 hours left"),
        (datetime(2026, 2, 11, tzinfo=SHANGHAI), "late", "Due today"),
        (datetime(2026, 2, 10, tzinfo=SHANGHAI), "late", "10 hours overdue"),
        (NOW + timedelta(hours=6), "far", "6 hours left"),
        (NOW + timedelta(hours=3), "warn", "3 hours left"),
        (NOW + timedelta(minutes=50), "late", "50 minutes left"),
        (NOW - timedelta(minutes=5), "late", "5 minutes overdue"),
    ],
)
def test_a_running_limit_has_the_colour_and_words_of_its_nearness(due_at: datetime, tone: str, words: str) -> None:
    badge = wording.running(due_at, NOW)
    assert (badge.tone, badge.words) == (tone, words)


def test_a_passed_warning_point_makes_a_far_limit_amber() -> None:
    assert wording.running(NOW + timedelta(days=6), NOW, warned=True).tone == "warn"


def test_a_limit_of_days_is_broken_in_the_first_instant_after_its_last_day() -> None:
    midnight = datetime(2026, 2, 16, tzinfo=SHANGHAI)
    assert wording.running(midnight, midnight).words.endswith("overdue")
    assert wording.running(midnight, midnight - timedelta(seconds=1)).words == "Due today"


def test_a_limit_of_hours_may_still_be_met_in_its_last_instant() -> None:
    assert wording.running(NOW, NOW).words == "0 minutes left"


def test_a_provisional_limit_says_so_beside_its_date() -> None:
    badge = wording.running(NOW + timedelta(days=400), NOW, provisional=True)
    assert badge.provisional
    assert "provisional" in badge.detail


def test_a_limit_met_late_says_by_how_much() -> None:
    due_at = datetime(2026, 2, 16, tzinfo=SHANGHAI)
    badge = wording.met(due_at, due_at + timedelta(hours=2), late=True)
    assert (badge.tone, badge.words) == ("late", "Done 2 hours late")
    assert badge.detail == "Limit ended 2026-02-15 24:00 · done 2026-02-16 02:00"


@given(due_at=INSTANTS, now=INSTANTS)
def test_a_running_limit_never_looks_calmer_as_time_passes(due_at: datetime, now: datetime) -> None:
    order = ("far", "warn", "late")
    with translation.override("en"):
        before, after = (wording.running(due_at, at).tone for at in (now, now + timedelta(hours=1)))
    assert order.index(before) <= order.index(after)


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=5), "5 minutes ago"),
        (timedelta(hours=26), "1 day ago"),
        (timedelta(days=40), "2026-01-01"),
        (-timedelta(hours=1), "2026-02-10 11:00"),
    ],
)
def test_the_past_is_told_in_words_and_long_ago_as_a_date(before: timedelta, words: str) -> None:
    assert wording.ago_text(NOW - before, NOW) == words
