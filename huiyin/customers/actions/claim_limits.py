"""The limits of a claim follow its milestones, whatever the order in which these become known."""

from collections.abc import Sequence
from datetime import datetime, time
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.accounts.models import User
from huiyin.accounts.rules import READ_ONLY
from huiyin.clocks import actions as clocks
from huiyin.clocks import queries as limits
from huiyin.clocks.models import Alarm, Clock, ClockState
from huiyin.core import jobs
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import Refused
from huiyin.core.time import SHANGHAI, local_date
from huiyin.customers.models import Claim
from huiyin.customers.rules import claims as rules
from huiyin.handbook.queries.units import packs_of

# Which column holds the date that the contract sets for a rule, where the rule lets it.
_CONTRACT = {"claim.determination": "decide_by", "claim.payment": "pay_by"}


def follow(
    claim: Claim, milestones: Sequence[rules.Milestone], sheet: clocks.Sheet, *, by: Actor, at: datetime
) -> None:
    """Start, stop, open again and take back limits, so that they stand as if every milestone had been told in time.
    All in memory: `sheet` is written by the caller. Raises Refused for what a rule cannot take."""
    happened = rules.events(milestones, decision=claim.decision)
    for clock, state, met_at in [(one, one.state, one.met_at) for one in sheet.of(claim.pk)]:
        starts = limits.rule_of(clock).events.start
        if not any(event in starts and when == clock.started_at for when, event in happened):
            sheet.retract(claim.pk, clock.rule_code, at)
        elif state != ClockState.RUNNING and _stopped(clock, happened) != met_at:
            sheet.reopen(claim.pk, clock.rule_code, at)
    for when, event in happened:
        _start(claim, event, when, sheet)
        _agree(claim, sheet, by=by)
        for clock in sheet.running(claim.pk):
            if event in limits.rule_of(clock).events.stop and when >= clock.started_at:
                sheet.stop(clock, when)
    gone = next((one.at for one in milestones if one.kind == "withdrawn"), None)
    if gone is not None:
        sheet.cancel(claim.pk, gone)


def look(claim: Claim) -> None:
    """Bring the columns up to what the stored limits say, in memory."""
    rows = list(limits.of_owner(("claim", claim.pk)))
    look_at(claim, rows)


def look_at(claim: Claim, rows: Sequence[Clock]) -> None:
    """The same of limits that were read already, those taken back too."""
    nearest = limits.nearest_of([clock for clock in rows if clock.state == ClockState.RUNNING])
    claim.due_at = nearest[0] if nearest else None
    claim.breaches = sum(clock.breached_at is not None for clock in rows) + claim.asked_again


@action
def carry(*, claim_id: UUID, by: Actor, at: datetime) -> Claim:
    """Take warnings and breaches of a claim's limits over to its columns."""
    claim = Claim.objects.select_for_update().get(pk=claim_id)
    look(claim)
    claim.save(update_fields=["due_at", "breaches"])
    ids = list(
        Alarm.objects.filter(owner_kind="claim", owner_id=claim_id, carried_at=None).values_list("pk", flat=True)
    )
    clocks.carry(alarm_ids=ids, by=by, at=at)
    if ids:
        jobs.defer("cases.tell_claim_alarms", alarm_ids=[str(one) for one in ids])
    return claim


@action
def see(*, claim_id: UUID, user: User, by: Actor, at: datetime) -> int:
    """Mark the alarms of a claim as seen by a person; returns how many were not yet. Raises Refused(`claim.not_yours`)
    for roles that only read: what they look at is not dealt with."""
    if not by.roles - READ_ONLY:
        raise Refused("claim.not_yours", _("Your role reads claims; it does not say that an alarm was seen."))
    return clocks.see(owner=("claim", claim_id), user=user, by=by, at=at)


@action
def settle(*, clock_id: UUID, claim_id: UUID, by: Actor, at: datetime) -> bool:
    """A provisional limit by the newest calendar, and the columns with it."""
    claim = Claim.objects.select_for_update().get(pk=claim_id)
    if clocks.settle(clock_id=clock_id, by=by, at=at) is None:
        return False
    look(claim)
    claim.save(update_fields=["due_at", "breaches"])
    return True


def _stopped(clock: Clock, happened: Sequence[tuple[datetime, str]]) -> datetime | None:
    """When the limit stopped, by what is known now."""
    stops = limits.rule_of(clock).events.stop
    return next((when for when, event in happened if event in stops and when >= clock.started_at), None)


def _start(claim: Claim, event: str, when: datetime, sheet: clocks.Sheet) -> None:
    owner, day = ("claim", claim.pk), local_date(when)
    facts = {
        "line": claim.line, "cover": claim.cover or "none", "small": claim.is_small, "complex": claim.is_complex,
    }  # fmt: skip
    known = {(clock.rule_code, clock.started_at) for clock in sheet.of(claim.pk)}
    drafts = clocks.drafts_for(
        owner=owner, event=event, at=when, facts=facts, rules_on=day, packs=packs_of(claim.unit, day)
    )
    for clock in drafts:
        if (clock.rule_code, clock.started_at) not in known:
            sheet.add(clock)


def _agree(claim: Claim, sheet: clocks.Sheet, *, by: Actor) -> None:
    """What the contract says otherwise counts where the rule lets it (保险法 art 23)."""
    for clock in sheet.running(claim.pk):
        until = getattr(claim, _CONTRACT.get(clock.rule_code, ""), None)
        if until is not None and limits.rule_of(clock).events.agree:
            sheet.agree(
                clock, at=clock.started_at, proof=claim.contract_clause, by=by,
                until=datetime.combine(until, time(12), SHANGHAI),
            )  # fmt: skip
