"""Complaining on the portal: three steps, a receipt, nothing lost."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huiyin.cases import queries as cases
from huiyin.cases.models import Case, Evidence, Message, Person
from huiyin.channels.models import Outgoing
from huiyin.complaints.models import Demand
from huiyin.core.time import now
from huiyin.core.wording import limit_text
from huiyin.portal import gate
from tests.people import House
from tests.portal.conftest import REACH, WHAT, WHO, enter, fill

pytestmark = pytest.mark.django_db


def pdf(name: str = "发票.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, f"%PDF-1.7 {name}".encode(), "application/pdf")


def test_a_complaint_goes_in_and_its_receipt_tells_number_code_and_limits(house: House, guest: Client) -> None:
    answer = fill(guest)
    assert (answer.status_code, answer["Location"]) == (302, "/complain/receipt")
    case = Case.objects.get()
    assert (case.channel, case.registered_by, case.owner, case.language) == ("portal", None, house["hua"], "zh-hans")
    page = guest.get("/complain/receipt").content.decode()
    assert case.number in page
    assert cases.secret_of(case) in page
    assert case.next_due_at is not None
    assert limit_text(case.next_due_at) in page
    assert "24:00" in page
    assert Demand.objects.get(case=case).text == WHAT["wish"]
    assert guest.get("/complain/receipt").status_code == 200, "reloading shows it again"


def test_the_receipt_also_goes_out_by_mail_when_there_is_an_address(house: House, guest: Client) -> None:
    fill(guest)
    mail = Outgoing.objects.get()
    assert (mail.purpose, mail.address) == ("receipt", "li@example.com")
    fill(Client(), reach={"email": ""})
    assert Outgoing.objects.count() == 1


def test_what_is_missing_is_named_and_nothing_typed_is_lost(house: House, guest: Client) -> None:
    answer = guest.post("/complain/what", {"text": "他们不赔", "wish": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "他们不赔" in page
    assert 'href="#id_wish"' in page
    assert page.count("autofocus") == 1
    assert "他们不赔" in guest.get("/complain/what").content.decode()


def test_files_are_kept_across_errors_and_can_be_taken_out(house: House, guest: Client) -> None:
    wrong = SimpleUploadedFile("a.exe", b"MZ\x00\x01\x02", "application/pdf")
    answer = guest.post("/complain/what", {**WHAT, "wish": "", "files": [pdf(), pdf("合同.pdf"), wrong]})
    assert answer.status_code == 422
    assert "a.exe" in answer.content.decode(), "the file that cannot be taken is named"
    page = guest.get("/complain/what").content.decode()
    assert "发票.pdf" in page
    assert "a.exe" not in page
    guest.post("/complain/what", {**WHAT, "remove": "files:0"})
    fill(guest)
    assert [item.file_name for item in Evidence.objects.all()] == ["合同.pdf"]
    assert Evidence.objects.get().is_public


def test_nothing_personal_lies_in_clear_in_the_session(house: House, guest: Client) -> None:
    guest.post("/complain/what", WHAT)
    guest.post("/complain/who", WHO)
    kept = str(Session.objects.get().get_decoded())
    assert WHAT["text"] not in kept
    assert WHO["name"] not in kept
    assert guest.session["portal_draft"]


def test_pressed_twice_it_is_one_complaint_with_one_receipt(house: House, guest: Client) -> None:
    guest.post("/complain/what", WHAT)
    guest.post("/complain/who", WHO)
    draft = dict(guest.session.items())
    key = guest.get("/complain/reach").context["draft"].key
    first = guest.post("/complain/reach", {**REACH, "draft": key})
    again = guest.post("/complain/reach", {**REACH, "draft": key})
    assert first["Location"] == again["Location"] == "/complain/receipt"
    session = guest.session  # as if the second press had been on its way before the first was answered
    session.update({"portal_draft": draft["portal_draft"]})
    session.pop("portal_receipt")
    session.save()
    assert guest.post("/complain/reach", {**REACH, "draft": key})["Location"] == "/complain/receipt"
    assert Case.objects.count() == 1


def test_a_later_step_cannot_be_reached_before_the_earlier_ones(house: House, guest: Client) -> None:
    assert guest.get("/complain/reach")["Location"] == "/complain/what"
    guest.post("/complain/what", WHAT)
    assert guest.get("/complain/reach")["Location"] == "/complain/who"
    assert guest.post("/complain/reach", REACH)["Location"] == "/complain/who"
    assert not Case.objects.exists()


def test_going_back_keeps_what_was_typed_even_when_it_is_not_right_yet(house: House, guest: Client) -> None:
    guest.post("/complain/what", WHAT)
    assert guest.post("/complain/who", {"name": "李", "for_whom": "agent", "back": "1"})["Location"] == "/complain/what"
    page = guest.get("/complain/who").content.decode()
    assert 'value="李"' in page


@pytest.mark.parametrize("role", ["agent", "heir"])
def test_an_agent_or_heir_brings_the_authority_along(house: House, guest: Client, role: str) -> None:
    guest.post("/complain/what", {**WHAT, "files": [pdf()]})
    who = {"name": "王律师", "for_whom": role, "complainant_name": "李春梅"}
    assert guest.post("/complain/who", who | {"complainant_name": ""}).status_code == 422
    guest.post("/complain/who", {**who, "authority": [pdf("委托书.pdf")]})
    assert guest.post("/complain/reach", REACH).status_code == 302
    acting = Person.objects.get(role=role)
    assert acting.is_contact
    assert acting.authority_evidence_id is not None
    assert Evidence.objects.get(pk=acting.authority_evidence_id).file_name == "委托书.pdf"
    assert Case.objects.get().complainant_name == "李春梅"


def test_several_people_complain_together(house: House, guest: Client) -> None:
    who = {"name": "李春梅", "for_whom": "joint", "joint_count": "6", "others": "王芳\n\n赵强"}
    assert fill(guest, who=who).status_code == 302
    case = Case.objects.get()
    assert case.complaint.joint_count == 6
    assert "collective" in case.flags
    assert [person.role for person in case.people.order_by("id")] == ["representative", "complainant", "complainant"]


@pytest.mark.parametrize(
    ("reach", "field"),
    [
        ({"phone": "", "email": ""}, "id_phone"),
        ({"phone": "12345"}, "id_phone"),
        ({"email": "not-an-address"}, "id_email"),
    ],
)
def test_one_way_to_reach_the_person_is_needed_and_it_must_be_one(
    house: House, guest: Client, reach: dict[str, str], field: str
) -> None:
    answer = fill(guest, reach=reach)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.content.decode()
    assert not Case.objects.exists()


def test_what_only_a_machine_fills_in_stops_the_complaint_but_loses_nothing(house: House, guest: Client) -> None:
    assert fill(guest, reach={"website": "http://spam.example"}).status_code == 422
    assert not Case.objects.exists()
    assert guest.post("/complain/reach", REACH).status_code == 302


def test_many_complaints_from_one_person_wait_and_keep_their_text(house: House) -> None:
    for _number in range(gate.PER_CONTACT):
        assert fill(Client()).status_code == 302
    last = Client()
    answer = fill(last)
    assert answer.status_code == 429
    assert WHAT["text"] in answer.content.decode()
    assert fill(Client(), reach={"phone": "13900000000", "email": ""}).status_code == 302, "others are not held up"
    assert Case.objects.count() == gate.PER_CONTACT + 1


def test_many_complaints_from_one_address_wait_for_an_hour(house: House, rf: Any) -> None:
    request = rf.get("/", REMOTE_ADDR="203.0.113.9")
    for _number in range(gate.PER_ADDRESS):
        gate.sent_complaint(request, [], now())
    with pytest.raises(gate.TooMany):
        gate.check_complaint(request, [], now())
    gate.check_complaint(request, [], now() + timedelta(hours=1, minutes=1))
    gate.check_complaint(rf.get("/", REMOTE_ADDR="203.0.113.10"), [], now())


@pytest.mark.parametrize(
    "what",
    [{"text": "坏\x00字"}, {"amount": "abc"}, {"amount": "-1"}, {"amount": "NaN"}, {"happened_on": "明天"},
     {"happened_on": "2999-01-01"}, {"wish": "x" * 501}, {"text": "x" * 100_001}],
)  # fmt: skip
def test_what_cannot_be_right_is_refused_in_words_and_kept(house: House, guest: Client, what: dict[str, str]) -> None:
    answers = [
        guest.post("/complain/what", WHAT | what),
        guest.post("/complain/who", WHO),
        guest.post("/complain/reach", REACH),
    ]
    assert 422 in {answer.status_code for answer in answers}
    assert not any(answer.status_code >= 500 for answer in answers)
    assert not Case.objects.exists()


def test_a_draft_can_be_thrown_away(house: House, guest: Client) -> None:
    guest.post("/complain/what", WHAT)
    assert "portal_draft" in guest.session
    guest.post("/complain/discard")
    assert "portal_draft" not in guest.session
    assert guest.get("/complain/discard").status_code == 405


def test_a_draft_that_cannot_be_read_begins_anew(house: House, guest: Client) -> None:
    session = guest.session
    session["portal_draft"] = "bm9uc2Vuc2U="
    session.save()
    assert guest.get("/complain/what").status_code == 200


def test_the_first_message_is_what_was_typed_and_english_visitors_get_english_letters(
    house: House, guest: Client
) -> None:
    guest.cookies["django_language"] = "en"
    fill(guest)
    case = Case.objects.get()
    assert case.language == "en"
    assert Message.objects.get(case=case).text == WHAT["text"]


def test_the_public_pages_say_phone_address_and_process(house: House, guest: Client, settings: Any) -> None:
    for path in ("/", "/how"):
        page = guest.get(path).content.decode()
        for fact in ("phone", "address", "email", "name"):
            assert settings.INSURER[fact] in page, (path, fact)
    how = guest.get("/how").content.decode()
    assert "15" in how
    assert "12378" in how


def test_the_receipt_is_gone_once_the_complaint_is_closed_on_the_device(house: House, guest: Client) -> None:
    fill(guest)
    guest.post("/follow/leave")
    assert guest.get("/complain/receipt")["Location"] == "/follow"
    assert enter(guest, Case.objects.get()).status_code == 302
