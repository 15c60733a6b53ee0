"""Following a complaint: who gets in, what they see, what they never see."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from huiyin.audit.models import Access
from huiyin.cases import queries as cases
from huiyin.cases.actions import talk
from huiyin.cases.models import Case, Evidence
from huiyin.complaints.actions import extension, suspension
from huiyin.core.time import now
from huiyin.portal import gate, visit
from tests.cases import make
from tests.complaints.along import Along, assigned, letter_of
from tests.complaints.turned import by_phone, sh
from tests.people import CAST, House
from tests.portal.conftest import enter

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(house: House) -> Case:
    return make.registered(house).case


def story(client: Client, case: Case) -> str:
    answer = client.get(f"/follow/{case.number}/story")
    assert answer.status_code == 200, answer
    return str(answer.content.decode())


def test_number_and_code_open_the_complaint_however_they_are_typed(house: House, case: Case, guest: Client) -> None:
    secret = cases.secret_of(case).lower().replace("-", " ")
    number = f" {case.number[:4].lower()} {case.number[4:]} "
    answer = guest.post("/follow", {"number": number, "secret": secret})
    assert answer["Location"] == f"/follow/{case.number}/story"
    assert case.subject in story(guest, case)
    assert Access.objects.filter(kind="read", aggregate_id=case.pk).count() == 1


def test_an_unknown_number_and_a_wrong_code_get_the_same_answer(house: House, case: Case, guest: Client) -> None:
    wrong = enter(guest, case, "AAAAA-AAAAA")
    unknown = guest.post("/follow", {"number": "TS26030200000999", "secret": "AAAAA-AAAAA"})
    assert wrong.status_code == unknown.status_code == 422

    def said(answer: Any) -> str:
        return str(answer.context["trouble"].message)

    assert said(wrong) == said(unknown)


def test_ten_wrong_tries_lock_the_number_for_a_quarter_of_an_hour_for_everybody(
    house: House, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(gate.TRIES):
        assert Client(REMOTE_ADDR=f"203.0.113.{number}").post(
            "/follow", {"number": case.number, "secret": "AAAAA-AAAAA"}
        ).status_code == 422  # fmt: skip
    owner = Client(REMOTE_ADDR="203.0.113.99")
    assert enter(owner, case).status_code == 429, "even with the right code"
    later = now() + gate.TRIES_IN + timedelta(seconds=1)
    monkeypatch.setattr(visit, "now", lambda: later)
    assert enter(owner, case).status_code == 302


def test_ten_wrong_tries_lock_the_address_for_every_number(house: House, case: Case, guest: Client) -> None:
    for number in range(gate.TRIES):
        guest.post("/follow", {"number": f"TS2603020000{number:04d}", "secret": "AAAAA-AAAAA"})
    assert enter(guest, case).status_code == 429
    assert enter(Client(REMOTE_ADDR="203.0.113.99"), case).status_code == 302
    kept = str(list(Access.objects.filter(kind=gate.FAILED).values()))
    assert "127.0.0.1" not in kept, "the log holds fingerprints of addresses"


def test_without_the_code_nothing_of_a_complaint_is_shown(house: House, case: Case, guest: Client) -> None:
    for page in ("story", "message", "satisfaction", "review", "withdrawal", "review/withdrawal"):
        answer = guest.get(f"/follow/{case.number}/{page}")
        assert (answer.status_code, answer["Location"]) == (302, f"/follow/{case.number}"), page
    assert case.subject not in guest.get(f"/follow/{case.number}").content.decode()


def test_one_code_opens_one_complaint_only(house: House, case: Case, guest: Client) -> None:
    other = make.registered(house, subject="另一件事").case
    enter(guest, case)
    assert guest.get(f"/follow/{other.number}/story").status_code == 302


def test_access_ends_by_itself_by_leaving_and_with_a_new_code(
    house: House, case: Case, guest: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(guest, case)
    guest.post("/follow/leave")
    assert guest.get(f"/follow/{case.number}/story").status_code == 302
    enter(guest, case)
    Case.objects.filter(pk=case.pk).update(secret_hash=cases.secret_hash("NEWNE-WNEWN"))
    assert guest.get(f"/follow/{case.number}/story").status_code == 302
    case.refresh_from_db()
    enter(guest, case, "NEWNE-WNEWN")
    assert guest.get(f"/follow/{case.number}/story").status_code == 200
    later = now() + visit.OPEN_FOR + timedelta(minutes=1)
    monkeypatch.setattr(visit, "now", lambda: later)
    assert guest.get(f"/follow/{case.number}/story").status_code == 302


def test_the_story_tells_what_we_do_by_when_and_who_answers(house: House, case: Case, guest: Client) -> None:
    enter(guest, case)
    page = story(guest, case)
    assert "2026-03-17 24:00" in page
    assert "江苏分公司消保部" in page
    assert "025-8000000" in page
    assert "2026-03-02" in page


def test_no_member_of_staff_no_note_flag_or_internal_paper_is_ever_shown(house: House, guest: Client) -> None:
    along = assigned(house)
    along.asked()
    talk.add_note(case=along.case, text="内部看法：疑似代理退保", by=house.by("tom"), at=along.later())
    Case.objects.filter(pk=along.case_id).update(flags=["surrender_agency", "repeat"], severity="L3")
    enter(guest, along.case)
    answer = guest.get(f"/follow/{along.case.number}/story")
    page = answer.content.decode()
    for login, (_role, _unit, name) in CAST.items():
        assert not re.search(rf"\b{name}\b", page), login
    for hidden in ("内部看法", "surrender_agency", "L3", "凭证.pdf", "回单.pdf", "13812345678", "li@example.com"):
        # a word of its own: tokens of forms are letters and figures by chance
        assert not re.search(rf"(?<!\w){re.escape(hidden)}(?!\w)", page, re.ASCII), hidden
    private = Evidence.objects.filter(case=along.case_id, is_public=False).first()
    assert private is not None
    assert guest.get(f"/follow/{along.case.number}/files/{private.pk}").status_code == 404


def test_the_decision_letter_can_be_opened_once_it_was_sent_and_not_before(house: House, guest: Client) -> None:
    along = assigned(house).issued()
    decision = along.case.decisions.get()
    letter = letter_of(decision)
    enter(guest, along.case)
    url = f"/follow/{along.case.number}/files/{letter.pk}"
    assert guest.get(url).status_code == 404
    assert decision.outcome not in story(guest, along.case)
    along.tell()
    assert decision.outcome in story(guest, along.case)
    answer = guest.get(url)
    assert b"".join(answer).startswith(b"%PDF")
    assert answer["Content-Disposition"].startswith("attachment")
    assert Access.objects.filter(fields=[f"evidence {letter.number}"]).exists()


def test_a_file_of_somebody_elses_complaint_is_not_found(house: House, case: Case, guest: Client) -> None:
    other = Along(house, make.registered(house, subject="另一件事").case.pk)
    item = other.file()
    Evidence.objects.filter(pk=item.pk).update(is_public=True)
    enter(guest, case)
    assert guest.get(f"/follow/{case.number}/files/{item.pk}").status_code == 404


def test_extension_and_suspension_are_told_with_reason_and_new_date(house: House, guest: Client) -> None:
    along = assigned(house)
    along.investigating()
    row = extension.request(case=along.case, reason="需要医院补充病历", by=house.by("tom"), at=sh("03-05 10:00"))
    extension.approve(case=along.case, by=house.by("sam"), at=sh("03-05 11:00"), way=by_phone(sh("03-05 11:00")))
    row.refresh_from_db()
    assert row.effective_at is not None
    suspension.suspend(
        case=along.case, ground="appraisal", body="市司法鉴定所", reason="伤情鉴定",
        requested_at=sh("03-06 10:00"), by=house.by("tom"), at=sh("03-06 10:00"),
    )  # fmt: skip
    enter(guest, along.case)
    page = story(guest, along.case)
    for told in ("需要医院补充病历", "2026-04-01 24:00", "市司法鉴定所"):
        assert told in page, told


def test_the_page_of_a_long_story_costs_few_queries(
    house: House, guest: Client, django_assert_max_num_queries: Any
) -> None:
    along = assigned(house).asked()
    for number in range(20):
        talk.hear(case=along.case, text=f"补充 {number}", by=house.by("tom"), at=along.later())
    enter(guest, along.case)
    with django_assert_max_num_queries(30):
        story(guest, along.case)


@pytest.mark.parametrize("number", ["x", "TS26030200000999", "%00", "a" * 500, "../desk"])
def test_odd_numbers_in_the_address_do_no_harm(house: House, guest: Client, number: str) -> None:
    assert guest.get(f"/follow/{number}").status_code in (200, 404)
    answer = guest.post("/follow", {"number": number.replace("%00", "\x00"), "secret": "\x00" + "A" * 40})
    assert answer.status_code == 422


def test_behind_our_proxy_the_address_is_the_one_the_proxy_tells(rf: Any, settings: Any) -> None:
    request = rf.get("/", REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": "1.2.3.4, 203.0.113.7"})
    assert gate.address(request) == "10.0.0.1"
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert gate.address(request) == "203.0.113.7"
