"""The administrator chooses on the page of a unit which packs bind it; complaints that arrive from that day on are."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from huiyin.audit import queries as audit
from huiyin.clocks.models import Clock
from huiyin.core import time
from huiyin.core.actors import system
from huiyin.core.errors import BadInput, Refused
from huiyin.handbook import actions
from huiyin.handbook.models import UnitPack
from huiyin.handbook.queries import published, units
from tests.cases.make import registered
from tests.people import AT, House


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    published.forget()
    yield
    published.forget()


@pytest.fixture
def admin(enter: Callable[[str], Client]) -> Client:
    return enter("adi")


def tomorrow() -> date:
    return time.local_date(time.now()) + timedelta(days=1)


def here(house: House, code: str = "JS") -> str:
    return f"/desk/settings/units/{house.units[code].pk}/"


def choose(admin: Client, house: House, *packs: str, since: date | None = None) -> Any:
    return admin.post(f"{here(house)}packs", {"packs": packs, "since": since or tomorrow()})


def started(house: House, at: datetime) -> set[str]:
    case = registered(house, at=at, received_at=at).case
    return set(Clock.objects.filter(owner_id=case.pk).values_list("pack", flat=True))


def test_a_branch_that_goes_under_another_pack_starts_its_limits_from_that_day_on(admin, house):
    assert choose(admin, house, "sg-mas").status_code == 302
    day = datetime(tomorrow().year, tomorrow().month, tomorrow().day, 10, tzinfo=time.SHANGHAI)
    before, after = started(house, day - timedelta(days=1)), started(house, day)  # JS-CP lies below JS
    assert all(pack.startswith("cn-") for pack in before)
    assert after == {"sg-mas"}
    page = admin.get(here(house, "JS-CP")).content.decode()
    assert "江苏分公司" in page
    kinds = [entry.kind for entry in audit.chain(("unit", house.units["JS"].pk))]
    assert kinds[-1] == "unit.packs_set"
    assert not audit.verify(("unit", house.units["JS"].pk))


def test_the_page_tells_from_where_the_packs_come(admin, house):
    assert admin.get(here(house)).context["packs"]["from_unit"] is None
    since = time.local_date(time.now()) - timedelta(days=3)
    actions.set_unit_packs(unit=house.units["HQ"], packs=["uk-fca-disp"], since=since, by=system("t"), at=AT)
    context = admin.get(here(house)).context
    assert (context["packs"]["from_unit"], context["packs"]["is_own"]) == (house.units["HQ"], False)
    assert [code for code, _name in context["packs"]["packs"]] == ["uk-fca-disp"]
    choose(admin, house, "sg-mas")
    rows = admin.get(here(house)).context["packs"]["rows"]
    assert [(row["since"], row["state"]) for row in rows] == [(tomorrow(), "planned")]
    assert admin.get(here(house)).context["packs_form"]["packs"].value() == ["sg-mas"]


@pytest.mark.parametrize(
    "sent, field",
    [
        ({"packs": ["no-such"], "since": "2099-01-01"}, "packs"),
        ({"packs": ["iso-10002"], "since": "2099-01-01"}, "packs"),  # principles only: no clock would run
        ({"packs": ["sg-mas"], "since": "2020-01-01"}, "since"),
        ({"packs": ["sg-mas"], "since": "soon"}, "since"),
    ],
)
def test_what_cannot_be_kept_is_said_at_its_field(admin, house, sent, field):
    page = admin.post(f"{here(house)}packs", sent)
    assert page.status_code == 422
    assert page.context["packs_form"].errors[field]
    assert not UnitPack.objects.exists()


def test_a_second_choice_takes_the_place_of_what_was_planned(house):
    unit, by = house.units["JS"], system("t")
    for packs, since in ((["uk-fca-disp"], date(2026, 1, 1)), (["sg-mas"], date(2026, 6, 1)), ([], date(2026, 4, 1))):
        actions.set_unit_packs(unit=unit, packs=packs, since=since, by=by, at=AT)
    assert [(row.pack, row.since, row.until) for row in units.rows_of(unit)] == [
        ("uk-fca-disp", date(2026, 1, 1), date(2026, 3, 31))
    ]
    actions.set_unit_packs(unit=unit, packs=[], since=date(2026, 2, 1), by=by, at=AT)
    assert units.rows_of(unit)[0].until == date(2026, 1, 31)
    assert units.held_by(unit, date(2026, 2, 1)).path == ""


def test_only_who_keeps_the_rules_of_the_house_chooses(house):
    with pytest.raises(Refused):
        actions.set_unit_packs(
            unit=house.units["JS"], packs=["uk-fca-disp"], since=date(2099, 1, 1), by=house.by("tom"), at=time.now()
        )
    with pytest.raises(BadInput):
        actions.set_unit_packs(
            unit=house.units["JS"], packs=["uk-fca-disp"], since=date(2020, 1, 1), by=house.by("hua"), at=time.now()
        )
