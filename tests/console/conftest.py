"""The house for tests of the desk."""

import pytest
from django.core.cache import cache
from django.test import Client

from tests.people import House, build


@pytest.fixture
def house(db: None) -> House:
    cache.clear()
    return build()


@pytest.fixture
def enter(client: Client, house: House):
    """Sign somebody of the cast in: `enter("tom").get("/desk/")`."""

    def signed_in(name: str) -> Client:
        client.force_login(house[name])
        return client

    return signed_in
