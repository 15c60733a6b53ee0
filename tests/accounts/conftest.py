"""The cast for tests of accounts."""

import pytest

from tests.people import House, build


@pytest.fixture
def house(db: None) -> House:
    return build()
