"""Who may leave: learnt, calibrated and measured apart; shown with reasons, and only to whoever agreed."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.test import override_settings

from huiyin.commands import churn
from huiyin.complaints.queries.outlook import outlook
from huiyin.customers.actions import consents
from huiyin.customers.models import Party, Policy
from huiyin.customers.rules import leaving
from huiyin.customers.rules.likelihood import learn, measure
from tests.cases.make import registered
from tests.customers.conftest import AT, BY
from tests.people import House

POLICIES = Path(__file__).resolve().parents[3] / "shared/data/records/auto_policies.csv.gz"


def test_the_shipped_model_is_what_the_made_history_gives() -> None:
    rows, labels = leaving.made()
    model, quality = learn(rows, labels)
    assert leaving.SHIPPED.read_text("utf-8") == leaving.dumped(
        model, quality, name=leaving.shipped().name, is_made=True
    )
    assert 0.68 < quality.auc < 0.8
    assert quality.brier < 0.95 * quality.base_brier
    assert quality.error < 0.05
    assert leaving.shipped().made
    assert sum(one.count for one in quality.bins) == quality.rows == leaving.MADE_ROWS // 5


def test_what_carries_nothing_is_told_as_a_guess() -> None:
    rows, _labels = leaving.made(2000)
    labels = [place % 7 == 0 for place in range(2000)]
    _model, quality = learn(rows, labels)
    assert 0.4 < quality.auc < 0.6
    assert quality.brier > 0.98 * quality.base_brier
    with pytest.raises(ValueError, match="200"):
        learn(rows[:100], labels[:100])
    with pytest.raises(ValueError, match="labels"):
        learn(rows, [True] * 2000)


def test_measures_are_what_they_say() -> None:
    perfect = measure([0.0] * 50 + [1.0] * 50, [False] * 50 + [True] * 50)
    assert (perfect.auc, perfect.brier, perfect.error, perfect.base_brier) == (1.0, 0.0, 0.0, 0.25)
    tied = measure([0.5] * 100, [place % 2 == 0 for place in range(100)])
    assert (tied.auc, tied.brier) == (0.5, 0.25)


def test_premiums_to_come_fall_with_the_share_that_leaves() -> None:
    assert leaving.to_come(1000, 1) == 1000
    whole = leaving.to_come(1000, 0)
    assert round(whole, 2) == round(sum(1000 / 1.05**year for year in range(10)), 2)
    assert 1000 < leaving.to_come(1000, 0.2) < whole


def test_a_file_of_ones_own_is_learnt_from_and_a_wrong_one_refused(tmp_path: Path, capsys) -> None:
    rows, labels = leaving.made(600)
    file, kept = tmp_path / "own.csv", tmp_path / "own.json"
    names = list(rows[0])
    lines = [",".join([*names, "id", "left"])]
    for place, (row, label) in enumerate(zip(rows, labels, strict=True)):
        lines.append(",".join([*(str(row[name]) for name in names), f"C{place}", "Yes" if label else "No"]))
    file.write_text("\n".join(lines), encoding="utf-8")
    assert churn.main([str(file), "--write", str(kept)]) == 0
    assert "AUC" in capsys.readouterr().out
    own = leaving.loaded(kept.read_text("utf-8"))
    assert not own.made
    assert not any(name.startswith("id") for name in own.model.weights)
    assert churn.main([str(file), "--label", "gone"]) == 2
    assert "gone" in capsys.readouterr().err
    assert churn.main([str(tmp_path / "none.csv")]) == 2
    with pytest.raises(ValueError, match="model"):
        leaving.loaded("{}")


@pytest.mark.skipif(not POLICIES.exists(), reason="not run: file absent (../shared/data/records/auto_policies.csv.gz)")
def test_on_real_policies_the_answer_to_an_offer_is_predicted_better_than_by_guessing() -> None:
    """There is no churn label in it: what is predicted is `Response`."""
    rows, labels = churn._read(POLICIES, "Response", "Yes", ["Customer"])
    assert len(rows) == 6388  # two have no answer
    _model, quality = learn(rows, labels)
    assert quality.auc > 0.75
    assert quality.brier < 0.9 * quality.base_brier
    assert quality.error < 0.05


def test_it_is_told_with_reasons_and_only_to_whoever_agreed(
    house: House, li: Party, policy: Policy, tmp_path: Path
) -> None:
    assert outlook([li.pk], AT) is None
    consents.give_consent(party_id=li.pk, purpose="profiling", source="phone", by=BY, at=AT)
    calm = outlook([li.pk], AT)
    assert calm is not None
    assert calm.model.made
    registered(house, policy_number=policy.number, party_id=li.pk)
    Policy.objects.update(ends_on=date(2026, 4, 1), premium=1000)
    pressed = outlook([li.pk], AT)
    assert pressed is not None
    assert pressed.leaving > calm.leaving
    assert {"ending", "complaint_open"} <= set(pressed.reasons)
    assert 1000 < pressed.premiums < 8108
    own = tmp_path / "own.json"
    model, quality = learn(*leaving.made(600))
    own.write_text(leaving.dumped(model, quality, name="own", is_made=False), encoding="utf-8")
    with override_settings(LEAVING_MODEL=str(own)):
        told = outlook([li.pk], AT)
    assert told is not None
    assert (told.model.name, told.model.made) == ("own", False)
    Policy.objects.update(ends_on=date(2026, 3, 1))
    assert outlook([li.pk], AT) is None
    Policy.objects.update(ends_on=None)
    consents.withdraw_consent(party_id=li.pk, purpose="profiling", source="phone", by=BY, at=AT + timedelta(hours=1))
    assert outlook([li.pk], AT + timedelta(hours=2)) is None
