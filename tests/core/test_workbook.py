"""A workbook written by hand is read by the library that reads workbooks: every cell is text."""

import io

from openpyxl import load_workbook

from huiyin.core.workbook import workbook


def test_every_cell_comes_back_as_the_text_it_was() -> None:
    rows = [["编号", "结果"], ["=1+1", ' <a> & "b"\n'], ["", "12"]]
    sheet = load_workbook(io.BytesIO(workbook("结果/[1]", rows))).active
    assert sheet is not None
    assert sheet.title == "结果1"
    read = [[cell.value or "" for cell in row] for row in sheet.iter_rows()]
    assert read == rows
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}


def test_characters_that_xml_cannot_hold_are_left_out() -> None:
    sheet = load_workbook(io.BytesIO(workbook("x", [["a\x00\x1fb"]]))).active
    assert sheet is not None
    assert sheet.cell(1, 1).value == "ab"
