"""The webhooks page: state, log, sending again, off and on."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from huiyin.audit.queries.feed import BEGINNING
from huiyin.channels import actions
from huiyin.channels.models import Webhook, WebhookMessage
from huiyin.core.actors import system
from huiyin.core.time import now
from tests.people import House

BY = system("test")


def made(house: House, **changes: Any) -> Webhook:
    row, _secret = actions.create_webhook(
        user=house["tom"], name="CRM der Zentrale", url="https://hooks.example.com/in", kinds=[], start=BEGINNING,
        by=BY, at=now(),
    )  # fmt: skip
    return row


def told(hook: Webhook, state: str, **values: Any) -> WebhookMessage:
    return WebhookMessage.objects.create(
        webhook=hook, event_id=uuid4(), kind="complaint.accepted", body="{}", queued_at=now(), state=state, **values
    )


def test_the_log_tells_what_was_sent_and_sends_again(enter: Callable[[str], Client], house: House) -> None:
    hook = made(house)
    message = told(hook, "failed", status=503, answer="503 out of order", attempts=9)
    adi = enter("adi")
    assert hook.name in adi.get(reverse("settings_webhooks")).content.decode()
    page = adi.get(reverse("settings_webhook", args=[hook.pk])).content.decode()
    assert "503 out of order" in page
    assert "whsec_" not in page
    answer = adi.post(reverse("settings_webhook_again", args=[hook.pk, message.pk]), follow=True)
    assert answer.status_code == 200
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("queued", 0)
    adi.post(reverse("settings_webhook_again", args=[hook.pk, message.pk]))
    assert WebhookMessage.objects.count() == 1


def test_it_is_switched_off_and_on(enter: Callable[[str], Client], house: House) -> None:
    hook, adi = made(house), enter("adi")
    adi.post(reverse("settings_webhook_act", args=[hook.pk, "off"]))
    assert Webhook.objects.get(pk=hook.pk).is_on is False
    adi.post(reverse("settings_webhook_act", args=[hook.pk, "on"]))
    assert Webhook.objects.get(pk=hook.pk).is_on is True
    assert adi.post(reverse("settings_webhook_act", args=[hook.pk, "nonsense"])).status_code == 404


def test_a_long_log_is_read_page_by_page(enter: Callable[[str], Client], house: House) -> None:
    hook, adi = made(house), enter("adi")
    rows = [told(hook, "sent") for _ in range(60)]
    for place, row in enumerate(rows):
        WebhookMessage.objects.filter(pk=row.pk).update(queued_at=now() - timedelta(minutes=place))
    first = adi.get(reverse("settings_webhook", args=[hook.pk]))
    assert len(first.context["log"]) == 50
    second = adi.get(reverse("settings_webhook", args=[hook.pk]), {"after": first.context["next"]})
    assert len(second.context["log"]) == 10
    assert not {row.pk for row in first.context["log"]} & {row.pk for row in second.context["log"]}
