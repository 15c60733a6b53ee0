"""Files that come whole with a form count towards what a person may send: at the desk, on the portal, by machine."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huiyin.accounts import actions as accounts
from huiyin.cases.models import Evidence
from huiyin.core.time import now
from tests.cases.make import registered
from tests.people import House

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_blobs")]


def pdf(size: int) -> SimpleUploadedFile:
    return SimpleUploadedFile("病历.pdf", b"%PDF-1.7" + b"x" * (size - 8), content_type="application/pdf")


def test_who_has_sent_as_much_as_they_may_is_told_so(house: House, settings: Any):
    settings.UPLOAD_QUOTA_BYTES = settings.PORTAL_QUOTA_BYTES = 5000
    made = registered(house)
    desk, portal = Client(), Client()
    desk.force_login(house["tom"])
    step = reverse("case_step", args=[made.case.number, "add_evidence"])
    form = {"kind": "attachment", "source": "third_party", "title": "", "captured_at": "", "note": ""}
    assert desk.post(step, form | {"files": pdf(6000)}, headers={"HX-Request": "true"}).status_code == 422
    _token, secret = accounts.create_token(
        user=house["tom"], name="t", scopes=["evidence:write"], by=house.by("adi"), at=now()
    )
    machine = Client(headers={"Authorization": f"Bearer {secret}"})
    assert machine.post("/api/v1/uploads", {"files": pdf(4000)}).status_code == 201
    refused = machine.post("/api/v1/uploads", {"files": pdf(4000)})  # and the desk shares the limit of its person
    assert (refused.status_code, refused.json()["code"]) == (422, "upload.quota")
    assert desk.post(step, form | {"files": pdf(1200)}, headers={"HX-Request": "true"}).status_code == 422
    portal.post(reverse("portal_open"), {"number": made.case.number, "secret": made.secret})
    say = reverse("portal_message", args=[made.case.number])
    assert portal.post(say, {"text": "补充材料", "files": pdf(6000)}).status_code == 422
    assert not Evidence.objects.exists()
    assert portal.post(say, {"text": "补充材料", "files": pdf(900)}).status_code == 302
    assert Evidence.objects.count() == 1
