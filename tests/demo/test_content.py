"""The written content of the demo is whole: every reason can be told by everybody about every line it names."""

import re
from datetime import date, datetime, timedelta

import pytest

from huiyin.catalog import rules as catalog
from huiyin.core.time import SHANGHAI
from huiyin.customers.rules import is_id_card
from huiyin.demo import content, people, slots, stories
from huiyin.demo.chance import Chance
from huiyin.demo.wording import bound_to, fill, for_line

DAY = date(2026, 11, 22)
PEOPLE = people.customers(DAY)
STORIES = list(stories.iterate(PEOPLE, DAY))


def test_every_reason_of_the_taxonomy_is_written() -> None:
    assert set(content.matters()) == set(catalog.current().reasons)
    assert all(len(matter.texts) >= 3 for matter in content.matters().values())
    lines = set(catalog.current().axes["line"])
    assert all(set(matter.lines) <= lines for matter in content.matters().values())


@pytest.mark.parametrize("code", sorted(content.matters()))
def test_each_reason_has_a_subject_and_a_text_for_each_of_its_lines_and_every_slot_is_given(code: str) -> None:
    matter = content.matters()[code]
    for line in matter.lines:
        assert for_line(matter.subjects, line)
        assert for_line(tuple(text for _, text in matter.texts), line)
    customer = PEOPLE[0]
    given = slots.slots(
        Chance("test"), code, customer, customer.policies[0], datetime(2026, 11, 20, 9, tzinfo=SHANGHAI)
    )
    for text in (
        *matter.subjects, *(text for _, text in matter.texts), matter.summary, *(text for _, text, _ in matter.demands),
        *matter.truth.values(), *matter.cause.values(), matter.scope, *matter.grounds.values(), *matter.improve,
        *matter.process,
    ):  # fmt: skip
        filled = fill(bound_to(text)[1], given, Chance("test"))
        assert "{" not in filled
        assert "<" not in filled
        assert not filled.startswith("@")
    assert all(slot in given for _, _, slot in matter.demands if slot)


def test_all_twelve_roles_are_held_and_each_has_one_well_known_person() -> None:
    faces = [person.role for person in content.staff() if person.is_face]
    assert len(faces) == len(set(faces)) == 12
    assert {person.role for person in content.staff()} == set(faces)
    assert len({person.email for person in content.staff()}) == len(content.staff())


def test_every_branch_has_somebody_for_each_step_of_the_path() -> None:
    branches = [unit.code for unit in content.units() if unit.kind == "branch"]
    for branch in branches:
        held = {person.role for person in content.staff() if person.unit.split("-")[0] == branch}
        assert {"handler", "investigator", "supervisor", "branch_manager"} <= held, branch


def test_certificate_numbers_pass_the_check_and_belong_to_no_region() -> None:
    persons = [person for person in PEOPLE if not person.is_firm]
    assert all(is_id_card(person.certificate_no) for person in persons)
    assert all(person.certificate_no.startswith("99") for person in persons)
    assert all(person.certificate_no[6:14] == f"{person.born_on:%Y%m%d}" for person in persons)
    assert all(int(person.certificate_no[16]) % 2 == (person.sex == "m") for person in persons)
    assert len({person.certificate_no for person in PEOPLE}) == len(PEOPLE)


def test_firms_have_a_credit_code_of_eighteen_characters_of_no_region() -> None:
    firms = [person for person in PEOPLE if person.is_firm]
    assert firms
    assert all(re.fullmatch(r"91990000[0-9A-Z]{10}", firm.certificate_no) for firm in firms)


def test_phones_and_addresses_can_reach_nobody() -> None:
    assert all(re.fullmatch(r"154\d{8}", person.phone) for person in PEOPLE)
    assert all(person.email == "" or person.email.endswith("@example.com") for person in PEOPLE)


def test_names_that_break_careless_software_are_among_the_customers() -> None:
    names = {person.name for person in PEOPLE}
    assert {name for name, _ in content.names()["rare"]} <= names
    assert any(ord(c) > 0xFFFF for name in names for c in name)


def test_the_same_day_gives_the_same_world_and_another_day_the_same_people() -> None:
    assert people.customers(DAY) == PEOPLE
    later = people.customers(DAY + timedelta(days=40))
    assert [(p.name, p.certificate_no, p.phone, p.address) for p in later] == [
        (p.name, p.certificate_no, p.phone, p.address) for p in PEOPLE
    ]
    again = list(stories.iterate(PEOPLE, DAY))
    assert [(s.text, s.received_at, s.demands) for s in again] == [(s.text, s.received_at, s.demands) for s in STORIES]


def test_eighteen_months_hold_fifteen_hundred_complaints_that_differ() -> None:
    assert len(STORIES) == stories.COMPLAINTS
    assert len({story.text for story in STORIES}) > 0.8 * len(STORIES)
    assert {story.code for story in STORIES} == set(content.matters()) - {"O41"}
    assert {story.channel for story in STORIES} == set(catalog.current().axes["source"])
    assert all(story.received_at.astimezone(SHANGHAI).date() < DAY for story in STORIES)
    assert min(story.received_at for story in STORIES).astimezone(SHANGHAI).date() >= DAY - timedelta(days=549)


def test_amounts_of_a_story_add_up_and_its_contract_was_signed_before() -> None:
    for story in STORIES:
        w = {
            key: int(str(story.words[key])) for key in ("loss", "paid", "gap", "total", "cash", "lost", "prem", "years")
        }
        assert w["loss"] - w["paid"] == w["gap"] >= 0
        assert w["total"] - w["cash"] == w["lost"]
        assert w["prem"] * w["years"] == w["total"]
        assert story.policy.signed_on <= story.received_at.astimezone(SHANGHAI).date()
        assert all(demand.amount is None or demand.amount > 0 for demand in story.demands)
        assert story.line == story.policy.product.line


def test_old_people_speak_as_old_people_only_when_they_are_old() -> None:
    for story in STORIES:
        if story.tone == "elder":
            assert story.customer.age_on(story.received_at.astimezone(SHANGHAI).date()) >= 60


def test_only_regulator_and_mediator_send_summaries_and_every_arrival_carries_its_number() -> None:
    for story in STORIES:
        assert (story.tone == "summary") == (story.channel in ("regulator", "mediator"))
    numbers = [(story.channel, story.external_ref) for story in STORIES]
    assert len(set(numbers)) == len(numbers)
    assert all(number for _, number in numbers)
