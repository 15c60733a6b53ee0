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
        assert set(tree) == {"rule", "examples"}, path.name
        found += [
            pytest.param(tree["rule"], item, id=f"{tree['rule']}-{item['says']['en']}") for item in tree["examples"]
        ]
    return found


@pytest.mark.parametrize("rule, example", examples())
def test_the_example_holds(rule, example):
    assert set(example) <= {"says", "from", "events", "facts", "due_at", "provisional", "paused", "error"}
    assert example["says"]["zh"]
    question = (rule, example["from"], example.get("events", []), example.get("facts", {}))
    if "error" in example:
        with pytest.raises((ClockError, queries.NoRuleError), match=example["error"]):
            answer(*question)
        return
    _, due = answer(*question)
    assert due.due_at == (datetime.fromisoformat(example["due_at"]) if example["due_at"] else None)
    assert due.provisional == example.get("provisional", False)
    assert due.paused == example.get("paused", False)


def test_every_rule_has_examples():
    tested = {queries.parse(path.read_text("utf-8"), path.name)["rule"] for path in queries.EXAMPLES.glob("*.yaml")}  # type: ignore[index]
    assert tested == set(queries.codes())
