"""What may bias somebody: who directs whose work, and the close ties that staff declare (令2020-3 art 17, 3.2-1)."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from huiyin.accounts.models import Relation, RelationKind, ReportingLine, User
from huiyin.audit import actions as audit
from huiyin.core import blind
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused
from huiyin.core.jobs import defer
from huiyin.core.time import local_date

CONFIRMING = ("head_office_cp",)
LOOK = "complaints.look_for_interests"


@action
def set_manager(*, user: User, manager: User | None, from_on: date, by: Actor, at: datetime) -> ReportingLine | None:
    """Say who directs the work of `user` from a day on (None: nobody but who leads the unit). The line before ends the
    day before and is kept. The same again changes nothing. Raises BadInput for a day in the future or before the
    present line began, oneself as manager, and a circle.
    """
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    present = ReportingLine.objects.filter(user=user, to_on=None).first()
    if (present.manager_id if present else None) == (manager.pk if manager else None):
        return present
    if from_on > local_date(at):
        raise BadInput("line.future", _("A reporting line begins today or earlier."), field="from_on")
    if present is not None and from_on <= present.from_on:
        raise BadInput(
            "line.before", _("The line known now began on %(day)s; choose a later day.") % {"day": present.from_on},
            field="from_on",
        )  # fmt: skip
    if manager is not None and _is_below(manager, user):
        raise BadInput(
            "line.circle", _("This would make a circle: somebody cannot direct themselves."), field="manager"
        )
    if present is not None:
        present.to_on = from_on - timedelta(days=1)
        present.save(update_fields=["to_on"])
    row = None
    if manager is not None:
        row = ReportingLine.objects.create(
            user=user, manager=manager, from_on=from_on, set_at=at, set_by_label=by.label
        )
    body = {"manager": manager.pk if manager else None, "from_on": from_on}
    audit.record(aggregate=("user", user.pk), kind="user.manager_set", by=by, at=at, body=body)
    _look_again([user, manager])
    return row


def _is_below(manager: User, user: User) -> bool:
    """Is `manager` `user` or, by today's lines, somewhere under `user`?"""
    seen, at = set(), manager.pk
    while at not in seen:
        if at == user.pk:
            return True
        seen.add(at)
        above = ReportingLine.objects.filter(user=at, to_on=None).values_list("manager", flat=True).first()
        if above is None:
            return False
        at = above
    return False


@action
def declare_relation(
    *,
    kind: str,
    by: Actor,
    at: datetime,
    user: User,
    from_on: date,
    to_user: User | None = None,
    name: str = "",
    certificate_no: str = "",
    phone: str = "",
) -> Relation:
    """Declare a close tie of one's own, to a colleague or to somebody outside (by certificate number or phone, of which
    only fingerprints are kept). It binds at once. The same again returns the one that is there.

    Raises Refused for somebody else's tie, BadInput for nobody named, oneself, or a day in the future.
    """
    if by.kind not in ("staff", "api") or by.id != user.pk:
        raise Refused("relation.own", _("Everybody declares their own ties."), clause="令2020-3 art 17")
    if kind not in RelationKind.values:
        raise BadInput("relation.kind", _("Choose what kind of tie it is."), field="kind")
    if from_on > local_date(at):
        raise BadInput("relation.future", _("The day lies in the future."), field="from_on")
    if to_user is not None and to_user.pk == user.pk:
        raise BadInput("relation.self", _("Name somebody other than yourself."), field="to_user")
    marks = {"certificate_blind": blind.certificate(certificate_no), "phone_blind": blind.phone(phone)}
    if to_user is None and not any(marks.values()):
        raise BadInput(
            "relation.nobody", _("Name a colleague, or give a certificate number or a phone number."), field="to_user"
        )
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    known = Relation.objects.filter(user=user, kind=kind, to_user=to_user, to_on=None, **marks).first()
    if known is not None:
        return known
    row = Relation.objects.create(
        user=user, kind=kind, to_user=to_user, to_name=name.strip()[:120], from_on=from_on, declared_at=at, **marks
    )
    # The ledger says that there is a tie, not to whom: that is for those who need it.
    body = {"relation": row.pk, "to_staff": to_user is not None}
    audit.record(aggregate=("user", user.pk), kind="user.relation_declared", by=by, at=at, body=body)
    _look_again([user, to_user])
    return row


@action
def ask_end_of_relation(*, relation: Relation, on: date, reason: str, by: Actor, at: datetime) -> Relation:
    """Say since when a tie of one's own is over, and why. It goes on binding until somebody else confirms that."""
    row = Relation.objects.select_for_update().get(pk=relation.pk)
    if by.id != row.user_id:
        raise Refused("relation.own", _("Everybody declares their own ties."), clause="令2020-3 art 17")
    if row.to_on is not None:
        return row
    words = reason.strip()
    if len(words) < 4:
        raise BadInput("relation.reason", _("Say why the tie is over."), field="reason")
    if not row.from_on <= on <= local_date(at):
        raise BadInput("relation.day", _("The day lies before the beginning or in the future."), field="on")
    row.end_asked_on, row.end_reason = on, words[:300]
    row.save(update_fields=["end_asked_on", "end_reason"])
    audit.record(
        aggregate=("user", row.user_id),
        kind="user.relation_end_asked",
        by=by,
        at=at,
        body={"relation": row.pk, "on": on},
    )
    return row


@action
def answer_end_of_relation(*, relation: Relation, is_over: bool, by: Actor, at: datetime) -> Relation:
    """Confirm that a declared tie is over, or that it goes on. What happened while it held stays bound.

    Raises Refused(`relation.confirm`) for the person concerned, the other side, and roles that do not confirm.
    """
    row = Relation.objects.select_for_update().get(pk=relation.pk)
    if not by.has_role(*CONFIRMING) or by.id in (row.user_id, row.to_user_id):
        raise Refused(
            "relation.confirm", _("Head-office consumer protection confirms this, never somebody concerned."),
            clause="令2020-3 art 17",
        )  # fmt: skip
    if row.to_on is not None:
        return row
    if row.end_asked_on is None:
        raise Refused("relation.not_asked", _("Nobody has said that this tie is over."))
    if is_over:
        row.to_on, row.ended_by_id = row.end_asked_on, by.id
    else:
        row.end_asked_on, row.end_reason = None, ""
    row.save(update_fields=["to_on", "ended_by", "end_asked_on", "end_reason"])
    audit.record(
        aggregate=("user", row.user_id),
        kind="user.relation_ended" if is_over else "user.relation_goes_on",
        by=by,
        at=at,
        body={"relation": row.pk, "on": row.to_on},
    )
    return row


def _look_again(users: list[User | None]) -> None:
    for user in users:
        if user is not None:
            defer(LOOK, user_id=str(user.pk))
