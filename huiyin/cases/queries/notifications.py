"""What somebody was told. Every row goes through the gate of its case again: who lost the case sees nothing of it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from huiyin.accounts.models import User
from huiyin.cases.models import Case, Notification, NotificationChoice
from huiyin.cases.queries import claims
from huiyin.cases.queries.access import visible_to
from huiyin.cases.rules import notifications as rules
from huiyin.customers.models import Claim

PAGE = 30
# The bell says “99+” beyond this; a page of the list looks past so many hidden rows before it gives up.
MOST = 99
LOOKED_AT = 300


@dataclass(frozen=True)
class Told:
    """A notification with its case or claim, which the reader may see; None for what concerns none."""

    row: Notification
    case: Case | None
    claim: Claim | None = None


@dataclass(frozen=True)
class Page:
    """Some notifications, newest first, and the place behind the last one (None: there are no more)."""

    rows: Sequence[Told]
    next: tuple[datetime, UUID] | None


def page(user: User, *, after: tuple[datetime, UUID] | None = None, unread: bool = False, size: int = PAGE) -> Page:
    """One's own notifications behind the place `after`, newest first. Two statements, more only where most of the
    newest belong to cases that the person lost."""
    found: list[Told] = []
    looked_at = 0
    while looked_at < LOOKED_AT:
        rows = list(_behind(_own(user, unread=unread), after)[: size + 1])
        batch, looked_at = rows[:size], looked_at + len(rows)
        for told in _gated(user, batch):
            found.append(told)
            if len(found) == size and (told.row is not batch[-1] or len(rows) > size):
                return Page(found, (told.row.at, told.row.pk))
        if len(rows) <= size:
            return Page(found, None)
        after = (batch[-1].at, batch[-1].pk)
    return Page(found, after)


def unread_count(user: User) -> int:
    """How many unread ones there are that the person may see, at most MOST + 1. Two statements."""
    rows = list(_own(user, unread=True)[: MOST + 1])
    return len(_gated(user, rows))


def one(user: User, notification_id: UUID) -> Told | None:
    """One's own notification with this id; None when there is none or its case may not be seen (any more)."""
    rows = list(Notification.objects.filter(user=user, pk=notification_id, on_page=True))
    found = _gated(user, rows)
    return found[0] if found else None


def choice_of(user: User) -> NotificationChoice | None:
    """How somebody chose to be told; None while the roles decide."""
    return NotificationChoice.objects.filter(user=user).first()


def ways_of(kind: str, roles: Collection[str], choice: NotificationChoice | None) -> frozenset[str]:
    """How somebody with these roles and this choice is told of `kind`; by WeCom only where the house has it and the
    person gave an account name."""
    ways = rules.ways(kind, roles, choice.ways if choice else {})
    reachable = bool(settings.WECOM and choice and choice.wecom_id)
    return ways if reachable else ways - {rules.WECOM}


def people_to_tell(column: str, at: datetime, limit: int = 500) -> list[UUID]:
    """Whom a mail (`mail_due_at`) or WeCom message (`wecom_due_at`) is to leave to by `at`."""
    rows = Notification.objects.filter(**{f"{column}__lte": at}).order_by(column).values_list("user_id", flat=True)
    return list(dict.fromkeys(rows[: limit * 20]))[:limit]


def visible_rows(user: User, rows: Sequence[Notification]) -> list[Told]:
    """Those of `rows`, in their order, that `user` may see now. One statement, none when no row names a case."""
    return _gated(user, rows)


def _own(user: User, *, unread: bool) -> QuerySet[Notification]:
    rows = Notification.objects.filter(user=user, on_page=True).order_by("-at", "-id")
    return rows.filter(read_at=None) if unread else rows


def _behind(rows: QuerySet[Notification], after: tuple[datetime, UUID] | None) -> QuerySet[Notification]:
    if after is None:
        return rows
    return rows.filter(Q(at__lt=after[0]) | Q(at=after[0], id__lt=after[1]), at__lte=after[0])


def _gated(user: User, rows: Iterable[Notification]) -> list[Told]:
    rows = list(rows)
    wanted = {row.case_id for row in rows if row.case_id is not None}
    seen: dict[UUID | None, Case | None] = {None: None}
    if wanted:
        seen.update({case.pk: case for case in visible_to(user, looked_up=True).filter(pk__in=wanted)})
    about = {row.pk: UUID(row.details["claim"]) for row in rows if row.case_id is None and "claim" in row.details}
    found = {one.pk: one for one in claims.listed(user).filter(pk__in=set(about.values()))} if about else {}
    return [
        Told(row, seen[row.case_id], found.get(about[row.pk]) if row.pk in about else None)
        for row in rows
        if row.case_id in seen and (row.pk not in about or about[row.pk] in found)
    ]
