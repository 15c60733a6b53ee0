"""Cases whose text is nearly the same, found by what they came in with."""

from datetime import timedelta
from typing import Any

import pytest

from huiyin.cases import sweeps
from huiyin.cases.actions import talk
from huiyin.cases.jobs import likeness as jobs
from huiyin.cases.models import Case, Fingerprint, Message
from huiyin.cases.queries import likeness
from huiyin.cases.rules.people import PersonDraft
from tests.cases.make import LI, TEXT, registered
from tests.people import AT, House

pytestmark = pytest.mark.django_db

WANG = PersonDraft(name="王建国", phone="13900001111")
ALMOST = TEXT.replace("去年", "2024年3月5日") + "电话13900001111。"
OTHER = "车险定损拖了一个月，客服电话总说在走流程，要求尽快赔付修车的费用。"


def made(house: House, text: str = ALMOST, minutes: int = 5, **changes: Any) -> Case:
    at = AT + timedelta(minutes=minutes)
    return registered(house, text=text, people=(WANG,), received_at=at, at=at, **changes).case


def twins(house: House, case: Case, name: str = "tom") -> list[str]:
    return [one.case.number for one in likeness.twins(house[name], case)[0]]


def test_a_case_of_nearly_the_same_words_is_found_with_what_they_share(house: House) -> None:
    first, second, other = registered(house).case, made(house), made(house, OTHER, 6)
    assert jobs.read_new(AT + timedelta(minutes=10)) == 3
    assert jobs.read_new(AT + timedelta(minutes=10)) == 0
    [found], more = likeness.twins(house["tom"], second)
    assert (found.case, more, found.is_same_customer) == (first, 0, False)
    assert found.near >= likeness.NEAR
    assert "可我从来没有得过这个病" in found.passages
    assert not any(char.isdigit() for passage in found.passages for char in passage)
    assert twins(house, first) == [second.number]
    assert twins(house, other) == []


def test_a_case_that_just_came_in_finds_the_earlier_ones_before_it_is_read_itself(house: House) -> None:
    first = registered(house).case
    jobs.read_new(AT + timedelta(minutes=1))
    second = made(house)
    assert twins(house, second) == [first.number]
    assert twins(house, first) == []


def test_nobody_finds_a_case_that_they_may_not_see(house: House) -> None:
    here = registered(house).case
    there = made(house, unit_id=house.units["GD-CP"].pk, by=house.by("hua"))
    jobs.read_new(AT + timedelta(minutes=10))
    assert twins(house, here, "tom") == []
    assert twins(house, here, "hua") == [there.number]


def test_the_sweep_reads_what_is_new_and_the_nightly_one_what_is_old(house: House, monkeypatch) -> None:
    case = registered(house).case
    monkeypatch.setattr(sweeps, "now", lambda: AT + timedelta(days=400))
    assert sweeps.read_likeness() == 0
    assert sweeps.read_all_likeness() == 1
    assert Fingerprint.objects.get().case_id == case.pk
    assert sweeps.read_all_likeness() == 0


def test_a_case_without_words_is_read_once_and_like_none(house: House) -> None:
    cases = [made(house, "12345", 1), made(house, "67890 ？", 2)]
    Message.objects.filter(case__in=cases).update(subject="")
    assert jobs.read_all() == 2
    assert [row.bands for row in Fingerprint.objects.all()] == [[], []]
    assert jobs.read_all() == 0
    assert twins(house, cases[0]) == []


def test_later_messages_make_no_other_text(house: House) -> None:
    case = registered(house).case
    talk.hear(case=case, text=OTHER, channel="phone", received_at=None, files=(), by=house.by("tom"), at=AT)
    assert likeness.first_texts([case.pk]) == {case.pk: TEXT}


def test_the_same_customer_is_said_to_be_the_same(house: House) -> None:
    first, second = registered(house).case, made(house)
    Case.objects.filter(pk__in=[first.pk, second.pk]).update(customer_id=first.pk)
    jobs.read_all()
    second.refresh_from_db()
    assert [one.is_same_customer for one in likeness.twins(house["tom"], second)[0]] == [True]


def test_many_of_the_same_words_cost_no_more_statements(house: House, django_assert_max_num_queries) -> None:
    cases = [made(house, minutes=n) for n in range(1, 13)]
    jobs.read_all()
    with django_assert_max_num_queries(9):
        found, more = likeness.twins(house["tom"], cases[0])
    assert (len(found), more) == (likeness.SHOWN, 11 - likeness.SHOWN)
    assert found[0].case == cases[-1]
    assert LI.phone not in " ".join(words for one in found for words in one.passages)
