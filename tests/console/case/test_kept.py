"""A form that arrives after the session ended: nothing is done, nothing is lost, and nobody else gets it."""

from datetime import timedelta

import pytest
from django.test import Client

from huiyin.accounts import actions
from huiyin.audit.models import Entry
from huiyin.cases.models import Message, Note
from huiyin.console import kept, visit
from huiyin.core.time import now
from tests.complaints.along import Along

TEXT = "您好，我们已收到您的投诉，正在核实，三日内与您联系。"


@pytest.fixture
def browser(enter) -> Client:
    client: Client = enter("tom")
    return client


def form(browser: Client, address: str) -> dict[str, str]:
    """The hidden fields of the form at an address."""
    page = browser.get(address).context
    return {"whose": page["moment"].whose, "seen": str(page["form"]["seen"].value())}


def sign_in(browser: Client, along: Along, name: str = "tom") -> None:
    browser.force_login(along.house[name])


def test_a_reply_sent_after_the_session_ended_comes_back_after_signing_in(along: Along, browser: Client, url) -> None:
    address = url("step", "respond")
    data = form(browser, address) | {"text": TEXT, "channel": "phone"}
    browser.logout()
    answer = browser.post(address, data)
    assert answer["Location"] == f"/accounts/login/?next={address}"
    assert not Message.objects.filter(text=TEXT).exists()
    assert TEXT not in str(dict(browser.session)), "sealed"
    sign_in(browser, along)
    page = browser.get(address)
    assert TEXT in page.content.decode()
    assert page.context["form"]["channel"].value() == "phone"
    assert page.context["form"].trouble is not None
    assert TEXT not in browser.get(address).content.decode(), "given back once"


def test_a_note_and_a_session_that_was_too_old(along: Along, browser: Client, url, monkeypatch) -> None:
    address = url("note")
    data = form(browser, address) | {"text": TEXT}
    actions.set_role_policy(role="handler", second_factor=False, session_minutes=5, by=along.by("adi"), at=now())
    session = browser.session
    session["began_at"] = (now() - timedelta(minutes=9)).timestamp()
    session.save()
    assert browser.post(address, data)["Location"] == f"/accounts/login/?next={address}"
    assert not Note.objects.exists()
    sign_in(browser, along)
    assert TEXT in browser.get(address).content.decode()


def test_nobody_else_gets_what_was_written(along: Along, browser: Client, url) -> None:
    address = url("step", "respond")
    data = form(browser, address) | {"text": TEXT, "channel": "phone"}
    browser.logout()
    browser.post(address, data)
    sign_in(browser, along, "tia")
    assert TEXT not in browser.get(address).content.decode()
    sign_in(browser, along, "tom")
    assert TEXT not in browser.get(address).content.decode(), "it was thrown away"


def test_it_is_kept_for_half_an_hour_and_only_with_a_true_token(
    along: Along, browser: Client, url, monkeypatch
) -> None:
    address = url("step", "respond")
    data = form(browser, address) | {"text": TEXT, "channel": "phone"}
    browser.logout()
    browser.post(address, data | {"whose": "x" + data["whose"]})
    assert kept.NAME not in browser.session
    browser.post(address, data)
    later = now() + kept.FOR + timedelta(seconds=1)
    sign_in(browser, along)
    monkeypatch.setattr(visit, "now", lambda: later)
    assert TEXT not in browser.get(address).content.decode()


def test_what_a_role_demands_at_sign_in_is_in_the_ledger(along: Along) -> None:
    for _twice in range(2):
        actions.set_role_policy(role="handler", second_factor=True, session_minutes=60, by=along.by("adi"), at=now())
    (entry,) = Entry.objects.filter(aggregate_kind="house", kind="house.role_policy_set")
    assert entry.body["after"] == {"second_factor": True, "session_minutes": 60}
    assert entry.actor_id == along.house["adi"].pk
