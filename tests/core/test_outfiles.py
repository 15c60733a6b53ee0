"""Files of many rows: made piece by piece, read by others, with no formula in them."""

import csv
import io
import tracemalloc
from collections.abc import Iterator

import openpyxl
import pytest

from huiyin.core import outfiles

ROWS = [
    ["编号", "说明"],
    ["1", '逗,号 "引" 换\n行'],
    ["=1+1", "+8613812345678"],
    ["@cmd", "-2"],
    ["  =HYPERLINK(1)", "\t=1"],
    ["<b>&", "a\x00b\x0b"],
]
GUARDED = {"=1+1", "+8613812345678", "@cmd", "-2", "  =HYPERLINK(1)", "\t=1"}


def test_a_csv_is_read_back_and_no_cell_begins_a_formula() -> None:
    text = b"".join(outfiles.written("csv", "", ROWS)).decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(text, newline="")))
    assert read == [[f"'{cell}" if cell in GUARDED else cell for cell in row] for row in ROWS]


def test_a_workbook_is_read_back_as_text() -> None:
    made = b"".join(outfiles.written("xlsx", "客户/一", ROWS))
    sheet = openpyxl.load_workbook(io.BytesIO(made)).active
    assert sheet is not None
    assert sheet.title == "客户一"
    assert [sheet.cell(3, 1).value, sheet.cell(3, 1).data_type] == ["'=1+1", "s"]
    assert sheet.cell(2, 2).value == ROWS[1][1]
    assert sheet.cell(6, 2).value == "ab"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_memory_does_not_grow_with_the_rows(kind: str) -> None:
    """Forty thousand rows hold no more than four thousand: less than a megabyte in hand at any time."""

    def rows(count: int) -> Iterator[list[str]]:
        for place in range(count):
            yield [f"{place:012}", "江苏省南京市测试路" * 5]

    peaks = []
    for count in (4_000, 40_000):
        tracemalloc.start()
        size = sum(map(len, outfiles.written(kind, "x", rows(count))))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert size > count
    assert peaks[1] < max(1.2 * peaks[0], 1_000_000), peaks
