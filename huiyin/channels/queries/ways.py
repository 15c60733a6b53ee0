"""How the channels of the house stand. What is asked grows with what waits, not with what was ever sent."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db.models import Case, F, Min, Q, When

from huiyin.channels.models import DeliveryState, MailState, Outgoing, WechatMessage
from huiyin.channels.queries import webhooks
from huiyin.channels.queries.inbound import mail_waiting_since, mailboxes
from huiyin.channels.queries.sms import sms_waiting_since
from huiyin.channels.rules.ways import Way


def ways() -> list[Way]:
    """Every channel: what goes out, what comes in, mailboxes and webhooks each by name. Six statements, and two more
    for each way out in which something was tried in vain."""
    found = ways_out()
    found.append(Way("email_in", waiting_since=mail_waiting_since()))
    found += [
        Way("mailbox", box.name, failing_since=box.failing_since, answer=box.answer)
        for box in mailboxes().filter(is_on=True).exclude(host="")
    ]
    written: datetime | None = WechatMessage.objects.filter(state=MailState.WAITING).aggregate(
        first=Min("received_at")
    )["first"]
    found.append(Way("wechat_in", is_set_up=bool(settings.WECHAT), waiting_since=written))
    has_key = bool(settings.SMS.get("callback_key"))
    found.append(Way("sms_in", is_set_up=has_key, waiting_since=sms_waiting_since()))
    found += [
        Way("webhook", hook.name, failing_since=None if hook.is_on else hook.off_at, answer=hook.off_reason)
        for hook in webhooks()
        if hook.is_on or hook.off_reason
    ]
    return found


def ways_out() -> list[Way]:
    """The ways on which messages leave."""
    # Mail is always set up: without a server of the house it goes to this machine's.
    set_up: Mapping[str, bool] = {
        "email": True,
        "sms": bool(settings.SMS),
        "wecom": bool(settings.WECOM),
        "wechat": bool(settings.WECHAT),
    }
    rows = Outgoing.objects.filter(state=DeliveryState.QUEUED).order_by().values("method")
    # What waits for its hour (the hours of silence) has not waited before it.
    ready = Case(When(attempts=0, then=F("next_try_at")), default=F("queued_at"))
    waiting = {
        row["method"]: row for row in rows.annotate(first=Min(ready), tried=Min("queued_at", filter=Q(attempts__gt=0)))
    }
    found = []
    for method, is_set_up in set_up.items():
        row = waiting.get(method)
        if row is None or row["tried"] is None:
            found.append(Way(f"{method}_out", is_set_up=is_set_up, waiting_since=row["first"] if row else None))
        else:
            found.append(_tried(method, is_set_up, row["first"], row["tried"]))
    return found


def _tried(method: str, is_set_up: bool, first: datetime, tried: datetime) -> Way:
    """A way on which something was tried in vain, and whether anything that was queued after it was taken."""
    rows = Outgoing.objects.filter(state=DeliveryState.QUEUED, method=method, attempts__gt=0, queued_at=tried)
    oldest = rows.only("pk", "answer").first()
    if oldest is None:  # taken this very moment
        return Way(f"{method}_out", is_set_up=is_set_up, waiting_since=first)
    # Ids grow with time: only what was queued since is read.
    later = Outgoing.objects.filter(pk__gt=oldest.pk, method=method, state=DeliveryState.SENT)
    return Way(
        f"{method}_out", is_set_up=is_set_up, waiting_since=first, failing_since=tried, taken_since=later.exists(),
        answer=oldest.answer,
    )  # fmt: skip
