"""Big files of the desk and the portal: sent ahead in parts, named in the form, nobody else's."""

from base64 import b64encode
from typing import Any

import pytest
from django.test import Client

from huiyin.cases.models import Evidence
from huiyin.core import blobs
from huiyin.core.uploads_tus import TYPE
from tests.people import House

PDF = b"%PDF-1.7\n" + b"page " * 100_000
TUS = {"Tus-Resumable": "1.0.0"}


@pytest.fixture(autouse=True)
def folder(own_blobs: Any) -> None:
    """Blobs of this test alone."""


def sent(client: Client, where: str, data: bytes = PDF, name: str = "病历.pdf") -> str:
    """The id of a file that was sent in two parts."""
    about = {"Upload-Length": str(len(PDF)), "Upload-Metadata": f"filename {b64encode(name.encode()).decode()}"}
    begun = client.post(where, headers=TUS | about)
    assert begun.status_code == 201, begun.content
    place, half = begun["Location"], len(PDF) // 2
    for start, piece in ((0, data[:half]), (half, data[half:])):
        if piece:
            answer = client.patch(place, piece, content_type=TYPE, headers=TUS | {"Upload-Offset": str(start)})
            assert answer.status_code == 204, answer.content
    return str(place).rpartition("/")[2]


def test_a_file_sent_ahead_enters_the_register_of_a_case(along, enter, url) -> None:
    ivy = enter("ivy")
    form = {"kind": "attachment", "source": "third_party", "files_sent": sent(ivy, "/desk/uploads/")}
    assert ivy.post(url("step", "add_evidence"), form, headers={"HX-Request": "true"}).status_code == 200
    item = Evidence.objects.get(case_id=along.case_id)
    assert (item.file_name, blobs.read(item.sha256)) == ("病历.pdf", PDF)


def test_somebody_elses_or_an_unfinished_file_is_refused_in_words(along, enter, url) -> None:
    ivy, tom = enter("ivy"), enter("tom")
    for wrong in (sent(tom, "/desk/uploads/"), sent(ivy, "/desk/uploads/", PDF[: len(PDF) // 2]), "made-up"):
        form = {"kind": "attachment", "source": "third_party", "files_sent": wrong}
        answer = ivy.post(url("step", "add_evidence"), form, headers={"HX-Request": "true"})
        assert answer.status_code == 422
    assert not Evidence.objects.filter(case_id=along.case_id).exists()


def test_it_stays_with_the_form_of_a_new_complaint(enter, house: House) -> None:
    tom = enter("tom")
    answer = tom.post("/desk/complaints/new/", {"do_edit": "", "files_sent": sent(tom, "/desk/uploads/")})
    assert "病历.pdf" in answer.content.decode()


def test_a_customer_sends_ahead_what_belongs_to_their_complaint(house: House) -> None:
    mine, other = Client(), Client()
    form = {"text": "我去年买的医疗险，住院后申请理赔被拒，请查清楚。", "wish": "按合同赔付"}
    id_ = sent(mine, "/uploads")
    assert "病历.pdf" not in other.post("/complain/what", form | {"files_sent": id_}, follow=True).content.decode()
    assert mine.post("/complain/what", form | {"files_sent": id_}).status_code == 302
    assert "病历.pdf" in mine.get("/complain/what").content.decode()


def test_a_visitor_of_the_portal_has_a_limit(settings: Any, house: House) -> None:
    settings.PORTAL_QUOTA_BYTES = len(PDF)
    visitor = Client()
    sent(visitor, "/uploads")
    full = visitor.post("/uploads", headers=TUS | {"Upload-Length": "1"})
    assert (full.status_code, full.json()["code"]) == (413, "upload.quota")
    assert "MB" in full.json()["message"]


def test_bytes_are_taken_only_from_our_own_pages(house: House) -> None:
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.post("/uploads", headers=TUS | {"Upload-Length": "5"}).status_code == 403
