"""The cases behind a figure: the same ones whichever way they are found, and never by a join of marks and receipt."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db.models import Q

from huiyin.cases.models import Case
from huiyin.cases.queries import queue
from huiyin.cases.queries.queue import Wanted
from huiyin.core.time import now
from huiyin.insights import rules, sweeps
from huiyin.insights.queries import behind as module
from huiyin.insights.queries import figures
from huiyin.insights.queries.behind import behind
from tests.cases.make import registered
from tests.people import House

pytestmark = pytest.mark.django_db


def found(condition: Q) -> set[UUID]:
    return set(Case.objects.filter(condition).values_list("pk", flat=True))


def test_few_and_many_are_the_same_cases_of_the_units_and_months_asked_for(house: House, monkeypatch: Any) -> None:
    at = now()
    old = at - timedelta(days=100)
    here, before = registered(house).case, registered(house, at=old, received_at=old, text="百日前的投诉").case
    sweeps.rebuild()
    units, month = [unit.pk for unit in house.units.values()], rules.month_of(at)
    for few, marked in ((module.FEW, module.MARKED), (-1, module.MARKED), (-1, -1)):
        monkeypatch.setattr(module, "FEW", few)
        monkeypatch.setattr(module, "MARKED", marked)
        year = figures.months_of(at, 12, None, "kept")
        assert {here.pk, before.pk} >= found(behind("received", units, year, "kept", at)) >= {before.pk}
        assert found(behind("received", units, [rules.month_of(old)], "kept", at)) == {before.pk}
        assert found(behind("received", units, [month], "kept", at)) == {here.pk, before.pk} & found(
            Q(received_at__gte=at.replace(day=1) - timedelta(days=1))
        )
        assert not found(behind("received", [house.units["GD"].pk], year, "kept", at))
        assert not found(behind("received", units, [], "kept", at))
        assert not found(behind("nothing", units, year, "kept", at))


def test_many_are_walked_by_receipt_and_few_looked_up_before(
    house: House, monkeypatch: Any, django_assert_max_num_queries: Any
) -> None:
    at = now()
    registered(house)
    sweeps.rebuild()
    units, year = [unit.pk for unit in house.units.values()], figures.months_of(at, 12, None, "kept")
    for few, way in ((module.FEW, "= ANY (ARRAY(SELECT"), (-1, '(SELECT (U0."marks" && ')):
        monkeypatch.setattr(module, "FEW", few)
        with django_assert_max_num_queries(4) as asked:
            queue.page(
                house["hua"], Wanted(among=behind("received", units, year, "kept", at), is_open=None),
                at=at, order="received",
            )  # fmt: skip
        listing = next(one["sql"] for one in asked.captured_queries if "ORDER BY" in one["sql"])
        assert way in listing.replace("( ", "(")
        assert "JOIN" not in listing.split("WHERE")[0]


def test_what_came_after_the_newest_that_was_judged_so_is_not_asked(house: House, monkeypatch: Any) -> None:
    at = now()
    registered(house)
    sweeps.rebuild()
    units, year = [unit.pk for unit in house.units.values()], figures.months_of(at, 12, None, "kept")
    monkeypatch.setattr(module, "FEW", -1)
    newest = Case.objects.get()
    assert ("received_at__lte", newest.received_at) in behind("received", units, year, "kept", at).children
    monkeypatch.setattr(module, "MARKED", -1)
    assert len(behind("received", units, year, "kept", at).children) == 1
