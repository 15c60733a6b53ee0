"""What a role sees, as values."""

from datetime import UTC, datetime, timedelta

import pytest

from huiyin.accounts import rules


def test_a_subtree_role_sees_its_part_of_the_tree_once():
    grants = frozenset({("supervisor", "/HQ/GD/"), ("handler", "/HQ/GD/GZ/"), ("auditor", "/HQ/SH/")})
    assert rules.visible_paths(grants) == ("/HQ/GD/", "/HQ/SH/")


def test_agents_investigators_and_administrators_see_no_part_of_the_tree():
    grants = frozenset(
        {("agent", "/HQ/"), ("investigator", "/HQ/"), ("administrator", "/HQ/"), ("privacy_officer", "/HQ/")}
    )
    assert rules.visible_paths(grants) == ()
    assert rules.may_take_part(grants)


def test_auditors_and_quality_never_write():
    assert not rules.may_write(frozenset({("auditor", "/HQ/"), ("quality", "/HQ/")}))


def test_a_second_factor_is_needed_when_any_role_demands_it():
    assert rules.second_factor_needed(frozenset({"agent", "administrator"}), {"administrator": True, "agent": False})
    assert not rules.second_factor_needed(frozenset({"agent"}), {"administrator": True})


def test_the_strictest_role_ends_the_session():
    assert rules.session_minutes(frozenset({"agent", "administrator"}), {"agent": 600, "administrator": 60}) == 60
    assert rules.session_minutes(frozenset({"agent"}), {}) == 600


NOON = datetime(2026, 5, 20, 12, tzinfo=UTC)
JUMPS = [timedelta(hours=1), timedelta(days=365)]


def test_a_session_lasts_as_long_as_it_may_and_no_longer():
    assert not rules.session_over(NOON, 60, NOON + timedelta(minutes=60))
    assert rules.session_over(NOON, 60, NOON + timedelta(minutes=60, seconds=1))
    assert not rules.session_over(NOON, 60, NOON - timedelta(minutes=1))  # two machines are never quite together


@pytest.mark.parametrize("jump", JUMPS)
def test_a_clock_set_back_makes_neither_a_session_nor_a_link_last_longer(jump):
    assert rules.session_over(NOON + jump, 60, NOON)
    assert not rules.link_open(NOON + jump + rules.LINK_LASTS, NOON)
    assert rules.link_open(NOON + rules.LINK_LASTS, NOON)
    assert not rules.link_open(NOON, NOON + jump)


def test_a_code_is_taken_once_and_never_an_older_one():
    assert rules.code_is_new(8, None)
    assert rules.code_is_new(9, 8)
    assert not rules.code_is_new(8, 8)
    assert not rules.code_is_new(7, 8)


def test_upward_from_a_unit_lie_its_own_path_and_those_above():
    assert rules.upward("/HQ/JS/JS-CP/") == ["/HQ/", "/HQ/JS/", "/HQ/JS/JS-CP/"]
    assert rules.upward("/HQ/") == ["/HQ/"]
