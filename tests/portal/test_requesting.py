"""Asking for a service on the portal: one page, one request, followed with its code, missing papers handed in."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huiyin.cases import queries as cases
from huiyin.cases.models import Case, Evidence, Message
from huiyin.core.ids import uuid7
from huiyin.core.time import now
from huiyin.service.actions import before
from huiyin.service.models import Request
from tests.people import House
from tests.portal.conftest import enter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_blobs")]
PNG = b"\x89PNG\r\n\x1a\n" + b"a page" * 10


def asked(**changes: Any) -> dict[str, Any]:
    values = {
        "key": str(uuid7()), "kind": "claims_help", "topic": "", "text": "住院费用怎么申请理赔?", "policy_number": "",
        "name": "李春梅", "phone": "138 1234 5678", "email": "li@example.com",
    }  # fmt: skip
    return values | changes


def picture() -> SimpleUploadedFile:
    return SimpleUploadedFile("发票.png", PNG, content_type="image/png")


def test_a_request_is_made_once_with_its_papers_and_its_receipt(house: House, guest: Client) -> None:
    assert guest.get("/request").status_code == 200
    form = asked(files=picture())
    done = guest.post("/request", form)
    assert done["Location"] == "/request/receipt"
    case = Case.objects.get()
    assert (case.kind, case.channel, Request.objects.get().kind) == ("request", "portal", "claims_help")
    assert Evidence.objects.get(case=case).is_public
    page = guest.get("/request/receipt").content.decode()
    assert case.number in page
    assert cases.secret_of(case) in page
    again = guest.post("/request", form | {"files": picture()})
    assert again["Location"] == "/request/receipt"
    assert Case.objects.count() == 1
    assert Client().get("/request/receipt")["Location"] == "/follow"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": ""}, "kind"), ({"text": ""}, "text"), ({"name": ""}, "name"), ({"phone": "", "email": ""}, "phone"),
        ({"phone": "12"}, "phone"), ({"email": "x"}, "email"), ({"kind": "policy_change"}, "policy_number"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_field(house: House, guest: Client, changes: dict[str, str], field: str) -> None:
    answer = guest.post("/request", asked(**changes))
    assert answer.status_code == 422
    assert next(place for place, _words in answer.context["faults"]).startswith(f"id_{field}")
    assert not Case.objects.exists()


def test_machines_that_fill_everything_and_floods_are_stopped(house: House, guest: Client) -> None:
    assert guest.post("/request", asked(website="x")).status_code == 422
    for _time in range(5):
        assert guest.post("/request", asked()).status_code == 302
    assert guest.post("/request", asked()).status_code == 429
    assert Case.objects.count() == 5


def test_the_customer_sees_what_is_missing_and_hands_it_in(house: House, guest: Client) -> None:
    guest.post("/request", asked())
    case = Case.objects.get()
    stranger = Client()
    assert enter(stranger, case, "AAAAA-AAAAA").status_code == 422
    assert stranger.get(f"/follow/{case.number}/story")["Location"] == f"/follow/{case.number}"
    assert enter(stranger, case)["Location"] == f"/follow/{case.number}/story"
    before.ask_papers(case=case, items=["出院小结", "费用清单"], by=house.by("hua"), at=now())
    page = stranger.get(f"/follow/{case.number}/story")
    assert page.status_code == 200
    assert page.context["missing"] == ["出院小结", "费用清单"]
    assert page.context["can"][0].primary
    sent = stranger.post(f"/follow/{case.number}/message", {"text": "", "files": picture(), "idempotency_key": "k"})
    assert sent.status_code == 302
    assert Message.objects.filter(case=case, direction="in").count() == 2
    assert Evidence.objects.filter(case=case).count() == 1
    for step in ("satisfaction", "review", "withdrawal", "mediation", "review/withdrawal"):
        assert stranger.get(f"/follow/{case.number}/{step}").status_code == 409, step
    before.check_identity(case=case, how="电话核对", by=house.by("hua"), at=now())
    before.check_papers(case=case, by=house.by("hua"), at=now())
    assert stranger.get(f"/follow/{case.number}/story").context["missing"] == []


def test_what_staff_call_people_and_notes_is_not_shown(house: House, guest: Client) -> None:
    guest.post("/request", asked())
    case = Case.objects.get()
    page = guest.get(f"/follow/{case.number}/story").content.decode()
    assert house["hua"].name not in page
    assert house["hua"].employee_no not in page
