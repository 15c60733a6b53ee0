"""Situations in which we speak to customers: their file is whole, and a complaint finds its own (2.2-2)."""

from datetime import date
from typing import Any

import pytest

from huiyin.cases.models import Flag, State
from huiyin.complaints.rules import scenarios
from huiyin.handbook.rules.node import PackError

ON = date(2026, 11, 1)


def pack(**changes: Any) -> dict[str, Any]:
    words = {"zh": "说", "en": "say"}
    one = {"code": "first_word", "title": words, "states": ["received"], "flow": [words], "good": words} | changes
    head = {"pack": "scenarios-2027", "title": words, "effective_from": "2027-01-01"}
    return head | {"scenarios": [one]}


def test_states_and_flags_are_those_of_a_complaint() -> None:
    assert set(State.values) >= scenarios.STATES
    assert set(Flag.values) >= scenarios.FLAGS


def test_every_state_that_is_open_has_a_situation() -> None:
    edition = scenarios.in_force(ON)
    for state in scenarios.STATES:
        assert [one for one in edition.likely(state) if one.states], state


def test_what_the_flags_bring_on_stands_first_what_may_always_come_last() -> None:
    edition = scenarios.in_force(ON)
    found = [one.code for one in edition.likely("received", ["media", "vulnerable"])]
    assert found[:3] == ["vulnerable", "regulator", "first_word"]
    assert found[-1] == "upset"
    assert len(found) == len(set(found))
    assert "papers" not in found


def test_every_situation_says_something_in_both_languages() -> None:
    for one in scenarios.in_force(ON).all:
        for words in (one.title, one.good, *one.flow):
            assert words.zh.strip()
            assert words.en.strip()
        assert scenarios.in_force(ON).get(one.code) is one


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"states": ["flying"]}, "flying"),
        ({"flags": ["upset"]}, "upset"),
        ({"flow": []}, "at least one thing"),
        ({"hours": 0}, "at least 1"),
        ({"code": "1"}, "short code"),
        ({"tone": "warm"}, "tone"),
    ],
)
def test_a_wrong_file_is_refused_with_its_place(changes: dict[str, Any], said: str) -> None:
    assert scenarios.read(pack(), "x.yaml").all[0].code == "first_word"
    with pytest.raises(PackError, match=said):
        scenarios.read(pack(**changes), "x.yaml")


def test_a_code_stands_once() -> None:
    tree = pack()
    tree["scenarios"] *= 2
    with pytest.raises(PackError, match="twice"):
        scenarios.read(tree, "x.yaml")
