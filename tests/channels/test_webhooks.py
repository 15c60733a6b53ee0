"""Webhooks over real HTTP: signed, tried again, switched off with an alarm, never into our own network."""

import base64
import hmac
import socket
import time
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import uuid4

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from huiyin.audit import queries as ledger
from huiyin.audit.queries.feed import BEGINNING, Position
from huiyin.channels import actions, jobs, queries, rules, sweeps
from huiyin.channels.gateways import webhook as gateway
from huiyin.channels.models import Outgoing, Webhook, WebhookMessage
from huiyin.core.actors import system
from huiyin.core.errors import BadInput, Refused
from huiyin.core.time import now
from tests.channels.receiver import Receiver, receiver
from tests.people import House, build

BY = system("test")
pytestmark = pytest.mark.django_db


@pytest.fixture
def house(db: None) -> House:
    return build()


@pytest.fixture
def there(settings: Any) -> Iterator[Receiver]:
    settings.WEBHOOK_INSIDE = ["127.0.0.0/8"]
    with receiver() as told:
        yield told


def made(house: House, url: str, **changes: Any) -> tuple[Webhook, str]:
    values: dict[str, Any] = {
        "user": house["tom"],
        "name": "CRM",
        "url": url,
        "kinds": [],
        "start": BEGINNING,
        "by": BY,
        "at": now(),
    }
    return actions.create_webhook(**(values | changes))


def event(**changes: Any) -> dict[str, Any]:
    return {"id": uuid4(), "kind": "complaint.accepted", "at": now(), "number": "TS1", "seq": 2} | changes


def tell(hook: Webhook, *events: dict[str, Any]) -> None:
    hook.refresh_from_db()
    before = Position(hook.xact, hook.entry_id)
    after = Position(before.xact + 1, before.id)
    actions.take_changes(webhook_id=hook.pk, before=before, after=after, events=events, by=BY, at=now())


def due_again() -> None:
    WebhookMessage.objects.filter(state="queued").update(next_try_at=now() - timedelta(seconds=1))


def test_a_message_is_signed_as_standard_webhooks_say(house: House, there: Receiver) -> None:
    hook, secret = made(house, there.url)
    tell(hook, event())
    assert jobs.send_webhook(webhook_id=str(hook.pk)) == 1
    ((headers, body),) = there.got
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.new(key, signed, sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    assert abs(int(headers["webhook-timestamp"]) - time.time()) < 60
    assert there.events[0]["type"] == "complaint.accepted"
    assert there.events[0]["data"]["number"] == "TS1"
    row = WebhookMessage.objects.get()
    assert (row.state, row.status, row.answer, headers["webhook-id"]) == ("sent", 200, "thank you", f"msg_{row.pk}")


def test_the_signature_is_that_of_the_published_example() -> None:
    body = b'{"test": 2432232314}'
    told = rules.signature(["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"], "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body)
    assert told == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_for_a_day_after_a_rotation_both_secrets_sign(house: House, there: Receiver) -> None:
    hook, old = made(house, there.url)
    new = actions.rotate_secret(webhook=hook, by=BY, at=now())
    assert old != new
    tell(hook, event())
    jobs.send_webhook(webhook_id=str(hook.pk))
    Webhook.objects.update(old_secret_until=now() - timedelta(seconds=1))
    tell(hook, event())
    jobs.send_webhook(webhook_id=str(hook.pk))
    for (headers, body), secrets in zip(there.got, ([new, old], [new]), strict=True):
        wanted = rules.signature(secrets, headers["webhook-id"], int(headers["webhook-timestamp"]), body)
        assert headers["webhook-signature"] == wanted
    assert "webhook.secret_rotated" in [entry.kind for entry in ledger.chain(("webhook", hook.pk))]


def test_the_same_change_is_queued_once(house: House, there: Receiver) -> None:
    hook, _secret = made(house, there.url)
    same = event()
    tell(hook, same)
    tell(hook, same)
    stale = actions.take_changes(
        webhook_id=hook.pk, before=BEGINNING, after=Position(9, uuid4()), events=[event()], by=BY, at=now()
    )
    assert stale == 0
    assert WebhookMessage.objects.count() == 1
    assert ProcrastinateJob.objects.filter(task_name="channels.send_webhook").exists()
    jobs.send_webhook(webhook_id=str(hook.pk))
    jobs.send_webhook(webhook_id=str(hook.pk))
    assert len(there.got) == 1


def test_a_refused_message_climbs_the_ladder_with_the_same_id_and_body(house: House, there: Receiver) -> None:
    hook, _secret = made(house, there.url)
    there.status = 503
    tell(hook, event())
    for attempt, wait in enumerate(rules.HOOK_LADDER, start=1):
        jobs.send_webhook(webhook_id=str(hook.pk))
        row = WebhookMessage.objects.get()
        assert (row.state, row.attempts, row.status) == ("queued", attempt, 503)
        assert row.next_try_at is not None
        assert timedelta(0) <= wait - (row.next_try_at - now()) < timedelta(seconds=10)
        assert jobs.send_webhook(webhook_id=str(hook.pk)) == 0
        due_again()
    there.status = 200
    assert sweeps.resend_webhooks() == 1
    assert jobs.send_webhook(webhook_id=str(hook.pk)) == 1
    assert len({(headers["webhook-id"], body) for headers, body in there.got}) == 1


def test_a_system_that_is_silent_for_long_is_switched_off_with_an_alarm_and_goes_on_later(
    house: House, there: Receiver
) -> None:
    hook, _secret = made(house, there.url)
    there.status = 500
    tell(hook, event())
    for _attempt in range(len(rules.HOOK_LADDER) + 1):
        jobs.send_webhook(webhook_id=str(hook.pk))
        due_again()
    hook.refresh_from_db()
    assert (hook.is_on, WebhookMessage.objects.get().state) == (False, "failed")
    assert "500" in hook.off_reason
    assert {mail.address for mail in Outgoing.objects.all()} == {"tom@house.example", "adi@house.example"}
    assert queries.webhooks_on() == []
    tell(hook, event())
    assert WebhookMessage.objects.count() == 1
    there.status = 204
    actions.switch_on(webhook=hook, by=BY, at=now())
    assert jobs.send_webhook(webhook_id=str(hook.pk)) == 1
    kinds = [entry.kind for entry in ledger.chain(("webhook", hook.pk))]
    assert kinds == ["webhook.created", "webhook.switched_off", "webhook.switched_on"]


def test_one_bad_message_does_not_switch_off_what_works(house: House, there: Receiver) -> None:
    hook, _secret = made(house, there.url)
    there.status = 500
    tell(hook, event())
    WebhookMessage.objects.update(attempts=len(rules.HOOK_LADDER))
    Webhook.objects.update(last_sent_at=now() + timedelta(seconds=1))
    jobs.send_webhook(webhook_id=str(hook.pk))
    hook.refresh_from_db()
    assert (hook.is_on, WebhookMessage.objects.get().state) == (True, "failed")
    there.status = 200
    message = WebhookMessage.objects.select_related("webhook").get()
    actions.send_message_again(message=message, by=BY, at=now())
    with pytest.raises(Refused) as already:
        actions.send_message_again(message=message, by=BY, at=now())
    assert already.value.code == "webhook.waiting"
    assert jobs.send_webhook(webhook_id=str(hook.pk)) == 1
    assert len({headers["webhook-id"] for headers, _body in there.got}) == 1


def test_gone_means_gone(house: House, there: Receiver) -> None:
    hook, _secret = made(house, there.url)
    there.status = 410
    tell(hook, event())
    jobs.send_webhook(webhook_id=str(hook.pk))
    hook.refresh_from_db()
    assert hook.is_on is False


def test_a_system_that_fails_is_left_alone_until_the_next_round(house: House, there: Receiver) -> None:
    hook, _secret = made(house, there.url)
    there.status = 500
    tell(hook, *(event() for _ in range(5)))
    assert jobs.send_webhook(webhook_id=str(hook.pk)) == 0
    assert len(there.got) == jobs.PATIENCE


def test_a_redirect_is_not_followed(house: House, there: Receiver) -> None:
    hook, _secret = made(house, there.url)
    there.status, there.location = 307, there.url
    tell(hook, event())
    jobs.send_webhook(webhook_id=str(hook.pk))
    assert len(there.got) == 1
    assert WebhookMessage.objects.get().status == 307


def test_nothing_goes_into_our_own_network(house: House, there: Receiver, settings: Any) -> None:
    settings.WEBHOOK_INSIDE = []
    with pytest.raises(BadInput):
        made(house, there.url)
    with pytest.raises(gateway.NotSent):
        gateway.post(there.url, {}, b"{}", [])
    assert there.got == []


def test_a_name_that_leads_inside_is_not_followed(there: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    """What counts is the address, looked up once: it is checked, and the connection goes to it."""
    port = int(there.url.split(":")[2].split("/")[0])
    inside = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
    public = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14", port))]
    monkeypatch.setattr("huiyin.channels.gateways.webhook.socket.getaddrinfo", lambda *_a, **_k: public + inside)
    with pytest.raises(gateway.NotSent, match="inside our own network"):
        gateway.post(f"https://hook.example:{port}/", {}, b"{}", [])
    assert there.got == []


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.1.2.3", "224.0.0.1",
     "224.0.1.1", "::1", "::", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::",
     "255.255.255.255", "nonsense", ""],
)  # fmt: skip
def test_addresses_inside_are_not_reached(address: str) -> None:
    assert rules.may_reach(address, "hook.example", []) is False


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07::1", "64:ff9b::5db8:d70e"])
def test_public_addresses_are_reached(address: str) -> None:
    assert rules.may_reach(address, "hook.example", []) is True


def test_what_the_house_allows_is_reached() -> None:
    assert rules.may_reach("10.1.2.3", "crm.intern", ["CRM.intern"]) is True
    assert rules.may_reach("10.1.2.3", "crm.intern", ["10.0.0.0/8"]) is True
    assert rules.may_reach("10.1.2.3", "crm.intern", ["other.intern", "10.2.0.0/16"]) is False


@pytest.mark.parametrize(
    "url",
    ["http://example.com/", "ftp://example.com/", "https://", "https://user:pass@example.com/", "https://[::1]/",
     "https://127.0.0.1/", "https://10.0.0.1:8443/x", "https://exa mple.com/", "https://example.com/#x",
     "https://example.com:99999/", "javascript:alert(1)", "https://example.com\\@127.0.0.1/", "//example.com/"],
)  # fmt: skip
def test_addresses_that_cannot_be_are_refused(url: str) -> None:
    assert rules.address_fault(url, [])


def test_an_ordinary_address_is_taken() -> None:
    assert rules.address_fault("https://hooks.example.com:8443/in?key=1", []) == ""


def test_the_secret_and_the_address_are_not_readable_in_the_database(house: House, there: Receiver) -> None:
    _hook, secret = made(house, there.url)
    raw = Webhook.objects.extra(select={"raw": "encode(url || secret, 'escape')"}).values_list("raw", flat=True).get()
    assert secret not in raw
    assert "127.0.0.1" not in raw


def test_the_log_is_forgotten_after_a_month_but_nothing_that_waits(house: House, there: Receiver) -> None:
    hook, _secret = made(house, there.url)
    tell(hook, event())
    jobs.send_webhook(webhook_id=str(hook.pk))
    tell(hook, event())
    WebhookMessage.objects.update(queued_at=now() - timedelta(days=31))
    assert sweeps.forget_webhook_messages() == 1
    assert [row.state for row in WebhookMessage.objects.all()] == ["queued"]


def test_a_webhook_of_somebody_who_left_sends_nothing(house: House, there: Receiver) -> None:
    hook, _secret = made(house, there.url)
    tell(hook, event())
    tom = house["tom"]
    tom.is_active = False
    tom.save()
    assert jobs.send_webhook(webhook_id=str(hook.pk)) == 0
    assert queries.webhooks_on() == []
    assert there.got == []
