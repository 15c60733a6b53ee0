"""Mentions, which reach only who may see the case, and watching."""

from datetime import timedelta
from typing import Any

import pytest

from huiyin.accounts.models import Membership, User
from huiyin.audit import queries as ledger
from huiyin.cases.actions import following, talk
from huiyin.cases.models import Case, Mention, Note, Notification, Recusal, Watch
from huiyin.cases.queries import following as queries
from huiyin.core.errors import BadInput, Refused
from tests.cases.make import registered
from tests.people import AT, House

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=1)


@pytest.fixture
def case(house: House) -> Case:
    return registered(house).case


def note(house: House, case: Case, text: str, by: str = "tom") -> Note:
    return talk.add_note(case=case, text=text, by=house.by(by), at=LATER)


def test_whom_a_note_calls_is_told_once_and_stands_in_the_ledger(house: House, case: Case):
    made = note(house, case, "@Sam 请看，@Max 也看。@Sam 谢谢")
    assert set(Mention.objects.filter(note=made).values_list("user__name", flat=True)) == {"Sam", "Max"}
    told = Notification.objects.filter(case=case, kind="mentioned")
    assert set(told.values_list("user__name", flat=True)) == {"Sam", "Max"}
    entry = ledger.last(("case", case.pk))
    assert entry is not None
    assert set(entry.body["mentions"]) == {str(house["sam"].pk), str(house["max"].pk)}


def test_somebody_who_may_not_see_the_case_cannot_be_mentioned_and_the_writer_is_told_why(house: House, case: Case):
    for name in ("Zoe", "Ivy", "Adi"):
        with pytest.raises(BadInput) as refusal:
            note(house, case, f"@{name} 请看")
        assert refusal.value.code == "mention.no_access"
        assert name in refusal.value.message
    assert not Note.objects.filter(case=case).exists()
    assert not Notification.objects.filter(kind="mentioned").exists()


def test_who_is_recused_cannot_be_mentioned_and_the_ground_is_not_told(house: House, case: Case):
    Recusal.objects.create(case=case, user=house["sam"], ground="declared", reason="Bruder", at=AT, by_label="x")
    with pytest.raises(BadInput) as refusal:
        note(house, case, "@Sam 请看")
    assert "Bruder" not in refusal.value.message
    assert queries.why_not(case, house["sam"]) == "recused"


def test_of_two_people_with_one_name_one_has_to_be_chosen(house: House, case: Case):
    twin = User.objects.create(email="s2@house.example", name="Sam", employee_no="E777", unit=house.units["JS-CP"])
    Membership.objects.create(user=twin, role="handler", unit=house.units["JS-CP"])
    with pytest.raises(BadInput) as refusal:
        note(house, case, "@Sam 请看")
    assert refusal.value.code == "mention.unclear"
    [first, second] = queries.colleagues(case, "sam")
    assert {first.handle, second.handle} == {"@Sam(E005)", "@Sam(E777)"}
    assert Mention.objects.filter(note=note(house, case, f"{second.handle} 请看")).count() == 1


def test_a_name_that_nobody_has_and_an_address_are_plain_text(house: House, case: Case):
    assert not Mention.objects.filter(note=note(house, case, "@nobody, li@sam.example, 发到@微信")).exists()


def test_nobody_calls_a_crowd(house: House, case: Case):
    for number in range(12):
        user = User.objects.create(
            email=f"n{number}@house.example", name=f"Nn{number}x", employee_no=f"N{number}", unit=house.units["JS-CP"]
        )
        Membership.objects.create(user=user, role="handler", unit=house.units["JS-CP"])
    with pytest.raises(BadInput) as refusal:
        note(house, case, " ".join(f"@Nn{number}x" for number in range(12)))
    assert refusal.value.code == "mention.many"


def test_the_list_after_an_at_says_who_may_not_see_the_case(house: House, case: Case):
    found = {one.user.name: one.why for one in queries.colleagues(case, "", limit=20)}
    assert found["Sam"] == ""
    assert found["Zoe"] == "no_access"
    assert list(found)[:2] == ["Ivy", "Max"]  # the branch first
    assert [one.user.name for one in queries.colleagues(case, "E002")] == ["Tom"]


def test_a_mention_is_seen_only_while_the_case_is(house: House, case: Case):
    note(house, case, "@Sam 请看")
    assert [one.case for one in queries.mentions_of(house["sam"])] == [case]
    Recusal.objects.create(case=case, user=house["sam"], ground="declared", reason="x", at=AT, by_label="x")
    assert list(queries.mentions_of(User.objects.get(pk=house["sam"].pk))) == []


def test_watching_is_personal_idempotent_and_opens_nothing(house: House, case: Case):
    entries = ledger.chain(("case", case.pk)).count()
    for _twice in range(2):
        following.watch(case=case, user=house["sam"], by=house.by("sam"), at=LATER)
    assert queries.watching(case, house["sam"])
    assert [one.user for one in queries.watchers(case)] == [house["sam"]]
    assert queries.watchers_of([case.pk]) == {case.pk: {house["sam"].pk}}
    assert ledger.chain(("case", case.pk)).count() == entries
    with pytest.raises(Refused) as refusal:
        following.watch(case=case, user=house["zoe"], by=house.by("zoe"), at=LATER)
    assert refusal.value.code == "watch.no_access"
    with pytest.raises(Refused):
        following.watch(case=case, user=house["max"], by=house.by("sam"), at=LATER)
    assert following.unwatch(case=case, user=house["sam"], by=house.by("sam"), at=LATER)
    assert not following.unwatch(case=case, user=house["sam"], by=house.by("sam"), at=LATER)
    assert not Watch.objects.exists()


def test_what_one_watches_is_hidden_when_the_case_is(house: House, case: Case):
    following.watch(case=case, user=house["sam"], by=house.by("sam"), at=LATER)
    assert [one.case for one in queries.watched_by(house["sam"])] == [case]
    Recusal.objects.create(case=case, user=house["sam"], ground="declared", reason="x", at=AT, by_label="x")
    assert list(queries.watched_by(User.objects.get(pk=house["sam"].pk))) == []


def test_a_note_without_a_call_asks_the_database_nothing_more(house: House, django_assert_num_queries: Any):
    with django_assert_num_queries(0):
        assert queries.called("客户 li@example.com 情绪激动") == ([], [])
