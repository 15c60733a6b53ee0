"""How text messages that went out stand, beside the message in the timeline."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.cases.models import Channel
from huiyin.channels.models import DeliveryState, Outgoing
from huiyin.core.wording import limit_text


def fates_of(rows: Iterable[Mapping[str, Any]], at: datetime) -> dict[Any, dict[str, str]]:
    """By the id of the message what stands there instead of its channel. One statement where there are any."""
    sent = {
        row["uid"]: UUID(row["more"]["outgoing"])
        for row in rows
        if row["src"] == "message" and row["via"] == Channel.SMS and row["more"].get("outgoing")
    }
    known = Outgoing.objects.in_bulk(set(sent.values())) if sent else {}
    return {
        uid: {"channel": f"{Channel.SMS.label} · {fate(known[one], at)}"} for uid, one in sent.items() if one in known
    }


def fate(row: Outgoing, at: datetime) -> str:
    """Where one text message is: waiting for the morning, taken, delivered or not."""
    if row.state == DeliveryState.QUEUED and not row.attempts and row.next_try_at and row.next_try_at > at:
        return _("leaves %(when)s") % {"when": limit_text(row.next_try_at)}
    if row.state == DeliveryState.SENT and row.reported_at:
        return _("delivered")
    if row.state == DeliveryState.FAILED:
        why = {"code": row.answer}
        return _("not delivered (%(code)s)") % why if row.bounced_at else _("could not be sent (%(code)s)") % why
    return str(DeliveryState(row.state).label)
