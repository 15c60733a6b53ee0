"""`huiyin export transfers`: what is complete is given once, what is missing is told, no file is overwritten."""

import csv
from pathlib import Path

import pytest

from huiyin.audit import queries as ledger
from huiyin.commands import export_transfers as command
from huiyin.complaints.models import HandBack
from tests.cases.make import registered
from tests.complaints.test_hand_back import TODAY, transferred
from tests.people import House, build

pytestmark = pytest.mark.django_db
PERIOD = ["--since", str(TODAY), "--until", str(TODAY)]


@pytest.fixture
def house() -> House:
    return build()


def test_the_file_is_made_once(house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = transferred(house, "12378-1")
    left = registered(house, channel="regulator", external_ref="12378-2").case
    path = tmp_path / "answers.csv"
    assert command.main([str(path), *PERIOD, "--dry-run"]) == 1
    assert not path.exists()
    assert not HandBack.objects.exists()
    assert command.main([str(path), *PERIOD]) == 1
    assert left.number in capsys.readouterr().err
    with path.open(encoding="utf-8-sig", newline="") as made:
        [_head, row] = csv.reader(made)
    assert row[:2] == ["12378-1", case.number]
    assert command.main([str(path), *PERIOD]) == 2
    other = tmp_path / "again.xlsx"
    assert command.main([str(other), *PERIOD]) == 0
    assert not other.exists()
    last = ledger.last(("case", case.pk))
    assert last is not None
    assert last.actor_label == "export"


def test_a_period_that_is_none_does_nothing(house: House, tmp_path: Path) -> None:
    path = tmp_path / "answers.xlsx"
    assert command.main([str(path), "--since", "2026-03-02", "--until", "2026-03-01"]) == 2
    assert not path.exists()
