"""Who answers for a case, who takes part, who must stay away. Building blocks: the caller has locked the case and
writes the ledger entry, except for `add_participant` and `remove_participant`, which stand alone."""

from datetime import datetime

from django.utils.translation import gettext as _

from huiyin.accounts.models import User
from huiyin.accounts.queries import grants_of
from huiyin.accounts.rules import SEES_OWN, may_take_part
from huiyin.cases import queries
from huiyin.cases.actions.base import lock, record
from huiyin.cases.models import Case, Ownership, Participation, Recusal
from huiyin.cases.rules import recusal as rules
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused

PARTS = ("investigator", "co_handler", "watcher", "approver", "reviewer", "assistant")


def own(case: Case, user: User, *, reason: str, at: datetime) -> bool:
    """Make `user` accountable from `at`: the open period ends and the next begins in the same instant (1.1-7).

    Sets case.owner in memory (column `owner`). False when `user` already answers for it. Raises Refused as
    `check_may_be_named` does.
    """
    if case.owner_id == user.pk:
        return False
    check_may_be_named(case, user)
    Ownership.objects.filter(case=case, to_at=None).update(to_at=at)
    Ownership.objects.create(case=case, user=user, from_at=at, reason=reason[:300])
    case.owner = user
    return True


def check_may_be_named(case: Case, user: User) -> None:
    """Raises Refused: `staff.inactive`, `staff.away`, `staff.role` (only reads), `staff.recused`, `staff.conflict`."""
    if not user.is_active:
        raise Refused("staff.inactive", _("%(name)s no longer works here.") % {"name": user.name})
    if user.is_away:
        raise Refused("staff.away", _("%(name)s is away. Choose somebody else.") % {"name": user.name})
    if not may_take_part(grants_of(user)):
        raise Refused("staff.role", _("%(name)s has no role that works on cases.") % {"name": user.name})
    if Recusal.objects.filter(case=case, user=user, lifted_at=None).exists():
        raise Refused(
            "staff.recused", _("%(name)s is recused from this case.") % {"name": user.name}, clause="令2020-3 art 17"
        )
    ground = queries.conflict_of(case, user)
    if ground:
        raise Refused(
            "staff.conflict",
            _("%(name)s may not be named: %(reason)s") % {"name": user.name, "reason": _(rules.GROUNDS[ground])},
            clause="令2020-3 art 17",
        )


def take_part(case: Case, user: User, role: str, *, at: datetime) -> Participation:
    """Let `user` take part in `role`; one who does already is returned unchanged. Raises Refused (see above)."""
    present = Participation.objects.filter(case=case, user=user, role=role, to_at=None).first()
    if present is not None:
        return present
    check_may_be_named(case, user)
    return Participation.objects.create(case=case, user=user, role=role, from_at=at)


def stay_away(case: Case, user: User, *, ground: str, reason: str, by: Actor, at: datetime) -> Recusal:
    """Recuse `user`: participation ends and access goes with it. One who is recused already is returned unchanged.

    The caller moves the ownership on when it was theirs.
    """
    if ground not in rules.GROUNDS:
        raise BadInput("recusal.ground", _("Choose the reason for the recusal."), field="ground")
    present = Recusal.objects.filter(case=case, user=user, lifted_at=None).first()
    if present is not None:
        return present
    Participation.objects.filter(case=case, user=user, to_at=None).update(to_at=at)
    return Recusal.objects.create(case=case, user=user, ground=ground, reason=reason[:300], at=at, by_label=by.label)


@action
def add_participant(*, case: Case, user: User, role: str, by: Actor, at: datetime) -> Participation:
    """Let a colleague take part (co_handler, watcher, approver, reviewer, assistant); investigators are named by the
    path.

    Raises BadInput for an unknown role and Refused when the colleague may not be named.
    """
    case = lock(case, by=by, staff_only=True)
    if role not in PARTS or role == "investigator":
        raise BadInput("participant.role", _("Choose how the colleague takes part."), field="role")
    known = Participation.objects.filter(case=case, user=user, role=role, to_at=None).exists()
    row = take_part(case, user, role, at=at)
    if not known:
        record(case, "participant_added", by=by, at=at, body={"user": user.pk, "role": role})
    return row


@action
def remove_participant(*, participation: Participation, by: Actor, at: datetime) -> Participation:
    """End somebody's part. Ended already: returned unchanged."""
    case = lock(Case(pk=participation.case_id), by=by, staff_only=True)
    row = Participation.objects.select_for_update().get(pk=participation.pk)
    if row.to_at is not None:
        return row
    if by.kind == "staff" and by.id != row.user_id and not by.has_role(*(SEES_OWN - {"agent"}), path=case.unit.path):
        raise Refused("case.not_yours", _("Only who handles the case removes others from it."))
    row.to_at = at
    row.save(update_fields=["to_at"])
    record(case, "participant_removed", by=by, at=at, body={"user": row.user_id, "role": row.role})
    return row
