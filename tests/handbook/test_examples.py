"""The worked examples that ship with the rules."""

from datetime import datetime
from typing import Any

import pytest

from huiyin.clocks.rules.events import ClockError
from huiyin.commands.rules_due import answer
from huiyin.handbook import queries


def examples() -> list[Any]:
    found = []
    for path in sorted(queries.EXAMPLES.glob("*.yaml")):
        tree: Any = queries.parse(path.read_text("utf-8"), path.name)
        assert set(tree) in ({"rule", "examples"}, {"rule", "pack", "examples"}), path.name
        pack = tree.get("pack")
        assert path.name == (f"{pack}.{tree['rule']}.yaml" if pack else f"{tree['rule']}.yaml")
        found += [
            pytest.param(tree["rule"], pack, item, id=f"{path.stem}-{item['says']['en']}") for item in tree["examples"]
        ]
    return found


@pytest.mark.parametrize("rule, pack, example", examples())
def test_the_example_holds(rule, pack, example):
    assert set(example) <= {"says", "from", "events", "facts", "due_at", "provisional", "paused", "error"}
    assert example["says"]["zh"]
    question = (rule, example["from"], example.get("events", []), example.get("facts", {}), pack)
    if "error" in example:
        with pytest.raises((ClockError, queries.NoRuleError), match=example["error"]):
            answer(*question)
        return
    _, due = answer(*question)
    assert due.due_at == (datetime.fromisoformat(example["due_at"]) if example["due_at"] else None)
    assert due.provisional == example.get("provisional", False)
    assert due.paused == example.get("paused", False)


def test_every_rule_of_every_pack_has_examples():
    for pack in queries.packs():
        for rule in pack.rules:
            found = queries.examples_of(rule.code, rule.pack)
            assert len(found) >= 1, (rule.pack, rule.code)


def test_every_example_belongs_to_a_rule():
    for path in queries.EXAMPLES.glob("*.yaml"):
        tree: Any = queries.parse(path.read_text("utf-8"), path.name)
        assert queries.versions(tree["rule"], [tree["pack"]] if "pack" in tree else queries.home())
