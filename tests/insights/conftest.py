"""The house, and complaints on their way."""

import pytest

from tests.people import House, build


@pytest.fixture
def house(db: None) -> House:
    return build()
