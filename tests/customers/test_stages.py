"""Stages of customers: by dated rules, with a history, and tasks only for whoever agreed."""

from datetime import date, timedelta
from typing import Any

import pytest

from huiyin.audit.models import Entry
from huiyin.clocks.models import Task
from huiyin.complaints.queries.troubles import troubled
from huiyin.core.errors import BadInput, Refused
from huiyin.customers import actions
from huiyin.customers.actions import PartyDraft, consents, measuring
from huiyin.customers.actions.stages import finish_task, settle_stages, strategy_of
from huiyin.customers.models import LifeStage, Party, Policy
from huiyin.customers.rules import stages
from huiyin.customers.rules.stages import Facts
from huiyin.handbook.rules.node import PackError
from tests.cases.make import registered
from tests.customers.conftest import AT, BY
from tests.people import House

DAY = date(2026, 3, 2)
EDITION = stages.in_force(DAY)


def _on(days: int) -> date:
    return DAY + timedelta(days=days)


@pytest.mark.parametrize(
    "spans, troubled, stage",
    [
        ([], False, ("prospect", "no_policy")), ([(_on(5), None)], False, ("new", "signed")),
        ([(_on(-179), None)], False, ("new", "first_policy")), ([(_on(-180), None)], False, ("active", "in_force")),
        ([(_on(-400), None)], True, ("at_risk", "trouble")), ([(_on(-400), _on(45))], False, ("at_risk", "ending")),
        ([(_on(-400), _on(46))], False, ("active", "in_force")),
        ([(_on(-400), _on(20)), (_on(21), _on(386))], False, ("active", "in_force")),
        ([(_on(-400), _on(-30))], False, ("at_risk", "ended")), ([(_on(-400), _on(-31))], True, ("lost", "ended")),
        ([(_on(-800), _on(-400)), (_on(-100), None)], False, ("won_back", "back")),
        ([(_on(-1500), _on(-900)), (_on(-366), None)], False, ("active", "in_force")),
        ([(_on(-800), _on(-300)), (_on(-240), None)], False, ("active", "in_force")),  # a hole of 60 days is none
        ([(_on(-400), _on(-2)), (_on(3), None)], False, ("at_risk", "ending")),
    ],
)  # fmt: skip
def test_the_stage_follows_from_the_cover_and_complaints(spans, troubled: bool, stage: tuple[str, str]) -> None:
    assert stages.stage_of(Facts(spans, troubled), EDITION, DAY) == stage


def test_a_wrong_file_says_where_what_is_wrong() -> None:
    with pytest.raises(PackError):
        stages.read({"pack": "lifecycle-x"}, "lifecycle-x.yaml")
    assert {one for told in EDITION.strategies.values() for one in told}
    assert set(EDITION.strategies) <= set(stages.STAGES)


def _settle(party: Party, days: int = 0, is_troubled: bool = False) -> int:
    ids = {party.pk} if is_troubled else set()
    return settle_stages(party_ids=[party.pk], troubled=ids, by=BY, at=AT + timedelta(days=days))


def _history(party: Party) -> list[str]:
    return list(LifeStage.objects.filter(party=party).order_by("from_on", "id").values_list("stage", flat=True))


def test_a_whole_life_with_its_history_and_the_tasks_that_were_agreed_to(
    house: House, li: Party, policy: Policy
) -> None:
    consents.give_consent(party_id=li.pk, purpose="care", source="phone", by=BY, at=AT)
    assert _settle(li) == 0  # the first stage is written down and asks for nothing
    assert _settle(li) == 0
    assert not Task.objects.filter(owner_kind="customer").exists()
    assert _settle(li, 1, is_troubled=True) == 1
    keep = Task.objects.get(owner_kind="customer")
    strategy = strategy_of(keep)
    assert strategy is not None
    assert (strategy.code, keep.unit) == ("keep", policy.unit)
    Policy.objects.update(ends_on=_on(10))
    assert _settle(li, 42) == 1
    keep.refresh_from_db()
    assert keep.state == "cancelled"
    # nobody asked about surveys and offers: lost, and left in peace
    assert not Task.objects.filter(owner_kind="customer", state="open").exists()
    entry = Entry.objects.filter(aggregate_id=li.pk, kind="customer.stage_changed").latest("seq")
    assert entry.body["left_out"] == {"cause": "consent.none", "win_back": "consent.none"}
    actions.register_policy(
        number="P2", holder=li, unit=house.units["JS-CP"], product_code="HE01", product_name="百万医疗", line="health",
        starts_on=_on(100), by=BY, at=AT,
    )  # fmt: skip
    assert _settle(li, 101) == 1
    assert _history(li) == ["active", "at_risk", "lost", "won_back"]
    rows = list(LifeStage.objects.filter(party=li).order_by("from_on", "id"))
    assert [row.to_on for row in rows[:-1]] == [row.from_on for row in rows[1:]]


def test_whoever_refused_automated_decisions_gets_no_strategy(house: House, li: Party, policy: Policy) -> None:
    for purpose in ("care", "profiling"):
        consents.give_consent(party_id=li.pk, purpose=purpose, source="phone", by=BY, at=AT)
    consents.withdraw_consent(party_id=li.pk, purpose="profiling", source="phone", by=BY, at=AT)
    _settle(li)
    assert _settle(li, 1, is_troubled=True) == 1
    assert not Task.objects.filter(owner_kind="customer").exists()
    entry = Entry.objects.filter(aggregate_id=li.pk, kind="customer.stage_changed").latest("seq")
    assert entry.body["left_out"] == {"keep": "profiling.withdrawn"}


def test_a_task_is_done_with_a_word_and_not_after_a_no(house: House, li: Party, policy: Policy) -> None:
    consents.give_consent(party_id=li.pk, purpose="care", source="phone", by=BY, at=AT)
    _settle(li)
    _settle(li, 1, is_troubled=True)
    task, tom = Task.objects.get(owner_kind="customer"), house.by("tom")
    common: dict[str, Any] = {"party_ids": [li.pk], "task_id": task.pk, "by": tom, "at": AT + timedelta(days=2)}
    with pytest.raises(BadInput):
        finish_task(note="x", is_done=True, **common)
    consents.withdraw_consent(party_id=li.pk, purpose="care", source="phone", by=BY, at=AT + timedelta(days=1))
    with pytest.raises(Refused) as refused:
        finish_task(note="客户表示满意", is_done=True, **common)
    assert refused.value.code == "consent.withdrawn"
    assert finish_task(note="客户不愿被联系", is_done=False, **common).state == "cancelled"
    assert finish_task(note="客户不愿被联系", is_done=False, **common).state == "cancelled"
    with pytest.raises(BadInput):
        finish_task(**(common | {"party_ids": []}), note="客户表示满意", is_done=True)


def test_the_round_sees_complaints_and_goes_on_where_it_stopped(house: House, li: Party, policy: Policy) -> None:
    others = [actions.register_party(draft=PartyDraft(name=f"张{n}"), by=BY, at=AT) for n in range(3)]
    while measuring.measure_next(by=BY, at=AT, limit=2, troubled=troubled):
        pass
    assert LifeStage.objects.count() == 1 + len(others)
    registered(house, policy_number="P2025001", party_id=li.pk)
    assert troubled([li.pk, others[0].pk], AT) == {li.pk}
    while measuring.measure_next(by=BY, at=AT + timedelta(days=1), limit=2, troubled=troubled):
        pass
    assert _history(li) == ["active", "at_risk"]
