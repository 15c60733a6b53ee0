"""Mail that came in: what waits, what is withheld, whether the ledger balances."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Min, QuerySet

from huiyin.channels.models import Mailbox, MailDay, MailState, Outgoing, RawMessage
from huiyin.channels.rules import reply
from huiyin.core import crypto

SORTED = (MailState.CASE, MailState.FOLLOW_UP, MailState.QUARANTINED, MailState.REJECTED)


def mailboxes() -> QuerySet[Mailbox]:
    """The mailboxes that are there, by name."""
    return Mailbox.objects.filter(removed_at=None).select_related("unit").order_by("name", "id")


def mailboxes_due(at: datetime) -> list[UUID]:
    """The mailboxes of servers whose time has come."""
    rows = Mailbox.objects.filter(removed_at=None, is_on=True, next_try_at__lte=at).exclude(host="")
    return list(rows.order_by("next_try_at").values_list("id", flat=True))


def mailboxes_away(at: datetime, late: timedelta) -> list[Mailbox]:
    """The mailboxes that have not let us in for longer than `late`."""
    return list(mailboxes().filter(is_on=True, failing_since__lt=at - late))


def mail_due(at: datetime, limit: int = 500) -> list[UUID]:
    """Mails that wait to be sorted and whose time has come, oldest first."""
    rows = RawMessage.objects.filter(state=MailState.WAITING, next_try_at__lte=at)
    return list(rows.order_by("next_try_at", "id").values_list("id", flat=True)[:limit])


def mail_waiting_since() -> datetime | None:
    """Since when the oldest mail that is not sorted lies here; None when none waits."""
    found: datetime | None = RawMessage.objects.filter(state=MailState.WAITING).aggregate(first=Min("fetched_at"))[
        "first"
    ]
    return found


def withheld() -> QuerySet[RawMessage]:
    """Mails in quarantine, newest first."""
    return RawMessage.objects.filter(state=MailState.QUARANTINED).select_related("mailbox").order_by(
        "-received_at", "-id"
    )  # fmt: skip


def mails(state: str = "") -> QuerySet[RawMessage]:
    """Mails that came in, newest first, perhaps only those in one state."""
    rows = RawMessage.objects.filter(state=state) if state else RawMessage.objects.all()
    return rows.select_related("mailbox").order_by("-received_at", "-id")


def copy_of(raw: RawMessage, content_key: str = "") -> RawMessage | None:
    """The sorted mail that this one is a copy of: the same bytes in the same mailbox, or the same mail by another way
    (its content, also through another mailbox)."""
    same = RawMessage.objects.exclude(pk=raw.pk).exclude(state=MailState.WAITING)
    found = same.filter(mailbox=raw.mailbox_id, sha256=raw.sha256).order_by("id").first()
    if found is None and content_key:
        found = same.filter(content_key=content_key).exclude(reason="copy").order_by("id").first()
    return found


def lately_from(sender_blind: str, since: datetime) -> int:
    """How many mails of one sender became or joined matters since then; counting stops at a hundred."""
    if not sender_blind:
        return 0
    rows = RawMessage.objects.filter(
        sender_blind=sender_blind, fetched_at__gte=since, state__in=(MailState.CASE, MailState.FOLLOW_UP)
    )
    return len(rows.values_list("id", flat=True)[:100])


def sent_as(ids: Collection[str]) -> list[Outgoing]:
    """Mails of ours with these message ids (without < and >), newest first."""
    rows = Outgoing.objects.filter(message_id__in=[f"<{one}>" for one in ids][:100]) if ids else Outgoing.objects.none()
    return list(rows.order_by("-queued_at", "-id"))


def reply_address(case_id: UUID) -> str:
    """Where a mail about a case is answered to; empty when the house has no such address."""
    return reply.address(settings.MAIL_REPLY_TO, case_id, _mac(case_id))


def case_in(addresses: Collection[str]) -> UUID | None:
    """The case that one of the addresses of a mail names by a token of ours."""
    return reply.case_in(settings.MAIL_REPLY_TO, addresses, _mac)


def _mac(case_id: UUID) -> str:
    return crypto.blind("mail-reply", str(case_id))


@dataclass(frozen=True)
class Line:
    """One mailbox on one day: what the door counted, and what the rows say became of it."""

    mailbox: Mailbox
    day: date
    fetched: int
    cases: int
    follow_ups: int
    quarantined: int
    rejected: int
    waiting: int

    @property
    def sorted(self) -> int:
        """How many have found their place."""
        return self.cases + self.follow_ups + self.quarantined + self.rejected

    @property
    def balances(self) -> bool:
        """Is every mail that came through the door somewhere?"""
        return self.fetched == self.sorted + self.waiting


def ledger(since: date, until: date) -> list[Line]:
    """fetched = cases + follow-ups + quarantined + rejected (+ what still waits), per day and mailbox, newest first.
    Three statements; `since` to `until` is at most a few months."""
    counted = {(row.day, row.mailbox_id): row.fetched for row in MailDay.objects.filter(day__gte=since, day__lte=until)}
    found: dict[tuple[date, UUID], dict[str, int]] = {}
    rows = RawMessage.objects.filter(day__gte=since, day__lte=until)
    for day, mailbox, state, number in rows.order_by().values_list("day", "mailbox", "state").annotate(n=Count("id")):
        found.setdefault((day, mailbox), {})[state] = number
    known = Mailbox.objects.in_bulk({mailbox for _day, mailbox in {*counted, *found}})
    lines = []
    for day, mailbox in {*counted, *found}:
        parts = found.get((day, mailbox), {})
        lines.append(
            Line(
                known[mailbox], day, counted.get((day, mailbox), 0), parts.get("case", 0), parts.get("follow_up", 0),
                parts.get("quarantined", 0), parts.get("rejected", 0), parts.get("waiting", 0),
            )
        )  # fmt: skip
    return sorted(lines, key=lambda line: (-line.day.toordinal(), line.mailbox.name))


def reasons(since: date, until: date) -> list[tuple[str, str, int]]:
    """(state, reason, how many) of what was withheld or turned down in this time, most first."""
    rows = RawMessage.objects.filter(day__gte=since, day__lte=until, state__in=("quarantined", "rejected"))
    counted = rows.order_by().values_list("state", "reason").annotate(n=Count("id"))
    return sorted(counted, key=lambda row: -row[2])
