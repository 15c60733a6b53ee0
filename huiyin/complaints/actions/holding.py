"""What waits in the pool of a unit: held by dispatch, taken by whoever wants the next one, given by the clock at the
latest. Who leads answers for it meanwhile, so that it is never without an owner (1.1-7)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.accounts import queries as accounts
from huiyin.accounts.models import User
from huiyin.cases.actions import staff
from huiyin.cases.actions.base import record
from huiyin.cases.models import Case
from huiyin.complaints.actions import notifying
from huiyin.complaints.actions.base import begin, finish
from huiyin.complaints.models import Held, HeldEnding, HeldReason
from huiyin.complaints.queries import pool
from huiyin.complaints.queries.routing import Route, route
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused


def hold(case: Case, found: Route, *, at: datetime) -> Held | None:
    """Put the case into the pool when the route says so. A building block: the caller has locked the case and writes
    the ledger entry."""
    choice = found.choice
    if choice.until is None:
        return None
    return Held.objects.create(
        case=case,
        unit=found.unit,
        reason=HeldReason(choice.way),
        for_user_id=choice.instead_of if choice.way == "return" else None,
        skills=list(found.assign.skills),
        qualifications=list(found.assign.qualifications),
        held_at=at,
        until=choice.until,
    )


def let_go(case: Case, ending: str, *, by: Actor, at: datetime) -> int:
    """The case waits no more. A building block like `hold`; returns whether it had waited (0 or 1)."""
    person = by.id if by.kind in ("staff", "api") else None
    return Held.objects.filter(case=case, ended_at=None).update(ended_at=at, ended_by=person, ending=ending)


@action
def take_next(*, by: Actor, at: datetime) -> Case:
    """Give the most urgent complaint of the pools that `by` may take from: of their units, with what it needs, without
    an interest in the matter. Two who ask at once never get the same: what one has locked the other passes over.

    Raises Refused(`pool.empty`, `pool.away`).
    """
    user = _person(by)
    if user.is_away or pool.is_away(user, at):
        raise Refused("pool.away", _("You are marked as away. Say that you are back first; then take the next one."))
    for held_id, case_id in pool.waiting_for(user, at):
        taken = _take(case_id, held_id, user, by=by, at=at)
        if taken is not None:
            return taken
    raise Refused("pool.empty", _("Nothing waits in the pool for you at the moment."))


@action
def take(*, case: Case, by: Actor, at: datetime) -> Case:
    """Take this very complaint from the pool. One's own already: unchanged. Raises Refused(`pool.gone`) when it does
    not wait any more or waits for what this person lacks."""
    user = _person(by)
    if user.is_away or pool.is_away(user, at):
        raise Refused("pool.away", _("You are marked as away. Say that you are back first; then take the next one."))
    for held_id, case_id in pool.waiting_for(user, at, case=case):
        taken = _take(case_id, held_id, user, by=by, at=at)
        if taken is not None:
            return taken
    now = Case.objects.get(pk=case.pk)
    if now.owner_id == user.pk and Held.objects.filter(case=case, ended_by=user, ending=HeldEnding.TAKEN).exists():
        return now
    raise Refused("pool.gone", _("This complaint does not wait for you any more: somebody took it. Take the next one."))


def _person(by: Actor) -> User:
    if by.kind not in ("staff", "api") or by.id is None:
        raise BadInput("pool.person", _("Only people take complaints from the pool."))
    return accounts.person(by)


def _take(case_id: UUID, held_id: UUID, user: User, *, by: Actor, at: datetime) -> Case | None:
    locked = Case.objects.select_for_update(skip_locked=True).filter(pk=case_id, is_open=True).first()
    if locked is None:
        return None
    if not Held.objects.select_for_update(skip_locked=True).filter(pk=held_id, ended_at=None).exists():
        return None
    try:
        case, _facts = begin(locked, "hand_over", by=by)
    except Refused:
        return None
    before = case.owner_id
    if before != user.pk and not _own(case, user, _("Taken from the pool"), at=at):
        return None
    let_go(case, HeldEnding.TAKEN, by=by, at=at)
    return _moved(case, user, before, {"way": "taken"}, by=by, at=at)


def _own(case: Case, user: User, reason: str, *, at: datetime) -> bool:
    try:
        return staff.own(case, user, reason=reason, at=at)
    except Refused:
        return False


def _moved(
    case: Case,
    user: User,
    before: UUID,
    why: dict[str, object],
    *,
    by: Actor,
    at: datetime,
    versions: Sequence[str] = (),
) -> Case:
    case = finish(
        case,
        "hand_over",
        by=by,
        at=at,
        body={"before": before, "owner": user.pk, "reason": "", "why": why},
        outputs={"ownership": user.pk},
        rule_versions=versions,
        fields=["owner"],
    )
    notifying.handed(case, before=before, by=by, at=at)
    return case


@action
def release(*, held: Held, by: Actor, at: datetime) -> Held | None:
    """Give what waits: to the person it waits for as soon as they are back; to whoever the rules choose, or for good to
    who leads, when the wait is over. None while it goes on, when it has ended, or somebody works on the case now."""
    case = Case.objects.select_for_update(skip_locked=True).filter(pk=held.case_id).first()
    if case is None:
        return None
    row = (
        Held.objects.select_for_update(of=("self",))
        .select_related("for_user")
        .filter(pk=held.pk, ended_at=None)
        .first()
    )
    if row is None:
        return None
    if not case.is_open or case.kind != "complaint":
        let_go(case, HeldEnding.OTHER, by=by, at=at)
        return row
    back = row.for_user
    if back is not None and not back.is_away and not pool.is_away(back, at):
        case, _facts = begin(case, "hand_over", by=by)
        before = case.owner_id
        if before != back.pk and _own(case, back, _("Back again"), at=at):
            let_go(case, HeldEnding.GIVEN, by=by, at=at)
            _moved(case, back, before, {"way": "back"}, by=by, at=at)
            return row
    return row if at >= row.until and _give(case, by=by, at=at) else None


def _give(case: Case, *, by: Actor, at: datetime) -> bool:
    case, _facts = begin(case, "hand_over", by=by)
    found = route(case, at, may_wait=False)
    before, user = case.owner_id, found.user
    if found.choice.person and user is not None and user.pk != before and _own(case, user, found.unit.name, at=at):
        let_go(case, HeldEnding.GIVEN, by=by, at=at)
        _moved(case, user, before, found.why(), by=by, at=at, versions=found.versions)
        return True
    let_go(case, HeldEnding.KEPT, by=by, at=at)
    record(case, "pool_kept", by=by, at=at, body={"owner": before, "why": found.why() | {"way": "leader"}})
    return True
