"""Dispatch, hand-over, investigators and recusal: exactly one accountable person at every moment (1.1-7, 3.1-6,
3.2-1).
"""

from datetime import datetime

from django.utils.translation import gettext as _

from huiyin.accounts.models import Unit, User
from huiyin.accounts.queries import grants_of, work
from huiyin.accounts.rules import upward
from huiyin.cases import queries as cases
from huiyin.cases.actions import staff
from huiyin.cases.models import Case, Participation, Recusal
from huiyin.cases.rules import recusal as recusals
from huiyin.complaints.actions import checks, holding, notifying
from huiyin.complaints.actions.base import begin, finish
from huiyin.complaints.models import HeldEnding
from huiyin.complaints.queries.routing import Route, route
from huiyin.complaints.rules.table import HANDLING
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused
from huiyin.core.time import local_date


@action
def dispatch(
    *, case: Case, by: Actor, at: datetime, to: User | None = None, unit: Unit | None = None, reason: str = ""
) -> Case:
    """Send the complaint to whoever handles it (3.1-6).

    Without `to` the dated routing rules say where, and the rules of assignment who there: able, allowed, present,
    without conflict and the least full; or it is held, and who leads answers for it meanwhile. With `to` (and `unit`,
    else theirs) a person decides and says why; who is away is stood in for by their deputy. Rules, reason, and who was
    passed over on which ground go into the ledger. Raises Refused(`dispatch.nobody`) when not even who leads is free.
    """
    case, facts = begin(case, "dispatch", by=by)
    found, by_rule = route(case, at), to is None and unit is None
    if by_rule:
        user, target, words, why = found.user, found.unit, found.rule.reason.in_language("zh"), found.why()
        if user is None:
            raise Refused(
                "dispatch.nobody",
                _("Nobody in %(unit)s is free to take this complaint. Choose somebody, or ask the unit above.")
                % {"unit": found.unit.name},
                clause="3.1-6",
            )
    else:
        words = checks.text(reason, "reason", _("Say why it goes elsewhere than the rules say."), least=2, most=300)
        user, why = _or_deputy(to or _somebody(case, found), at)
        target = unit or _place_of(user, case.unit)
    before = case.owner_id
    case.unit = target
    _handles(user, target)
    if not staff.own(case, user, reason=words, at=at) and facts.state == "assigned" and target.path == facts.unit_path:
        raise Refused("dispatch.same", _("%(name)s has this complaint already.") % {"name": user.name})
    holding.let_go(case, HeldEnding.OTHER, by=by, at=at)
    if by_rule:
        holding.hold(case, found, at=at)
    case = finish(
        case,
        "dispatch",
        by=by,
        at=at,
        body={
            "rule": found.rule.code,
            "by_rule": by_rule,
            "reason": words,
            "unit": target.code,
            "before": before,
            "owner": user.pk,
            "conflicts": [{"user": one.pk, "ground": ground} for one, ground in found.passed_over],
            "why": why,
        },
        outputs={"handler": user.pk},
        rule_versions=found.versions,
        fields=["owner", "unit"],
    )
    notifying.handed(case, before=before, by=by, at=at)
    return case


def _or_deputy(user: User, at: datetime) -> tuple[User, dict[str, object]]:
    """Whom somebody chose; their deputy while they are away. And why, for the ledger."""
    absence = work.away_at(at).filter(user=user).select_related("deputy").first()
    if absence is None or absence.deputy is None:
        return user, {"way": "person"}
    return absence.deputy, {"way": "deputy", "instead_of": user.pk}


def _somebody(case: Case, found: Route) -> User:
    if found.user is None:
        raise BadInput("dispatch.to", _("Choose who takes the complaint."), field="to")
    return found.user


def _place_of(user: User, here: Unit) -> Unit:
    """Where the complaint goes with somebody: their own unit, or where it is when they handle for it but sit
    elsewhere."""
    return here if not _may_handle(user, user.unit) and _may_handle(user, here) else user.unit


def _may_handle(user: User, unit: Unit) -> bool:
    return any(role in HANDLING and unit.path.startswith(path) for role, path in grants_of(user))


def _handles(user: User, unit: Unit) -> None:
    if not _may_handle(user, unit):
        raise Refused(
            "dispatch.role",
            _("%(name)s does not handle complaints of %(unit)s.") % {"name": user.name, "unit": unit.name},
            clause="3.1-2",
        )


@action
def hand_over(*, case: Case, to: User, reason: str, by: Actor, at: datetime) -> Case:
    """Make a colleague accountable: the open period ends and the next begins in the same instant (1.1-7).

    While `to` is away their deputy gets it. Raises Refused when `to` is away without one, recused, in conflict, does
    not handle complaints of this unit (before dispatch an agent may keep it), or has it already (`hand_over.same`).
    """
    case, facts = begin(case, "hand_over", by=by)
    to, why = _or_deputy(to, at)
    words = checks.text(reason, "reason", _("Say why it is handed over."), least=2, most=300)
    if facts.state not in ("received", "accepted"):
        _handles(to, case.unit)
    before = case.owner_id
    if not staff.own(case, to, reason=words, at=at):
        raise Refused("hand_over.same", _("%(name)s has this complaint already.") % {"name": to.name})
    holding.let_go(case, HeldEnding.OTHER, by=by, at=at)
    case = finish(
        case,
        "hand_over",
        by=by,
        at=at,
        body={"before": before, "owner": to.pk, "reason": words, "why": why},
        outputs={"ownership": to.pk},
        fields=["owner"],
    )
    notifying.handed(case, before=before, by=by, at=at)
    return case


@action
def name_investigator(*, case: Case, user: User, by: Actor, at: datetime) -> Participation:
    """Name who investigates: authorised and trained on that day, with no interest in the matter (3.2-1).

    One who is named already is returned unchanged. Raises Refused(`investigator.not_authorised`, `staff.…`).
    """
    case, facts = begin(case, "name_investigator", by=by)
    if not any(role == "investigator" for role, _path in grants_of(user)):
        raise Refused("investigator.role", _("%(name)s is no investigator.") % {"name": user.name}, clause="3.2-1")
    until = user.authorised_until
    if until is None or until < local_date(at):
        raise Refused(
            "investigator.not_authorised",
            _("The authorisation of %(name)s is missing or has run out.") % {"name": user.name},
            clause="3.2-1",
        )
    row = staff.take_part(case, user, "investigator", at=at)
    if user.pk not in facts.investigator_ids:
        finish(
            case, "name_investigator", by=by, at=at,
            body={"investigator": user.pk, "authorised_until": until, "conflict": "none"},
        )  # fmt: skip
    return row


@action
def recuse(
    *, case: Case, user: User, ground: str, reason: str, by: Actor, at: datetime, hand_to: User | None = None
) -> Recusal:
    """Somebody stays away from the case (令2020-3 art 17): participation and access end at once. The owner's case
    moves on to `hand_to`, else by the routing rules, else to the duty person above; it is never without an owner.

    Anybody who sees the case may declare their own interest; others are recused by who handles or leads. Doing it twice
    returns the first. Raises Refused(`recuse.nobody`) when nobody could take the case over.
    """
    case, facts = begin(case, "recuse", by=by)
    if ground not in recusals.GROUNDS:
        raise BadInput("recusal.ground", _("Choose the reason for the recusal."), field="ground")
    words = checks.text(reason, "reason", _("Say what the interest in the matter is."), least=2, most=300)
    if (
        by.kind in ("staff", "api")
        and by.id != user.pk
        and not by.has_role(*HANDLING, "executive", path=facts.unit_path)
    ):
        raise Refused("recuse.not_yours", _("You can declare only your own interest."), clause="令2020-3 art 17")
    present = Recusal.objects.filter(case=case, user=user, lifted_at=None).first()
    if present is not None:
        return present
    row = staff.stay_away(case, user, ground=ground, reason=words, by=by, at=at)
    changed: list[str] = []
    if case.owner_id == user.pk:
        heir = hand_to or _heir(case, at)
        if heir is None:
            raise Refused(
                "recuse.nobody", _("Nobody is free to take the complaint over. Name somebody."), clause="1.1-7"
            )
        staff.own(case, heir, reason=_("Recusal of %(name)s") % {"name": user.name}, at=at)
        holding.let_go(case, HeldEnding.OTHER, by=by, at=at)
        changed = ["owner"]
    finish(
        case,
        "recuse",
        by=by,
        at=at,
        body={"user": user.pk, "ground": ground, "owner": case.owner_id},
        personal={"reason": words},
        outputs={"recusal": row.pk},
        fields=changed,
    )
    notifying.handed(case, before=case.owner_id if not changed else user.pk, by=by, at=at)
    return row


@action
def lift_recusal(*, recusal: Recusal, reason: str, by: Actor, at: datetime) -> Recusal:
    """Take a recusal back that rested on a mistake; never one's own (令2020-3 art 17). Lifted already: unchanged."""
    case, _facts = begin(Case(pk=recusal.case_id), "recuse", by=by)
    words = checks.text(reason, "reason", _("Say why the recusal no longer holds."), least=4, most=300)
    row = Recusal.objects.select_for_update().select_related("user").get(pk=recusal.pk)
    if row.lifted_at is not None:
        return row
    if by.id == row.user_id or not by.has_role("supervisor", "branch_manager", "head_office_cp", path=case.unit.path):
        raise Refused("recuse.not_yours", _("Somebody who leads lifts a recusal, never the person concerned."))
    row.lifted_at = at
    row.save(update_fields=["lifted_at"])
    finish(
        case, "recuse", by=by, at=at, body={"user": row.user_id, "lifted": True}, personal={"reason": words},
        outputs={"recusal": row.pk},
    )  # fmt: skip
    return row


def _heir(case: Case, at: datetime) -> User | None:
    found = route(case, at, may_wait=False).user
    if found is not None:
        return found
    paths = upward(case.unit.path)
    away = Recusal.objects.filter(case=case, lifted_at=None).values("user")
    units = Unit.objects.filter(path__in=paths, duty_user__is_active=True, duty_user__is_away=False)
    on_duty = list(units.exclude(duty_user__in=away).select_related("duty_user"))
    people = [unit.duty_user for unit in sorted(on_duty, key=lambda unit: -len(unit.path)) if unit.duty_user]
    grounds = cases.conflicts_of(case, people)
    return next((user for user in people if not grounds[user.pk]), None)
