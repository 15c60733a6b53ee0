"""Rejected rows come back whole, with place and reason, in a file that can be mended and imported again."""

import csv
import stat
from pathlib import Path

import pytest

from huiyin.complaints.imports.counting import Counts
from huiyin.complaints.imports.record import Rejected
from huiyin.complaints.imports.rejects import Rejects
from huiyin.complaints.imports.table import Row, Unreadable
from tests.complaints.imports.files import planned


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_all_columns_come_back_with_row_and_reason(tmp_path: Path) -> None:
    path = tmp_path / "rejects.csv"
    row = Row(7, {"a": 'x, "y"\nz', "b": "䶮"})
    with Rejects(path, ["a", "b"]) as rejects:
        rejects.add(Rejected([(row, "因为日期不对")]))
        rejects.add(Rejected([(Row(9, {}, "broken", 'he "said'), "broken")]))
        rejects.add(Rejected([(Row(11, {"a": "1", "late": "2"}), "late key")]))
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert read(path) == [
        {"a": 'x, "y"\nz', "b": "䶮", "_row": "7", "_reason": "因为日期不对", "_raw": ""},
        {"a": "", "b": "", "_row": "9", "_reason": "broken", "_raw": 'he "said'},
        {"a": "1", "b": "", "_row": "11", "_reason": "late key", "_raw": '{"late": "2"}'},
    ]


def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "rejects.csv"
    path.write_text("old")
    path.chmod(0o644)
    with Rejects(path, ["a"]):
        pass
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read(path) == []


def test_without_a_file_nothing_is_written(tmp_path: Path) -> None:
    with Rejects(None, ["a"]) as rejects:
        rejects.add(Rejected([(Row(1, {"a": "b"}), "no")]))
        rejects.flush()
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable):
        Rejects(tmp_path / "no" / "such" / "folder.csv", ["a"])


def test_undecodable_bytes_do_not_stop_the_file(tmp_path: Path) -> None:
    path = tmp_path / "rejects.csv"
    with Rejects(path, ["a"]) as rejects:
        rejects.add(Rejected([(Row(1, {"a": "x\udce7"}), "bytes")]))
    assert read(path)[0]["a"] == "x?"


def test_a_mended_rejects_file_is_imported_like_any_other(tmp_path: Path) -> None:
    source, path = tmp_path / "list.csv", tmp_path / "rejects.csv"
    source.write_text("原编号,收到时间,渠道\n1,2025-01-02,电话\n2,昨天,电话\n", encoding="utf-8")
    records, rejected = planned(source)
    with Rejects(path, ["原编号", "收到时间", "渠道"]) as rejects:
        for each in rejected:
            rejects.add(each)
    path.write_text(path.read_text(encoding="utf-8-sig").replace("昨天,", "2025-01-03,", 1), encoding="utf-8-sig")
    again, still = planned(path)
    assert [record.external_key for record in records + again] == ["1", "2"]
    assert still == []
    assert set(again[0].source_fields["rows"][0]) == {"原编号", "收到时间", "渠道"}


def test_the_exit_code_says_all_some_or_nothing() -> None:
    row = Rejected([(Row(1, {}), "no")])
    nothing, some, everything = Counts(), Counts(created=1), Counts(unchanged=3)
    nothing.reject(row)
    some.reject(row)
    assert [each.exit_code for each in (everything, some, nothing)] == [0, 1, 2]
    assert some.as_json()["rejected"] == 1
    assert some.as_json()["reasons"] == {"no": 1}
