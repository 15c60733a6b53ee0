"""Coming in, being locked out, being remembered."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client

from huiyin.accounts import actions
from huiyin.accounts.models import User
from huiyin.audit.models import Access
from huiyin.core import time
from huiyin.core.actors import system
from tests.people import House

LOGIN = "/accounts/login/"
WORDS = "correct horse battery"


@pytest.fixture
def tom(house: House) -> User:
    user = house["tom"]
    user.set_password(WORDS)
    user.save(update_fields=["password"])
    return user


def link(user: User) -> str:
    secret = actions.issue_sign_in_link(user=user, by=system("test"), at=time.now())
    return f"/desk/enter/{secret}"


def sign_in(client: Client, user: User, words: str = WORDS) -> bool:
    client.post(LOGIN, {"login": user.email, "password": words})
    return "_auth_user_id" in client.session


def test_a_link_lets_in_once_by_its_button(client: Client, house: House) -> None:
    url = link(house["tom"])
    assert client.get(url).status_code == 200
    assert "_auth_user_id" not in client.session  # looking spends nothing
    answer = client.post(url)
    assert (answer.status_code, answer["Location"]) == (302, "/desk/")
    assert client.get("/desk/").status_code == 200
    assert Client().post(url).status_code == 409
    assert Access.objects.get(kind="sign_in").reason == "link"


def test_a_link_still_asks_for_the_second_factor_that_is_set_up(client: Client, house: House) -> None:
    Authenticator.objects.create(user=house["tom"], type="totp", data={"secret": "x"})
    answer = client.post(link(house["tom"]))
    assert "2fa" in answer["Location"]
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("secret", ["x", "a" * 64, "%00"])
def test_a_link_nobody_made_is_refused_in_words(client: Client, house: House, secret: str) -> None:
    answer = client.post(f"/desk/enter/{secret}")
    assert answer.status_code == 409


def test_a_role_that_demands_a_second_factor_leads_to_setting_it_up(client: Client, house: House) -> None:
    actions.set_role_policy(role="handler", second_factor=True, session_minutes=600, by=house.by("adi"), at=time.now())
    cache.clear()
    client.post(link(house["tom"]))
    assert client.get("/desk/")["Location"] == "/accounts/2fa/"
    assert client.get("/accounts/2fa/").status_code in (200, 302)


def test_five_wrong_passwords_lock_out_even_the_right_one(client: Client, tom: User) -> None:
    assert sign_in(client, tom)
    client.logout()
    for _ in range(5):
        assert not sign_in(client, tom, "wrong wrong wrong")
    assert not sign_in(client, tom)


def test_a_session_ends_when_its_role_says(client: Client, tom: User, house: House) -> None:
    actions.set_role_policy(role="handler", second_factor=False, session_minutes=5, by=house.by("adi"), at=time.now())
    cache.clear()
    sign_in(client, tom)
    assert client.get("/desk/").status_code == 200
    session = client.session
    session["began_at"] = (time.now() - timedelta(minutes=6)).timestamp()
    session.save()
    assert client.get("/desk/")["Location"] == "/accounts/login/?next=/desk/"


def test_signing_out_everywhere_ends_every_session(client: Client, tom: User) -> None:
    other = Client()
    assert sign_in(client, tom)
    assert sign_in(other, tom)
    assert UserSession.objects.filter(user=tom).count() == 2
    client.post("/desk/me/sessions/end")
    assert client.get("/desk/").status_code == 302
    assert other.get("/desk/").status_code == 302


def test_a_switched_off_account_is_out_at_once(client: Client, tom: User, house: House) -> None:
    sign_in(client, tom)
    actions.deactivate_user(user=tom, by=house.by("adi"), at=time.now())
    assert client.get("/desk/").status_code == 302


def test_the_language_is_kept_with_the_person(client: Client, tom: User) -> None:
    sign_in(client, tom)
    client.post("/i18n/setlang/", {"language": "en", "next": "/desk/"})
    tom.refresh_from_db()
    assert tom.language == "en"
    elsewhere = Client()
    sign_in(elsewhere, tom)
    assert '<html lang="en"' in elsewhere.get("/desk/").content.decode()


def test_a_language_that_does_not_exist_changes_nothing(client: Client, tom: User) -> None:
    sign_in(client, tom)
    client.post("/i18n/setlang/", {"language": "tlh"})
    tom.refresh_from_db()
    assert tom.language == "zh-hans"


def test_being_away_is_said_by_oneself(enter, house: House) -> None:
    client = enter("tom")
    client.post("/desk/me/", {"away": "yes"})
    house["tom"].refresh_from_db()
    assert house["tom"].is_away
    client.post("/desk/me/", {"away": "no"})
    house["tom"].refresh_from_db()
    assert not house["tom"].is_away


def test_signing_in_is_written_down_with_the_way(client: Client, tom: User) -> None:
    sign_in(client, tom)
    row = Access.objects.get(kind="sign_in")
    assert (row.aggregate_id, row.reason) == (tom.pk, "password")
