"""Two people write one draft of the rules of assignment."""

from typing import Any

from huiyin.complaints.rules.dispatch_merging import merge_bodies


def body(*codes: str, capacity: int | None = None, **hours: int) -> dict[str, Any]:
    return {
        "capacity": capacity, "automatic": False, "effort": {"grades": {"L1": 1}},
        "rules": [{"code": code, "hold_hours": hours.get(code, 4)} for code in codes],
    }  # fmt: skip


WAS = body("motor", "life", "rest")


def test_different_rules_and_settings_both_count() -> None:
    now, typed = body("motor", "life", "rest", motor=8), body("motor", "life", "rest", life=2, capacity=30)
    expected = body("motor", "life", "rest", motor=8, life=2, capacity=30)
    assert merge_bodies(was=WAS, now=now, typed=typed) == (expected, ())


def test_rules_that_both_added_stand_before_the_last_one() -> None:
    now, typed = body("motor", "life", "home", "rest"), body("motor", "life", "travel", "rest")
    assert merge_bodies(was=WAS, now=now, typed=typed)[0] == body("motor", "life", "home", "travel", "rest")


def test_one_takes_a_rule_out_and_the_other_changes_another_or_moves_it() -> None:
    out = body("life", "rest")
    assert merge_bodies(was=WAS, now=out, typed=body("motor", "life", "rest", life=9))[0] == body(
        "life", "rest", life=9
    )
    assert merge_bodies(was=WAS, now=body("life", "motor", "rest"), typed=out)[0] == out
    assert merge_bodies(was=WAS, now=out, typed=body("life", "motor", "rest"))[0] == out


def test_the_same_rule_changed_twice_added_twice_or_taken_out_under_a_change_is_for_a_person() -> None:
    changed, other = body("motor", "life", "rest", motor=8), body("motor", "life", "rest", motor=9)
    assert merge_bodies(was=WAS, now=changed, typed=other) == (changed, ("rules.motor",))
    assert merge_bodies(was=WAS, now=changed, typed=changed) == (changed, ())
    assert merge_bodies(was=WAS, now=changed, typed=body("life", "rest"))[1] == ("rules.motor",)
    added, again = body("motor", "life", "x", "rest", x=1), body("motor", "life", "x", "rest", x=2)
    assert merge_bodies(was=WAS, now=added, typed=again)[1] == ("rules.x",)


def test_rules_moved_by_both_in_different_ways_are_for_a_person() -> None:
    was = body("a", "b", "c", "rest")
    now, typed = body("b", "a", "c", "rest"), body("a", "c", "b", "rest")
    assert merge_bodies(was=was, now=now, typed=typed) == (now, ("rules",))
    assert merge_bodies(was=was, now=now, typed=now) == (now, ())
