"""Letters by machine: the same as at the desk."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from huiyin.core.time import local_date, now
from tests.api.conftest import Machine
from tests.people import House

PNG = b"\x89PNG\r\n\x1a\n" + b"a page" * 10
pytestmark = pytest.mark.django_db


def test_a_letter_is_taken_in_read_and_put_right(machine: Callable[..., Machine], house: House) -> None:
    tom, zoe = machine("tom"), machine("zoe")
    sent = tom.upload("/uploads", {"files": SimpleUploadedFile("页1.png", PNG, content_type="image/png")})
    ids = [one["id"] for one in sent.json()["items"]]
    day = local_date(now()) - timedelta(days=1)
    body = {"received_on": str(day), "uploads": ids, "unit": "JS-CP", "name": "李春梅", "phone": "13812345678"}
    future = tom.post("/letters", body | {"received_on": str(day + timedelta(days=5))})
    assert (future.status_code, future.json()["code"]) == (422, "letter.future")
    assert tom.post("/letters", body | {"unit": "X"}).json()["code"] == "unit.unknown"
    made = tom.post("/letters", body)
    assert made.status_code == 201
    number = made.json()["number"]
    assert (made.json()["kind"], made.json()["state"]) == ("untriaged", "waiting")
    said = tom.post(f"/complaints/{number}/letter/text", {"pages": [{"number": 1, "text": "电话13812345678,投诉"}]})
    assert said.json()["state"] == "confirmed"
    read = tom.get(f"/complaints/{number}/letter").json()
    assert read["pages"][0]["corrected"] == "电话138****5678,投诉"
    assert tom.post(f"/complaints/{number}/letter/again").json()["code"] == "letter.confirmed"
    assert zoe.get(f"/complaints/{number}/letter").status_code == 404
    other = tom.post("/letters", body | {"as_complaint": True}).json()
    assert other["kind"] == "complaint"
