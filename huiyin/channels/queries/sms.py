"""Whom a text message came from as far as it matters, what still waits to be sorted, whether it all adds up."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Min

from huiyin.channels.models import MailState, Outgoing, SmsDay, SmsMessage, SmsStop
from huiyin.channels.rules.sms_in import BELONGS
from huiyin.core import blind


def stop_of(number: str) -> SmsStop | None:
    """The wish for no more messages that stands for a number; None: there is none."""
    mark = blind.phone(number)
    return SmsStop.objects.filter(number_blind=mark, lifted_at=None).first() if mark else None


def stops_of(numbers: Collection[str]) -> dict[str, SmsStop]:
    """The wishes that stand for some numbers, by the fingerprint of the number (`blind.phone`)."""
    marks = {blind.phone(number) for number in numbers} - {""}
    rows = SmsStop.objects.filter(number_blind__in=marks, lifted_at=None) if marks else ()
    return {row.number_blind: row for row in rows}


def case_of_number(number: str, at: datetime) -> UUID | None:
    """The case that this number was last written to about, or whose people wrote last from it, in the time of
    `BELONGS`. Nothing else is found by a number."""
    mark = blind.phone(number)
    if not mark:
        return None
    since = at - BELONGS
    sent = Outgoing.objects.filter(address_blind=mark, method="sms", owner_kind="case", queued_at__gt=since)
    heard = SmsMessage.objects.filter(number_blind=mark, case_id__isnull=False, received_at__gt=since)
    last = sent.order_by("-queued_at").values_list("queued_at", "owner_id").first()
    said = heard.order_by("-received_at").values_list("received_at", "case_id").first()
    found = max((one for one in (last, said) if one is not None), key=lambda one: one[0], default=None)
    return found[1] if found else None


def sms_due(at: datetime, most: int = 200) -> list[UUID]:
    """What waits to be sorted and whose time has come, oldest first."""
    rows = SmsMessage.objects.filter(state=MailState.WAITING, next_try_at__lte=at)
    return list(rows.order_by("next_try_at", "id").values_list("pk", flat=True)[:most])


def sms_waiting_since() -> datetime | None:
    """Since when the oldest entry that is not sorted lies here; None when none waits."""
    rows = SmsMessage.objects.filter(state=MailState.WAITING)
    found: datetime | None = rows.aggregate(first=Min("received_at"))["first"]
    return found


@dataclass(frozen=True)
class Line:
    """One day: what the door counted, and what the rows say became of it."""

    day: date
    fetched: int
    cases: int
    follow_ups: int
    quarantined: int
    rejected: int
    waiting: int

    @property
    def sorted(self) -> int:
        """How many have a state: found their place, or still wait for it."""
        return self.cases + self.follow_ups + self.quarantined + self.rejected + self.waiting

    @property
    def balances(self) -> bool:
        """Is everything that came through the door somewhere?"""
        return self.fetched == self.sorted


def sms_ledger(since: date, until: date) -> list[Line]:
    """fetched = cases + follow-ups + quarantined + rejected (+ what still waits), per day, newest first."""
    counted = dict(SmsDay.objects.filter(day__gte=since, day__lte=until).values_list("day", "fetched"))
    rows = SmsMessage.objects.filter(day__gte=since, day__lte=until).order_by().values_list("day", "state")
    found: dict[date, dict[str, int]] = {}
    for day, state, number in rows.annotate(n=Count("id")):
        found.setdefault(day, {})[state] = number
    return [
        Line(
            day, counted.get(day, 0), parts.get("case", 0), parts.get("follow_up", 0), parts.get("quarantined", 0),
            parts.get("rejected", 0), parts.get("waiting", 0),
        )
        for day in sorted({*counted, *found}, reverse=True)
        for parts in (found.get(day, {}),)
    ]  # fmt: skip


def sms_missing(today: date) -> int:
    """How many of today and yesterday are not where the ledger says; 0: it balances."""
    lines = sms_ledger(today - timedelta(days=1), today)
    return sum(abs(one.fetched - one.sorted) for one in lines)
