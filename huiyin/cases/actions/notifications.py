"""Telling people of the house: written with the change it tells of, sent by a sweep, read and put away by themselves.

No ledger: nothing of a case changes. Whether somebody may still see the case is asked when they read it and when a mail
leaves, not here.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from huiyin.accounts.models import User
from huiyin.cases.models import Case, Digest, Notification, NotificationChoice
from huiyin.cases.queries import notifications as queries
from huiyin.cases.rules import notifications as rules
from huiyin.core import live
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput


@dataclass(frozen=True)
class News:
    """Something to tell: its kind, to whom (ids of users), of which case, and a key that names it once and for all.

    `details` hold codes, numbers and moments in ISO form, nothing personal: `rule` and `due` for limits, `variant`
    for the sentence (`rules.SENTENCES`), `queue` and `count` for jobs.
    """

    kind: str
    to: Collection[UUID]
    key: str
    case_id: UUID | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
    ref_id: UUID | None = None
    # Who did it, where that is not who tells of it.
    by_label: str = ""


@action
def tell(
    *,
    kind: str,
    to: Iterable[User | UUID],
    by: Actor,
    at: datetime,
    key: str,
    case: Case | None = None,
    details: Mapping[str, Any] | None = None,
    ref_id: UUID | None = None,
) -> int:
    """Tell people of something, in the caller's transaction; returns how many are told by it (again or for the first
    time). Whoever did it (`by`) and who no longer works here is left out; the same `key` for the same person is told
    once. At most four statements for any number of people, none for nobody.
    """
    people = {user.pk if isinstance(user, User) else user for user in to}
    news = News(kind, people, key, case.pk if case is not None else None, details or {}, ref_id)
    return tell_all(news=[news], by=by, at=at)


@action
def tell_all(*, news: Sequence[News], by: Actor, at: datetime) -> int:
    """Tell of several things at once: four statements for any number of things and people, the last of which wakes
    their open pages. Returns how many rows."""
    wanted = {user for one in news for user in one.to} - {by.id if by.kind in ("staff", "api") else None}
    if not wanted:
        return 0
    roles = _roles(wanted)
    chosen = {row.user_id: row for row in NotificationChoice.objects.filter(user__in=list(roles))}
    rows = [
        row
        for one in news
        for user in sorted(one.to)
        if user in roles and (row := _row(one, user, roles[user], chosen.get(user), by=by, at=at))
    ]
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
    live.tell_all("told", sorted({row.user_id for row in rows if row.on_page}))
    return len(rows)


def _roles(users: Collection[UUID]) -> dict[UUID, list[str]]:
    found = User.objects.filter(pk__in=list(users), is_active=True)
    held = ArrayAgg("memberships__role", distinct=True, default=[])
    return dict(found.annotate(held=held).values_list("pk", "held"))


def _row(
    one: News, user: UUID, roles: list[str], choice: NotificationChoice | None, *, by: Actor, at: datetime
) -> Notification | None:
    ways = queries.ways_of(one.kind, roles, choice)
    if not ways:
        return None
    leaves = _leaves(one.kind, choice, at)
    label = one.by_label or (by.label if by.kind in ("staff", "api") else "")
    return Notification(
        user_id=user, kind=one.kind, case_id=one.case_id, key=one.key[:120], ref_id=one.ref_id,
        by_label=label[:120], details=dict(one.details), at=at,
        on_page=rules.PAGE in ways,
        mail_due_at=leaves if rules.MAIL in ways else None,
        wecom_due_at=leaves if rules.WECOM in ways else None,
    )  # fmt: skip


def _leaves(kind: str, choice: NotificationChoice | None, at: datetime) -> datetime:
    if choice is None:
        return rules.leaves_at(kind, at)
    quiet = None
    if choice.quiet_from is not None and choice.quiet_until is not None:
        quiet = (choice.quiet_from, choice.quiet_until)
    return rules.leaves_at(kind, at, digest=choice.digest, digest_at=choice.digest_at, quiet=quiet)


@action
def read(*, user: User, ids: Collection[UUID], by: Actor, at: datetime) -> int:
    """Mark some of one's own notifications as read: they do not leave by mail any more either. Returns how many were
    not yet; those of others are passed over."""
    rows = Notification.objects.filter(user=user, pk__in=list(ids), read_at=None)
    return _put_away(rows, user, at)


@action
def read_all(*, user: User, by: Actor, at: datetime, until: datetime | None = None) -> int:
    """Mark all of one's own as read that came up to `until` (what came while the page was open stays)."""
    rows = Notification.objects.filter(user=user, read_at=None, at__lte=until or at)
    return _put_away(rows, user, at)


@action
def read_case(*, user: User, case: Case, by: Actor, at: datetime, kinds: Collection[str] = ()) -> int:
    """Mark one's own of a case as read, all or those of some kinds: who works on the case has seen them."""
    rows = Notification.objects.filter(user=user, case=case, read_at=None, on_page=True)
    rows = rows.filter(kind__in=list(kinds)) if kinds else rows
    return _put_away(rows, user, at)


@action
def read_claim(*, user: User, claim_id: UUID, by: Actor, at: datetime) -> int:
    """Mark one's own of a claim as read: who says that its alarms were seen has seen them."""
    rows = Notification.objects.filter(
        user=user, case=None, read_at=None, kind__in=("warned", "broken"), details__claim=str(claim_id)
    )
    return _put_away(rows, user, at)


def _put_away(rows: QuerySet[Notification], user: User, at: datetime) -> int:
    """Mark `rows` as read; the other open pages of the same person count anew."""
    count = rows.update(read_at=at, mail_due_at=None, wecom_due_at=None)
    if count:
        live.tell("told", user.pk)
    return count


@action
def choose(
    *,
    user: User,
    ways: Mapping[str, Collection[str]],
    by: Actor,
    at: datetime,
    quiet_from: time | None = None,
    quiet_until: time | None = None,
    digest: str = Digest.AT_ONCE,
    digest_at: time = time(9),
    wecom_id: str = "",
) -> NotificationChoice:
    """Keep how somebody wants to be told of what. Raises BadInput for an unknown kind or way, quiet hours with one end
    or without length, WeCom without an account name."""
    if set(ways) - set(rules.KINDS) or any(set(found) - set(rules.WAYS) for found in ways.values()):
        raise BadInput("notification.ways", _("Choose from the kinds and ways on the page."), field="ways")
    if (quiet_from is None) != (quiet_until is None) or (quiet_from is not None and quiet_from == quiet_until):
        raise BadInput("notification.quiet", _("Give both ends of the quiet hours, or none."), field="quiet_from")
    if digest not in Digest.values:
        raise BadInput("notification.digest", _("Choose how often mails are sent."), field="digest")
    name = wecom_id.strip()
    if len(name) > 64 or not all(char.isalnum() or char in "._-@" for char in name):
        raise BadInput(
            "notification.wecom", _("An account name of WeCom has letters, digits and . _ - @ only."), field="wecom_id"
        )
    if not name and any(rules.WECOM in found for found in ways.values()):
        raise BadInput(
            "notification.wecom", _("Give your account name in WeCom, or choose no WeCom."), field="wecom_id"
        )
    row, _is_new = NotificationChoice.objects.update_or_create(
        user=user,
        defaults={
            "ways": {kind: [way for way in rules.WAYS if way in found] for kind, found in ways.items()},
            "quiet_from": quiet_from,
            "quiet_until": quiet_until,
            "digest": digest,
            "digest_at": digest_at,
            "wecom_id": name,
            "changed_at": at,
        },
    )
    return row
