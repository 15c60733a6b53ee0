"""Parquet in and out, where its library is installed; and what is said where it is not."""

import importlib.util
import io
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from huiyin.commands import export_customers, import_customers
from huiyin.complaints.imports.readers import read_table
from huiyin.complaints.imports.table import Unreadable
from huiyin.core import outfiles
from huiyin.customers.models import Party

HERE = importlib.util.find_spec("pyarrow") is not None
needs_parquet = pytest.mark.skipif(
    not HERE, reason="NOT RUN: no pyarrow here (pip install --require-hashes -r requirements/parquet.txt)"
)
WHY = "监管现场检查"


def written(path: Path, columns: dict[str, list[Any]]) -> Path:
    import pyarrow as arrow  # noqa: PLC0415 - optional
    import pyarrow.parquet as parquet  # noqa: PLC0415

    parquet.write_table(arrow.table(columns), path, row_group_size=2)
    return path


def test_without_the_library_it_says_what_to_install(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    (tmp_path / "a.parquet").write_bytes(b"PAR1....PAR1")
    with pytest.raises(Unreadable, match=r"requirements/parquet\.txt"):
        read_table(tmp_path / "a.parquet")
    assert "requirements/parquet.txt" in outfiles.lacking("parquet")
    assert outfiles.lacking("csv") == ""


def test_a_compressed_one_is_turned_back(tmp_path: Path) -> None:
    import gzip  # noqa: PLC0415

    (tmp_path / "a.parquet.gz").write_bytes(gzip.compress(b"PAR1....PAR1"))
    with pytest.raises(Unreadable, match=r"\.gz"):
        read_table(tmp_path / "a.parquet.gz")


@needs_parquet
def test_every_kind_of_value_is_read_as_text(tmp_path: Path) -> None:
    at = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
    path = written(tmp_path / "a.parquet", {
        "客户号": ["K1", None, "K3"], "金额": [Decimal("1200.50"), None, Decimal("7.00")],
        "手机": [13812345678.0, None, 5.0],
        "生日": [date(1960, 5, 17), None, None], "时间": [at, None, at], "是否": [True, None, False],
        "列表": [["a", "乙"], None, []], "字节": ["陈".encode(), None, b""],
    })  # fmt: skip
    table = read_table(path)
    rows = list(table.rows)
    assert (table.kind, table.columns, table.blank, table.done) == (
        "parquet", ["客户号", "金额", "手机", "生日", "时间", "是否", "列表", "字节"], 1, 1.0,
    )  # fmt: skip
    assert [row.number for row in rows] == [1, 3]
    assert list(rows[0].cells.values()) == [
        "K1", "1200.50", "13812345678", "1960-05-17", "2026-03-02 08:30:00+00:00", "TRUE", '["a", "乙"]', "陈",
    ]  # fmt: skip


@needs_parquet
def test_a_broken_file_is_turned_back(tmp_path: Path) -> None:
    whole = written(tmp_path / "a.parquet", {"a": ["1", "2", "3"]}).read_bytes()
    (tmp_path / "b.parquet").write_bytes(whole[:-10])
    with pytest.raises(Unreadable):
        list(read_table(tmp_path / "b.parquet").rows)


@needs_parquet
@pytest.mark.django_db(transaction=True)
def test_customers_come_in_and_go_out(tmp_path: Path, capsys: Any) -> None:
    path = written(tmp_path / "a.parquet", {
        "客户号": ["K1", "K2", "K3"], "客户姓名": ["欧阳春梅", "=王建国", ""],
        "手机号码": ["13812345678", None, "13900000000"],
    })  # fmt: skip
    assert import_customers.main([str(path), "--source", "core"]) == 1, "one has no name"
    assert import_customers.main([str(path), "--source", "core"]) == 1
    assert sorted(Party.objects.values_list("external_ref", flat=True)) == ["K1", "K2"]
    out = tmp_path / "out.parquet"
    assert export_customers.main([str(out), "--reason", WHY, "--clear"]) == 0
    rows = [row.cells for row in read_table(out).rows]
    assert sorted(row["name"] for row in rows) == ["=王建国", "欧阳春梅"]


@needs_parquet
def test_a_file_of_many_rows_is_made_group_by_group() -> None:
    import pyarrow.parquet as parquet  # noqa: PLC0415

    rows = [["no", "说明"], *([str(place), "测试"] for place in range(12_000))]
    pieces = list(outfiles.written("parquet", "x", rows))
    assert len(pieces) == 4
    file = parquet.ParquetFile(io.BytesIO(b"".join(pieces)))
    assert (file.metadata.num_rows, file.metadata.num_row_groups) == (12_000, 3)
    assert file.read().column("no").to_pylist()[-1] == "11999"


def test_the_command_says_what_to_install(tmp_path: Path, monkeypatch: Any, capsys: Any, db: None) -> None:
    monkeypatch.setattr(outfiles, "lacking", lambda kind: outfiles.parquet_lacks())
    assert export_customers.main([str(tmp_path / "a.parquet"), "--reason", WHY]) == 2
    assert "requirements/parquet.txt" in capsys.readouterr().err
    assert not (tmp_path / "a.parquet").exists()
