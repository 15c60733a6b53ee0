"""The house, and a complaint that has come to its investigator."""

import pytest

from tests.complaints.along import Along, assigned
from tests.people import House, build


@pytest.fixture
def house(db: None) -> House:
    return build()


@pytest.fixture
def along(house: House) -> Along:
    return assigned(house)
