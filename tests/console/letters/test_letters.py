"""The desk's pages of letters: the stamp is asked for, every fault told, the pages and words seen by those who see the
case, and whoever looks is written down."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from huiyin.audit.models import Access
from huiyin.cases.actions import letters
from huiyin.cases.models import Case, Evidence, Letter
from huiyin.core.actors import system
from huiyin.core.reading import scanned
from huiyin.core.time import local_date, now
from tests.people import House

PNG = b"\x89PNG\r\n\x1a\n" + b"a page" * 10
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_blobs")]


def asked(**changes: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "received_on": str(local_date(now()) - timedelta(days=1)), "unit": "JS-CP", "name": "李春梅",
        "phone": "13812345678", "subject": "退保纠纷", "idempotency_key": "k1", "do_triage": "",
        "files": SimpleUploadedFile("页1.png", PNG, content_type="image/png"),
    }  # fmt: skip
    return {name: value for name, value in (values | changes).items() if value is not None}


def test_a_letter_is_taken_in_and_read_over(enter: Any, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanned, "is_installed", lambda: False)
    client = enter("sam")
    assert client.get("/desk/letters/new").status_code == 200
    done = client.post("/desk/letters/new", asked())
    letter = Letter.objects.select_related("case").get()
    number = letter.case.number
    assert done.headers["Location"] == f"/desk/letters/{number}/"
    assert client.post("/desk/letters/new", asked()).headers["Location"] == done.headers["Location"]
    assert Case.objects.count() == 1
    lines = [("我要投诉退保", 0.97), ("电话13812345678", 0.5)]
    item = Evidence.objects.get(case=letter.case)
    letters.keep_words(
        case_id=letter.pk, pages=[(item, lines, 1.2)], state="read", fault="", by=system("test"), at=now()
    )
    page = client.get(f"/desk/letters/{number}/").content.decode()
    assert "我要投诉退保" in page
    assert "<mark>电话13812345678</mark>" in page
    assert Access.objects.filter(aggregate_id=letter.pk, fields=["letter"]).count() == 1
    assert number in client.get("/desk/letters/").content.decode()
    empty = client.post(f"/desk/letters/{number}/confirm", {"page-1": "x" * 20_001})
    assert empty.status_code == 422
    client.post(f"/desk/letters/{number}/confirm", {"page-1": "我要投诉退保。"})
    letter.refresh_from_db()
    assert letter.state == "confirmed"
    assert client.post(f"/desk/letters/{number}/again").status_code == 409
    assert client.post(f"/desk/letters/{number}/nonsense").status_code == 404


def test_it_becomes_a_complaint_at_once_when_it_is_one(enter: Any, house: House) -> None:
    client = enter("tom")
    client.post("/desk/letters/new", asked(do_triage=None, do_complaint=""))
    assert Case.objects.get().kind == "complaint"
    again = client.post("/desk/letters/new", asked(idempotency_key="k2"), follow=True)
    assert Case.objects.order_by("recorded_at")[0].number in again.content.decode()


def test_what_is_wrong_is_told_and_nothing_is_taken(enter: Any, house: House) -> None:
    client = enter("tom")
    for changes in (
        {"received_on": ""}, {"received_on": str(local_date(now()) + timedelta(days=1))}, {"received_on": "2020-01-01"},
        {"files": None}, {"files": SimpleUploadedFile("a.txt", b"some text", content_type="text/plain")},
        {"unit": "NOWHERE"}, {"email": "nobody"},
    ):  # fmt: skip
        answer = client.post("/desk/letters/new", asked(**changes))
        assert answer.status_code == 422, changes
        assert 'role="alert"' in answer.content.decode()
    assert not Case.objects.exists()


def test_a_stranger_to_the_branch_and_a_reader_get_nothing(
    enter: Any, house: House, django_assert_max_num_queries: Any
) -> None:
    client = enter("tom")
    client.post("/desk/letters/new", asked())
    number = Case.objects.get().number
    with django_assert_max_num_queries(30):
        assert client.get(f"/desk/letters/{number}/").status_code == 200
    stranger = enter("zoe")
    assert number not in stranger.get("/desk/letters/").content.decode()
    assert stranger.get(f"/desk/letters/{number}/").status_code == 404
    assert stranger.post(f"/desk/letters/{number}/confirm").status_code == 404
    assert enter("aud").get("/desk/letters/").status_code == 403
