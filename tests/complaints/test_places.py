"""Who takes a complaint of a sub-branch, or of a unit where they do not sit (3.1-6, 3.2-1)."""

from datetime import date

import pytest

from huiyin.accounts.models import User
from huiyin.cases.models import Case
from huiyin.cases.queries import choices
from tests.complaints.test_dispatch import ready, send
from tests.people import House, build

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(db: None) -> House:
    return build()


def test_a_complaint_of_a_sub_branch_goes_to_the_department_of_its_branch(house: House):
    case = ready(house)
    Case.objects.filter(pk=case.pk).update(unit=house.units["JS-SZ"])
    case.refresh_from_db()
    case = send(house, case)
    assert (case.unit.code, case.owner in (house["tom"], house["tia"])) == ("JS-CP", True)


def test_whoever_handles_for_a_unit_but_sits_elsewhere_takes_it_there(house: House):
    case = send(house, ready(house))
    User.objects.filter(pk=house["max"].pk).update(unit=house.units["GD"])
    case = send(house, case, to=User.objects.get(pk=house["max"].pk), reason="负责人亲自处理")
    assert (case.unit.code, case.owner.name) == ("JS-CP", "Max")


def test_a_sub_branch_is_offered_the_investigators_of_its_branch(house: House):
    case = ready(house)
    case.unit = house.units["JS-SZ"]
    assert [one.user for one in choices(case, "investigator", case.unit)] == []
    assert [one.user for one in choices(case, "investigator", case.unit, beside=True)] == [house["ivy"]]
    assert house["ivy"].authorised_until == date(2030, 1, 1)
