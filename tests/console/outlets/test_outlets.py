"""The opinion book at the desk, on paper and by machine."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from pypdf import PdfReader

from huiyin.cases.models import BookEntry, Case
from huiyin.core.time import local_date, now
from tests.api.conftest import Machine, machine  # noqa: F401
from tests.people import House

pytestmark = pytest.mark.django_db


def asked(**changes: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "unit": "JS-CP", "volume": 1, "page": 3, "line": 2, "written_on": str(local_date(now())), "kind": "suggestion",
        "text": "建议增加座椅,电话13812345678", "name": "", "phone": "",
    }  # fmt: skip
    return values | changes


def test_an_entry_is_taken_answered_and_printed(enter: Any, house: House, django_assert_max_num_queries: Any) -> None:
    client, month = enter("tom"), f"{local_date(now()):%Y-%m}"
    done = client.post("/desk/outlets/enter", asked())
    assert done.headers["Location"] == f"/desk/outlets/?unit=JS-CP&month={month}"
    entry = BookEntry.objects.select_related("case").get()
    with django_assert_max_num_queries(30):
        page = client.get(done.headers["Location"]).content.decode()
    assert "建议增加座椅" in page
    assert "13812345678" not in page
    assert "1-1、1-2" in page
    assert client.post(f"/desk/outlets/{entry.case.number}/answer", {"text": " "}).status_code == 422
    client.post(f"/desk/outlets/{entry.case.number}/answer", {"text": "已增加十把座椅。"})
    assert Case.objects.get().state == "closed"
    paper = client.get(f"/desk/outlets/paper?unit=JS-CP&month={month}")
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper.content)).pages)
    squeezed = "".join(text.split())
    assert "已增加十把座椅" in squeezed
    assert "1-3-2" in squeezed
    assert "13812345678" not in squeezed


def test_what_is_wrong_is_told_and_nothing_is_taken(enter: Any, house: House) -> None:
    client = enter("tom")
    for changes in ({"page": 0}, {"text": ""}, {"written_on": str(local_date(now()) + timedelta(days=1))}):
        answer = client.post("/desk/outlets/enter", asked(**changes))
        assert answer.status_code == 422, changes
        assert 'role="alert"' in answer.content.decode()
    assert client.get("/desk/outlets/?month=x").status_code == 422
    assert client.get("/desk/outlets/?unit=NOWHERE").status_code == 404
    client.post("/desk/outlets/enter", asked())
    assert client.post("/desk/outlets/enter", asked(text="别的")).status_code == 409
    assert BookEntry.objects.count() == 1


def test_a_stranger_to_the_branch_sees_no_entry_and_answers_none(enter: Any, house: House) -> None:
    enter("tom").post("/desk/outlets/enter", asked())
    number = Case.objects.get().number
    stranger = enter("zoe")
    assert "建议增加座椅" not in stranger.get("/desk/outlets/?unit=JS-CP").content.decode()
    assert stranger.post(f"/desk/outlets/{number}/answer", {"text": "x"}).status_code == 404
    assert enter("aud").get("/desk/outlets/").status_code == 403


def test_a_tablet_does_the_same(machine: Callable[..., Machine], house: House) -> None:  # noqa: F811
    tom, zoe = machine("tom"), machine("zoe")
    body = asked()
    made = tom.post("/outlets/entries", body)
    assert made.status_code == 201
    assert tom.post("/outlets/entries", body).json()["number"] == made.json()["number"]
    assert tom.post("/outlets/entries", body | {"text": "别的"}).json()["code"] == "book.taken"
    assert tom.post("/outlets/entries", body | {"unit": "X"}).json()["code"] == "unit.unknown"
    number = made.json()["number"]
    said = tom.post(f"/complaints/{number}/book/answer", {"text": "已增加座椅。"})
    assert said.json()["answer"] == "已增加座椅。"
    query = f"?unit=JS-CP&month={local_date(now()):%Y-%m}"
    read = tom.get(f"/outlets/entries{query}").json()
    assert [one["number"] for one in read["items"]] == [number]
    assert [one["page"] for one in read["missing"]] == [1, 2]
    assert zoe.get(f"/outlets/entries{query}").json()["items"] == []
    assert zoe.post(f"/complaints/{number}/book/answer", {"text": "x"}).status_code == 404
