"""Sorting what the platform for text messages told, as soon as it is here and again by the clock."""

import logging
from typing import Any
from uuid import UUID

from huiyin.cases.actions import sms as sorting
from huiyin.channels.actions import sms_in as inbound
from huiyin.channels.actions.inbound import MOST_ATTEMPTS
from huiyin.channels.models import SmsKind, SmsMessage
from huiyin.channels.queries.sms import sms_due
from huiyin.channels.rules import sms_in as reading
from huiyin.complaints.queries import turns
from huiyin.core import blobs
from huiyin.core.actors import system
from huiyin.core.jobs import job
from huiyin.core.time import now

log = logging.getLogger(__name__)
BY = system("complaints.sort_sms")


@job("complaints.sort_sms", queue="mail")
def sort_sms(message_id: str) -> bool:
    """One attempt at one entry that waits; True when it found its place. One that breaks waits for its next attempt and
    is withheld after the third; it stops no other."""
    row = inbound.claim_sms(message_id=UUID(message_id), by=BY, at=now())
    if row is None:
        return False
    try:
        if row.attempts > MOST_ATTEMPTS:  # its worker died with it each time
            raise RuntimeError("every attempt ended the worker")
        _sort(row, reading.entries(blobs.read(row.sha256))[row.place])
    except sorting.Nobodys:
        inbound.put_off_sms(message_id=row.pk, reason="unknown", by=BY, at=now(), is_nobodys=True)
        return False
    except Exception as error:
        log.exception("text message %s could not be sorted (attempt %d)", row.pk, row.attempts)
        inbound.put_off_sms(message_id=row.pk, reason=type(error).__name__, by=BY, at=now())
        return False
    return True


def _sort(row: SmsMessage, told: dict[str, Any]) -> None:
    if row.kind == SmsKind.REPORT:
        sorting.sort_report(row=row, told=told, by=BY, at=now())
    else:
        sorting.sort_answer(row=row, told=told, living=turns.master_of, by=BY, at=now())


def sort_sms_due() -> int:
    """Everything whose time has come, oldest first; returns how many found their place."""
    return sum(sort_sms(message_id=str(message_id)) for message_id in sms_due(now()))
