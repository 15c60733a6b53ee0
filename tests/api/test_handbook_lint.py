"""The citation linter for machines."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.api.conftest import Machine
from tests.api.test_story import file, ok
from tests.core.test_reading import docx, paragraph

WRONG = "甲。\n根据《个人信息保护法》第41条，不得非法收集、出售个人信息。见《某某行业报告》。"


def test_findings_come_with_place_kind_and_mend(machine: Callable[..., Machine]) -> None:
    answer = ok(machine("tom").post("/handbook/lint", {"text": WRONG, "on": "2026-11-22"}))
    assert (answer["on"], answer["to_mend"]) == ("2026-11-22", 1)
    assert [(one["kind"], one["place"]) for one in answer["items"]] == [("wrong", "2:3"), ("not verifiable", "2:32")]
    assert answer["items"][0]["quote"] == "《个人信息保护法》第41条"
    assert answer["items"][0]["page"] is None


def test_a_clean_text_has_no_items(machine: Callable[..., Machine]) -> None:
    assert ok(machine("tom").post("/handbook/lint", {"text": "《保险法》第二十三条"}))["items"] == []


def test_an_uploaded_word_document_is_read(machine: Callable[..., Machine]) -> None:
    tom = machine("tom")
    word = SimpleUploadedFile("a.docx", docx(paragraph("一") + paragraph("见《保险法》第999条。")))
    upload = ok(tom.upload("/uploads", {"files": word}), 201)["items"][0]["id"]
    (one,) = ok(tom.post("/handbook/lint", {"upload": upload}))["items"]
    assert (one["paragraph"], one["kind"]) == (2, "wrong")
    foreign = machine("tia").post("/handbook/lint", {"upload": upload})
    assert (foreign.status_code, foreign.json()["code"]) == (422, "upload.unknown")


@pytest.mark.parametrize("body", [{}, {"text": "a", "upload": "b"}, {"text": ""}, {"text": "x" * 500_001}, {"on": "x"}])
def test_what_cannot_be_checked_is_refused(machine: Callable[..., Machine], body: dict[str, str]) -> None:
    assert machine("tom").post("/handbook/lint", body).status_code == 422


def test_a_picture_is_no_text(machine: Callable[..., Machine]) -> None:
    tom = machine("tom")
    upload = ok(tom.upload("/uploads", {"files": file()}), 201)["items"][0]["id"]
    answer = tom.post("/handbook/lint", {"upload": upload})
    assert (answer.status_code, answer.json()["code"].split(".")[0]) == (422, "lint")
