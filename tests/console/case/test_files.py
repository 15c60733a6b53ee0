"""Files: kept over an error, never anybody else's; the register, its custody, and downloads through the gate."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from huiyin.audit.models import Access
from huiyin.cases.models import Custody, Evidence
from huiyin.core import blobs

HTMX = {"HX-Request": "true"}
PDF = b"%PDF-1.7\n" + b"x" * 2000


def pdf(name: str = "病历.pdf", data: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="application/pdf")


def evidence_data(**changes):
    return {"kind": "attachment", "source": "third_party", "title": "", "captured_at": "", "note": "", **changes}


def test_an_uploaded_file_enters_the_register_with_its_hash(along, enter, url):
    answer = enter("ivy").post(url("step", "add_evidence"), evidence_data(files=pdf()), headers=HTMX)
    assert answer.status_code == 200
    item = Evidence.objects.get(case_id=along.case_id)
    assert item.sha256 == hashlib.sha256(PDF).hexdigest()
    assert item.file_name == "病历.pdf"


def test_a_file_survives_an_error_in_another_field(along, enter, url):
    ivy = enter("ivy")
    wrong = ivy.post(url("step", "add_evidence"), evidence_data(kind="", files=pdf()), headers=HTMX)
    assert wrong.status_code == 422
    assert "病历.pdf" in wrong.content.decode()
    sealed = wrong.context["form"].kept_files[0]["sealed"]
    right = ivy.post(url("step", "add_evidence"), evidence_data(kept_file=sealed), headers=HTMX)
    assert right.status_code == 200
    assert Evidence.objects.get(case_id=along.case_id).file_name == "病历.pdf"


def test_a_kept_file_can_be_left_out_again(along, enter, url):
    ivy = enter("ivy")
    wrong = ivy.post(url("step", "add_evidence"), evidence_data(kind="", files=pdf()), headers=HTMX)
    kept = wrong.context["form"].kept_files[0]
    data = evidence_data(kept_file=kept["sealed"], drop_file=kept["digest"])
    assert ivy.post(url("step", "add_evidence"), data, headers=HTMX).status_code == 422
    assert not Evidence.objects.filter(case_id=along.case_id).exists()


def test_somebody_elses_kept_file_is_not_taken(along, enter, url):
    wrong = enter("ivy").post(url("step", "add_evidence"), evidence_data(kind="", files=pdf()), headers=HTMX)
    sealed = wrong.context["form"].kept_files[0]["sealed"]
    for token in (sealed, sealed[:-2] + "xx", "rubbish"):
        answer = enter("tom").post(url("step", "add_evidence"), evidence_data(kept_file=token), headers=HTMX)
        assert answer.status_code == 422
    assert not Evidence.objects.filter(case_id=along.case_id).exists()


def test_a_file_of_a_kind_that_is_not_taken_is_named(along, enter, url):
    page = SimpleUploadedFile("a.html", b"<html><script>alert(1)</script></html>", content_type="text/html")
    answer = enter("ivy").post(url("step", "add_evidence"), evidence_data(files=page), headers=HTMX)
    assert answer.status_code == 422
    assert "a.html" in answer.content.decode()


def test_the_limits_are_told_before_choosing(along, enter, url, settings):
    text = enter("ivy").get(url("step", "add_evidence"), headers=HTMX).content.decode()
    assert f'data-max-bytes="{settings.UPLOAD_MAX_BYTES}"' in text
    assert ".pdf" in text


def test_a_download_is_a_download_and_is_logged(along, enter, url):
    enter("ivy").post(url("step", "add_evidence"), evidence_data(files=pdf()), headers=HTMX)
    answer = enter("aud").get(url("evidence_file", 1))
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment;")
    assert "filename*=UTF-8''%E7%97%85%E5%8E%86.pdf" in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] == "application/octet-stream"
    assert Access.objects.filter(kind="read", fields=["evidence 1"], aggregate_id=along.case_id).exists()


def test_a_file_of_a_case_one_may_not_see_is_not_found(along, enter, url):
    enter("ivy").post(url("step", "add_evidence"), evidence_data(files=pdf()), headers=HTMX)
    assert enter("zoe").get(url("evidence_file", 1)).status_code == 404
    assert enter("tom").get(url("evidence_file", 2)).status_code == 404


def test_the_register_shows_items_with_hash_and_custody(along, enter, url):
    along.file()
    tom = enter("tom")
    listed = tom.get(url("evidence"))
    item = Evidence.objects.get(case_id=along.case_id)
    assert item.sha256[:12] in listed.content.decode()
    shown = tom.get(url("evidence_item", item.number))
    assert item.sha256 in shown.content.decode()
    assert [name for name, _row in shown.context["custody"]]


def test_custody_is_written_by_hand_and_by_verifying(along, enter, url):
    along.file()
    tom = enter("tom")
    assert tom.post(url("evidence_item", 1), {"kind": "handed_over", "note": "交监管部门"}).status_code == 200
    assert tom.post(url("evidence_verify", 1)).status_code == 200
    assert tom.post(url("evidence_item", 1), {"kind": "eaten"}).status_code == 422
    kinds = list(Custody.objects.filter(case_id=along.case_id).order_by("at", "id").values_list("kind", flat=True))
    assert sorted(kinds) == ["handed_over", "received", "verified"]


@pytest.mark.usefixtures("own_blobs")
def test_a_damaged_file_is_said_to_be_damaged(along, enter, url):
    blobs.path_of(along.file().sha256).write_bytes(b"nothing of it")
    answer = enter("tom").post(url("evidence_verify", 1))
    assert answer.status_code == 409
    assert not Custody.objects.filter(case_id=along.case_id, kind="verified").exists()


def test_an_item_is_shown_to_the_complainant_only_with_a_reason(along, enter, url):
    along.file()
    tom = enter("tom")
    assert tom.post(url("evidence_publish", 1), {"reason": ""}).status_code == 422
    assert tom.post(url("evidence_publish", 1), {"reason": "处理决定的依据"}).status_code == 200
    assert Evidence.objects.get(case_id=along.case_id).is_public


@pytest.mark.parametrize("name", ["evidence_verify", "evidence_publish"])
def test_changes_are_never_made_by_following_a_link(along, enter, url, name):
    along.file()
    assert enter("tom").get(url(name, 1)).status_code == 405
