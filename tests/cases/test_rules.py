"""Numbers, secrets, people and conflicts: no database."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.accounts.rules import Tie
from huiyin.cases.rules import numbers, recusal, secrets
from huiyin.cases.rules.people import PersonDraft, contact_of, named_first

DAYS = st.dates(date(2025, 1, 1), date(2099, 12, 31))
SEQUENCES = st.integers(1, 9_999_999)


@given(DAYS, SEQUENCES)
def test_every_number_given_out_is_recognised_however_it_is_typed(day: date, sequence: int):
    number = numbers.number(day, sequence)
    assert len(number) == 16
    assert numbers.is_number(number)
    typed = f" {number[:2].lower()} {number[2:8]}-{number[8:]} "
    assert numbers.tidy(typed) == number == numbers.tidy(number[2:])


@given(DAYS, SEQUENCES, st.integers(2, 15), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(day: date, sequence: int, place: int, more: int):
    number = numbers.number(day, sequence)
    wrong = number[:place] + str((int(number[place]) + more) % 10) + number[place + 1 :]
    assert not numbers.is_number(wrong)


@given(st.lists(st.tuples(DAYS, SEQUENCES), unique=True, max_size=50))
def test_different_days_or_places_give_different_numbers(pairs: list[tuple[date, int]]):
    assert len({numbers.number(day, sequence) for day, sequence in pairs}) == len(pairs)


@given(st.text("0123456789abcdef", min_size=20, max_size=20))
def test_a_secret_survives_being_typed_with_look_alikes(fingerprint: str):
    secret = secrets.secret_from(fingerprint)
    assert len(secret) == 11
    typed = secret.lower().replace("0", "o").replace("1", "l").replace("-", " ")
    assert secrets.tidy(typed) == secrets.tidy(secret) == secret.replace("-", "")


def test_the_secret_of_a_link_stands_where_no_log_sees_it():
    url = secrets.follow_url("https://ts.example", "TS26030200000014", "7KQ2M-9XWTD")
    assert url == "https://ts.example/follow/TS26030200000014#7KQ2M-9XWTD"


def person(role: str = "complainant", **more: object) -> PersonDraft:
    return PersonDraft(name=role, role=role, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "people, contact",
    [
        ([person()], 0),
        ([person(), person("agent", phone="1")], 1),
        ([person(phone="1"), person("agent", phone="2", is_contact=True)], 1),
        ([person("witness", phone="1"), person(email="a@b.cn")], 1),
        ([person("witness"), person()], 0),
    ],
)
def test_who_is_written_to(people: list[PersonDraft], contact: int):
    assert contact_of(people) == contact


def test_the_list_shows_the_complainant_not_the_agent():
    assert named_first([person("agent"), person("complainant")]) == "complainant"
    assert named_first([person("heir")]) == "heir"


CONCERNED = recusal.Interests(
    respondent=recusal.Concerned("E7", "/HQ/JS/JS-CP/", date(2026, 3, 2)),
    seller=recusal.Concerned("E8", "/HQ/JS/", date(2025, 6, 1)),
    email_blinds=frozenset({"mail"}),
    certificate_blinds=frozenset({"card"}),
    phone_blinds=frozenset({"phone"}),
    received_on=date(2026, 3, 2),
)


def tied(*ties: Tie) -> recusal.Candidate:
    return recusal.Candidate("E1", "", ties)


@pytest.mark.parametrize(
    "candidate, ground",
    [
        (recusal.Candidate("E1"), ""),
        (recusal.Candidate("E7"), "respondent"),
        (recusal.Candidate("E8"), "seller"),
        (recusal.Candidate("E1", "mail"), "same_person"),
        (tied(Tie("leads", "/HQ/JS/JS-CP/")), "superior"),
        (tied(Tie("leads", "/HQ/JS/")), "seller_superior"),
        (tied(Tie("leads", "/HQ/")), ""),
        (tied(Tie("manages", "E7")), "superior"),
        (tied(Tie("manages", "E7", date(2026, 1, 1), date(2026, 3, 2))), "superior"),
        (tied(Tie("manages", "E7", date(2026, 1, 1), date(2026, 3, 1))), ""),
        (tied(Tie("manages", "E8", date(2025, 6, 1), date(2025, 6, 30))), "seller_superior"),
        (tied(Tie("manages", "E8", date(2025, 6, 2), date(2025, 6, 30))), ""),
        (tied(Tie("manages", "E2")), ""),
        (tied(Tie("relative", "E7")), "relative_staff"),
        (tied(Tie("relative", "E8", date(2020, 1, 1), date(2025, 5, 31))), ""),
        (tied(Tie("certificate", "card")), "relative_customer"),
        (tied(Tie("phone", "phone")), "relative_customer"),
        (tied(Tie("phone", "card")), ""),
        (tied(Tie("certificate", "card", date(2020, 1, 1), date(2026, 3, 1))), ""),
        (recusal.Candidate(""), ""),
    ],
)
def test_who_has_an_interest_may_not_be_named(candidate: recusal.Candidate, ground: str):
    assert recusal.conflict(candidate, CONCERNED) == ground
    assert not ground or ground in recusal.FOUND


def test_every_ground_is_examined_and_what_is_not_on_record_says_so():
    found = recusal.examine(recusal.Candidate("E1"), recusal.Interests(seller=recusal.Concerned("E8")))
    assert tuple(found) == recusal.FOUND
    assert found["seller"] == "clear"
    assert found["respondent"] == "unknown"


def test_nobody_is_in_conflict_with_a_case_that_concerns_nobody_here():
    nobody = recusal.Candidate("", "", (Tie("leads", ""), Tie("manages", ""), Tie("relative", ""), Tie("phone", "")))
    assert recusal.conflict(nobody, recusal.Interests()) == ""
