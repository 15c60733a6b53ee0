"""Field by field: whatever two people do at the same time, each change is kept or shown, never lost."""

from hypothesis import given
from hypothesis import strategies as st

from huiyin.cases.rules.merging import merge, merge_marks

NAMES = ("name", "phone", "email")
FORMS = st.fixed_dictionaries({name: st.sampled_from("abc") for name in NAMES})
MARKS = st.frozensets(st.sampled_from("vwxyz"))


def test_two_people_who_change_different_fields_are_both_kept() -> None:
    done = merge(was={"name": "a", "phone": "1"}, now={"name": "b", "phone": "1"}, typed={"name": "a", "phone": "2"})
    assert done.values == {"phone": "2"}
    assert done.conflicts == ()


def test_two_people_who_change_the_same_field_are_asked() -> None:
    done = merge(was={"phone": "1"}, now={"phone": "2"}, typed={"phone": "3"})
    assert done.values == {}
    assert done.conflicts == ("phone",)


def test_two_people_who_want_the_same_are_no_conflict() -> None:
    done = merge(was={"phone": "1"}, now={"phone": "2"}, typed={"phone": "2"})
    assert (done.values, done.conflicts) == ({}, ())


@given(was=FORMS, now=FORMS, typed=FORMS)
def test_no_change_is_ever_lost_unseen(was: dict[str, str], now: dict[str, str], typed: dict[str, str]) -> None:
    done = merge(was=was, now=now, typed=typed)
    result = {**now, **done.values}
    for name in NAMES:
        changed_here, changed_there = typed[name] != was[name], now[name] != was[name]
        if name in done.conflicts:
            assert changed_here
            assert changed_there
            assert typed[name] != now[name]
            continue
        if changed_here:
            assert result[name] == typed[name]
        elif changed_there:
            assert result[name] == now[name]


@given(was=MARKS, now=MARKS, typed=MARKS)
def test_marks_of_both_hold(was: frozenset[str], now: frozenset[str], typed: frozenset[str]) -> None:
    result = merge_marks(was=was, now=now, typed=typed)
    for mark in "vwxyz":
        if (mark in typed) != (mark in was):
            assert (mark in result) == (mark in typed)
        else:
            assert (mark in result) == (mark in now)
