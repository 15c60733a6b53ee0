"""People of a case: authority, corrections, lifting a mask."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from huiyin.audit import queries as ledger
from huiyin.audit.models import Access
from huiyin.cases import queries
from huiyin.cases.actions import access, evidence, people
from huiyin.cases.models import Case, Person
from huiyin.cases.rules.people import PersonDraft
from huiyin.core import blobs
from huiyin.core.actors import customer
from huiyin.core.errors import BadInput, Refused
from huiyin.customers.models import Party, Policy
from tests.cases.make import registered
from tests.people import AT, House

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=1)


@pytest.fixture
def case(house: House) -> Case:
    return registered(house).case


def test_opening_a_case_leaves_one_line(house: House, case: Case, django_assert_num_queries: Any):
    by = house.by("tom")
    with django_assert_num_queries(1):
        access.look(case=case, by=by, at=LATER)
    assert Access.objects.get().aggregate_id == case.pk


def test_a_mask_is_lifted_with_a_reason_and_leaves_a_line(house: House, case: Case):
    person = case.people.get()
    shown = access.reveal(
        case=case, person_id=person.pk, fields=["phone", "name"], reason="电话核实", by=house.by("tom"), at=LATER
    )
    assert shown == {"name": "李春梅", "phone": "13812345678"}
    row = Access.objects.get(kind="reveal")
    assert (row.reason, row.fields) == ("电话核实", ["complainant.name", "complainant.phone"])
    assert "138" not in str(row.fields)


@pytest.mark.parametrize(
    "name, fields, reason, code",
    [
        ("tom", ["phone"], "看看", "reveal.reason"),
        ("tom", ["phone"], "      ", "reveal.reason"),
        ("aud", ["phone"], "审计需要", "reveal.not_yours"),
        ("qin", ["phone"], "质检需要", "reveal.not_yours"),
        ("tom", ["password"], "电话核实", "reveal.fields"),
        ("tom", [], "电话核实", "reveal.fields"),
    ],
)
def test_a_mask_stays(house: House, case: Case, name: str, fields: list[str], reason: str, code: str):
    with pytest.raises(Refused) as refusal:
        access.reveal(
            case=case, person_id=case.people.get().pk, fields=fields, reason=reason, by=house.by(name), at=LATER
        )
    assert refusal.value.code == code
    assert not Access.objects.exists()


def test_a_person_of_another_case_stays_masked(house: House, case: Case):
    other = registered(house, text="另一件事。").case.people.get()
    with pytest.raises(BadInput):
        access.reveal(case=case, person_id=other.pk, fields=["name"], reason="电话核实", by=house.by("tom"), at=LATER)


def test_the_people_of_the_policy_can_be_shown(house: House, case: Case):
    party = Party.objects.create(name="王五", name_blind="x", created_at=AT)
    policy = Policy.objects.create(
        number="P1", holder=party, insured_name="王小五", product_code="H", product_name="H", line="health",
        unit=house.units["JS"], starts_on=AT.date(),
    )  # fmt: skip
    case.policy_id = policy.pk
    shown = access.reveal_policy_people(case=case, reason="核对投保人", by=house.by("tom"), at=LATER)
    assert shown == {"holder": "王五", "insured": "王小五"}


def test_an_agent_is_registered_without_authority_and_it_can_come_later(house: House, settings: Any, tmp_path: Path):
    settings.BLOBS_DIR = tmp_path
    agent = PersonDraft(name="王律师", role="agent", phone="13900001111")
    case = registered(house, people=(PersonDraft(name="李春梅"), agent)).case
    person = Person.objects.get(case=case, role="agent")
    assert person.authority_evidence_id is None
    file = blobs.keep(b"%PDF authority", name="授权书.pdf", content_type="application/pdf")
    (item,) = evidence.add(case=case, files=(file,), kind="authority", by=house.by("tom"), at=LATER)
    for _time in range(2):
        row = people.attach_authority(case=case, person_id=person.pk, evidence=item, by=house.by("tom"), at=LATER)
        assert row.authority_evidence_id == item.pk
    kinds = [entry.kind for entry in ledger.chain(("case", case.pk))]
    assert kinds.count("case.authority_attached") == 1
    complainant = Person.objects.get(case=case, role="complainant")
    with pytest.raises(Refused):
        people.attach_authority(case=case, person_id=complainant.pk, evidence=item, by=house.by("tom"), at=LATER)


def test_a_correction_keeps_hashes_of_before_and_after_and_is_found(house: House, case: Case):
    person = case.people.get()
    people.correct(
        case=case, person_id=person.pk, values={"phone": "13900002222", "name": "李春美"}, reason="本人来电更正",
        by=house.by("tom"), at=LATER,
    )  # fmt: skip
    case.refresh_from_db()
    assert case.complainant_name == "李春美"
    entry = ledger.last(("case", case.pk))
    assert entry is not None
    assert set(entry.body["personal"]) == {"before.phone", "after.phone", "before.name", "after.name"}
    assert "13900002222" not in str(entry.body)
    visible = queries.visible_to(house["tom"])
    assert list(queries.matching(visible, "13900002222")) == [case]


@pytest.mark.parametrize(
    "values, reason",
    [
        ({"phone": "1"}, ""),
        ({"role": "agent"}, "本人来电"),
        ({"name": " "}, "本人来电"),
        ({"email": "no address"}, "本人来电"),
        ({"phone": "", "email": ""}, "本人来电"),
    ],
)
def test_a_correction_that_makes_no_sense_changes_nothing(
    house: House, case: Case, values: dict[str, str], reason: str
):
    person = case.people.get()
    with pytest.raises(Refused):
        people.correct(case=case, person_id=person.pk, values=values, reason=reason, by=house.by("tom"), at=LATER)
    again = Person.objects.get(pk=person.pk)
    assert (again.name, again.phone, again.email) == ("李春梅", "13812345678", "li@example.com")


def test_somebody_may_be_added_and_a_vulnerable_person_marks_the_case(house: House, case: Case):
    draft = PersonDraft(name="张奶奶", role="insured", vulnerabilities=frozenset({"disabled"}))
    people.add(case=case, draft=draft, by=house.by("tom"), at=LATER)
    case.refresh_from_db()
    assert "vulnerable" in case.flags
    assert case.people.filter(is_contact=True).count() == 1
    with pytest.raises(BadInput):
        people.add(case=case, draft=PersonDraft(name="", role="witness"), by=house.by("tom"), at=LATER)
    with pytest.raises(BadInput):
        people.add(case=case, draft=PersonDraft(name="x", role="king"), by=house.by("tom"), at=LATER)


def test_customers_do_not_correct_the_record_themselves(house: House, case: Case):
    person = case.people.get()
    with pytest.raises(Refused):
        people.correct(
            case=case, person_id=person.pk, values={"phone": "1"}, reason="我自己改", by=customer(person.pk), at=LATER
        )
