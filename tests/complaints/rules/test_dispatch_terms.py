"""Rules of assignment as data: conditions, what is wrong with a body, and that reading undoes writing."""

from decimal import Decimal
from typing import Any

import pytest

from huiyin.complaints.rules import dispatch_terms as terms
from huiyin.handbook.rules.node import PackError

NAME = {"zh": "规则", "en": "Rule"}


def body(*rules: dict[str, Any], **more: Any) -> dict[str, Any]:
    last = {"code": "any", "name": NAME}
    return {"rules": [{"name": NAME, **rule} for rule in rules] + [last]} | more


def test_the_first_rule_that_fits_decides():
    edition = terms.read(
        body(
            {"code": "grave", "when": {"severities": ["L3", "L4"]}},
            {"code": "motor", "when": {"lines": ["motor"], "classes": ["C4"]}},
        )
    )
    assert edition.rule_for(terms.Matter(severity="L4", line="motor", code="C41")).code == "grave"
    assert edition.rule_for(terms.Matter(line="motor", code="C41")).code == "motor"
    assert edition.rule_for(terms.Matter(line="motor", code="C51")).code == "any"


@pytest.mark.parametrize(
    ("when", "fits", "fails"),
    [
        ({"units": ["JS"]}, {"units": frozenset({"HQ", "JS"})}, {"units": frozenset({"HQ"})}),
        ({"channels": ["regulator"]}, {"channel": "regulator"}, {"channel": "phone"}),
        ({"languages": ["en"]}, {"language": "en"}, {"language": "zh-hans"}),
        ({"flags": ["media"]}, {"flags": frozenset({"media", "repeat"})}, {"flags": frozenset()}),
        ({"classes": ["C"]}, {"code": "C41"}, {"code": ""}),
        ({"amount_from": 1000}, {"amount": Decimal(1000)}, {"amount": Decimal("999.99")}),
        ({"amount_below": 1000}, {"amount": Decimal(0)}, {"amount": None}),
        ({"amount_below": 1000}, {"amount": Decimal(999)}, {"amount": Decimal(1000)}),
    ],
)
def test_each_condition_holds_where_it_should(when: dict[str, Any], fits: dict[str, Any], fails: dict[str, Any]):
    found = terms.read(body({"code": "one", "when": when}))
    assert found.rule_for(terms.Matter(**fits)).code == "one"
    assert found.rule_for(terms.Matter(**fails)).code == "any"


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"rules": []}, "rules"),
        ({"rules": [{"code": "a", "name": NAME, "when": {"flags": ["media"]}}]}, "rules"),
        (body({"code": "any"}), "rules"),
        (body({"code": "A b"}), "rules[0].code"),
        (body({"code": "a", "hold_hours": 73}), "rules[0].hold_hours"),
        (body({"code": "a", "skills": ["x", "x"]}), "rules[0].skills"),
        (body({"code": "a", "when": {"severities": ["L9"]}}), "rules[0].when.severities[0]"),
        (body({"code": "a", "when": {"colour": ["red"]}}), "rules[0].when"),
        (body({"code": "a", "when": {"amount_from": 5, "amount_below": 5}}), "rules[0].when.amount_below"),
        (body(capacity=0), "capacity"),
        (body(effort={"grades": {"L1": 1}, "flags": {}}), "effort.grades.L2"),
        ([], "document"),
    ],
)
def test_a_wrong_body_names_its_place(wrong: Any, place: str):
    with pytest.raises(PackError) as fault:
        terms.read(wrong)
    assert (fault.value.path or "document") == place


def test_an_edition_written_down_is_read_as_the_same():
    edition = terms.read(
        body(
            {
                "code": "one", "when": {"severities": ["L3"], "amount_from": 10}, "skills": ["life"],
                "qualifications": ["claims"], "mode": "pull", "earlier_owner": True, "hold_hours": 8,
            },
            capacity=30, automatic=True,
        ),
        "v",
    )  # fmt: skip
    assert terms.read(terms.body_of(edition), "v") == edition
    assert terms.read(terms.body_of(terms.SHIPPED), terms.SHIPPED.version) == terms.SHIPPED


def test_effort_grows_with_grade_and_flags_and_halves_while_paused():
    effort = terms.Effort()
    assert [effort.of(level, frozenset()) for level in terms.LEVELS] == [1, 2, 3, 5]
    assert effort.of("L1", frozenset({"collective", "vulnerable"})) == 4
    assert effort.of("L4", frozenset(), paused=True) == 3
