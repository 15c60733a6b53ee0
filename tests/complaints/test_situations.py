"""Templates of a situation: said when written or later, gaps seen (2.2-2)."""

from typing import Any

import pytest

from huiyin.audit import queries as ledger
from huiyin.cases.models import TemplateVersion
from huiyin.complaints.actions import templates
from huiyin.complaints.queries import scenarios as queries
from huiyin.core.errors import BadInput, Refused
from huiyin.core.time import local_date
from tests.people import AT, House

pytestmark = pytest.mark.django_db


def made(house: House, key: str, **changes: Any) -> TemplateVersion:
    values: dict[str, Any] = {
        "key": key, "name": key, "purpose": "reply", "unit": house.units["HQ"], "text_zh": f"您好，{key}。",
        "text_en": f"Hello, {key}.", "from_on": local_date(AT),
    }  # fmt: skip
    return templates.begin(**(values | changes), by=house.by("hua"), at=AT)


def approved(house: House, version: TemplateVersion) -> TemplateVersion:
    return templates.approve(version=version, by=house.by("eve"), at=AT)


def holding(unit: Any = None) -> dict[str, list[str]]:
    return {one.scenario.code: [row.key for row in one.templates] for one in queries.kept(AT, unit) if one.templates}


def test_a_template_says_for_which_situation_it_is(house: House) -> None:
    version = made(house, "news", scenario="progress")
    assert holding() == {"progress": ["news"]}
    assert not next(one for one in queries.kept(AT) if one.scenario.code == "progress").holds, "nobody approved it yet"
    approved(house, version)
    assert next(one for one in queries.kept(AT) if one.scenario.code == "progress").holds
    with pytest.raises(BadInput) as fault:
        made(house, "odd", scenario="nothing")
    assert fault.value.field == "scenario"


def test_it_can_be_said_later_by_who_leads_and_stands_in_the_ledger(house: House) -> None:
    row = made(house, "news").template
    with pytest.raises(Refused):
        templates.place(template=row, scenario="progress", by=house.by("sam"), at=AT)
    assert holding() == {}
    row = templates.place(template=row, scenario="progress", by=house.by("hua"), at=AT)
    templates.place(template=row, scenario="progress", by=house.by("hua"), at=AT)
    kinds = [one.kind for one in ledger.chain(("template", row.pk))]
    assert kinds.count("template.placed") == 1
    assert holding() == {"progress": ["news"]}


def test_below_another_branch_it_does_not_count(house: House) -> None:
    made(house, "news", scenario="progress", unit=house.units["GD"])
    assert holding(house.units["GD-CP"]) == {"progress": ["news"]}
    assert holding(house.units["JS-CP"]) == {}
