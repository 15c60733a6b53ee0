"""The form for a new complaint asks the least, loses nothing, and registers once."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huiyin.audit.models import Access
from huiyin.cases import queries as cases
from huiyin.cases.models import Case, Evidence, Person
from huiyin.complaints.models import Demand
from huiyin.core import time
from huiyin.core.actors import system
from huiyin.customers import actions as customers
from huiyin.customers.actions import PartyDraft
from huiyin.customers.models import Policy
from tests.cases.make import registered
from tests.people import House

NEW = "/desk/complaints/new/"
PDF = b"%PDF-1.4 " + b"x" * 100


def form(**changes: Any) -> dict[str, Any]:
    """An ordinary complaint as the browser sends it."""
    return {
        "name": "王小明", "phone": "13900001111", "acting": "self", "channel": "phone",
        "received_at": (time.now() + timedelta(hours=8)).strftime("%Y-%m-%dT%H:%M"),
        "text": "车险定损太低，修理厂说要八千，只赔三千。", "language": "zh-hans",
        "demands-TOTAL_FORMS": "1", "demands-INITIAL_FORMS": "0",
        "demands-0-text": "按实际修理费赔付", "demands-0-amount": "8000",
        "speakers-TOTAL_FORMS": "1", "speakers-INITIAL_FORMS": "0", "idempotency_key": "k-1",
    } | changes  # fmt: skip


@pytest.fixture
def customer(house: House) -> Policy:
    by, at = system("test"), time.now()
    party = customers.register_party(
        draft=PartyDraft(
            name="陈桂芳", phone="13812345678", certificate_kind="id_card", certificate_no="11010519491231002X"
        ),
        by=by,
        at=at,
    )
    return customers.register_policy(
        number="P2023001", holder=party, unit=house.units["JS-SZ"], product_code="H1", product_name="安康医疗险",
        line="health", starts_on=at.date(), by=by, at=at,
    )  # fmt: skip


@pytest.mark.parametrize("text", ["13812345678", "138 1234 5678", "11010519491231002X", "p2023001", "陈桂芳", "桂芳"])
def test_one_box_finds_the_customer_masked_and_writes_it_down(enter, customer: Policy, text: str) -> None:
    page = enter("ana").post(NEW, {"do_find": "", "find": text})
    assert [hit.id for hit in page.context["hits"]] == [customer.holder_id]
    body = page.content.decode()
    assert "陈**" in body
    assert "13812345678" not in body.replace(f'value="{text}"', "")
    assert "陈桂芳" not in body.replace(f'value="{text}"', "")
    assert Access.objects.filter(kind="search", aggregate_id=customer.holder_id, actor_id__isnull=False).count() == 1


def test_what_we_hold_is_not_asked_for_again(enter, house: House, customer: Policy) -> None:
    client: Client = enter("ana")
    page = client.post(
        NEW, {"do_choose": f"{customer.holder_id}:{customer.pk}", "find": "桂芳", "text": "已经打了一半"}
    )
    assert page.context["policy"] == customer
    assert "已经打了一半" in page.content.decode()
    sent = form(party=customer.holder_id, policy=customer.pk, name="", phone="", do_register="")
    assert client.post(NEW, sent).status_code == 302
    case = Case.objects.get()
    person = Person.objects.get(case=case)
    assert (person.name, person.phone) == ("陈桂芳", "13812345678")
    assert (case.policy_number, case.line, case.unit.code, case.customer_id) == (
        "P2023001",
        "health",
        "JS-SZ",
        customer.holder_id,
    )
    assert "vulnerable" in case.flags  # born 1949


def test_check_shows_the_limits_and_register_leads_to_the_receipt(enter, house: House) -> None:
    client = enter("ana")
    check = client.post(NEW, form(do_check=""))
    assert check.status_code == 200
    assert [clock.rule_code for _name, clock in check.context["limits"]] == [
        "complaint.acceptance", "complaint.first_response", "complaint.decision",
    ]  # fmt: skip
    assert not Case.objects.exists()
    carried = dict(check.context["carried"])
    answer = client.post(NEW, carried | {"do_register": "", "idempotency_key": "k-1"})
    case = Case.objects.get()
    assert answer.url == f"/desk/receipts/{case.number}/"
    receipt = client.get(answer.url).content.decode()
    assert case.number in receipt
    assert cases.secret_of(case) in receipt
    assert Demand.objects.get(case=case).amount == 8000
    assert Access.objects.filter(kind="read", aggregate_id=case.pk).count() == 1


def test_sending_twice_registers_once(enter, house: House) -> None:
    client = enter("ana")
    first, second = (client.post(NEW, form(do_register="")) for _ in range(2))
    assert Case.objects.count() == 1
    assert first.url.startswith("/desk/receipts/")
    assert second.url == f"/desk/complaints/{Case.objects.get().number}/"


def test_the_regulators_number_twice_opens_the_case_that_is_there(enter, house: House) -> None:
    client = enter("tom")
    other = form(do_register="", channel="regulator", external_ref="NFRA-88", idempotency_key="a")
    client.post(NEW, other)
    again = client.post(NEW, other | {"idempotency_key": "b", "text": "同一件"}, follow=True)
    assert Case.objects.count() == 1
    assert again.redirect_chain[0][0] == f"/desk/complaints/{Case.objects.get().number}/"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"phone": ""}, "phone"),
        ({"text": ""}, "text"),
        ({"received_at": "2030-01-01T10:00"}, "received_at"),
        ({"received_at": "2019-01-01T10:00"}, "received_at"),
        ({"received_at": "gestern"}, "received_at"),
        ({"happened_on": "2031-01-01"}, "happened_on"),
        ({"channel": "pigeon"}, "channel"),
        ({"email": "nobody"}, "email"),
        ({"unit": "no"}, "unit"),
    ],
)  # fmt: skip
def test_a_fault_stands_at_its_field_and_nothing_typed_is_lost(
    enter, house: House, changes: dict[str, str], field: str
) -> None:
    sent = form(do_register="", respondent_staff_no="E777") | changes
    page = enter("ana").post(NEW, sent)
    assert page.status_code == 422
    assert field in page.context["form"].errors
    body = page.content.decode()
    for value in ("按实际修理费赔付", "8000", "E777", *(["王小明"] if "name" not in changes else [])):
        assert value in body, value
    assert not Case.objects.exists()


def test_a_wrong_sum_is_told_at_its_line(enter, house: House) -> None:
    page = enter("ana").post(NEW, form(do_check="", **{"demands-0-amount": "-5"}))
    assert page.status_code == 422
    assert "amount" in page.context["demands"].forms[0].errors


def test_files_arrive_once_and_are_kept_through_faults(enter, house: House) -> None:
    client = enter("ana")
    file = SimpleUploadedFile("定损单.pdf", PDF, "application/pdf")
    bad = SimpleUploadedFile("virus.exe", b"MZ\x90\x00" + b"\x00" * 64, "application/x-msdownload")
    page = client.post(NEW, form(do_register="", text="", files=[file, bad]))
    assert page.status_code == 422
    assert any("virus.exe" in sentence for sentence in page.context["draft"].problems)
    (kept,) = page.context["draft"].files
    client.post(NEW, form(do_register="", kept=[kept.note]))
    item = Evidence.objects.get()
    assert (item.file_name, item.size) == ("定损单.pdf", len(PDF))


def test_a_file_can_be_taken_away_again(enter, house: House) -> None:
    client = enter("ana")
    page = client.post(NEW, form(do_edit="", files=[SimpleUploadedFile("a.pdf", PDF)]))
    (kept,) = page.context["draft"].files
    page = client.post(NEW, form(drop=kept.note, kept=[kept.note]))
    assert page.context["draft"].files == []


def test_a_note_of_somebody_elses_file_is_worth_nothing(enter, house: House) -> None:
    page = enter("ana").post(NEW, form(do_edit="", files=[SimpleUploadedFile("a.pdf", PDF)]))
    (kept,) = page.context["draft"].files
    stolen = enter("tom").post(NEW, form(do_edit="", kept=[kept.note, kept.note[:-3] + "abc", "x"]))
    assert stolen.context["draft"].files == []


def test_an_agents_authority_is_named_and_its_absence_is_no_obstacle(enter, house: House) -> None:
    client = enter("tom")
    acting = {"acting": "agent", "agent_name": "李律师", "agent_phone": "13700002222"}
    proof = SimpleUploadedFile("authority.pdf", PDF)
    client.post(NEW, form(do_register="", **acting, authority=[proof]))
    client.post(NEW, form(do_register="", **acting, idempotency_key="k-2"))
    agents = Person.objects.filter(role="agent").order_by("id")
    assert [agent.authority_evidence_id is not None for agent in agents] == [True, False]
    assert all(agent.is_contact for agent in agents)


def test_six_representatives_face_to_face_are_refused_and_twenty_people_are_major(enter, house: House) -> None:
    client = enter("tom")
    joint = {"acting": "joint", "joint_count": "30", "face_to_face_count": "20", "speakers-TOTAL_FORMS": "6"}
    names = {f"speakers-{n}-name": f"代表{n}" for n in range(6)}
    page = client.post(NEW, form(do_register="", **joint, **names))
    assert page.status_code == 422
    assert "代表5" in page.content.decode()
    client.post(NEW, form(do_register="", **(joint | {"speakers-TOTAL_FORMS": "5"}), **names))
    case = Case.objects.get()
    assert {"major", "collective"} <= set(case.flags)
    assert Person.objects.filter(case=case, role="representative", is_face_to_face=True).count() == 5


def test_one_more_line_without_scripts(enter, house: House) -> None:
    page = enter("ana").post(NEW, form(do_more="demands"))
    assert page.context["demands"].total_form_count() == 2
    assert "按实际修理费赔付" in page.content.decode()


def test_an_earlier_complaint_is_suggested_to_whoever_may_see_it(enter, house: House) -> None:
    earlier = registered(house, at=time.now(), received_at=time.now() - timedelta(hours=1)).case
    again = form(do_check="", phone="13812345678")
    seen = enter("tom").post(NEW, again).context["earlier"]
    assert [line.number for line in seen] == [earlier.number]
    assert enter("zoe").post(NEW, again).context["earlier"] == []


def test_a_receipt_long_ago_is_taken_when_confirmed(enter, house: House) -> None:
    answer = enter("tom").post(NEW, form(do_register="", received_at="2019-01-01T10:00", old_confirmed="on"))
    assert answer.status_code == 302


def test_htmx_is_sent_on_by_a_header(enter, house: House) -> None:
    answer = enter("tom").post(NEW, form(do_register=""), headers={"HX-Request": "true"})
    assert answer.status_code == 204
    assert answer["HX-Redirect"] == f"/desk/receipts/{Case.objects.get().number}/"


def test_only_who_registered_or_answers_sees_the_receipt_with_its_code(enter, house: House) -> None:
    enter("ana").post(NEW, form(do_register="", unit=str(house.units["JS-CP"].pk)))
    case = Case.objects.get()
    for name, status in (("ana", 200), ("sam", 200), ("tom", 404), ("zoe", 404), ("aud", 403)):
        assert enter(name).get(f"/desk/receipts/{case.number}/").status_code == status, name
