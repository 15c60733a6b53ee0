"""Queries written once: the key changes, everything else stays, values come as the ORM would give them."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import F, QuerySet
from django.test.utils import CaptureQueriesContext

from huiyin.accounts.models import Membership, User
from huiyin.core.ids import uuid7
from huiyin.core.written import Written
from tests.people import House, build

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return build()


def test_each_key_finds_its_own_row_as_the_orm_gives_it(house: House) -> None:
    columns = ("id", "name", "authorised_until", "email", "unit__path")
    asked = Written(lambda key: User.objects.filter(pk=key).values(*columns, number=F("employee_no")))
    for name in ("ivy", "sam", "ivy"):
        pk = house[name].pk
        assert asked.one(pk) == User.objects.filter(pk=pk).values(*columns, number=F("employee_no")).get()
    found = asked.one(house["ivy"].pk)
    assert found is not None
    assert found["authorised_until"] == date(2030, 1, 1)
    assert asked.one(uuid7()) is None


def test_the_key_may_stand_in_every_part_of_a_union(house: House) -> None:
    def make(key: UUID) -> QuerySet[Any, Any]:
        names = User.objects.filter(pk=key).values_list("name", "pk")
        return names.union(Membership.objects.filter(user=key).values_list("role", "user"), all=True)

    asked = Written(make)
    pk = house["tom"].pk
    assert asked.rows(pk) == [("Tom", pk), ("handler", pk)]


def test_it_is_written_once_and_asked_each_time(house: House) -> None:
    made = []

    def make(key: UUID) -> QuerySet[Any, Any]:
        made.append(key)
        return User.objects.filter(pk=key).values("name")

    asked = Written(make)
    with CaptureQueriesContext(connection) as sent:
        assert [asked.one(house[name].pk) for name in ("tom", "zoe")] == [{"name": "Tom"}, {"name": "Zoe"}]
    assert len(made) == 1
    assert len(sent) == 2


def test_a_query_without_the_key_is_refused(house: House) -> None:
    with pytest.raises(AssertionError, match="the key is not in the query"):
        Written(lambda _key: User.objects.values("name")).rows(house["tom"].pk)
