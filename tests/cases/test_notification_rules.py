"""How somebody is told, and when it leaves."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.cases.models import NotificationKind
from huiyin.cases.rules import notifications as rules
from huiyin.core.time import SHANGHAI

AT = datetime(2026, 3, 2, 2, tzinfo=UTC)  # a Monday, 10:00 in Shanghai
MOMENTS = st.integers(0, 4 * 366 * 86400).map(lambda seconds: AT + timedelta(seconds=seconds))
CLOCK = st.times().map(lambda moment: moment.replace(second=0, microsecond=0))


def shanghai(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=SHANGHAI)


def test_rules_and_model_know_the_same_kinds() -> None:
    assert tuple(NotificationKind.values) == rules.KINDS


def test_every_kind_has_a_sentence() -> None:
    assert all(rules.sentence(kind) for kind in rules.KINDS)
    assert rules.sentence("approval", "plan") != rules.sentence("approval")
    assert rules.sentence("approval", "unknown") == rules.sentence("approval")


def test_a_handler_sees_everything_on_the_page_and_gets_mail_of_what_is_urgent_broken_or_harmful_only() -> None:
    found = rules.defaults({"handler"})
    assert all("page" in ways for ways in found.values())
    assert [kind for kind, ways in found.items() if "mail" in ways] == ["sign", "broken", "quarantined"]


def test_who_leads_gets_approvals_by_mail() -> None:
    for role in ("supervisor", "branch_manager", "head_office_cp", "executive"):
        assert "mail" in rules.defaults({role})["approval"], role


def test_lateness_of_the_machinery_is_for_administrators() -> None:
    assert "jobs" not in rules.defaults({"handler"})
    assert set(rules.defaults({"administrator"})["jobs"]) == {"page", "mail", "wecom"}


def test_a_choice_beats_the_roles_and_may_be_nothing_at_all() -> None:
    assert rules.ways("handed", {"handler"}, {"handed": []}) == frozenset()
    assert rules.ways("handed", {"handler"}, {"handed": ["mail", "pigeon"]}) == {"mail"}
    assert "page" in rules.ways("handed", {"handler"}, {"reply": []})


@pytest.mark.parametrize(
    ("digest", "expected"),
    [("at_once", shanghai(2, 10)), ("hourly", shanghai(2, 11)), ("daily", shanghai(3, 9))],
)
def test_a_digest_waits_for_its_hour(digest: str, expected: datetime) -> None:
    assert rules.leaves_at("handed", AT, digest=digest) == expected


def test_what_is_broken_waits_for_no_digest() -> None:
    assert rules.leaves_at("broken", AT, digest="daily") == AT


def test_quiet_hours_over_midnight_hold_everything_back_until_the_morning() -> None:
    quiet = (time(21), time(8, 30))
    assert rules.leaves_at("broken", shanghai(2, 23), quiet=quiet) == shanghai(3, 8, 30)
    assert rules.leaves_at("broken", shanghai(3, 3), quiet=quiet) == shanghai(3, 8, 30)
    assert rules.leaves_at("broken", shanghai(3, 8, 30), quiet=quiet) == shanghai(3, 8, 30)
    assert rules.leaves_at("broken", shanghai(3, 20), quiet=quiet) == shanghai(3, 20)


@given(at=MOMENTS, begin=CLOCK, end=CLOCK, digest=st.sampled_from(["at_once", "hourly", "daily"]), hour=CLOCK)
def test_nothing_leaves_early_in_quiet_hours_or_later_than_two_days(
    at: datetime, begin: time, end: time, digest: str, hour: time
) -> None:
    if begin == end:
        return
    for kind in ("handed", "broken"):
        leaves = rules.leaves_at(kind, at, digest=digest, digest_at=hour, quiet=(begin, end))
        assert at <= leaves <= at + timedelta(days=2)
        moment = leaves.astimezone(SHANGHAI).time()
        inside = begin <= moment < end if begin < end else moment >= begin or moment < end
        assert not inside
