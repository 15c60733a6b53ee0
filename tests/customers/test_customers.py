"""Customers and policies: kept, found by blind index, with a trace."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.audit.models import Access
from huiyin.core import blind
from huiyin.core.errors import BadInput
from huiyin.customers import actions, queries, rules
from huiyin.customers.actions import PartyDraft
from huiyin.customers.models import Party, Policy
from huiyin.customers.rules import certificates
from tests.customers.conftest import AT, BY, ID
from tests.people import House


@pytest.mark.parametrize(
    "asked",
    [
        {"name": "欧阳春梅"},
        {"name": "春梅"},
        {"name": "欧阳"},
        {"phone": "138-1234-5678"},
        {"phone": "１３８１２３４５６７８"},
        {"certificate": "11010519491231002x"},
        {"email": "li@example.com"},
        {"policy_number": "P2025001"},
        {"name": "春梅", "phone": "13812345678"},
    ],
)
def test_a_customer_is_found_by_whatever_a_caller_says(policy: Policy, asked: dict[str, str]):
    (match,) = queries.find(**asked)
    assert match.party.name == "欧阳春梅"
    assert [held.number for held in match.policies] == ["P2025001"]


@pytest.mark.parametrize(
    "asked",
    [
        {"name": "梅"},
        {"name": "春海"},
        {"phone": "13812345679"},
        {"name": "春梅", "phone": "13900000000"},
        {},
        {"name": " "},
    ],
)
def test_what_does_not_fit_finds_nobody(policy: Policy, asked: dict[str, str]):
    assert queries.find(**asked) == []


def test_looking_up_leaves_a_trace_without_what_was_typed(li: Party, house: House):
    actions.look_up(by=house.by("ana"), at=AT, phone="13812345678")
    row = Access.objects.get(kind="search")
    assert (row.aggregate_id, row.fields, row.actor_id) == (li.pk, ["phone"], house["ana"].pk)
    assert "138" not in row.reason
    actions.look_up(by=house.by("ana"), at=AT, name="没有这个人")
    assert Access.objects.filter(kind="search", aggregate_id=None).count() == 1
    with pytest.raises(BadInput):
        actions.look_up(by=house.by("ana"), at=AT)


def test_personal_fields_are_not_readable_in_the_database(li: Party):
    raw = Party.objects.extra(select={"raw": "encode(name || phone || certificate_no || email, 'escape')"})
    text = raw.values_list("raw", flat=True).get()
    assert not any(clear in text for clear in ("Example", "1381234", ID))


def test_a_wrong_identity_number_is_refused(house: House):
    draft = PartyDraft(name="李", certificate_kind="id_card", certificate_no=ID[:-1] + "1")
    with pytest.raises(BadInput) as refusal:
        actions.register_party(draft=draft, by=BY, at=AT)
    assert refusal.value.field == "certificate_no"


def test_the_same_policy_twice_is_one(policy: Policy, house: House, li: Party):
    again = actions.register_policy(
        number="P2025001", holder=li, unit=house.units["GD"], product_code="X", product_name="X", line="life",
        starts_on=date(2025, 1, 1), by=BY, at=AT,
    )  # fmt: skip
    assert again.pk == policy.pk
    assert Policy.objects.count() == 1


def test_the_identity_number_tells_the_birth_date_only_when_it_is_valid():
    assert rules.born_on(ID) == date(1949, 12, 31)
    assert rules.born_on(ID.lower()) == date(1949, 12, 31)
    assert rules.born_on(ID[:-1] + "0") is None
    assert rules.born_on("E12345678") is None


@given(
    st.text("0123456789", min_size=17, max_size=17),
    st.integers(0, 16),
    st.integers(1, 9),
)
def test_one_wrong_digit_of_an_identity_number_is_always_found(digits: str, place: int, more: int):
    whole = (
        digits + certificates._CHECKS[sum(int(d) * w for d, w in zip(digits, certificates._WEIGHTS, strict=True)) % 11]
    )
    wrong = whole[:place] + str((int(whole[place]) + more) % 10) + whole[place + 1 :]
    assert not rules.is_id_card(wrong)


@pytest.mark.parametrize(
    "born, day, age",
    [
        (date(1966, 3, 2), date(2026, 3, 1), 59),
        (date(1966, 3, 2), date(2026, 3, 2), 60),
        (date(1964, 2, 29), date(2024, 2, 28), 59),
        (date(1964, 2, 29), date(2024, 2, 29), 60),
        (date(1964, 2, 29), date(2025, 2, 28), 60),
        (date(1964, 2, 29), date(2025, 3, 1), 61),
    ],
)
def test_age_counts_full_years(born: date, day: date, age: int):
    assert rules.age_on(born, day) == age


def test_care_follows_from_age_and_from_what_was_told():
    day = date(2026, 3, 2)
    assert rules.care_needed(certificate_no=ID, born=None, told=frozenset(), day=day) == {"elderly"}
    told = frozenset({"disabled"})
    assert rules.care_needed(certificate_no="", born=date(2010, 1, 1), told=told, day=day) == {"disabled", "minor"}
    assert rules.care_needed(certificate_no="", born=date(2030, 1, 1), told=told, day=day) == told
    assert rules.care_needed(certificate_no="", born=None, told=told, day=day) == told


@pytest.mark.parametrize(
    "one, other",
    [
        (blind.phone, ("138 1234 5678", "+8613812345678")),
        (blind.phone, ("0086-13812345678", "13812345678")),
        (blind.name, ("阿依古丽·买买提", "阿依古丽买买提")),
        (blind.name, ("John Smith", "JOHN  SMITH")),
        (blind.certificate, ("e 1234-5678", "E12345678")),
        (blind.email, (" A.B@C.cn", "a.b@c.cn")),
    ],
)
def test_spellings_of_one_value_have_one_fingerprint(one: object, other: tuple[str, str]):
    assert callable(one)
    assert one(other[0]) == one(other[1]) != ""


def test_different_values_and_kinds_have_different_fingerprints():
    assert blind.email("ab@c.cn") != blind.email("a.b@c.cn")
    assert blind.phone("13812345678") != blind.phone("13812345679")
    assert blind.phone("13812345678") != blind.certificate("13812345678")
    assert blind.name("") == blind.phone("-") == blind.email(" ") == blind.certificate(" ") == ""
