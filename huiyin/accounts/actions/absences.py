"""Being away: said beforehand or at once, with a deputy; the sweep follows the times. `User.is_away` is a copy of what
holds now, for everything that asks it."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from huiyin.accounts.models import Absence, AbsenceKind, User
from huiyin.accounts.rules import arranges
from huiyin.audit import actions as audit
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused


@action
def set_absence(
    *,
    user: User,
    kind: str,
    from_at: datetime,
    to_at: datetime | None,
    by: Actor,
    at: datetime,
    deputy: User | None = None,
) -> Absence:
    """Say from when to when somebody is away (None: the return is not known) and who stands in. One that has begun
    counts at once. The same again returns the one that is there.

    Raises Refused (neither oneself nor who leads them), BadInput (kind, times, overlap, deputy).
    """
    _must_say(user, by)
    if kind not in AbsenceKind.values:
        raise BadInput("absence.kind", _("Choose what kind of absence it is."), field="kind")
    if to_at is not None and to_at <= from_at:
        raise BadInput("absence.order", _("The end lies after the beginning."), field="to_at")
    if to_at is not None and to_at <= at:
        raise BadInput("absence.past", _("This absence is over already."), field="to_at")
    if deputy is not None and (deputy.pk == user.pk or not deputy.is_active):
        raise BadInput("absence.deputy", _("Choose somebody else who works here as the deputy."), field="deputy")
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    rows = Absence.objects.filter(user=user, ended_at=None)
    same = rows.filter(from_at=from_at, to_at=to_at, kind=kind, deputy=deputy).first()
    if same is not None:
        return same
    overlap = rows.filter(Q(to_at=None) | Q(to_at__gt=from_at))
    if to_at is not None:
        overlap = overlap.filter(from_at__lt=to_at)
    if overlap.exists():
        raise BadInput(
            "absence.overlap", _("Another absence falls into this time; end that one first."), field="from_at"
        )
    row = Absence.objects.create(
        user=user, kind=kind, from_at=from_at, to_at=to_at, deputy=deputy, set_at=at, set_by_label=by.label
    )
    body = {
        "absence": row.pk,
        "kind": kind,
        "from_at": from_at,
        "to_at": to_at,
        "deputy": deputy.pk if deputy else None,
    }
    audit.record(aggregate=("user", user.pk), kind="user.absence_set", by=by, at=at, body=body)
    if from_at <= at:
        begin_absence(absence=row, by=by, at=at)
        row.refresh_from_db()
    return row


@action
def begin_absence(*, absence: Absence, by: Actor, at: datetime) -> bool:
    """The absence has begun: the person is away from now on. False when that is known or it is not time yet."""
    user = User.objects.select_for_update(of=("self",)).get(pk=absence.user_id)
    row = Absence.objects.select_for_update().get(pk=absence.pk)
    if row.began_at is not None or row.ended_at is not None or row.from_at > at:
        return False
    row.began_at = at
    row.save(update_fields=["began_at"])
    _mark(user, True)
    audit.record(aggregate=("user", user.pk), kind="user.absence_began", by=by, at=at, body={"absence": row.pk})
    return True


@action
def end_absence(*, absence: Absence, by: Actor, at: datetime) -> bool:
    """The absence is over: its time has come, somebody is back earlier, or it is called off. False when it had ended.

    Raises Refused when somebody else than the person, who leads them, or the system says so.
    """
    user = User.objects.select_for_update(of=("self",)).select_related("unit").get(pk=absence.user_id)
    _must_say(user, by)
    row = Absence.objects.select_for_update().get(pk=absence.pk)
    if row.ended_at is not None:
        return False
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    if row.began_at is not None:
        _mark(user, Absence.objects.filter(user=user, began_at__isnull=False, ended_at=None).exists())
    audit.record(aggregate=("user", user.pk), kind="user.absence_ended", by=by, at=at, body={"absence": row.pk})
    return True


@action
def come_back(*, user: User, by: Actor, at: datetime) -> User:
    """The person is here: what was running of their absences ends, and dispatch may give them new cases."""
    for row in Absence.objects.filter(user=user, from_at__lte=at, ended_at=None):
        end_absence(absence=row, by=by, at=at)
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if user.is_away:
        _mark(user, False)
        audit.record(aggregate=("user", user.pk), kind="user.changed", by=by, at=at, body={"is_away": "False"})
    return user


def _mark(user: User, away: bool) -> None:
    if user.is_away != away:
        user.is_away = away
        user.save(update_fields=["is_away"])


def _must_say(user: User, by: Actor) -> None:
    if by.kind != "system" and by.id != user.pk and not arranges(by.grants, user.unit.path):
        raise Refused("staff.not_led", _("Everybody says it of themselves, or whoever leads them does."))
