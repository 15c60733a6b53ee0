"""The complaint taxonomy holds together, and a wrong file is refused with its fault (3.1-3)."""

from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from huiyin.catalog import rules

RAW: dict[str, Any] = yaml.safe_load((rules.FOLDER / "cn-2025.yaml").read_text(encoding="utf-8"))


def test_the_handbook_names_four_classes_and_twelve_subclasses() -> None:
    taxonomy = rules.current()
    assert {c: n.name.zh for c, n in taxonomy.classes.items()} == {
        "P": "产品类", "S": "服务类", "C": "理赔类", "O": "其他类",
    }  # fmt: skip
    assert [sum(n.parent == c for n in taxonomy.subclasses.values()) for c in "PSCO"] == [3, 3, 4, 2]
    assert {r.subclass for r in taxonomy.reasons.values()} == set(taxonomy.subclasses)


def test_all_forty_five_reasons_are_there_and_stand_under_their_class() -> None:
    taxonomy = rules.current()
    assert [len(taxonomy.of_class(c)) for c in "PSCO"] == [20, 10, 8, 7]
    assert all(r.code[0] == r.class_code and r.code[:2] == r.group for r in taxonomy.reasons.values())
    assert all(taxonomy.subclasses[r.subclass].parent == r.class_code for r in taxonomy.reasons.values())
    assert sum(len(reasons) for _, groups in taxonomy.tree() for _, reasons in groups) == 45


def test_a_reason_is_found_by_code_and_named_in_both_languages() -> None:
    taxonomy = rules.current()
    assert taxonomy.reason("C42").name.text("zh-hans") == "赔款支付慢"
    assert taxonomy.label("C42", "en") == "Claim paid late"
    assert taxonomy.label("P5") == "退保"
    assert taxonomy.label("Z77") == "Z77"
    assert taxonomy.axis_label("line", "unit_linked", "en") == "Unit-linked"
    with pytest.raises(KeyError):
        taxonomy.reason("Z77")


@pytest.mark.parametrize(
    ("function", "reason", "ours"),
    [
        ("Claim Handling", "Claim Denial", "C21"),
        ("Claim Handling", "Unsatisfactory Settlement/Offer", "C31"),
        ("Marketing & Sales", "High Pressure Tactic", "P44"),
        ("PolicyHolder Service", "Premium Notice/Billing", "P62"),
        ("underwriting", "premium_rating", "P33"),
        ("U", "Nonrenewal", "P61"),
        ("Claim Handling", "Claim Handling Other", None),
        ("Claim Handling", "Adjuster Handling", None),
        ("Sorcery", "Claim Denial", None),
    ],
)
def test_a_foreign_reason_maps_to_ours_or_to_nothing(function: str, reason: str, ours: str | None) -> None:
    found = rules.current().from_naic(function, reason)
    assert (found.code if found else None) == ours


def test_every_foreign_reason_with_a_target_is_reported_back_under_the_same_pair() -> None:
    taxonomy = rules.current()
    for pair, foreign in taxonomy.naic_reasons.items():
        if foreign.to:
            assert taxonomy.reason(foreign.to).naic == pair
    assert {r.code for r in taxonomy.of_naic("service", "refund_of_premium")} == {"P51", "P52"}


def test_the_edition_in_force_is_chosen_by_day() -> None:
    assert rules.in_force(date(2026, 11, 22)).version == "2025.1"
    assert rules.in_force(date(2012, 7, 1)).version == "2025.1"
    assert rules.edition("2025.1") is rules.current()
    with pytest.raises(KeyError):
        rules.edition("1999.1")


def wrong(change: str) -> dict[str, Any]:
    """The shipped file with one fault in it."""
    raw = deepcopy(RAW)
    if change == "twice":
        raw["reasons"].append(raw["reasons"][0])
    elif change == "group":
        raw["reasons"][3]["group"] = "P9"
    elif change == "naic":
        raw["reasons"][3]["naic"] = ["claims", "sorcery"]
    elif change == "english":
        raw["reasons"][3]["en"] = " "
    elif change == "axes":
        del raw["axes"]["line"]
    elif change == "target":
        raw["naic"]["reasons"][0]["to"] = "P99"
    elif change == "day":
        raw["effective_from"] = "soon"
    elif change == "missing":
        del raw["reasons"][0]["reg"]
    return raw


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("twice", "P11 stands twice"),
        ("group", "group 'P9' is not defined"),
        ("naic", "sorcery"),
        ("english", "both names are needed"),
        ("axes", "axes must be"),
        ("target", "P99"),
        ("day", "'soon' is not a date"),
        ("missing", "'reg' is missing"),
    ],
)
def test_a_wrong_file_is_refused_with_its_fault(tmp_path: Path, change: str, says: str) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text(yaml.safe_dump(wrong(change), allow_unicode=True), encoding="utf-8")
    with pytest.raises(rules.TaxonomyError, match=r"wrong\.yaml") as refused:
        rules.load(path)
    assert says in str(refused.value)


def test_a_file_that_is_no_yaml_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text("reasons: [", encoding="utf-8")
    with pytest.raises(rules.TaxonomyError, match="not YAML"):
        rules.load(path)
