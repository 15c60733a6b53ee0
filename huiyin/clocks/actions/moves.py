"""Moving a running limit: pauses, extensions, agreements, restarts. Each leaves an event; the due time follows."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from huiyin.clocks import queries
from huiyin.clocks.actions.base import COMPUTED, lock, put, refused, told
from huiyin.clocks.models import Clock, ClockEvent
from huiyin.clocks.rules import extension
from huiyin.clocks.rules.due import is_met
from huiyin.clocks.rules.events import ClockError, Event
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import Refused


@action
def pause(
    *,
    owner: queries.Owner,
    at: datetime,
    by: Actor,
    ref: str,
    reason: str,
    rules: Sequence[str] | None = None,
    event: str | None = None,
) -> list[Clock]:
    """Pause the running limits whose rule knows a pause (令2020-3 art 18, 23): those of `rules`, or those that name the
    case event `event` (appraisal_started, mediation_started), or all. `ref` pairs the pause with its resume."""
    clocks = _listed(owner, "pause", rules, event)
    return [_happen(clock, "pause", at, by, ref=ref, reason=reason) for clock in clocks]


@action
def resume(
    *,
    owner: queries.Owner,
    at: datetime,
    by: Actor,
    ref: str,
    reason: str = "",
    rules: Sequence[str] | None = None,
    event: str | None = None,
) -> list[Clock]:
    """End the pause of this `ref` on the running limits that have it; limits without it are left alone."""
    paused = ClockEvent.objects.filter(owner_id=owner[1], kind="pause", ref=ref).values_list("clock_id", flat=True)
    clocks = [clock for clock in _listed(owner, "resume", rules, event) if clock.id in set(paused)]
    return [_happen(clock, "resume", at, by, ref=ref, reason=reason) for clock in clocks]


@action
def restart(
    *,
    owner: queries.Owner,
    at: datetime,
    by: Actor,
    reason: str,
    rules: Sequence[str] | None = None,
    event: str | None = None,
) -> list[Clock]:
    """Start the running limits whose rule knows a restart anew at `at`, the receipt of the new material (art 18)."""
    clocks = _listed(owner, "restart", rules, event)
    return [_happen(clock, "restart", at, by, reason=reason) for clock in clocks]


@action
def extend(
    *,
    owner: queries.Owner,
    rule: str,
    at: datetime,
    by: Actor,
    reason: str,
    approver: str = "",
    approver_roles: Collection[str] = (),
    notified_at: datetime | None = None,
    proof: str = "",
) -> Clock:
    """Extend a running limit by its next step from `at`, the moment everything the law asks for was there.

    `approver_roles` are the approver's roles as the rule names them (`upper_unit` when the approver stands for the
    unit above the handling one). What the house asks for and is missing becomes a finding, `clock.change["findings"]`;
    what the law asks for (令2020-3 art 18: 30 to 60 days) and is missing is refused, as is anything after the limit.
    """
    clocks = lock(owner, rule)
    if not clocks:
        raise Refused("clock.not_running", _("This limit is not running; it cannot be extended."))
    clock = clocks[0]
    terms = queries.rule_of(clock)
    if _known(clock, Event("extend", at, reason=reason)):
        return clock
    if not is_met(terms, clock.due_at, at):
        raise Refused(
            "clock.limit_over", _("The limit has already ended; it can no longer be extended."), clause=terms.clause
        )
    step = extension.next_step(terms, clock.step)
    if step is None:
        raise refused(ClockError("no_step_left", ""), terms)
    told_in_time = notified_at is not None and is_met(terms, clock.due_at, notified_at)
    missing = extension.omissions(step, reason=bool(reason.strip()), approver_roles=approver_roles, notice=told_in_time)
    unlawful = [_need(item.need) for item in missing if item.level == "law"]
    if unlawful:
        message = _("The extension still needs: %(needs)s.") % {"needs": ", ".join(unlawful)}
        raise Refused("clock.extension_needs", message, needs=unlawful, clause=terms.clause)
    findings = [item.need for item in missing]
    return _happen(clock, "extend", at, by, reason=reason, proof=proof, findings=findings, approver=approver)


@action
def agree(
    *, owner: queries.Owner, rule: str, at: datetime, until: datetime, proof: str, by: Actor, reason: str = ""
) -> Clock:
    """Take over the date the parties agreed on (令2020-3 art 21): the limit lasts to 24:00 of `until`'s day.

    `at` is when they agreed; `proof` names the evidence. Raises Refused without proof or when no such limit runs.
    """
    if not proof.strip():
        raise Refused("clock.agreement_needs_proof", _("Attach the proof that both sides agreed on the date."))
    clocks = lock(owner, rule)
    if not clocks:
        raise Refused("clock.not_running", _("This limit is not running; no other date can be agreed for it."))
    return _happen(clocks[0], "agree", at, by, until=until, reason=reason, proof=proof)


def _need(need: str) -> str:
    return {
        "reason": _("the reason"),
        "approver": _("the approval of the upper unit or a head-office executive"),
        "notice": _("the notice to the complainant, sent before the limit ends"),
    }[need]


def _listed(owner: queries.Owner, moment: str, rules: Sequence[str] | None, event: str | None) -> list[Clock]:
    found = []
    for clock in lock(owner):
        known = getattr(queries.rule_of(clock).events, moment)
        if known and (rules is None or clock.rule_code in rules) and (event is None or event in known):
            found.append(clock)
    return found


def _known(clock: Clock, event: Event) -> bool:
    """Whether this very event is recorded already: a repeated request."""
    rows = ClockEvent.objects.filter(clock=clock, kind=event.kind)
    if event.ref:
        return rows.filter(ref=event.ref).exists()
    return rows.filter(at=event.at, until=event.until).exists()


def _is(step: Mapping[str, Any], event: Event) -> bool:
    return step["event"] == event.kind and datetime.fromisoformat(step["at"]) == event.at


def _happen(
    clock: Clock,
    kind: str,
    at: datetime,
    by: Actor,
    *,
    until: datetime | None = None,
    ref: str = "",
    reason: str = "",
    proof: str = "",
    **more: Any,
) -> Clock:
    """Record an event and take over the due time that follows; the very same event again changes nothing."""
    event = Event(kind, at, until, ref, reason)
    if _known(clock, event):
        return clock
    before = clock.due_at
    try:
        due = queries.due_of(clock, [*queries.events_of(clock), event])
    except ClockError as error:
        raise refused(error, queries.rule_of(clock)) from error
    ClockEvent.objects.create(
        clock=clock,
        owner_id=clock.owner_id,
        kind=kind,
        at=at,
        until=until,
        ref=ref,
        reason=reason,
        proof=proof,
        by_label=by.label,
    )
    put(clock, due, at)
    clock.save(update_fields=COMPUTED)
    ignored = any(step["kind"] == "ignored" and _is(step, event) for step in due.derivation)
    return told(clock, before, event=kind, at=at, until=until, ref=ref, proof=proof, ignored=ignored, **more)
