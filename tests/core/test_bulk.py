"""Rows made in memory at a low price are the rows that the model would make."""

import pytest

from huiyin.accounts.models import Membership, Unit, User
from huiyin.core import bulk
from huiyin.core.time import now


def test_a_row_is_the_one_the_model_makes() -> None:
    unit = bulk.new(Unit, code="HQ", name="总公司", kind="head_office", path="/HQ/")
    same = Unit(id=unit.id, code="HQ", name="总公司", kind="head_office", path="/HQ/")
    assert {name: value for name, value in vars(unit).items() if name != "_state"} == {
        name: value for name, value in vars(same).items() if name != "_state"
    }
    assert unit._state.adding


def test_a_reference_is_taken_by_row_or_by_key() -> None:
    unit = bulk.new(Unit, code="HQ", name="总公司", kind="head_office", path="/HQ/", parent=None)
    user = bulk.new(User, email="li@house.example", name="李", employee_no="E1", unit=unit, date_joined=now())
    assert (user.unit, user.unit_id, unit.parent_id, unit.parent) == (unit, unit.pk, None, None)
    held = bulk.new(Membership, user_id=user.pk, role="handler", unit=unit)
    assert (held.user_id, held.unit) == (user.pk, unit)


def test_each_row_has_defaults_of_its_own() -> None:
    first, second = (bulk.new(Membership, role="handler") for _each in range(2))
    assert first.pk != second.pk


def test_a_name_that_the_model_lacks_is_a_mistake() -> None:
    with pytest.raises(TypeError, match="Unit has no colour"):
        bulk.new(Unit, code="HQ", colour="red")
