"""When complaints of different customers look organised: links, strengths, bursts; and the terms' file."""

import math
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.complaints.rules import radar as rules
from huiyin.complaints.rules.radar import Reason, Trace
from huiyin.handbook.rules.node import PackError

TERMS = rules.in_force(date(2026, 3, 2))
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
LETTER = (
    "本人于贵公司购买保险时，业务员隐瞒退保损失，代签投保单，未作如实告知，严重侵害消费者知情权，现要求全额退还已交保费并支付利息，"
    "同时要求处理相关责任人，限七日内书面答复，否则将向监管部门反映。"
)
OWN = "我妈住院十二天，花了三万多，材料交了两次，柜台说少一张清单，医院不给补，到现在一分钱没赔，谁也说不清差什么。"


def trace(number: int, **changes: Any) -> Trace:
    return replace(Trace(UUID(int=number), f"customer {number}", AT), **changes)


def test_a_shared_number_links_two_customers() -> None:
    one, other = (trace(place, phones=frozenset({"p", str(place)})) for place in (1, 2))
    assert rules.compare(one, other, TERMS) == (Reason("phone", 90),)
    assert rules.is_linked(rules.compare(one, other, TERMS), TERMS)


def test_nothing_links_two_cases_of_one_customer_or_of_other_times() -> None:
    one, other = (trace(place, phones=frozenset({"p"})) for place in (1, 2))
    assert rules.compare(one, replace(other, customer=one.customer), TERMS) == ()
    later = replace(other, at=AT + TERMS.window + timedelta(seconds=1))
    assert rules.compare(one, later, TERMS) == ()
    assert rules.compare(one, replace(later, at=AT + TERMS.window), TERMS)


def test_the_same_letter_with_another_name_and_sum_links_what_anybody_would_say_does_not() -> None:
    one, other = trace(1, text=LETTER + "王某，保单一二三"), trace(2, text="张某某。" + LETTER.replace("七日", "5日"))
    [reason] = rules.compare(one, other, TERMS)
    assert reason.kind == "text"
    assert reason.strength >= TERMS.strength
    assert "现要求全额退还已交保费并支付利息" in reason.words
    assert rules.compare(one, trace(3, text=OWN), TERMS) == ()
    assert rules.compare(trace(1, text="要求退保"), trace(2, text="要求退保"), TERMS) == (), "short words say nothing"


def test_reasons_add_up_like_chances() -> None:
    assert rules.strength([]) == 0
    assert rules.strength([Reason("phone", 60), Reason("text", 50)]) == 80
    assert not rules.is_linked([], replace(TERMS, strength=1))


@given(st.lists(st.integers(0, 100), max_size=6), st.integers(0, 100))
def test_one_more_reason_never_weakens(values: list[int], more: int) -> None:
    reasons = [Reason("phone", value) for value in values]
    found = rules.strength(reasons)
    assert 0 <= found <= rules.strength([*reasons, Reason("text", more)]) <= 100
    assert found >= max(values, default=0)


@given(st.integers(0, 60), st.floats(0.001, 60))
def test_the_chance_is_that_of_the_poisson_law(count: int, expected: float) -> None:
    below = math.fsum(
        math.exp((place * math.log(expected) if place else 0) - expected - math.lgamma(place + 1))
        if expected
        else not place
        for place in range(count)
    )
    assert rules.chance(count, expected) == pytest.approx(1 - below, abs=1e-9)


@given(st.integers(0, 200), st.floats(0.001, 200))
def test_more_is_never_likelier(count: int, expected: float) -> None:
    assert rules.chance(count + 1, expected) <= rules.chance(count, expected) + 1e-12 <= 1 + 1e-12


def test_a_burst_is_what_hardly_ever_happens() -> None:
    assert rules.is_burst(8, 1.0, TERMS)
    assert not rules.is_burst(3, 1.0, TERMS)
    assert not rules.is_burst(1, 0.0, TERMS)
    assert rules.is_burst(2, 0.0, TERMS)
    with pytest.raises(ValueError, match="at least 0"):
        rules.chance(-1, 1)


@given(st.lists(st.integers(0, 500), max_size=30), st.integers(1, 10))
def test_the_densest_stretch_is_found(hours: list[int], days: int) -> None:
    moments = [AT + timedelta(hours=hour) for hour in hours]
    span = timedelta(days=days)
    plain = max((sum(start <= one < start + span for one in moments) for start in moments), default=0)
    assert rules.densest(moments, days) == plain


def pack(**changes: Any) -> dict[str, Any]:
    return {
        "pack": "radar-2027", "title": {"zh": "甲", "en": "a"}, "effective_from": "2027-01-01", "window_days": 30,
        "customers": 3, "strength": 60, "weights": {"phone": 90, "email": 90, "agent": 70, "text": 90},
        "text": {"near": 60, "units": 60}, "burst": {"days": 3, "one_in": 1000},
    } | changes  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "said"),
    [({"customers": 2}, "couple"), ({"strength": 101}, "at most 100"), ({"weights": {"phone": 1}}, "missing")],
)
def test_a_wrong_file_is_refused_with_its_place(changes: dict[str, Any], said: str) -> None:
    assert rules.read(pack(), "x.yaml").window == timedelta(days=30)
    with pytest.raises(PackError, match=said):
        rules.read(pack(**changes), "x.yaml")
