"""The citation linter on the desk."""

import csv
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.core.test_reading import docx, paragraph

LINT = "/desk/handbook/lint/"
WRONG = "甲。\n根据《个人信息保护法》第41条，不得非法收集、出售个人信息。见《某某行业报告》。"


def test_a_pasted_text_shows_its_findings(enter) -> None:
    page = enter("tom").post(LINT, {"text": WRONG, "on": "2026-11-22"})
    assert page.status_code == 200
    told = page.content.decode()
    assert "《个人信息保护法》第41条" in told
    assert "第十条" in told
    assert "2:3" in told
    assert [kind["state"] for _row, kind in page.context["rows"]] == ["breached", ""]
    assert (page.context["alarms"], page.context["unchecked"]) == (1, 1)


def test_a_clean_text_says_so(enter) -> None:
    page = enter("tom").post(LINT, {"text": "《保险法》第二十三条"})
    assert page.context["rows"] == []
    assert page.context["checked"]


def test_the_findings_of_a_file_can_be_taken_along(enter) -> None:
    client = enter("tom")
    word = SimpleUploadedFile("手册.docx", docx(paragraph("一") + paragraph("见《保险法》第999条。")))
    page = client.post(LINT, {"file": word})
    assert "paragraph 2:2" in page.content.decode()
    answer = client.post(LINT, {"again": page.context["again"], "as": "csv"})
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "csv" in answer.headers["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[1][:2] == ["paragraph 2:2", "《保险法》第999条"]
    assert enter("tia").post(LINT, {"again": page.context["again"], "as": "csv"}).status_code == 422


def test_what_nobody_can_read_is_told_in_words(enter) -> None:
    client = enter("tom")
    for sent in ({}, {"text": "  "}, {"again": "made up"}, {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7 broken")}):
        page = client.post(LINT, sent)
        assert page.status_code == 422
        assert page.context["file_errors"]


def test_a_cell_never_begins_a_formula(enter) -> None:
    answer = enter("tom").post(LINT, {"text": "=《保险法》第999条", "as": "csv"})
    cells = [cell for row in csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))) for cell in row]
    assert not [cell for cell in cells if re.match(r"[=+@-]", cell)]


@pytest.mark.parametrize("day", ["x", "2026-13-01"])
def test_a_day_that_is_none_is_refused_at_its_field(enter, day: str) -> None:
    page = enter("tom").post(LINT, {"text": "a", "on": day})
    assert page.status_code == 422
    assert page.context["form"].errors["on"]
