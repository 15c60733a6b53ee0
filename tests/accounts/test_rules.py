"""What a role sees, as values."""

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
