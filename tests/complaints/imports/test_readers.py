"""Files as they are found: encodings, delimiters, broken rows, workbooks. A broken row never takes others with it."""

import csv
import gzip
import io
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from huiyin.complaints.imports.readers import read_table
from huiyin.complaints.imports.table import Row, Unreadable

HEADER = "原编号,收到时间,标题\n"
LINES = "1,2026-01-02,理赔太慢\n2,2026-01-03,退保受阻\n"


def file(tmp_path: Path, data: bytes, name: str = "list.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def cells(rows: list[Row]) -> list[list[str]]:
    return [list(row.cells.values()) for row in rows]


@pytest.mark.parametrize(
    ("codec", "label"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8 (BOM)"),
        ("gb18030", "GB18030"),
        ("gbk", "GB18030"),
        ("utf-16", "UTF-16"),
    ],
)
def test_the_encoding_is_found_and_named(tmp_path: Path, codec: str, label: str) -> None:
    table = read_table(file(tmp_path, (HEADER + LINES).encode(codec)))
    assert table.encoding == label
    assert table.columns == ["原编号", "收到时间", "标题"]
    assert cells(list(table.rows)) == [["1", "2026-01-02", "理赔太慢"], ["2", "2026-01-03", "退保受阻"]]


def test_rare_characters_of_names_survive_gb18030(tmp_path: Path) -> None:
    table = read_table(file(tmp_path, "原编号,投诉人\n1,𬱖䶮㑇\n".encode("gb18030")))
    assert cells(list(table.rows)) == [["1", "𬱖䶮㑇"]]


def test_a_utf8_file_with_a_broken_byte_stays_utf8(tmp_path: Path) -> None:
    table = read_table(file(tmp_path, (HEADER + LINES).encode() + b"3,2026-01-04,\xe7\x90\n"))
    assert table.encoding == "UTF-8"
    rows = list(table.rows)
    assert rows[0].cells["标题"] == "理赔太慢"
    assert "\udce7" in rows[2].cells["标题"]


@pytest.mark.parametrize(("delimiter", "name"), [(",", "comma"), (";", "semicolon"), ("\t", "tab"), ("|", "bar")])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str, name: str) -> None:
    table = read_table(file(tmp_path, (HEADER + LINES).replace(",", delimiter).encode()))
    assert table.delimiter == name
    assert len(table.columns) == 3


def test_commas_inside_a_semicolon_file_do_not_mislead(tmp_path: Path) -> None:
    text = "no;received;text\n1;2026-01-02;a, b, c, d\n2;2026-01-03;e, f, g, h\n"
    assert read_table(file(tmp_path, text.encode())).columns == ["no", "received", "text"]


def test_excels_own_delimiter_line_is_believed(tmp_path: Path) -> None:
    table = read_table(file(tmp_path, b"sep=;\r\nno;text\r\n1;a,b\r\n"))
    assert table.columns == ["no", "text"]
    assert cells(list(table.rows)) == [["1", "a,b"]]


def test_a_quoted_cell_may_span_lines(tmp_path: Path) -> None:
    rows = list(read_table(file(tmp_path, b'no,text\n1,"one\ntwo, ""three"""\n2,x\n')).rows)
    assert cells(rows) == [["1", 'one\ntwo, "three"'], ["2", "x"]]
    assert [row.number for row in rows] == [2, 4]


def test_a_quotation_mark_that_is_never_closed_costs_one_row(tmp_path: Path) -> None:
    lines = "".join(f"{number},fine\n" for number in range(3, 400))
    rows = list(read_table(file(tmp_path, f'no,text\n1,ok\n2,"broken\n{lines}'.encode())).rows)
    assert [row.number for row in rows if row.problem] == [3]
    assert rows[1].raw == '2,"broken\n'
    assert len(rows) == 399
    assert rows[-1].cells == {"no": "399", "text": "fine"}


def test_an_inch_mark_in_a_plain_cell_is_no_quotation(tmp_path: Path) -> None:
    assert cells(list(read_table(file(tmp_path, b'no,text\n1,5" pipe\n2,x\n')).rows)) == [["1", '5" pipe'], ["2", "x"]]


def test_too_many_or_too_few_cells_are_a_problem_of_that_row_only(tmp_path: Path) -> None:
    rows = list(read_table(file(tmp_path, b"a,b,c\n1,2\n1,2,3,4\n1,2,3\n1,2,3,,\n")).rows)
    assert [bool(row.problem) for row in rows] == [True, True, False, False]
    assert "2" in rows[0].problem
    assert "3" in rows[0].problem


def test_blank_lines_are_counted_and_not_read(tmp_path: Path) -> None:
    table = read_table(file(tmp_path, b"a,b\n\n1,2\n,\n   \n3,4\n"))
    assert cells(list(table.rows)) == [["1", "2"], ["3", "4"]]
    assert table.blank == 3


def test_repeated_and_missing_headers_get_names_of_their_own(tmp_path: Path) -> None:
    assert read_table(file(tmp_path, b"a, a ,,b\n1,2,3,4\n")).columns == ["a", "a (2)", "column 3", "b"]


def test_gzip_is_known_by_its_bytes(tmp_path: Path) -> None:
    table = read_table(file(tmp_path, gzip.compress((HEADER + LINES).encode()), name="list.csv"))
    assert len(list(table.rows)) == 2
    assert table.done == 1.0


def test_a_truncated_gzip_is_refused_before_anything_is_done(tmp_path: Path) -> None:
    data = gzip.compress(("a,b\n" + "".join(f"{n},{n * 7919}\n" for n in range(5000))).encode())
    with pytest.raises((EOFError, Unreadable)):
        read_table(file(tmp_path, data[: len(data) // 2]))


def workbook(tmp_path: Path, change: Callable[[Workbook], None] = lambda book: None) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["原编号", "收到时间", "诉求金额", "标题", None])
    sheet.append([20260001, datetime(2026, 1, 2), 1200.0, "理赔太慢"])  # noqa: DTZ001
    sheet.append([])
    sheet.append(["B-2", datetime(2026, 1, 3, 9, 30), 0.5, "退保受阻"])  # noqa: DTZ001
    change(book)
    path = tmp_path / "list.xlsx"
    book.save(path)
    return path


def test_a_workbook_gives_dates_and_numbers_as_people_write_them(tmp_path: Path) -> None:
    table = read_table(workbook(tmp_path))
    rows = list(table.rows)
    assert table.columns == ["原编号", "收到时间", "诉求金额", "标题"]
    assert cells(rows) == [
        ["20260001", "2026-01-02", "1200", "理赔太慢"],
        ["B-2", "2026-01-03 09:30:00", "0.5", "退保受阻"],
    ]
    assert [row.number for row in rows] == [2, 4]
    assert (table.sheet, table.blank) == ("Sheet", 1)


def test_a_compressed_workbook_is_read_too(tmp_path: Path) -> None:
    data = workbook(tmp_path).read_bytes()
    assert len(list(read_table(file(tmp_path, gzip.compress(data), "list.xlsx.gz")).rows)) == 2


def test_an_excel_error_is_a_problem_of_its_row(tmp_path: Path) -> None:
    path = workbook(tmp_path, lambda book: book.active.append(["3", "2026-01-04", 1, "#REF!"]))  # type: ignore[union-attr]
    assert [bool(row.problem) for row in read_table(path).rows] == [False, False, True]


def test_a_sheet_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="Sheet"):
        read_table(workbook(tmp_path), sheet="投诉")


def test_jsonl_keeps_numbers_as_written_and_knows_late_keys(tmp_path: Path) -> None:
    text = '{"id": 110101199001011234567, "a": null}\n\nnot json\n[1]\n{"id": "2", "late": {"x": 1.50}, "flag": true}\n'
    table = read_table(file(tmp_path, text.encode(), "list.jsonl"))
    assert table.columns == ["id", "a", "late", "flag"]
    rows = list(table.rows)
    assert rows[0].cells == {"id": "110101199001011234567", "a": ""}
    assert [bool(row.problem) for row in rows] == [False, True, True, False]
    assert rows[1].raw == "not json"
    assert rows[3].cells["flag"] == "true"
    assert (rows[3].number, table.blank) == (5, 1)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.csv", b""),
        ("blank.csv", b" \n\n"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100),
        ("not.xlsx", b"PK\x03\x04 no workbook at all"),
        ("list.json", b'[{"id": 1}]'),
        ("binary.csv", b"\x00\x01\x02\x03" * 50),
        ("nothing.jsonl", b"{\n{\n"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(tmp_path: Path, name: str, data: bytes) -> None:
    with pytest.raises(Unreadable) as refusal:
        read_table(file(tmp_path, data, name))
    assert len(str(refusal.value)) > 5


def test_a_missing_file_a_folder_and_an_unknown_encoding_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable):
        read_table(tmp_path / "none.csv")
    with pytest.raises(Unreadable):
        read_table(tmp_path)
    with pytest.raises(Unreadable, match="klingon"):
        read_table(file(tmp_path, b"a\n1\n"), encoding="klingon")


plain = st.text(st.characters(blacklist_categories=("Cs", "Cc")) | st.sampled_from('",;\n\t|'), max_size=12)


@given(rows=st.lists(st.tuples(plain, plain, plain), min_size=1, max_size=25), delimiter=st.sampled_from(",;\t|"))
def test_whatever_csv_writes_is_read_back_cell_by_cell(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str]], delimiter: str
) -> None:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerow(["number", "received", "text"])
    writer.writerows(rows)
    path = tmp_path_factory.mktemp("csv") / "list.csv"
    path.write_bytes(buffer.getvalue().encode())
    table = read_table(path)
    expected = [list(row) for row in rows if any(cell and not cell.isspace() for cell in row)]
    assert cells(list(table.rows)) == expected
    assert table.blank == len(rows) - len(expected)
