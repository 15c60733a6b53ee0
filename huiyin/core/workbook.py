"""A workbook of one sheet in which every cell is text: no formula, no style, no macro. Written by hand, because the
library that reads workbooks loads more than a web process should."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_KINDS = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_KINDS}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KINDS}.worksheet+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    ),
}
# What XML cannot hold.
_WRONG = {code: None for code in range(32) if code not in (9, 10, 13)}


SHEET = "xl/worksheets/sheet1.xml"
SHEET_BEGIN = f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>'
SHEET_END = "</sheetData></worksheet>"


def workbook(title: str, rows: Iterable[Sequence[str]]) -> bytes:
    """An XLSX file. `title` names the sheet (at most 31 characters, none of []:*?/\\)."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in parts(title).items():
            archive.writestr(path, content)
        archive.writestr(SHEET, f"{SHEET_BEGIN}{''.join(map(row, rows))}{SHEET_END}")
    return made.getvalue()


def parts(title: str) -> dict[str, str]:
    """Everything of the file but its sheet: path and content."""
    name = escape("".join(char for char in title if char not in "[]:*?/\\")[:31] or "1", {'"': "&quot;"})
    book = (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        f'<sheet name="{name}" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    return {path: _HEAD + content for path, content in (_PARTS | {"xl/workbook.xml": book}).items()}


def row(cells: Sequence[str]) -> str:
    """A row of the sheet."""
    return f"<row>{''.join(map(_cell, cells))}</row>"


def _cell(text: str) -> str:
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(text.translate(_WRONG))}</t></is></c>'
