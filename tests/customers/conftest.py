"""Customers and a policy that tests share."""

from datetime import UTC, date, datetime

import pytest

from huiyin.core.actors import system
from huiyin.customers import actions
from huiyin.customers.actions import PartyDraft
from huiyin.customers.models import Party, Policy
from tests.people import House, build

AT = datetime(2026, 3, 2, 2, tzinfo=UTC)
BY = system("test")
ID = "11010519491231002X"


@pytest.fixture
def house(db: None) -> House:
    return build()


@pytest.fixture
def li(house: House) -> Party:
    draft = PartyDraft(
        name="欧阳春梅",
        certificate_kind="id_card",
        certificate_no=ID,
        phone="+86 138 1234 5678",
        email="Li@Example.com",
    )
    return actions.register_party(draft=draft, by=BY, at=AT)


@pytest.fixture
def policy(house: House, li: Party) -> Policy:
    return actions.register_policy(
        number="p2025 001", holder=li, unit=house.units["JS-CP"], product_code="HE01", product_name="百万医疗",
        line="health", starts_on=date(2025, 1, 1), by=BY, at=AT,
    )  # fmt: skip
