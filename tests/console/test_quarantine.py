"""Every edge that gives out bytes refuses what is withheld; the page where files are released; what people are told."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.accounts import actions as accounts
from huiyin.cases.actions import evidence, scanning, talk
from huiyin.cases.models import Evidence, Message, Notification, Scan
from huiyin.channels.models import Outgoing
from huiyin.console.house import quarantine
from huiyin.core import blobs
from huiyin.core.actors import system
from huiyin.core.errors import Refused
from huiyin.core.files import Stored
from huiyin.core.time import now
from tests.cases.make import registered
from tests.people import AT, House

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_blobs")]
BY = system("test")
HARM = b"harmful bytes that leave through no door"


@pytest.fixture
def made(house: House) -> Any:
    return registered(house)


@pytest.fixture
def item(house: House, made: Any) -> Evidence:
    """A file of the customer that waits for the scanner."""
    file = Stored(blobs.store(HARM), len(HARM), "photo.txt", "text/plain", scan="held")
    heard = talk.hear(case=made.case, text="附件见此", files=[file], by=house.by("tom"), at=AT)
    return Evidence.objects.get(pk=heard.evidence_ids[0])


def found(item: Evidence) -> None:
    scanning.keep_verdict(evidence=item, signature="Eicar-Test", by=BY, at=AT)


@pytest.fixture
def enter(house: House) -> Callable[[str], Client]:
    """Sign somebody in; each in a browser of their own."""

    def signed_in(name: str) -> Client:
        client = Client()
        client.force_login(house[name])
        return client

    return signed_in


def _customer(made: Any) -> Client:
    client = Client()
    answer = client.post(reverse("portal_open"), {"number": made.case.number, "secret": made.secret})
    assert answer.status_code == 302
    return client


def _machine(house: House) -> Client:
    _token, secret = accounts.create_token(
        user=house["tom"], name="t", scopes=["evidence:read"], by=house.by("adi"), at=now()
    )
    return Client(headers={"Authorization": f"Bearer {secret}"})


@pytest.mark.parametrize("state", ["held", "quarantined"])
def test_no_edge_gives_out_a_withheld_file(state: str, house: House, made: Any, item: Evidence, enter: Any):
    if state == "quarantined":
        found(item)
    number, case = made.case.number, made.case
    tom = enter("tom")
    doors: list[Callable[[], Any]] = [
        lambda: tom.get(reverse("case_evidence_file", args=[number, item.number])),
        lambda: tom.get(reverse("case_evidence_look", args=[number, item.number])),
        lambda: _customer(made).get(reverse("portal_file", args=[number, item.pk])),
        lambda: _machine(house).get(f"/api/v1/complaints/{number}/evidence/{item.pk}/content"),
    ]
    for door in doors:
        answer = door()
        told = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert answer.status_code == 409, door
        assert HARM not in told
    with pytest.raises(Refused):  # by mail
        talk.tell(case, text="请见附件", by=house.by("tom"), at=AT, purpose="test", attached=[item])
    assert not Outgoing.objects.filter(purpose="test").exists()
    assert not Message.objects.filter(case=case, text="请见附件").exists()
    scanning.release(evidence=item, reason="是误报，已核对", by=house.by("pia"), at=AT)
    for door in doors:
        answer = door()
        told = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert answer.status_code == 200
        assert HARM in told


def test_the_desk_and_the_customer_are_told_in_plain_words(house: House, made: Any, item: Evidence, enter: Any):
    tom, place = enter("tom"), reverse("case_evidence_item", args=[made.case.number, item.number])
    story = reverse("portal_story", args=[made.case.number])
    page = tom.get(place).content.decode()
    assert "being checked" in page or "检查" in page
    assert reverse("case_evidence_file", args=[made.case.number, item.number]) not in page
    assert reverse("portal_file", args=[made.case.number, item.pk]) not in _customer(made).get(story).content.decode()
    found(item)
    assert "Eicar-Test" in tom.get(place).content.decode()
    told = _customer(made).get(story).content.decode()
    assert reverse("portal_file", args=[made.case.number, item.pk]) not in told
    assert "Eicar-Test" not in told
    for address, htmx in (("case", {}), ("case_evidence", {}), ("case_timeline", {"HX-Request": "true"})):
        seen = tom.get(reverse(address, args=[made.case.number]), headers=htmx).content.decode()
        assert "in quarantine" in seen or "隔离" in seen, address


def test_the_keeper_releases_on_a_page_that_shows_nothing_of_the_customer(
    house: House, made: Any, item: Evidence, enter
):
    found(item)
    pia, place = enter("pia"), reverse("quarantine")
    page = pia.get(place).content.decode()
    assert made.case.number in page
    assert "photo.txt" not in page
    told = Notification.objects.get(user=house["pia"], kind="quarantined")
    assert pia.get(reverse("notification", args=[told.pk])).headers["Location"] == place
    door = reverse("quarantine_release", args=[item.pk])
    assert enter("tom").post(door, {"reason": "我要看"}).status_code == 403
    assert pia.post(door, {"reason": "嗯"}).status_code == 422
    assert pia.post(door, {"reason": "是误报，已与科技部核对"}).status_code == 302
    assert Evidence.objects.get(pk=item.pk).scan == Scan.RELEASED
    assert "是误报，已与科技部核对" in pia.get(place).content.decode()


def test_the_page_of_jobs_tells_that_files_wait(item: Evidence, enter: Any):
    adi = enter("adi")
    assert adi.get(reverse("jobs")).context["unscanned_since"] == AT
    assert adi.get(reverse("quarantine")).context["waiting"] == [item]
    found(item)
    assert adi.get(reverse("jobs")).context["unscanned_since"] is None


def test_what_was_withheld_is_paged_by_key(house: House, made: Any, enter: Any, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(quarantine, "SHOWN", 1)
    items = []
    for minute in range(2):
        file = Stored(blobs.store(b"%d" % minute), 1, "a.txt", "text/plain", scan="held")
        at = AT + timedelta(minutes=minute)
        items += evidence.add(case=made.case, files=[file], by=house.by("tom"), at=at)
        scanning.keep_verdict(evidence=items[-1], too_big=True, by=BY, at=at)
    first = enter("adi").get(reverse("quarantine"))
    assert [row.evidence_id for row in first.context["rows"]] == [items[1].pk]
    second = enter("adi").get(first.context["next_url"])
    assert [row.evidence_id for row in second.context["rows"]] == [items[0].pk]
    assert second.context["next_url"] == ""
