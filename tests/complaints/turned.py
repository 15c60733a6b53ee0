"""What the tests of the turns share. Times as a person reads them, in Shanghai.

Received on Monday 2 March 2026, 10:00. The decision is owed within 15 days: until 17 March, 24:00, that is before
2026-03-18 00:00; within 30 until 1 April, 24:00; within 60 until 1 May, 24:00.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from huiyin.audit.models import Entry
from huiyin.audit.queries import verify
from huiyin.cases.models import Case, Evidence
from huiyin.channels import actions as channels
from huiyin.clocks.models import Clock, Task
from huiyin.complaints.actions import notices
from huiyin.complaints.actions.turning import Way
from huiyin.complaints.models import Notice
from huiyin.core.actors import customer, system
from huiyin.core.time import SHANGHAI
from tests.complaints.along import Along

MAIL = system("channels.mail")
SWEEP = system("complaints.notices")
CUSTOMER = customer(None)
SAID = "已在电话中向投诉人逐条说明，对方表示知晓。"


def sh(text: str) -> datetime:
    """`03-18 00:00` of 2026 in Shanghai."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=SHANGHAI)


FIRST, SECOND, THIRD = sh("03-18 00:00"), sh("04-02 00:00"), sh("05-02 00:00")


def by_phone(told_at: datetime | None = None) -> Way:
    """Told on the phone, with the number of the call record."""
    return Way(method="phone", told_at=told_at, reference="CALL-20260302-17", text=SAID)


def clock(case: Case, rule: str = "complaint.decision") -> Clock:
    """The newest limit of a rule."""
    return Clock.objects.filter(owner_id=case.pk, rule_code=rule).latest("id")


def entry(case: Case, kind: str) -> Entry:
    """The newest ledger entry of a kind."""
    return Entry.objects.filter(aggregate_id=case.pk, kind=kind).latest("seq")


def kinds(case: Case) -> list[str]:
    return list(Entry.objects.filter(aggregate_id=case.pk).order_by("seq").values_list("kind", flat=True))


def chain_holds(case: Case) -> bool:
    """Does the chain of the case hold, entry by entry?"""
    return not list(verify(("case", case.pk)))


def mail_taken(told: Notice, at: datetime) -> Notice:
    """The mail server took the mail of `told` at `at`, and the sweep sees it a minute later."""
    assert told.outgoing_id
    channels.record_sent(outgoing_id=told.outgoing_id, answer="250 OK", by=MAIL, at=at)
    return notices.confirm_sent(notice=told, by=SWEEP, at=at + timedelta(minutes=1))


def mail_given_up(told: Notice, at: datetime) -> Notice:
    """The mail of `told` came to nothing at `at`."""
    assert told.outgoing_id
    channels.record_failure(outgoing_id=told.outgoing_id, answer="550 no", permanent=True, by=MAIL, at=at)
    return notices.confirm_sent(notice=told, by=SWEEP, at=at + timedelta(minutes=1))


def notice(id_: UUID | None) -> Notice:
    assert id_ is not None
    return Notice.objects.get(pk=id_)


def item(id_: UUID | None) -> Evidence:
    assert id_ is not None
    return Evidence.objects.get(pk=id_)


def task(id_: UUID | None) -> Task:
    assert id_ is not None
    return Task.objects.get(pk=id_)


def at(along: Along, text: str) -> dict[str, Any]:
    """`by` Tom `at` a time, for an action."""
    along.at = sh(text)
    return {"by": along.by("tom"), "at": along.at}
