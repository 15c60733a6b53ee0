"""Nobody with an interest in a matter sees it, handles it or decides in it; each deciding step proves that."""

import random
from datetime import date, timedelta
from typing import Any

import pytest

from huiyin.accounts import actions as accounts
from huiyin.accounts.models import Relation, ReportingLine, User
from huiyin.audit.models import Entry
from huiyin.cases import queries as cases
from huiyin.cases.models import Case, Participation, Recusal
from huiyin.cases.rules.people import PersonDraft
from huiyin.cases.rules.recusal import FOUND
from huiyin.clocks.models import Task
from huiyin.complaints.actions import acceptance, independence, investigation
from huiyin.complaints.jobs import look_at_case, look_for_interests
from huiyin.complaints.queries.independence import lines
from huiyin.complaints.rules.independence import DECIDING, proof
from huiyin.complaints.sweeps import keep_independent
from huiyin.core.errors import BadInput, Refused
from huiyin.core.time import local_date
from huiyin.customers.actions import PartyDraft, register_party, register_policy
from huiyin.customers.models import Policy
from tests.cases.make import LI, registered
from tests.complaints.along import Along
from tests.people import AT, House

DAY = timedelta(days=1)
TODAY = local_date(AT)


def policy(house: House, seller: str, number: str = "P1", signed_on: date = date(2025, 6, 1)) -> Policy:
    holder = register_party(draft=PartyDraft(name="李"), by=house.by("hua"), at=AT)
    return register_policy(
        number=number, holder=holder, unit=house.units["JS"], product_code="H", product_name="H", line="health",
        starts_on=signed_on, signed_on=signed_on, seller_no=house[seller].employee_no, by=house.by("hua"), at=AT,
    )  # fmt: skip


def sees(house: House, name: str, case: Case) -> bool:
    return cases.visible_to(User.objects.get(pk=house[name].pk)).filter(pk=case.pk).exists()


def declare(house: House, name: str, **whom: Any) -> Relation:
    return accounts.declare_relation(
        user=house[name], kind="sibling", from_on=date(2020, 1, 1), by=house.by(name), at=AT, **whom
    )


def line(house: House, user: str, manager: str, from_on: date = date(2024, 1, 1)) -> None:
    accounts.set_manager(user=house[user], manager=house[manager], from_on=from_on, by=house.by("adi"), at=AT)


def matter(house: House, ground: str) -> dict[str, Any]:
    """What makes the ground, and how the complaint is then registered."""
    tia = house["tia"]
    if ground.endswith("superior"):
        line(house, "tia", "max")
    if ground == "relative_staff":
        declare(house, "zoe", to_user=tia)
    if ground == "relative_customer":
        declare(house, "tia", certificate_no=LI.certificate_no)
    given: dict[str, Any] = {}
    if ground in ("respondent", "superior"):
        given["respondent_staff_no"] = tia.employee_no
    if ground in ("seller", "seller_superior"):
        given["policy_number"] = policy(house, "tia").number
    if ground == "same_person":
        given["people"] = (PersonDraft(name="李", email=tia.email),)
    if ground == "relative_staff":
        given["respondent_staff_no"] = house["zoe"].employee_no
    return given


# Who stays away on each ground; nobody of them did before.
GROUNDS = {ground: "max" if ground.endswith("superior") else "tia" for ground in FOUND}


@pytest.mark.parametrize("ground", FOUND)
def test_who_has_a_ground_neither_sees_nor_acts_nor_is_named(house: House, ground: str) -> None:
    name = GROUNDS[ground]
    before = registered(house, text="无关的投诉", people=(PersonDraft(name="王", phone="13900000000"),)).case
    case = registered(house, by=house.by("sam"), **matter(house, ground)).case
    assert sees(house, name, before)
    assert not sees(house, name, case)
    assert not any(part.filter(pk=case.pk).exists() for part in cases.visible_parts(house[name]))
    assert cases.conflict_of(case, house[name]) == ground
    with pytest.raises(Refused) as refusal:
        acceptance.check_identity(case=case, how="身份证核对一致", by=house.by(name), at=AT + timedelta(hours=1))
    assert "recused" in str(refusal.value) or "回避" in str(refusal.value)
    assert all(choice.conflict for choice in cases.choices(case, "handler", case.unit) if choice.user == house[name])


def test_who_directs_the_house_but_not_the_person_goes_on_seeing(house: House) -> None:
    line(house, "tia", "max")
    case = registered(house, respondent_staff_no=house["tia"].employee_no).case
    assert sees(house, "sam", case)  # leads the unit, but Tia has a line of her own
    assert sees(house, "hua", case)


def test_a_manager_of_that_time_stays_away_and_one_of_another_time_does_not(house: House) -> None:
    line(house, "tia", "max", date(2024, 1, 1))
    line(house, "tia", "hua", date(2025, 7, 1))
    case = registered(house, policy_number=policy(house, "tia", signed_on=date(2025, 6, 30)).number).case
    later = registered(house, text="另一件", policy_number=policy(house, "tia", "P2", date(2025, 7, 1)).number).case
    assert (sees(house, "max", case), sees(house, "max", later)) == (False, True)
    assert not sees(house, "hua", case)


def test_a_tie_that_ended_binds_what_happened_while_it_held(house: House) -> None:
    row = declare(house, "tia", certificate_no=LI.certificate_no)
    accounts.ask_end_of_relation(relation=row, on=TODAY - DAY, reason="已经离婚", by=house.by("tia"), at=AT)
    case = registered(house).case
    assert not sees(house, "tia", case)
    for name in ("tia", "tom"):
        with pytest.raises(Refused):
            accounts.answer_end_of_relation(relation=row, is_over=True, by=house.by(name), at=AT)
    accounts.answer_end_of_relation(relation=row, is_over=True, by=house.by("hua"), at=AT)
    assert sees(house, "tia", case)


@pytest.mark.parametrize("number", range(4))
def test_over_random_houses_nobody_with_a_ground_passes(house: House, number: int) -> None:
    chance = random.Random(number)
    names = sorted(house.people)
    days = [date(2025, 1, 1) + timedelta(days=30 * n) for n in range(15)]
    for user, manager in (chance.sample(names, 2) for _ in range(12)):
        since, until = sorted(chance.sample(days, 2))
        is_open = chance.random() < 0.5 and not ReportingLine.objects.filter(user=house[user], to_on=None).exists()
        ReportingLine.objects.create(
            user=house[user], manager=house[manager], from_on=since, to_on=None if is_open else until, set_at=AT
        )
    people = [PersonDraft(name=f"客{n}", phone=f"1390000000{n}", certificate_no=f"CARD{n}") for n in range(4)]
    for _ in range(10):
        user, other = chance.sample(names, 2)
        if chance.random() < 0.5:
            row = declare(house, user, to_user=house[other])
        else:
            person = chance.choice(people)
            row = (
                declare(house, user, phone=person.phone)
                if number % 2
                else declare(house, user, certificate_no=person.certificate_no)
            )
        if chance.random() < 0.4:
            row.to_on, row.ended_by = chance.choice(days), house["adi" if user != "adi" else "hua"]
            row.save()
    sold = [policy(house, name, f"P{n}", chance.choice(days)) for n, name in enumerate(chance.sample(names, 5))]
    known = []
    for n in range(12):
        changes: dict[str, Any] = {"people": (chance.choice(people),), "text": f"第{n}件"}
        if chance.random() < 0.6:
            changes["policy_number"] = chance.choice(sold).number
        if chance.random() < 0.6:
            changes["respondent_staff_no"] = house[chance.choice(names)].employee_no
            changes["happened_on"] = chance.choice([None, *days])
        known.append(registered(house, by=house.by("hua"), **changes).case)
    found = 0
    for name in names:
        user_now = User.objects.get(pk=house[name].pk)
        barred = set(Case.objects.filter(pk__in=cases.barred(user_now)).values_list("pk", flat=True))
        assert barred == {case.pk for case in known if cases.conflict_of(case, user_now)}, name
        assert not barred & set(cases.visible_to(user_now).values_list("pk", flat=True))
        found += len(barred)
    assert found


def test_a_deciding_step_keeps_what_was_examined_and_nothing_personal(along: Along) -> None:
    along.told()
    taken = lines(along.case)
    assert {one.kind for one in taken} >= {"investigate", "record_finding", "review_finding", "set_liability"}
    assert {one.kind for one in taken} >= {"propose_plan", "approve_plan", "issue_decision"}
    for one in taken:
        assert one.proof is not None, one.kind
        assert one.proof["result"] == "clear"
        assert set(one.proof["examined"]) >= set(FOUND)
        assert one.proof["user"] == str(one.user_id)
        assert len(one.proof["seen"]["version"]) == 12
        assert LI.certificate_no not in str(one.proof)


def test_the_same_facts_have_the_same_fingerprint_and_others_another() -> None:
    seen = {"people": 1}
    one = proof({"seller": "clear"}, user=1, seen=seen)
    assert one == proof({"seller": "clear"}, user=1, seen=seen)
    assert one["seen"]["version"] != proof({"seller": "unknown"}, user=1, seen=seen)["seen"]["version"]
    assert proof({"seller": "conflict"}, user=1, seen=seen)["result"] == "conflict"
    assert "accept" in DECIDING


def test_who_turns_out_to_have_an_interest_is_taken_out_and_their_steps_are_owed_a_second_look(along: Along) -> None:
    along.found()
    ivy = along.house["ivy"]
    declare(along.house, "ivy", certificate_no=LI.certificate_no)
    look_for_interests(str(ivy.pk))
    case = along.case
    assert Recusal.objects.get(case=case, user=ivy).ground == "relative_customer"
    assert not Participation.objects.filter(case=case, user=ivy, to_at=None).exists()
    owed = [one for one in lines(case) if one.owed]
    assert {one.kind for one in owed} == {"investigate", "record_finding"}
    task = Task.objects.get(owner_id=case.pk, state="open")
    assert task.assignee == along.house["sam"]

    def look(name: str, seq: int) -> None:
        independence.reexamine(
            case=case, seq=seq, verdict="stands", reason="经复核没有影响", by=along.by(name), at=along.later()
        )

    with pytest.raises(Refused):
        look("tia", owed[0].seq)
    for one in owed:
        look("sam", one.seq)
        look("sam", one.seq)
    task.refresh_from_db()
    assert task.state == "done"
    assert Entry.objects.filter(aggregate_id=case.pk, kind="case.step_reexamined").count() == len(owed)
    keep_independent()
    assert Entry.objects.filter(aggregate_id=case.pk, kind="case.reexamination_owed").count() == 1


def test_an_owner_with_an_interest_is_followed_by_the_next_who_is_free(along: Along) -> None:
    tom = along.house["tom"]
    assert along.case.owner == tom
    declare(along.house, "tom", phone=LI.phone)
    assert keep_independent() == 1
    assert along.case.owner == along.house["tia"]
    assert Entry.objects.get(aggregate_id=along.case_id, kind="complaint.recused").body["ground"] == "relative_customer"
    assert keep_independent() == 0


def test_a_policy_linked_later_takes_its_seller_out(along: Along) -> None:
    along.investigating()
    policy(along.house, "tom")
    with pytest.raises(BadInput):
        independence.link_policy(case=along.case, number="没有的", by=along.by("sam"), at=along.later())
    independence.link_policy(case=along.case, number="p1", by=along.by("sam"), at=along.later())
    assert not sees(along.house, "tom", along.case)
    with pytest.raises(Refused):
        investigation.finish_source(
            case=along.case, source="internal_system", result="已核对系统记录", by=along.by("tom"), at=along.later()
        )
    look_at_case(str(along.case_id))
    assert along.case.owner != along.house["tom"]


def test_the_staff_complained_about_may_be_named_later(along: Along) -> None:
    along.investigating()
    number = along.house["ivy"].employee_no
    with pytest.raises(BadInput):
        independence.name_respondent(case=along.case, employee_no="E999", by=along.by("max"), at=along.later())
    independence.name_respondent(case=along.case, employee_no=number, by=along.by("max"), at=along.later())
    assert keep_independent() >= 1
    assert not Participation.objects.filter(case=along.case, user=along.house["ivy"], to_at=None).exists()
    assert not sees(along.house, "sam", along.case)  # leads Ivy's unit
