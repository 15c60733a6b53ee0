"""Registering a complaint: everything in one transaction, from the first word to the receipt."""

import threading
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from huiyin.audit import queries as ledger
from huiyin.audit.models import Entry, Sealed
from huiyin.cases.models import Case, Evidence, Ownership, Person, Registry
from huiyin.cases.rules import numbers
from huiyin.cases.rules.people import PersonDraft
from huiyin.channels import jobs
from huiyin.channels.models import Outgoing
from huiyin.clocks.models import Clock
from huiyin.complaints.actions import intake
from huiyin.complaints.actions.intake import Registered
from huiyin.complaints.rules.arrival import DemandDraft
from huiyin.core import blobs
from huiyin.core.actors import customer
from huiyin.core.errors import BadInput, Refused
from huiyin.core.time import SHANGHAI
from tests.cases.make import LI, arrival, registered
from tests.conftest import SmtpServer
from tests.people import AT, House, build

pytestmark = pytest.mark.django_db


def test_a_complaint_has_number_owner_limits_receipt_and_a_first_entry(house: House):
    made = registered(house)
    case = Case.objects.get(pk=made.case.pk)
    assert numbers.is_number(case.number)
    assert case.number.startswith("TS260302")
    assert (case.state, case.kind, case.owner, case.registered_by) == (
        "received",
        "complaint",
        house["tom"],
        house["tom"],
    )
    assert case.rules_on == date(2026, 3, 2)
    assert Ownership.objects.get(case=case).to_at is None
    limits = {clock.rule_code: clock.due_at for clock in Clock.objects.filter(owner_id=case.pk)}
    assert limits == {
        "complaint.acceptance": AT + timedelta(hours=24),
        "complaint.first_response": AT + timedelta(hours=24),
        "complaint.decision": datetime(2026, 3, 18, tzinfo=SHANGHAI).astimezone(UTC),
    }
    (entry,) = ledger.chain(("case", case.pk))
    assert entry.kind == "complaint.registered"
    assert len(entry.rule_versions) == 4
    assert not ledger.verify(("case", case.pk))
    assert ProcrastinateJob.objects.filter(task_name="channels.send_mail").count() == 1


def test_nothing_personal_is_in_clear_in_the_ledger_or_the_tables(house: House):
    registered(house)
    entry = Entry.objects.get(kind="complaint.registered")
    assert set(entry.body["personal"]) == {"1.name", "1.phone", "1.email", "1.certificate_no"}
    dumped = str(entry.body)
    with connection.cursor() as cursor:
        for table in ("cases_person", "cases_case", "channels_outgoing", "audit_sealed"):
            cursor.execute(f"SELECT string_agg(t::text, ' ') FROM {table} t")
            dumped += str(cursor.fetchone()[0])
    for clear in ("李春梅", "13812345678", "li@example.com", "320102198001010018"):
        assert clear not in dumped
    assert "李春梅" in Sealed.objects.get().values


def test_the_receipt_goes_out_by_mail_with_number_secret_and_limits(house: House, smtp_server: SmtpServer):
    made = registered(house)
    jobs.send_mail(outgoing_id=str(Outgoing.objects.get(purpose="receipt").pk))
    (mail,) = smtp_server.messages
    body = mail.get_content()
    assert made.case.number in mail["Subject"]
    assert f"/follow/{made.case.number}#{made.secret}" in body
    assert "2026-03-17 24:00" in body
    assert "2026-03-03 10:00" in body


def test_an_english_complainant_gets_an_english_receipt(house: House, smtp_server: SmtpServer):
    registered(house, language="en")
    jobs.send_mail(outgoing_id=str(Outgoing.objects.get(purpose="receipt").pk))
    assert "Number:" in smtp_server.messages[0].get_content()


@pytest.mark.parametrize("person", [{"phone": "1390000"}, {"address": "南京市鼓楼区1号"}])
def test_phone_only_and_post_only_is_enough_and_no_mail_is_sent(house: House, person: dict[str, Any]):
    made = registered(house, people=(PersonDraft(name="李", **person),))
    assert made.created
    assert not Outgoing.objects.exists()


def test_intake_keeps_to_its_budget_of_statements(house: House, django_assert_max_num_queries: Any):
    by = house.by("tom")
    with django_assert_max_num_queries(20):
        intake.register(arrival=arrival(house), by=by, at=AT)


def test_several_demands_people_and_files_cost_hardly_more(
    house: House, settings: Any, tmp_path: Path, django_assert_max_num_queries: Any
):
    settings.BLOBS_DIR = tmp_path
    files = tuple(blobs.keep(b"%PDF" + bytes([n]), name=f"{n}.pdf", content_type="application/pdf") for n in range(5))
    people = (LI, *(PersonDraft(name=f"王{n}", role="representative", phone=f"1390000000{n}") for n in range(4)))
    demands = tuple(DemandDraft(text=f"诉求{n}", amount=Decimal(n)) for n in range(4))
    by = house.by("tom")
    with django_assert_max_num_queries(22):
        made = intake.register(
            arrival=arrival(house, evidence=files, people=people, demands=demands, joint_count=5), by=by, at=AT
        )
    assert list(Evidence.objects.filter(case=made.case).order_by("number").values_list("number", flat=True)) == [
        1,
        2,
        3,
        4,
        5,
    ]
    assert made.case.complaint.amount_claimed == Decimal(6)
    assert "collective" in made.case.flags


def test_a_fault_is_refused_by_name_and_leaves_nothing(house: House):
    with pytest.raises(BadInput) as refusal:
        registered(house, text=" ", people=())
    assert refusal.value.code == "intake.text_missing"
    assert refusal.value.field == "text"
    assert len(refusal.value.needs) == 2
    assert not Case.objects.exists()
    assert not Registry.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"channel": "pigeon"},
        {"people": (PersonDraft(name="李", email="nothing"),)},
        {"people": (PersonDraft(name="x" * 301, phone="1"),)},
    ],
)
def test_values_that_cannot_be_are_refused(house: House, changes: dict[str, Any]):
    with pytest.raises(BadInput):
        registered(house, **changes)


@pytest.mark.parametrize("name", ["aud", "qin", "kim", "adi", "pia"])
def test_who_only_reads_registers_nothing(house: House, name: str):
    with pytest.raises(Refused) as refusal:
        registered(house, by=house.by(name))
    assert refusal.value.code == "intake.not_yours"


def test_the_same_transfer_of_the_regulator_twice_is_one_case(house: House):
    first = registered(house, channel="regulator", external_ref=" 12378-77 ")
    second = registered(house, channel="regulator", external_ref="12378-77", text="再次转来。")
    assert (second.case.pk, second.created, second.secret) == (first.case.pk, False, first.secret)
    other = registered(house, channel="mediator", external_ref="12378-77")
    assert other.created
    assert Case.objects.count() == 2


def test_the_same_request_twice_has_one_answer(house: House):
    first = registered(house, idempotency_key="k1")
    again = registered(house, idempotency_key="k1")
    assert (again.case.pk, again.secret, again.created) == (first.case.pk, first.secret, False)
    assert registered(house, idempotency_key="k1", by=house.by("sam")).created  # somebody else's key


def test_a_regulators_transfer_is_flagged_and_has_the_regulators_own_limit(house: House):
    made = registered(house, channel="regulator", external_ref="R1", regulator_due_on=date(2026, 3, 10))
    assert "regulator_referred" in made.case.flags
    assert made.case.severity == "L2"
    clock = Clock.objects.get(owner_id=made.case.pk, rule_code="complaint.regulator_due")
    assert clock.due_at == datetime(2026, 3, 11, tzinfo=SHANGHAI)


def test_twenty_people_face_to_face_are_a_major_complaint_with_a_plan_in_48_hours(house: House):
    reps = tuple(PersonDraft(name=f"代表{n}", role="representative", phone=f"1380000000{n}") for n in range(5))
    made = registered(house, channel="visit", people=reps, face_to_face_count=20, received_at=AT - timedelta(hours=5))
    assert made.case.severity == "L4"
    assert {"major", "collective"} <= set(made.case.flags)
    clock = Clock.objects.get(owner_id=made.case.pk, rule_code="complaint.major_plan")
    assert clock.started_at == AT
    assert clock.due_at == AT + timedelta(hours=48)


def test_six_representatives_face_to_face_are_refused(house: House):
    reps = tuple(PersonDraft(name=f"代表{n}", role="representative", phone=f"1380000000{n}") for n in range(6))
    with pytest.raises(Refused) as refusal:
        registered(house, channel="visit", people=reps, face_to_face_count=6)
    assert refusal.value.clause == "令2020-3 art 12"


def test_a_customer_registers_on_the_portal_without_a_unit(house: House):
    made = registered(house, by=customer(None), unit_id=None, channel="portal")
    assert made.case.unit == house.units["HQ-CP"]
    assert made.case.owner == house["hua"]
    assert made.case.registered_by is None


def test_a_clock_that_runs_a_little_fast_does_not_put_the_receipt_into_the_future(house: House):
    made = registered(house, received_at=AT + timedelta(seconds=90))
    assert made.case.received_at == AT


@pytest.mark.usefixtures("own_blobs")
def test_an_agent_with_proof_is_registered_with_it(house: House):
    file = blobs.keep(b"%PDF authority", name="授权书.pdf", content_type="application/pdf")
    agent = PersonDraft(name="王律师", role="agent", phone="1", authority=0)
    made = registered(house, people=(PersonDraft(name="李"), agent), evidence=(file,))
    assert Person.objects.get(role="agent").authority_evidence_id == Evidence.objects.get(case=made.case).pk


@pytest.mark.usefixtures("own_blobs")
def test_a_file_that_is_gone_stops_the_registration(house: House):
    file = blobs.keep(b"%PDF x", name="a.pdf", content_type="application/pdf")
    blobs.remove(file.digest)
    with pytest.raises(Refused) as refusal, transaction.atomic():
        registered(house, evidence=(file,))
    assert refusal.value.code == "evidence.file_missing"
    assert not Case.objects.exists()


@pytest.fixture
def committed(transactional_db: None) -> House:
    return build()


@pytest.mark.django_db(transaction=True)
def test_two_at_once_with_the_same_reference_make_one_case(committed: House):
    by, start = committed.by("tom"), threading.Barrier(4)
    made: list[Registered] = []
    failed: list[BaseException] = []

    def work(key: int) -> None:
        try:
            start.wait()
            made.append(
                intake.register(
                    arrival=arrival(committed, channel="regulator", external_ref="R7", idempotency_key=f"k{key % 2}"),
                    by=by,
                    at=AT,
                )
            )
        except BaseException as error:
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(key,)) for key in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    assert Case.objects.count() == 1
    assert sorted(one.created for one in made) == [False, False, False, True]
    assert {one.case.pk for one in made} == {Case.objects.get().pk}
    assert Registry.objects.filter(kind="number").count() == 1


def test_six_statements_register_a_complaint_and_one_of_them_writes(house: House):
    tom = house.by("tom")
    registered(house, by=tom)
    with CaptureQueriesContext(connection) as seen:
        registered(house, by=tom, people=(PersonDraft(name="王强", phone="13900000000", email="w@example.com"),))
    kinds = [query["sql"].split(" ", 1)[0] for query in seen.captured_queries if "SAVEPOINT" not in query["sql"]]
    assert kinds.count("WITH") == 1
    assert len(kinds) <= 6, kinds


def test_what_is_refused_uses_up_no_number(house: House):
    before = registered(house).case.number
    with pytest.raises(BadInput):
        registered(house, text=" ")
    after = registered(house, text="另一件事。").case.number
    assert int(after[8:-1]) == int(before[8:-1]) + 1
