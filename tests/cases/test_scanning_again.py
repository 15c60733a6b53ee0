"""Files from before there was a scanner, or before it knew what it knows now."""

from collections.abc import Callable
from typing import Any

import pytest

from huiyin.audit.models import Entry
from huiyin.cases.actions import evidence, scanning
from huiyin.cases.jobs import scanning as scanner
from huiyin.cases.models import Case, Evidence, Quarantine, Scan
from huiyin.commands import scan
from huiyin.core import blobs
from huiyin.core.files import Stored
from tests.cases.make import registered
from tests.people import AT, House
from tests.scanner import EICAR

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_blobs")]


@pytest.fixture
def add(house: House) -> Callable[..., Evidence]:
    case: Case = registered(house).case

    def added(content: bytes, known: str = "") -> Evidence:
        file = Stored(blobs.store(content), len(content), "a.txt", "text/plain", scan=known)
        return evidence.add(case=case, files=[file], by=house.by("tom"), at=AT)[0]

    return added


def stands(*items: Evidence) -> list[str]:
    found = {row.pk: row.scan for row in Evidence.objects.all()}
    return [found[item.pk] for item in items]


@pytest.mark.usefixtures("scanning")
def test_what_came_before_the_scanner_or_its_signature_is_asked_about_again(add: Any, capsys: Any) -> None:
    old, harmful, was_clean, late = add(b"a letter"), add(EICAR), add(b"checked", "clean"), add(EICAR + b" ", "clean")
    let_go = add(EICAR + b"\n", "released")
    assert scan.main(["--again"]) == 1
    assert capsys.readouterr().out == "4 asked about, 2 put into quarantine, 0 without a verdict\n"
    assert stands(old, harmful, was_clean, late, let_go) == ["clean", "quarantined", "clean", "quarantined", "released"]
    assert Quarantine.objects.count() == 2
    assert Entry.objects.filter(kind="case.file_clean").count() == 1  # nothing new of what was clean already
    assert scan.main(["--again"]) == 0
    assert Quarantine.objects.count() == 2


@pytest.mark.usefixtures("scanning")
def test_a_second_look_goes_on_where_it_ended(add: Any) -> None:
    first, second = add(b"one"), add(EICAR)
    seen = scanner.scan_again(most=1)
    assert (seen.asked, seen.found, seen.last, seen.finished) == (1, 0, first.pk, False)
    seen = scanner.scan_again(seen.last)
    assert (seen.asked, seen.found, seen.last, seen.finished) == (1, 1, second.pk, True)


@pytest.mark.usefixtures("scanning")
def test_a_damaged_or_too_large_file_stays_as_it_was_and_is_told(settings: Any, add: Any) -> None:
    broken, large, whole = add(b"broken"), add(b"x" * 100), add(b"whole")
    blobs.path_of(broken.sha256).write_bytes(b"nothing of it")
    settings.CLAMD_MAX_BYTES = 50
    seen = scanner.scan_again()
    assert (seen.asked, seen.without, seen.finished) == (3, 2, True)
    assert stands(broken, large, whole) == [Scan.NONE, Scan.NONE, Scan.CLEAN]


def test_without_an_answer_nothing_changes_and_the_command_says_so(settings: Any, tmp_path: Any, add: Any, capsys: Any):
    item = add(b"a letter")
    settings.CLAMD = ""
    assert scan.main(["--again"]) == 2
    assert "HUIYIN_CLAMD" in capsys.readouterr().err
    settings.CLAMD = str(tmp_path / "nobody.sock")
    assert scan.main(["--again"]) == 2
    assert "does not answer" in capsys.readouterr().err
    assert stands(item) == [Scan.NONE]


def test_a_file_released_by_hand_is_never_taken_back(house: House, add: Any) -> None:
    item = add(b"known to be harmless", "released")
    scanning.keep_verdict(evidence=item, signature="Eicar", again=True, by=house.by("adi"), at=AT)
    assert stands(item) == [Scan.RELEASED]
