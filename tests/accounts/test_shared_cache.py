"""Attempts at signing in are counted over all processes that answer."""

from itertools import cycle
from typing import Any

import pytest
from django.test import Client

from huiyin.accounts import sweeps
from huiyin.accounts.models import SharedTry
from huiyin.accounts.shared_cache import SHARED, Cache
from huiyin.core.time import now
from tests import people

pytestmark = pytest.mark.django_db
WORDS = "correct horse battery"


@pytest.fixture
def two() -> tuple[Cache, Cache]:
    """The caches of two processes: no memory in common."""
    return Cache("one", {}), Cache("other", {})


def test_what_is_counted_is_known_to_every_process_and_the_rest_to_one(two: tuple[Cache, Cache]):
    one, other = two
    one.set(SHARED + "tom", [2.5, 1.0], 60)
    one.set("accounts.policies", {"a": object}, 60)
    assert other.get(SHARED + "tom", []) == [2.5, 1.0]
    assert other.get("accounts.policies") is None
    assert one.get("accounts.policies") == {"a": object}
    assert other.delete(SHARED + "tom") is True
    assert one.get(SHARED + "tom", "nothing") == "nothing"
    assert one.delete(SHARED + "tom") is False


def test_of_two_processes_one_holds_the_lock_until_it_ends(two: tuple[Cache, Cache]):
    one, other = two
    assert one.add(SHARED + "lock", True, 60) is True
    assert other.add(SHARED + "lock", True, 60) is False
    SharedTry.objects.update(ends_at=now().replace(year=2020))  # its process died
    assert other.get(SHARED + "lock") is None
    assert other.add(SHARED + "lock", True, 60) is True
    assert one.add(SHARED + "lock", True, 60) is False


def test_five_wrong_passwords_in_two_processes_lock_out_the_right_one(
    client: Client, two: tuple[Cache, Cache], monkeypatch: pytest.MonkeyPatch
):
    user = people.build()["tom"]
    user.set_password(WORDS)
    user.save(update_fields=["password"])
    processes = cycle(two)

    def tried(words: str) -> bool:
        monkeypatch.setattr("allauth.core.internal.ratelimit.cache", next(processes))
        client.post("/accounts/login/", {"login": user.email, "password": words})
        return "_auth_user_id" in client.session

    assert [tried("wrong wrong wrong") for _ in range(5)] == [False] * 5
    assert not tried(WORDS)
    held: Any = SharedTry.objects.values_list("key", "value")
    assert user.email not in str(list(held))
    SharedTry.objects.all().delete()  # its time is over
    assert tried(WORDS)


def test_attempts_that_no_longer_count_are_forgotten(two: tuple[Cache, Cache]):
    two[0].set(SHARED + "old", [1.0], -1)
    two[0].set(SHARED + "new", [1.0], 60)
    sweeps.forget_old_keys(0)
    assert SharedTry.objects.count() == 1
