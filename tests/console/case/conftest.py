"""The house, a complaint with its investigator, and somebody of the cast signed in."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from huiyin.console import visit
from tests.complaints.along import Along, assigned
from tests.people import House, build


@pytest.fixture
def house(db: None) -> House:
    cache.clear()
    return build()


@pytest.fixture
def along(house: House) -> Along:
    return assigned(house)


@pytest.fixture(autouse=True)
def at_that_hour(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The desk's clock stands where the complaint has got to."""
    if "along" in request.fixturenames:
        along = request.getfixturevalue("along")
        monkeypatch.setattr(visit, "now", lambda: along.at + timedelta(minutes=5))


@pytest.fixture
def enter(house: House) -> Callable[[str], Client]:
    """Sign somebody in; each call gives a browser of its own."""

    def signed_in(name: str) -> Client:
        client = Client()
        client.force_login(house[name])
        return client

    return signed_in


@pytest.fixture
def url(along: Along) -> Callable[..., str]:
    """`url("step", "accept")`: the address of a page of the case."""

    def address(name: str = "", *args: object) -> str:
        return reverse(f"case_{name}" if name else "case", args=[along.case.number, *args])

    return address


@pytest.fixture
def take(along: Along, enter: Any) -> Any:
    """Somebody takes a step through its page: the form as it stands, with what is typed into it."""

    def taken(name: str, code: str, expect: int = 302, **data: Any) -> Any:
        browser = enter(name)
        along.later(timedelta(minutes=10))
        seen = browser.get(reverse("case", args=[along.case.number])).context["dossier"]["seen"]
        answer = browser.post(reverse("case_step", args=[along.case.number, code]), {"seen": seen} | data)
        if answer.status_code != expect:
            form = answer.context["form"] if answer.context else None
            told = (form.errors, form.trouble, form.rows.errors if form.rows else "") if form else answer.status_code
            raise AssertionError(f"{code} by {name}: {answer.status_code} {told}")
        return answer

    return taken
