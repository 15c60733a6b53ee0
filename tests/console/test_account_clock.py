"""Coming in while the machine's clock jumps: an hour or a year, ahead or back."""

import time as machine
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core.cache import cache
from django.test import Client

from huiyin.accounts import actions
from huiyin.audit.models import Access
from huiyin.core import time
from huiyin.core.actors import system
from tests.people import House

HOUR, YEAR = timedelta(hours=1), timedelta(days=365)
ASK = (
    "huiyin.accounts.middleware",
    "huiyin.accounts.second_factor",
    "huiyin.accounts.adapter",
    "huiyin.console.account",
)
Jump = Callable[[timedelta], None]


@pytest.fixture
def jump(monkeypatch: pytest.MonkeyPatch) -> Jump:
    """The clock that everything here asks, so far from the true time."""
    true = machine.time()

    def jumped(by: timedelta) -> None:
        at = true + by.total_seconds()
        monkeypatch.setattr(machine, "time", lambda: at)
        for module in ASK:
            monkeypatch.setattr(f"{module}.now", lambda: datetime.fromtimestamp(at, UTC))
        cache.clear()  # as another process, which knows nothing of this one's memory

    return jumped


def link(house: House, at: datetime) -> str:
    return "/desk/enter/" + actions.issue_sign_in_link(user=house["tom"], by=system("test"), at=at)


def code_of(secret: str, at: float) -> str:
    return str(format_hotp_value(hotp_value(secret, int(at) // 30)))


def comes_in(house: House, code: str) -> bool:
    client = Client()
    assert client.post(link(house, datetime.fromtimestamp(machine.time(), UTC)))["Location"].startswith(
        "/accounts/2fa/"
    )
    client.post("/accounts/2fa/authenticate/", {"code": code})
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("far", [HOUR, YEAR])
def test_a_session_begun_while_the_clock_was_ahead_ends_when_it_is_right_again(
    client: Client, house: House, jump: Jump, far: timedelta
) -> None:
    jump(far)
    client.post(link(house, time.now() + far))
    assert client.get("/desk/").status_code == 200
    jump(timedelta(0))
    assert client.get("/desk/")["Location"] == "/accounts/login/?next=/desk/"


@pytest.mark.parametrize("far", [YEAR, -HOUR, -YEAR])
def test_a_session_is_over_on_every_page_while_the_clock_is_wrong(
    client: Client, house: House, jump: Jump, far: timedelta
) -> None:
    client.post(link(house, time.now()))
    assert client.get("/accounts/password/change/").status_code in (200, 302)
    assert "_auth_user_id" in client.session
    jump(far)
    assert client.get("/accounts/password/change/")["Location"].startswith("/accounts/login/")
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("far", [HOUR, YEAR])
def test_a_link_made_while_the_clock_was_ahead_lets_nobody_in_later(
    client: Client, house: House, far: timedelta
) -> None:
    assert client.post(link(house, time.now() + far)).status_code == 409
    assert client.post(link(house, time.now())).status_code == 302


@pytest.mark.parametrize("far", [HOUR, YEAR])
def test_a_code_that_was_used_does_not_fit_again_when_the_clock_is_set_back_to_it(
    house: House, jump: Jump, far: timedelta
) -> None:
    secret = generate_totp_secret()
    factor: Any = TOTP.activate(house["tom"], secret).instance
    old = code_of(secret, machine.time())
    jump(timedelta(0))
    assert comes_in(house, old)
    jump(timedelta(0))  # at the same moment, in another process
    assert not comes_in(house, old)
    jump(far)
    assert comes_in(house, code_of(secret, machine.time()))
    jump(timedelta(minutes=5))
    assert not comes_in(house, code_of(secret, machine.time()))
    factor.refresh_from_db()
    assert factor.data["spent"] == int(machine.time() + (far - timedelta(minutes=5)).total_seconds()) // 30
    assert Access.objects.filter(kind="code_again").count() == 2
