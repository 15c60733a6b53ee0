"""Webhooks through the interface: from a change of a complaint to a verified message at another system."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from huiyin.cases.sweeps import feed_webhooks
from huiyin.channels import jobs, rules
from huiyin.channels.models import Webhook
from tests.api.conftest import Machine, complaint
from tests.channels.receiver import Receiver, receiver
from tests.people import House, build

pytestmark = pytest.mark.django_db(transaction=True)
Make = Callable[..., Machine]


@pytest.fixture
def house(transactional_db: None) -> House:
    return build()


@pytest.fixture
def there(settings: Any) -> Iterator[Receiver]:
    settings.WEBHOOK_INSIDE = ["127.0.0.1"]
    with receiver() as told:
        yield told


def made(machine: Machine, url: str, **more: Any) -> Any:
    answer = machine.post("/webhooks", {"name": "CRM", "url": url} | more)
    assert answer.status_code == 201, answer.content.decode()
    return answer.json()


def sent(hook: Any) -> None:
    feed_webhooks()
    jobs.send_webhook(webhook_id=hook["id"])


def test_another_system_is_told_what_its_person_may_see(machine: Make, there: Receiver) -> None:
    tom, zoe = machine("tom"), machine("zoe")
    hook, foreign = made(tom, there.url, kinds=["complaint."]), made(zoe, there.url)
    number = tom.post("/complaints", complaint()).json()["number"]
    tom.post(f"/complaints/{number}/check_identity", {"how": "与保单核对并回拨电话"})
    sent(hook)
    sent(foreign)
    assert [one["type"] for one in there.events] == ["complaint.registered", "complaint.identity_checked"]
    assert {one["data"]["number"] for one in there.events} == {number}
    for headers, body in there.got:
        told = rules.signature([hook["secret"]], headers["webhook-id"], int(headers["webhook-timestamp"]), body)
        assert headers["webhook-signature"] == told
        assert "李春梅" not in body.decode()
    feed = {one["id"] for one in tom.get("/changes").json()["items"]}
    assert {one["data"]["id"] for one in there.events} <= feed


def test_what_happened_while_it_was_off_is_sent_when_it_is_on_again(machine: Make, there: Receiver) -> None:
    tom = machine("tom")
    hook = made(tom, there.url, kinds=["complaint.registered"])
    address = f"/webhooks/{hook['id']}"
    assert tom.post(f"{address}/off", {"reason": "Wartung"}).json()["off_reason"] == "Wartung"
    number = tom.post("/complaints", complaint()).json()["number"]
    sent(hook)
    assert there.got == []
    assert tom.post(f"{address}/on").json()["is_on"] is True
    sent(hook)
    assert [one["data"]["number"] for one in there.events] == [number]


def test_the_log_tells_each_message_and_sends_it_again(machine: Make, there: Receiver) -> None:
    tom = machine("tom")
    hook = made(tom, there.url)
    address = f"/webhooks/{hook['id']}"
    there.status = 500
    message = tom.post(f"{address}/test").json()
    jobs.send_webhook(webhook_id=hook["id"])
    (row,) = tom.get(f"{address}/messages").json()["items"]
    assert (row["id"], row["state"], row["status"], row["attempts"]) == (message["id"], "queued", 500, 1)
    assert tom.post(f"{address}/messages/{row['id']}/again").json()["code"] == "webhook.waiting"
    there.status = 200
    tom.post(f"{address}/off", {})
    tom.post(f"{address}/on")
    jobs.send_webhook(webhook_id=hook["id"])
    assert tom.post(f"{address}/messages/{row['id']}/again").status_code == 200
    jobs.send_webhook(webhook_id=hook["id"])
    assert [one["type"] for one in there.events] == ["webhook.test"] * 3


def test_nobody_touches_the_webhooks_of_others(machine: Make, there: Receiver) -> None:
    hook = made(machine("tom"), there.url)
    sam = machine("sam")
    assert sam.get("/webhooks").json()["items"] == []
    for path in ("", "/messages"):
        assert sam.get(f"/webhooks/{hook['id']}{path}").status_code == 404
    for path in ("rotate", "off", "on", "test", "remove"):
        assert sam.post(f"/webhooks/{hook['id']}/{path}", {} if path == "off" else None).status_code == 404


def test_a_removed_webhook_is_not_there_and_sends_nothing(machine: Make, there: Receiver) -> None:
    tom = machine("tom")
    hook = made(tom, there.url)
    assert tom.post(f"/webhooks/{hook['id']}/remove").status_code == 200
    tom.post("/complaints", complaint())
    sent(hook)
    assert there.got == []
    assert tom.get(f"/webhooks/{hook['id']}").status_code == 404
    assert Webhook.objects.get().secret == ""


def test_the_secret_is_shown_once_and_an_address_inside_is_refused(machine: Make, there: Receiver) -> None:
    tom = machine("tom")
    hook = made(tom, there.url)
    assert hook["secret"].startswith("whsec_")
    assert "secret" not in tom.get(f"/webhooks/{hook['id']}").json()
    assert tom.post(f"/webhooks/{hook['id']}/rotate").json()["secret"] != hook["secret"]
    refused = tom.post("/webhooks", {"name": "x", "url": "https://169.254.169.254/latest"})
    assert (refused.status_code, refused.json()["code"]) == (422, "webhook.address")
