"""What is written into the file beside the path: statements, demands, people, marks, recusals taken back."""

import pytest

from huiyin.cases.models import Message, Person, Recusal
from huiyin.complaints.actions import dispatch
from huiyin.complaints.models import Reroute
from huiyin.console.case.side import SIDES
from tests.console.case.typing_in import proof, typed

HTMX = {"HX-Request": "true"}


@pytest.mark.parametrize("name", SIDES)
def test_every_small_form_opens_in_place_and_as_a_page(along, enter, url, name):
    browser = enter("sam")
    assert b"<html" in browser.get(url("side", name)).content
    part = browser.get(url("side", name), headers=HTMX)
    assert part.status_code == 200
    assert b"<html" not in part.content
    assert browser.get(url("side", "nothing")).status_code == 404


def test_what_the_complainant_said_enters_the_conversation_with_its_files(along, enter, url):
    data = {"text": "客户来电补充病历", "channel": "phone", "received_at": typed(along.at), "files": proof("病历.pdf")}
    assert enter("tom").post(url("side", "heard"), data, headers=HTMX).status_code == 200
    message = Message.objects.get(case_id=along.case_id, text="客户来电补充病历")
    assert message.direction == "in"
    assert len(message.evidence_ids) == 1
    assert enter("tom").post(url("side", "heard"), {"text": "", "channel": "phone"}).status_code == 422


def test_a_demand_is_added_with_its_sum(along, enter, url):
    assert enter("tom").post(url("side", "demand"), {"text": "书面道歉", "amount": ""}).status_code == 302
    assert along.case.demands.filter(text="书面道歉").exists()
    wrong = enter("tom").post(url("side", "demand"), {"text": "赔偿", "amount": "-1"})
    assert wrong.status_code == 422
    assert "赔偿" in wrong.content.decode()


def test_a_demand_after_the_decision_is_a_new_complaint(along, enter, url):
    along.told()
    refused = enter("tom").post(url("side", "demand"), {"text": "再赔一万", "amount": "10000"})
    assert refused.status_code == 409
    assert "再赔一万" in refused.content.decode()


def test_a_person_is_added(along, enter, url):
    data = {"name": "张律师", "role": "agent", "phone": "13700001111", "email": "", "certificate_no": "", "address": ""}
    assert enter("tom").post(url("side", "person"), data).status_code == 302
    assert Person.objects.filter(case_id=along.case_id, role="agent").exists()
    page = enter("tom").get(url()).content.decode()
    assert "张律师" not in page
    assert enter("tom").post(url("side", "person"), data | {"email": "nonsense"}).status_code == 422


def test_marks_are_set_and_the_grade_follows(along, enter, url):
    assert enter("tom").post(url("side", "marks"), {"flags": ["media"], "reason": "当地媒体已报道"}).status_code == 302
    assert "media" in along.case.flags


def test_a_recusal_is_taken_back_by_who_leads_and_by_nobody_else(along, enter, url):
    row = dispatch.recuse(
        case=along.case, user=along.house["tia"], ground="declared", reason="误报", by=along.by("sam"), at=along.later()
    )
    data = {"which": str(row.pk), "reason": "经核实并无利害关系"}
    assert enter("tom").post(url("side", "recusal"), data).status_code == 409
    assert enter("sam").post(url("side", "recusal"), data).status_code == 302
    assert Recusal.objects.get(pk=row.pk).lifted_at is not None


def test_a_case_that_is_no_complaint_opens_without_a_path(along, enter, url):
    enter("tom").post(url("step", "reroute"), {"to_kind": "inquiry", "reason": "客户询问的是条款含义"})
    other = Reroute.objects.get(case_id=along.case_id).to_case_id
    answer = enter("tom").get(f"/desk/complaints/{other}/")
    assert answer.status_code == 200
    assert answer.context["course"]["groups"] == []
