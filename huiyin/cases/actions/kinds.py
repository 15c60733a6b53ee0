"""What a case is: said once it is known, and changed when it turns out to be something else."""

from datetime import datetime

from django.utils.translation import gettext as _

from huiyin.cases.actions import due
from huiyin.cases.actions.base import lock, record, said
from huiyin.cases.actions.branching import LIMITS
from huiyin.cases.models import Case, Kind, State
from huiyin.clocks import actions as clocks
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused

# What a matter that came by mail can turn out to be without a path of its own; a complaint is taken by
# `complaints.actions.triage`.
PLAIN = (Kind.VIOLATION_REPORT, Kind.PETITION, Kind.INQUIRY, Kind.CLAIM_FILING)


@action
def change_kind(*, case: Case, kind: str, by: Actor, at: datetime, reason: str = "") -> Case:
    """Say what a case is. Receipt, number, people and history stay; limits are the caller's, who knows the path of the
    new kind. The same kind again changes nothing.

    Raises BadInput(`kind.unknown`), Refused(`kind.ended`) and those of `lock`."""
    case = lock(case, by=by)
    if kind not in Kind.values or kind == Kind.UNTRIAGED:
        raise BadInput("kind.unknown", _("Choose what kind of matter it is."), field="kind")
    if case.kind == kind:
        return case
    if not case.is_open:
        raise Refused("kind.ended", _("The matter has ended: what it is does not change any more."))
    before, case.kind = case.kind, kind
    case.version += 1
    case.save(update_fields=["kind", "version"])
    body = {"from": before, "to": kind, "received_at": case.received_at}
    record(case, "kind_changed", by=by, at=at, body=body, personal={"reason": reason} if reason else None)
    return case


@action
def take_as(*, case: Case, kind: str, reason: str, by: Actor, at: datetime) -> Case:
    """Say that a matter is a report, petition, inquiry or claim filing, or another of these than was thought: the
    limits that run end, those of its kind run from its receipt. The same again changes nothing. Raises
    BadInput(`kind.unknown`, no reason), Refused(`triage.done`)."""
    case = no_complaint(case, by=by)
    words = said(reason, most=300, field="reason")
    if kind not in PLAIN:
        raise BadInput("kind.unknown", _("Choose what kind of matter it is."), field="kind")
    if case.kind == kind:
        return case
    case = change_kind(case=case, kind=kind, reason=words, by=by, at=at)
    owner = ("case", case.pk)
    end_limits(case, by=by, at=at)
    for rule in LIMITS.get(kind, ()):
        clocks.start(owner=owner, rule=rule, at=case.received_at, facts={}, by=by, rules_on=case.rules_on)
    case.save(update_fields=due.copy(case))
    return case


@action
def settle(*, case: Case, result: str, by: Actor, at: datetime) -> Case:
    """End a matter without a path of its own, once it has been answered or handed on: `result` says how. A claim filing
    has gone its whole way then (5.1-7). Raises BadInput without a result, Refused(`triage.open`) while nobody has said
    what the matter is, `triage.done` when it has ended or is a complaint."""
    case = no_complaint(case, by=by)
    words = said(result, most=2000, field="reason")
    if case.kind == Kind.UNTRIAGED:
        raise Refused("triage.open", _("Say first what kind of matter it is."))
    if case.kind == Kind.CLAIM_FILING:
        clocks.stop_for(owner=("case", case.pk), event="claim_completed", at=at, by=by)
    clocks.cancel(owner=("case", case.pk), at=at, by=by)
    end(case, State.CLOSED, at)
    body = {"kind": case.kind, "state": case.state, "version": case.version}
    record(case, "settled", by=by, at=at, body=body, personal={"reason": words})
    return case


@action
def put_away(*, case: Case, reason: str, by: Actor, at: datetime) -> Case:
    """Say that an untriaged matter is nobody's (advertising, a slip): it ends with the reason on record. Raises
    BadInput without a reason, Refused(`triage.done`)."""
    case = untriaged(case, by=by)
    words = said(reason, most=300, field="reason")
    end_limits(case, by=by, at=at)
    end(case, State.NOT_PROCEEDED, at)
    record(case, "put_away", by=by, at=at, body={"state": case.state}, personal={"reason": words})
    return case


def untriaged(case: Case, *, by: Actor) -> Case:
    """The locked case, when nobody has said yet what it is. Raises Refused(`triage.done`) and those of `lock`."""
    case = lock(case, by=by, staff_only=True)
    if case.kind != Kind.UNTRIAGED or not case.is_open:
        raise Refused("triage.done", _("Somebody has said already what this matter is. Open it to see."))
    return case


def no_complaint(case: Case, *, by: Actor, also: str = "") -> Case:
    """The locked case, while it is open and no complaint; `also` is one more kind that has a path of its own and was
    let go by it. Raises Refused(`triage.done`) and those of `lock`."""
    case = lock(case, by=by, staff_only=True)
    if case.kind not in (Kind.UNTRIAGED, *PLAIN, also) or not case.is_open:
        raise Refused("triage.done", _("This matter has ended, or it is a complaint by now. Open it to see."))
    return case


def end_limits(case: Case, *, by: Actor, at: datetime) -> None:
    """The limits of a possible complaint end: it is none."""
    owner = ("case", case.pk)
    clocks.stop_for(owner=owner, event="rerouted", at=at, by=by)
    clocks.cancel(owner=owner, at=at, by=by)


def end(case: Case, state: str, at: datetime) -> None:
    """End a locked case whose limits have ended."""
    case.state, case.state_since, case.is_open, case.closed_at = state, at, False, at
    case.version += 1
    columns = due.copy(case)
    case.save(update_fields=[*columns, "state", "state_since", "is_open", "closed_at", "version"])
