"""The four principles: what breaks them, the figures kept of them, the round that goes on where it stopped."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.audit.models import Access
from huiyin.customers import actions
from huiyin.customers.actions import PartyDraft, measuring, record
from huiyin.customers.models import Measured, MeasureRound, Party, Policy, QualityFigure
from huiyin.customers.queries import quality as queries
from huiyin.customers.rules import quality
from tests.customers.conftest import AT, BY, ID
from tests.people import House

DAY = date(2026, 3, 2)
WHOLE = {
    "name": "欧阳春梅", "certificate_kind": "id_card", "certificate_no": ID, "phone": "13812345678", "email": "",
    "address": "南京市测试路1号", "born_on": "1949-12-31",
}  # fmt: skip


def _held(known_on: date = DAY, kind: str = "person", reveals: int = 0, bare: int = 0, **more: str) -> quality.Held:
    return quality.Held(kind=kind, details=WHOLE | more, known_on=known_on, reveals=reveals, unreasoned=bare)


@pytest.mark.parametrize(
    "held, found",
    [
        (_held(), ()), (_held(phone="", address=""), ("complete:phone", "complete:address")),
        (_held(born_on="", kind="organisation"), ()), (_held(born_on=""), ("complete:born_on",)),
        (_held(email="nobody"), ("correct:email",)), (_held(born_on="1950-12-31"), ("correct:two_births",)),
        (_held(certificate_no=ID[:-1] + "1"), ("correct:certificate_no",)),
        (_held(known_on=date(2025, 3, 2)), ()), (_held(known_on=date(2025, 3, 1)), ("current:old",)),
        (_held(reveals=quality.MOST_REVEALS), ()), (_held(reveals=21, bare=1), ("safe:no_reason", "safe:often")),
    ],
)  # fmt: skip
def test_what_breaks_which_principle(held: quality.Held, found: tuple[str, ...]) -> None:
    assert quality.faults(held, DAY) == found


def _figures() -> dict[tuple[str, str], tuple[int, int]]:
    rows = QualityFigure.objects.exclude(kept=0, broken=0).select_related("unit")
    return {(one.unit.code, one.principle): (one.kept, one.broken) for one in rows}


def _counted() -> dict[tuple[str, str], tuple[int, int]]:
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for row in Measured.objects.select_related("unit"):
        for one in quality.PRINCIPLES:
            kept, broken = found.get((row.unit.code, one), (0, 0))
            found[row.unit.code, one] = (kept, broken + 1) if one in row.broken else (kept + 1, broken)
    return found


def test_figures_are_the_sum_of_the_records_whatever_changes(house: House, li: Party, policy: Policy) -> None:
    for n in range(5):
        actions.register_party(draft=PartyDraft(name=f"张{n}", phone="13900000001" if n % 2 else ""), by=BY, at=AT)
    assert [measuring.measure_next(by=BY, at=AT, limit=4) for _ in range(3)] == [4, 2, 0]
    assert MeasureRound.objects.get().rounds == 1
    assert _figures() == _counted()
    assert _figures()["JS-CP", "complete"] == (0, 1)  # the unit of the newest policy; no address
    assert _figures()["HQ", "complete"] == (0, 5)
    record.change_details(
        party_id=li.pk, values={"address": "南京市测试路1号"}, reason="来电本人核实", by=house.by("tom"), at=AT
    )
    assert _figures()["JS-CP", "complete"] == (1, 0)
    Policy.objects.update(unit=house.units["GD-CP"])
    later = AT + timedelta(days=400)
    while measuring.measure_next(by=BY, at=later):
        pass
    assert _figures() == _counted()
    assert _figures()["GD-CP", "current"] == (0, 1)
    again = _figures()
    measuring.measure(party_ids=[li.pk], by=BY, at=later)
    assert _figures() == again


def test_a_clear_value_without_a_reason_breaks_safety_and_the_batch_costs_the_same(house: House, li: Party) -> None:
    with CaptureQueriesContext(connection) as one:
        measuring.measure(party_ids=[li.pk], by=BY, at=AT)
    assert Measured.objects.get(pk=li.pk).broken == ["complete"]
    Access.objects.create(
        kind="reveal", aggregate_kind="customer", aggregate_id=li.pk, at=AT - timedelta(days=1), actor_kind="staff",
        actor_label="x",
    )  # fmt: skip
    others = [actions.register_party(draft=PartyDraft(name=f"张{n}"), by=BY, at=AT).pk for n in range(8)]
    with CaptureQueriesContext(connection) as many:
        measuring.measure(party_ids=[li.pk, *others], by=BY, at=AT)
    assert "safe" in Measured.objects.get(pk=li.pk).broken
    assert len(many) <= len(one) + 6  # four principles' figures at most, and their unit


def test_scores_and_records_are_of_ones_own_part_and_read_by_key(house: House, li: Party, policy: Policy) -> None:
    people = [actions.register_party(draft=PartyDraft(name=f"张{n}"), by=BY, at=AT) for n in range(4)]
    for n, party in enumerate(people):
        actions.register_policy(
            number=f"G{n}", holder=party, unit=house.units["GD-CP" if n % 2 else "JS-SZ"], product_code="HE01",
            product_name="百万医疗", line="health", starts_on=DAY, by=BY, at=AT,
        )  # fmt: skip
    measuring.measure_next(by=BY, at=AT)
    units = {login: queries.units_of(house[login]) for login in ("max", "eve", "tom")}
    total = {login: {one.principle: (one.kept, one.broken) for one in queries.scores(units[login])} for login in units}
    assert total["eve"]["complete"] == (0, 5)
    assert total["max"]["complete"] == (0, 3)
    assert total["tom"]["complete"] == (0, 1)  # of his department
    assert queries.scores([])[0].percent is None
    first = queries.records_behind(units["eve"], "complete", limit=3)
    assert len(first) == 4
    last = first[2]
    rest = queries.records_behind(units["eve"], "complete", after=(last.unit_id, last.pk), limit=3)
    assert {row.pk for row in (*first[:3], *rest)} == {li.pk, *(one.pk for one in people)}
