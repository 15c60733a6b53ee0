"""Starting and ending clocks."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings

from huiyin.clocks import queries
from huiyin.clocks.actions.base import COMPUTED, cancelled, halted, lock, refused, reopened, told
from huiyin.clocks.models import Clock
from huiyin.clocks.rules import alarms, binding
from huiyin.clocks.rules import facts as conditions
from huiyin.clocks.rules.events import ClockError
from huiyin.clocks.rules.fast import due_only
from huiyin.core import bulk, calendars
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.handbook import queries as handbook
from huiyin.handbook.rules.terms import Rule

ENDING = ("state", "met_at", "next_alarm_at", "breached_at")


def draft(
    *,
    owner: queries.Owner,
    rule: str,
    at: datetime,
    facts: Mapping[str, Any],
    rules_on: date,
    packs: Sequence[str] | None = None,
) -> Clock | None:
    """A clock of a rule that starts at an instant, computed and not yet written: for writers of many rows at once.

    `facts` are those of the case; only what the rule asks for is kept; `packs` those of its unit (default: home). None
    when no pack has the rule or it was not in force on `rules_on`, does not apply to the facts, or is optional and not
    switched on. Raises Refused for a wrong fact.
    """
    rivals = [it for it in handbook.candidates(packs, duty=rule) if it.rule.code == rule]
    if not rivals:
        handbook.versions(rule)  # a code that no pack of any unit knows is a fault of the caller
    here = [it.rule for it in rivals if it.rule.in_force_on(rules_on)]
    if len(here) > 1:
        bound = binding.bind(rivals, on=rules_on, start=at, facts=facts, switched_on=settings.OPTIONAL_RULES)
        here = [terms for found in bound for terms in found.running]
    return _drawn(here[0], owner=owner, at=at, facts=facts) if here else None


def drafts_for(
    *,
    owner: queries.Owner,
    event: str,
    at: datetime,
    facts: Mapping[str, Any],
    rules_on: date,
    packs: Sequence[str] | None = None,
) -> list[Clock]:
    """The clocks that a case event starts under the packs of a unit, as the resolver chooses: for each duty the rule
    that binds and what runs beside it. Computed and not yet written. Raises Refused for a wrong fact.
    """
    rules: dict[str, Rule] = {}
    for found in queries.bindings(event=event, at=at, facts=facts, rules_on=rules_on, packs=packs):
        for terms in found.running:
            rules.setdefault(terms.code, terms)
    drawn = (_drawn(terms, owner=owner, at=at, facts=facts) for terms in rules.values())
    return [clock for clock in drawn if clock is not None]


def _drawn(terms: Rule, *, owner: queries.Owner, at: datetime, facts: Mapping[str, Any]) -> Clock | None:
    """A clock of one rule version, None when it does not apply."""
    rule = terms.code
    if (terms.optional and rule not in settings.OPTIONAL_RULES) or not conditions.applies(terms, facts):
        return None
    kept = {name: _plain(facts[name]) for name in (*terms.applies, *terms.requires, terms.due_fact) if name in facts}
    calendar = calendars.current(terms.calendar)
    try:
        due = due_only(terms, calendar, at, (), kept)
    except ClockError as error:
        raise refused(error, terms) from error
    clock = bulk.new(
        Clock,
        owner_kind=owner[0],
        owner_id=owner[1],
        rule_code=rule,
        pack=terms.pack,
        rule_version=terms.version,
        calendar_version=calendar.version,
        facts=kept,
        started_at=at,
        due_at=due.due_at,
        provisional=due.provisional,
        next_alarm_at=alarms.next_alarm(terms, due.due_at, 0),
        breach_kind=terms.breach,
    )
    return told(clock, None, started_at=at)


@action
def start(
    *,
    owner: queries.Owner,
    rule: str,
    at: datetime,
    facts: Mapping[str, Any],
    by: Actor,
    rules_on: date,
    packs: Sequence[str] | None = None,
) -> Clock | None:
    """Start a clock at `at` (the event that starts it, not the moment of writing). None as `draft` says.

    When one of this rule already runs for the owner, that one is returned unchanged.
    """
    present = lock(owner, rule)
    if present:
        return present[0]
    clock = draft(owner=owner, rule=rule, at=at, facts=facts, rules_on=rules_on, packs=packs)
    if clock is not None:
        clock.save(force_insert=True)
    return clock


@action
def start_many(
    *,
    owner: queries.Owner,
    rules: Sequence[str],
    at: datetime,
    facts: Mapping[str, Any],
    by: Actor,
    rules_on: date,
    packs: Sequence[str] | None = None,
) -> list[Clock]:
    """Start several clocks of a NEW owner in one statement; rules that do not apply are left out."""
    drafts = (draft(owner=owner, rule=rule, at=at, facts=facts, rules_on=rules_on, packs=packs) for rule in rules)
    clocks = [clock for clock in drafts if clock is not None]
    Clock.objects.bulk_create(clocks)
    return clocks


@action
def start_for(
    *,
    owner: queries.Owner,
    event: str,
    at: datetime,
    facts: Mapping[str, Any],
    by: Actor,
    rules_on: date,
    packs: Sequence[str] | None = None,
) -> list[Clock]:
    """Start every clock that a case event starts, as `drafts_for` chooses; one that runs is returned unchanged."""
    started = []
    for clock in drafts_for(owner=owner, event=event, at=at, facts=facts, rules_on=rules_on, packs=packs):
        present = lock(owner, clock.rule_code)
        if not present:
            clock.save(force_insert=True)
        started.append(present[0] if present else clock)
    return started


@action
def stop_for(*, owner: queries.Owner, event: str, at: datetime, by: Actor) -> list[Clock]:
    """Stop every running clock whose rule is stopped by a case event."""
    stopped = []
    for clock in lock(owner):
        if event in queries.rule_of(clock).events.stop:
            ended = stop(owner=owner, rule=clock.rule_code, at=at, by=by)
            stopped += [ended] if ended else []
    return stopped


@action
def stop(*, owner: queries.Owner, rule: str, at: datetime, by: Actor) -> Clock | None:
    """Stop a clock at the instant of the event that stops it: kept, or kept late, by the comparison of its rule.

    None when no clock of this rule runs (it was stopped before). Raises Refused for an instant before the start.
    """
    for clock in lock(owner, rule):
        halted(clock, at).save(update_fields=ENDING)
        return clock
    return None


@action
def cancel(*, owner: queries.Owner, at: datetime, by: Actor, rule: str | None = None) -> list[Clock]:
    """End running clocks (all, or those of one rule) that no longer matter: withdrawn, merged, rerouted.

    A limit that was already over stays recorded as broken.
    """
    ended = []
    for clock in lock(owner, rule):
        cancelled(clock, at).save(update_fields=ENDING)
        ended.append(clock)
    return ended


@action
def reopen(*, owner: queries.Owner, rule: str, at: datetime, by: Actor) -> Clock | None:
    """Let the newest ended clock of a rule run again as if it had never ended (an un-merge, a stop recorded in error).

    Its due time follows from its events alone, so a limit that passed meanwhile is honestly broken. One that runs is
    returned unchanged; None when there never was one.
    """
    present = lock(owner, rule)
    if present:
        return present[0]
    rows = Clock.objects.select_for_update().filter(owner_kind=owner[0], owner_id=owner[1], rule_code=rule)
    clock = rows.order_by("id").last()
    if clock is None:
        return None
    reopened(clock, queries.due_of(clock), at).save(update_fields=("state", "met_at", *COMPUTED))
    return clock


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
