"""`huiyin import complaints`: what it prints and writes; a kill or a second run loses and doubles nothing."""

import csv
import gzip
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook

from huiyin.audit.models import Entry
from huiyin.cases.models import Case, Registry
from huiyin.channels.models import Outgoing
from huiyin.commands import import_complaints
from tests.complaints.imports.files import CFPB, CONNECTICUT, DATA, TEXAS, grouped, raw
from tests.complaints.imports.house import make_house

pytestmark = pytest.mark.django_db

HEADER = "原编号,收到时间,办结时间,渠道,标题,电子邮箱,备注\n"
GOOD = "1,2025-01-02,2025-01-10,电话,理赔太慢,,甲\n2,2025-01-03,2025-01-11,电话,退保受阻,,乙\n"
BAD = "3,昨天,2025-01-12,电话,坏日期,,丙\n4,2025-01-05,2025-01-12,飞鸽,坏渠道,,丁\n"

Run = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def command(*words: object) -> tuple[int, dict[str, Any]]:
        code = import_complaints.main([*map(str, words), "--json"])
        return code, json.loads(capsys.readouterr().out)

    return command


@pytest.fixture
def listed(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str, codec: str = "utf-8") -> Path:
        path = tmp_path / "list.csv"
        path.write_bytes(text.encode(codec))
        return path

    return write


def numbers(result: dict[str, Any]) -> dict[str, int]:
    return {name: result[name] for name in ("read", "created", "unchanged", "rejected")}


def test_all_in_is_exit_code_0_and_a_second_run_finds_all_unchanged(run: Run, listed: Callable[[str], Path]) -> None:
    make_house()
    path = listed(HEADER + GOOD)
    code, result = run(path)
    assert (code, numbers(result)) == (0, {"read": 2, "created": 2, "unchanged": 0, "rejected": 0})
    assert (result["mapping"], result["encoding"], result["delimiter"]) == ("huiyin", "UTF-8", "comma")
    assert result["unread_columns"] == ["备注"]
    code, result = run(path)
    assert (code, numbers(result)) == (0, {"read": 2, "created": 0, "unchanged": 2, "rejected": 0})
    assert Case.objects.count() == 2


def test_some_rejected_is_exit_code_1_and_they_come_back(
    run: Run, listed: Callable[[str], Path], tmp_path: Path
) -> None:
    make_house()
    rejects = tmp_path / "rejects.csv"
    code, result = run(listed(HEADER + GOOD + BAD), "--rejects", rejects)
    assert (code, numbers(result)) == (1, {"read": 4, "created": 2, "unchanged": 0, "rejected": 2})
    with rejects.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["原编号"], row["_row"], row["备注"]) for row in rows] == [("3", "4", "丙"), ("4", "5", "丁")]
    assert "昨天" in rows[0]["_reason"]
    assert "飞鸽" in rows[1]["_reason"]
    assert sum(result["reasons"].values()) == 2


def test_a_mended_rejects_file_brings_in_the_rest(run: Run, listed: Callable[[str], Path], tmp_path: Path) -> None:
    make_house()
    rejects = tmp_path / "rejects.csv"
    run(listed(HEADER + GOOD + BAD), "--rejects", rejects)
    text = rejects.read_text(encoding="utf-8-sig").replace(",昨天,", ",2025-01-04,").replace(",飞鸽,", ",来信,")
    mended = tmp_path / "mended.csv"
    mended.write_text(text, encoding="utf-8-sig")
    code, result = run(mended)
    assert (code, numbers(result)) == (0, {"read": 2, "created": 2, "unchanged": 0, "rejected": 0})
    assert set(Case.objects.values_list("external_ref", flat=True)) == {"1", "2", "3", "4"}


def test_a_dry_run_says_the_same_and_writes_nothing(run: Run, listed: Callable[[str], Path], tmp_path: Path) -> None:
    make_house()
    path = listed(HEADER + GOOD + BAD)
    rejects = tmp_path / "rejects.csv"
    code, result = run(path, "--dry-run", "--rejects", rejects)
    assert (code, result["dry_run"]) == (1, True)
    assert numbers(result) == {"read": 4, "created": 2, "unchanged": 0, "rejected": 2}
    assert Case.objects.count() == Registry.objects.count() == Entry.objects.count() == 0
    assert rejects.exists()
    run(path)
    _code, result = run(path, "--dry-run")
    assert numbers(result) == {"read": 4, "created": 0, "unchanged": 2, "rejected": 2}


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("", []),
        (HEADER, []),
        ("标题,内容\na,b\n", []),
        ("标题,内容\na,b\n", ["--mapping", "huiyin"]),
        (HEADER + GOOD, ["--mapping", "nowhere"]),
        (HEADER + GOOD, ["--unit", "XX"]),
        (HEADER + GOOD, ["--encoding", "klingon"]),
        (HEADER + BAD, []),
    ],
)
def test_nothing_done_is_exit_code_2(
    listed: Callable[[str], Path], text: str, options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    make_house()
    assert import_complaints.main([str(listed(text)), *options]) == 2
    told = capsys.readouterr()
    assert len(told.out + told.err) > 10
    assert Case.objects.count() == 0


def test_a_missing_file_and_a_rejects_file_that_is_the_input_are_refused(
    listed: Callable[[str], Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_house()
    assert import_complaints.main([str(tmp_path / "none.csv")]) == 2
    path = listed(HEADER + GOOD)
    assert import_complaints.main([str(path), "--rejects", str(path)]) == 2
    assert path.read_text() == HEADER + GOOD
    assert "none.csv" in capsys.readouterr().err


def test_without_an_organisation_it_says_what_to_do(
    listed: Callable[[str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert import_complaints.main([str(listed(HEADER + GOOD))]) == 2
    assert "createadmin" in capsys.readouterr().err


def test_people_read_lines_with_the_counts(
    listed: Callable[[str], Path], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    make_house()
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    assert import_complaints.main([str(listed(HEADER + GOOD + BAD))]) == 1
    lines = capsys.readouterr().out.splitlines()
    for line in ("read: 4 rows", "created: 2 complaints", "unchanged: 0 complaints", "rejected: 2 rows"):
        assert line in lines
    assert any("昨天" in line for line in lines)


@pytest.mark.parametrize("codec", ["utf-8-sig", "gb18030"])
def test_chinese_encodings_come_in_right(run: Run, listed: Callable[..., Path], codec: str) -> None:
    make_house()
    code, _result = run(listed(HEADER + GOOD, codec))
    assert code == 0
    assert set(Case.objects.values_list("subject", flat=True)) == {"理赔太慢", "退保受阻"}


def test_workbook_jsonl_and_gzip_are_the_same_complaints(
    run: Run, listed: Callable[[str], Path], tmp_path: Path
) -> None:
    make_house()
    run(listed(HEADER + GOOD))
    rows = [dict(zip(HEADER.strip().split(","), line.split(","), strict=True)) for line in GOOD.splitlines()]
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADER.strip().split(","))
    for row in rows:
        sheet.append(list(row.values()))
    book.save(tmp_path / "list.xlsx")
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (tmp_path / "list.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    for name in ("list.xlsx", "list.jsonl.gz"):
        code, result = run(tmp_path / name)
        assert (code, result["created"], result["unchanged"]) == (0, 0, 2), name


def test_a_workbook_that_breaks_off_brings_in_what_stands_before(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_house()
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADER.strip().split(","))
    for number in range(1, 401):
        sheet.append([str(number), "2025-01-02", "2025-01-10", "电话", "理赔太慢"])
    whole, broken = tmp_path / "whole.xlsx", tmp_path / "broken.xlsx"
    book.save(whole)
    with ZipFile(whole) as source, ZipFile(broken, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, data[: len(data) // 2] if name.endswith("sheet1.xml") else data)
    assert import_complaints.main([str(broken)]) == 1
    assert 100 < Case.objects.count() < 400
    assert str(Case.objects.count()) in capsys.readouterr().out


def test_public_records_come_in_whole(run: Run) -> None:
    make_house()
    for path, cases in (
        (TEXAS, len(raw(TEXAS))),
        (CONNECTICUT, len(grouped(CONNECTICUT, "file_no"))),
        (CFPB, len(raw(CFPB))),
    ):
        code, result = run(path)
        assert (code, result["read"], result["created"], result["rejected"]) == (0, len(raw(path)), cases, 0)
        code, result = run(path)
        assert (code, result["created"], result["unchanged"]) == (0, 0, cases)
    assert Outgoing.objects.count() == 0


def test_new_arrivals_are_open_and_get_a_receipt(run: Run, listed: Callable[[str], Path]) -> None:
    make_house()
    text = HEADER + "1,2026-11-20,2026-11-21,电话,理赔太慢,a@example.com,\n"
    code, result = run(listed(text), "--open")
    assert (code, result["created"]) == (0, 1)
    case = Case.objects.get()
    assert (case.is_open, case.closed_at) == (True, None)
    assert Outgoing.objects.get().owner_id == case.id


@pytest.mark.django_db(transaction=True)
def test_after_a_kill_the_next_run_brings_in_the_rest(run: Run, tmp_path: Path) -> None:
    make_house()
    path = tmp_path / "many.csv"
    lines = "".join(f"{n},2025-01-02,2025-01-10,电话,第{n}件,,\n" for n in range(1, 8001))
    path.write_text(HEADER + lines, encoding="utf-8")
    child = subprocess.Popen(
        [sys.executable, "-m", "huiyin", "import", "complaints", str(path)],
        env=os.environ | _same_database(),
        cwd=DATA.parents[1],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 60
    while not Case.objects.exists() and time.monotonic() < deadline and child.poll() is None:
        time.sleep(0.02)
    child.send_signal(signal.SIGKILL)
    child.wait()
    came_in = Case.objects.count()
    assert 0 < came_in < 8000
    assert came_in % 1000 == 0
    assert Registry.objects.filter(kind="import").count() == came_in
    code, result = run(path)
    assert (code, result["created"], result["unchanged"]) == (0, 8000 - came_in, came_in)
    assert Case.objects.count() == Entry.objects.count() == 8000


def _same_database() -> dict[str, str]:
    from django.conf import settings  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    database = connection.settings_dict
    url = f"postgresql://{database['USER']}@/{database['NAME']}?host={database['HOST']}"
    return {"DATABASE_URL": url, "HUIYIN_KEYS_DIR": str(settings.KEYS_DIR), "HUIYIN_SECRET_KEY": settings.SECRET_KEY}
