"""Sorting mail that came in: here, because a merged complaint lives on in another, which only complaints know."""

import logging
from uuid import UUID

from huiyin.cases.actions import mail
from huiyin.channels.actions import inbound
from huiyin.channels.queries.inbound import mail_due
from huiyin.complaints.queries import turns
from huiyin.core.actors import system
from huiyin.core.jobs import job
from huiyin.core.time import now

log = logging.getLogger(__name__)
BY = system("complaints.sort_mail")


@job("complaints.sort_mail", queue="mail")
def sort_mail(raw_id: str) -> bool:
    """One attempt at one mail that waits; True when it found its place. One that breaks waits for its next attempt and
    is shown to a person after the third; it stops no other."""
    row = inbound.claim_mail(raw_id=UUID(raw_id), by=BY, at=now())
    if row is None:
        return False
    try:
        if row.attempts > inbound.MOST_ATTEMPTS:  # its worker died with it each time
            raise RuntimeError("every attempt ended the worker")
        mail.sort_mail(raw_id=row.pk, living=turns.master_of, by=BY, at=now())
    except Exception as error:
        log.exception("mail %s could not be sorted (attempt %d)", row.pk, row.attempts)
        inbound.put_off_mail(raw_id=row.pk, error=type(error).__name__, by=BY, at=now())
        return False
    return True


def sort_due() -> int:
    """Everything whose time has come, oldest first; returns how many found their place."""
    return sum(sort_mail(raw_id=str(raw_id)) for raw_id in mail_due(now()))
