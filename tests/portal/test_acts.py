"""What customers do themselves: write, answer, apply for a review, withdraw."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huiyin.audit.models import Entry
from huiyin.audit.queries import verify
from huiyin.cases.models import Case, Direction, Message
from huiyin.clocks.models import Task
from huiyin.complaints.actions import mediation
from huiyin.complaints.models import Mediation, Review, Satisfaction, Withdrawal
from tests.cases import make
from tests.complaints.along import Along, assigned
from tests.people import AT, House
from tests.portal.conftest import enter

pytestmark = pytest.mark.django_db


def pdf(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, f"%PDF-1.7 {name}".encode(), "application/pdf")


@pytest.fixture
def case(house: House) -> Case:
    return make.registered(house).case


def post(client: Client, case: Case, what: str, **values: Any) -> Any:
    return client.post(f"/follow/{case.number}/{what}", values)


def said(case: Case) -> list[Message]:
    return list(Message.objects.filter(case=case, direction=Direction.IN).order_by("id"))[1:]


def test_a_message_with_material_lands_in_the_conversation_and_the_register(
    house: House, case: Case, guest: Client
) -> None:
    enter(guest, case)
    answer = post(guest, case, "message", text="补充一份病历", files=[pdf("病历.pdf")], idempotency_key="k1")
    assert answer["Location"] == f"/follow/{case.number}/story"
    (message,) = said(case)
    assert (message.text, message.channel, len(message.evidence_ids)) == ("补充一份病历", "portal", 1)
    assert message.author_id == case.people.get().pk
    page = guest.get(answer["Location"]).content.decode()
    assert "病历.pdf" in page
    assert not list(verify(("case", case.pk)))


def test_sending_the_same_message_twice_leaves_one(house: House, case: Case, guest: Client) -> None:
    enter(guest, case)
    for _press in range(2):
        assert post(guest, case, "message", text="补充说明", idempotency_key="same").status_code == 302
    assert len(said(case)) == 1


def test_a_file_without_words_is_enough_and_nothing_at_all_is_not(house: House, case: Case, guest: Client) -> None:
    enter(guest, case)
    assert post(guest, case, "message", text="", files=[pdf("a.pdf")], idempotency_key="k1").status_code == 302
    assert post(guest, case, "message", text="  ", idempotency_key="k2").status_code == 422
    wrong = SimpleUploadedFile("a.exe", b"MZ\x00\x01", "application/pdf")
    answer = post(guest, case, "message", text="请看附件", files=[wrong], idempotency_key="k3")
    assert answer.status_code == 422
    assert "请看附件" in answer.content.decode(), "what was typed stays"
    assert len(said(case)) == 1


def test_what_is_written_after_the_end_lands_and_tells_the_owner(house: House, guest: Client) -> None:
    along = assigned(house)
    Case.objects.filter(pk=along.case_id).update(state="closed", is_open=False, closed_at=AT)
    enter(guest, along.case)
    assert post(guest, along.case, "message", text="还是没收到钱", idempotency_key="k").status_code == 302
    (message,) = said(along.case)
    task = Task.objects.get(owner_id=along.case_id, ref_id=message.pk)
    assert (task.assignee, task.state) == (along.case.owner, "open")
    assert task.due_at is not None
    assert task.due_at - task.created_at == timedelta(days=1)


def test_the_archive_takes_no_message_and_says_what_to_do(house: House, guest: Client) -> None:
    along = assigned(house)
    Case.objects.filter(pk=along.case_id).update(state="archived", is_open=False, closed_at=AT)
    enter(guest, along.case)
    answer = post(guest, along.case, "message", text="还有问题", idempotency_key="k")
    assert answer.status_code == 409
    assert not said(along.case)
    assert "/message" not in guest.get(f"/follow/{along.case.number}/story").content.decode()


def test_the_question_is_answered_once_with_a_score_and_words(house: House, guest: Client) -> None:
    along = assigned(house).asked()
    enter(guest, along.case)
    assert post(guest, along.case, "satisfaction", words="没选分数", idempotency_key="k0").status_code == 422
    assert post(guest, along.case, "satisfaction", score="2", words="太慢", idempotency_key="k1").status_code == 302
    row = Satisfaction.objects.get(case=along.case_id)
    assert (row.score, row.words, row.refused, row.recorded_by_handler, row.recorded_by_label) == (
        2,
        "太慢",
        False,
        False,
        "",
    )
    again = post(guest, along.case, "satisfaction", score="5", words="", idempotency_key="k2")
    assert again.status_code == 409
    assert post(guest, along.case, "satisfaction", score="5", words="", idempotency_key="k1").status_code == 302
    row.refresh_from_db()
    assert row.score == 2


def test_not_wanting_to_answer_is_an_answer(house: House, guest: Client) -> None:
    along = assigned(house).asked()
    enter(guest, along.case)
    assert post(guest, along.case, "satisfaction", refuse="1", idempotency_key="k").status_code == 302
    row = Satisfaction.objects.get(case=along.case_id)
    assert (row.refused, row.score) == (True, None)


@pytest.mark.parametrize("score", ["0", "6", "x", "-1", "1.5"])
def test_a_score_is_one_to_five(house: House, guest: Client, score: str) -> None:
    along = assigned(house).asked()
    enter(guest, along.case)
    assert post(guest, along.case, "satisfaction", score=score, idempotency_key="k").status_code == 422


@pytest.mark.parametrize("page", ["satisfaction", "review", "review/withdrawal"])
def test_what_is_not_open_yet_is_neither_offered_nor_done(house: House, case: Case, guest: Client, page: str) -> None:
    enter(guest, case)
    assert f'/{page}"' not in guest.get(f"/follow/{case.number}/story").content.decode()
    assert guest.get(f"/follow/{case.number}/{page}").status_code == 409
    values = {"score": "5", "grounds": "不同意这个决定", "idempotency_key": "k"}
    assert post(guest, case, page, **values).status_code == 409


def told(house: House) -> Along:
    """A decision of the Jiangsu branch that was told."""
    return assigned(house).told()


def test_a_review_is_applied_for_with_grounds_and_material(house: House, guest: Client) -> None:
    along = told(house)
    enter(guest, along.case)
    url = f"/follow/{along.case.number}/review"
    assert url in guest.get(f"/follow/{along.case.number}/story").content.decode()
    assert guest.get(url).status_code == 200
    assert post(guest, along.case, "review", grounds="", idempotency_key="k0").status_code == 422
    answer = post(
        guest, along.case, "review", grounds="赔付金额算错了", files=[pdf("清单.pdf")], idempotency_key="k1"
    )  # fmt: skip
    assert answer.status_code == 302
    row = Review.objects.get(case=along.case_id)
    assert (row.grounds, row.state, len(row.evidence_ids)) == ("赔付金额算错了", "applied", 1)
    assert post(guest, along.case, "review", grounds="再来一次", idempotency_key="k2").status_code == 409
    assert Review.objects.count() == 1


def test_grounds_that_are_refused_leave_no_material_behind(house: House, guest: Client) -> None:
    along = told(house)
    enter(guest, along.case)
    answer = post(guest, along.case, "review", grounds="？？？", files=[pdf("清单.pdf")], idempotency_key="k")
    assert answer.status_code == 422
    assert not said(along.case)
    assert not Review.objects.exists()


def test_an_application_for_a_review_can_be_taken_back(house: House, guest: Client) -> None:
    along = told(house)
    enter(guest, along.case)
    post(guest, along.case, "review", grounds="赔付金额算错了", idempotency_key="k1")
    assert guest.get(f"/follow/{along.case.number}/review/withdrawal").status_code == 200
    assert post(guest, along.case, "review/withdrawal", idempotency_key="k2").status_code == 302
    assert Review.objects.get().state == "withdrawn"


def withdrawing(**changes: str) -> dict[str, str]:
    return {"pressed": "no", "reason": "已经解决", "signed_name": " 李 春梅 ", "idempotency_key": "k"} | changes


def test_a_withdrawal_is_signed_with_the_name_and_ends_the_complaint(house: House, case: Case, guest: Client) -> None:
    enter(guest, case)
    page = guest.get(f"/follow/{case.number}/withdrawal").content.decode()
    assert page.index("<ul>") < page.index("signed_name"), "what follows is told before the form"
    assert post(guest, case, "withdrawal", **withdrawing()).status_code == 302
    case.refresh_from_db()
    assert (case.state, case.is_open) == ("withdrawn", False)
    assert Withdrawal.objects.get().pressure_denied
    assert post(guest, case, "withdrawal", **withdrawing()).status_code == 302, "sent twice: done once"
    assert Withdrawal.objects.count() == 1
    assert guest.get(f"/follow/{case.number}/story").status_code == 200


@pytest.mark.parametrize(
    "change", [{"signed_name": "王五"}, {"signed_name": ""}, {"pressed": ""}, {"pressed": "maybe"}]
)
def test_without_the_right_name_and_an_answer_nothing_is_withdrawn(
    house: House, case: Case, guest: Client, change: dict[str, str]
) -> None:
    enter(guest, case)
    answer = post(guest, case, "withdrawal", **withdrawing(**change))
    assert answer.status_code == 422
    assert "已经解决" in answer.content.decode()
    case.refresh_from_db()
    assert case.is_open


def test_whoever_was_pressed_keeps_the_complaint_and_gets_a_talk(house: House, case: Case, guest: Client) -> None:
    enter(guest, case)
    words = withdrawing(pressed="yes", pressure_words="业务员说撤了才赔")
    assert post(guest, case, "withdrawal", **words).status_code == 302
    case.refresh_from_db()
    assert case.is_open
    assert Withdrawal.objects.get().state == "held"
    page = guest.get(f"/follow/{case.number}/story").content.decode()
    assert f"/follow/{case.number}/withdrawal" not in page


def test_every_page_that_acts_wants_the_token_against_forgery(house: House, case: Case) -> None:
    strict = Client(enforce_csrf_checks=True)
    for path in ("/complain/what", "/follow", f"/follow/{case.number}/message", f"/follow/{case.number}/withdrawal"):
        assert strict.post(path, {}).status_code == 403, path


@pytest.fixture
def proposed(house: House) -> Along:
    along = assigned(house)
    mediation.start(case=along.case, body="江苏银行保险业纠纷调解委员会", by=along.by("tom"), at=along.later())
    return along


def test_a_customer_agrees_to_a_mediation_and_the_ledger_proves_it(proposed: Along, guest: Client) -> None:
    enter(guest, proposed.case)
    assert (
        f"/follow/{proposed.case.number}/mediation"
        in guest.get(f"/follow/{proposed.case.number}/story").content.decode()
    )
    assert "江苏银行保险业纠纷调解委员会" in guest.get(f"/follow/{proposed.case.number}/mediation").content.decode()
    assert post(guest, proposed.case, "mediation", answer="yes", idempotency_key="k").status_code == 422, "unsigned"
    values = {"answer": "yes", "signed_name": "李春梅", "idempotency_key": "k"}
    for _press in range(2):
        assert post(guest, proposed.case, "mediation", **values).status_code == 302
    row = Mediation.objects.get()
    assert row.complainant_agreed_at is not None
    entry = Entry.objects.get(aggregate_id=proposed.case_id, kind="complaint.mediation_agreed")
    assert (entry.actor_kind, entry.where) == ("customer", "portal")
    assert "signed" in entry.body["personal"]
    assert "李春梅" not in str(entry.body)
    assert guest.get(f"/follow/{proposed.case.number}/mediation").status_code == 409
    assert not list(verify(("case", proposed.case_id)))


def test_a_customer_declines_a_mediation_and_the_limit_runs_on(proposed: Along, guest: Client) -> None:
    enter(guest, proposed.case)
    values = {"answer": "no", "signed_name": "李春梅", "reason": "希望直接答复", "idempotency_key": "k"}
    assert post(guest, proposed.case, "mediation", **values).status_code == 302
    row = Mediation.objects.get()
    assert (row.result, row.ended_at is not None, row.suspension_id) == ("withdrawn", True, None)
    entry = Entry.objects.get(aggregate_id=proposed.case_id, kind="complaint.mediation_declined")
    assert entry.actor_kind == "customer"
    assert "希望直接答复" not in str(entry.body)
