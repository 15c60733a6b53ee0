"""What somebody is able and allowed to do, how much they carry and when they work. Whoever leads them says so, never
they themselves."""

import re
from collections.abc import Collection
from datetime import date, datetime, time

from django.utils.translation import gettext as _

from huiyin.accounts.models import Competence, CompetenceKind, User, WorkTerms
from huiyin.accounts.rules import arranges
from huiyin.audit import actions as audit
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused
from huiyin.core.time import local_date

CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")
MOST_POINTS = 1000


@action
def add_competence(
    *,
    user: User,
    kind: str,
    code: str,
    from_on: date,
    by: Actor,
    at: datetime,
    to_on: date | None = None,
    reference: str = "",
) -> Competence:
    """Write down a skill, or a qualification with the days on which it is valid, both included. The same again returns
    the one that is there. Raises Refused (not who leads them, oneself), BadInput (kind, code, days)."""
    _must_arrange(user, by)
    if kind not in CompetenceKind.values:
        raise BadInput("competence.kind", _("Choose skill or qualification."), field="kind")
    if not CODE.fullmatch(code):
        raise BadInput(
            "competence.code", _("A short code of small letters, digits, - and _, like motor-claims."), field="code"
        )
    if kind == CompetenceKind.QUALIFICATION and to_on is None:
        raise BadInput("competence.end", _("A qualification has a last day; it counts up to then."), field="to_on")
    if to_on is not None and to_on < from_on:
        raise BadInput("competence.order", _("The last day lies before the first."), field="to_on")
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    rows = Competence.objects.filter(user=user, kind=kind, code=code, revoked_on=None)
    known = rows.filter(from_on=from_on).first()
    if known is not None and known.to_on == to_on:
        return known
    if known is not None:
        raise BadInput(
            "competence.twice",
            _("This is written down with the same first day and another last day; take that one back first."),
            field="from_on",
        )
    row = Competence.objects.create(
        user=user,
        kind=kind,
        code=code,
        from_on=from_on,
        to_on=to_on,
        reference=reference.strip()[:120],
        given_at=at,
        given_by_label=by.label,
    )
    body = {"competence": row.pk, "kind": kind, "code": code, "from_on": from_on, "to_on": to_on}
    audit.record(aggregate=("user", user.pk), kind="user.competence_added", by=by, at=at, body=body)
    return row


@action
def revoke_competence(*, competence: Competence, by: Actor, at: datetime) -> Competence:
    """From today on it counts no more. Taken back already: unchanged."""
    row = Competence.objects.select_for_update(of=("self",)).select_related("user__unit").get(pk=competence.pk)
    _must_arrange(row.user, by)
    if row.revoked_on is not None:
        return row
    row.revoked_on = local_date(at)
    row.save(update_fields=["revoked_on"])
    body = {"competence": row.pk, "kind": row.kind, "code": row.code}
    audit.record(aggregate=("user", row.user_id), kind="user.competence_revoked", by=by, at=at, body=body)
    return row


@action
def set_work_terms(
    *,
    user: User,
    capacity: int | None,
    by: Actor,
    at: datetime,
    starts: time | None = None,
    ends: time | None = None,
    weekdays: Collection[int] = (),
) -> WorkTerms:
    """Say how much somebody carries (points of effort, 1 to 1000; None: as the rules say) and when they work: hours in
    Shanghai on working days, or on the days named (1 Monday to 7 Sunday). Nothing differs: nothing is written."""
    _must_arrange(user, by)
    if capacity is not None and not 1 <= capacity <= MOST_POINTS:
        raise BadInput(
            "terms.capacity", _("From 1 to %(count)d points.") % {"count": MOST_POINTS}, field="capacity"
        )  # fmt: skip
    if (starts is None) != (ends is None):
        raise BadInput("terms.hours", _("Give both the beginning and the end of the working day."), field="ends")
    if starts is not None and ends is not None and starts >= ends:
        raise BadInput("terms.order", _("The working day ends after it begins."), field="ends")
    days = sorted(set(weekdays))
    if any(not 1 <= day <= 7 for day in days):
        raise BadInput("terms.weekdays", _("Days of the week are 1 (Monday) to 7 (Sunday)."), field="weekdays")
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    row = WorkTerms.objects.filter(user=user).first() or WorkTerms(user=user)
    given = {"capacity": capacity, "starts": starts, "ends": ends, "weekdays": days}
    is_new = row._state.adding
    if not is_new and all(getattr(row, name) == value for name, value in given.items()):
        return row
    for name, value in given.items():
        setattr(row, name, value)
    row.save(force_insert=is_new)
    body = {name: str(value) if isinstance(value, time) else value for name, value in given.items()}
    audit.record(aggregate=("user", user.pk), kind="user.work_terms_set", by=by, at=at, body=body)
    return row


def _must_arrange(user: User, by: Actor) -> None:
    if by.kind == "system":
        return
    if by.id == user.pk or not arranges(by.grants, user.unit.path):
        raise Refused(
            "staff.not_led", _("Whoever leads somebody says this of them, never they themselves."), clause="4.1-2"
        )
