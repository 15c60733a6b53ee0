"""A complaint merged into another one: the same customer goes on there, anybody else sees how far it is and no more."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huiyin.cases.models import Case, Message
from huiyin.cases.rules.people import PersonDraft
from huiyin.complaints.actions import merging
from tests.cases import make
from tests.complaints.along import Along, assigned
from tests.complaints.turned import by_phone, sh
from tests.people import House
from tests.portal.conftest import enter

pytestmark = pytest.mark.django_db
WANG = PersonDraft(name="王建国", phone="13900002222", email="wang@example.com")
SECRETIVE = "我是王建国，这是我自己的病历，不给别人看。"


@pytest.fixture
def along(house: House) -> Along:
    return assigned(house, policy_number="P-77")


def joined(along: Along, **changes: Any) -> Case:
    """A second complaint, merged into the first."""
    case = make.registered(along.house, at=sh("03-05 09:00"), received_at=sh("03-05 09:00"), **changes).case
    Case.objects.filter(pk=case.pk).update(owner=along.house["tom"])
    merging.merge(
        case=case, master=along.case, text="您此前已就同一事项投诉，我们合并办理，一并答复。", reason="同一保单",
        way=by_phone(sh("03-06 10:00")), by=along.by("tom"), at=sh("03-06 10:00"),
    )  # fmt: skip
    return case


def page(client: Client, case: Case) -> str:
    answer = client.get(f"/follow/{case.number}/story")
    assert answer.status_code == 200, answer
    return str(answer.content.decode())


def test_the_merged_number_and_its_code_lead_to_the_one_that_lives_on(along: Along, guest: Client) -> None:
    child = joined(along)
    answer = enter(guest, child)
    assert answer["Location"] == f"/follow/{along.case.number}/story"
    story = page(guest, along.case)
    assert along.case.subject in story
    assert f"/follow/{child.number}/story" in story
    assert f"/follow/{along.case.number}/story" in page(guest, child)


def test_whoever_opened_the_one_that_lives_on_sees_their_own_merged_one(along: Along, guest: Client) -> None:
    child = joined(along)
    enter(guest, along.case)
    assert child.number in page(guest, child)


def test_somebody_else_sees_how_far_it_is_and_nothing_of_the_other_complainant(along: Along, guest: Client) -> None:
    child = joined(along, people=(WANG,), policy_number="P-77", text="同一份保单，我也来投诉。")
    assert enter(guest, child)["Location"] == f"/follow/{child.number}/story"
    story = page(guest, child)
    assert "江苏分公司消保部" in story
    for secret in ("从来没有得过这个病", "李春梅", "138"):
        assert secret not in story
    assert guest.get(f"/follow/{along.case.number}/story").status_code == 302
    assert guest.get(f"/follow/{along.case.number}/message").status_code == 302


def test_what_somebody_else_writes_after_the_merge_is_theirs_alone(along: Along, guest: Client) -> None:
    child = joined(along, people=(WANG,), policy_number="P-77", text="同一份保单，我也来投诉。")
    enter(guest, child)
    paper = SimpleUploadedFile("病历.pdf", b"%PDF-1.7 wang", "application/pdf")
    values = {"text": SECRETIVE, "files": [paper], "idempotency_key": "k"}
    assert guest.post(f"/follow/{child.number}/message", values).status_code == 302
    message = Message.objects.get(text=SECRETIVE)
    assert message.case_id == along.case_id, "staff read it where the matter lives on"
    own = page(guest, child)
    assert SECRETIVE in own
    assert f"/files/{message.evidence_ids[0]}" in own
    assert guest.get(f"/follow/{child.number}/files/{message.evidence_ids[0]}").status_code == 200
    other = Client()
    enter(other, along.case)
    assert SECRETIVE not in page(other, along.case)
    assert other.get(f"/follow/{along.case.number}/files/{message.evidence_ids[0]}").status_code == 404
