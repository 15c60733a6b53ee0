"""Registering a complaint: one transaction from the first word to number, limits, owner, ledger entry and receipt
(3.1).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from huiyin.accounts.rules import may_write
from huiyin.cases import queries as cases
from huiyin.cases.actions import people as persons
from huiyin.cases.actions import scanning
from huiyin.cases.models import Case, Channel
from huiyin.cases.rules import numbers
from huiyin.channels import actions as channels
from huiyin.complaints.actions import arrivals, receipts, registry
from huiyin.complaints.queries import arriving
from huiyin.complaints.queries import intake as known
from huiyin.complaints.rules import arrival as rules
from huiyin.complaints.rules import house as houses
from huiyin.complaints.rules.arrival import Arrival
from huiyin.core import pipeline
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused
from huiyin.core.time import local_date

CHANNELS = frozenset(Channel.values)


@dataclass(frozen=True)
class Registered:
    """`secret` lets the customer follow the case (empty when it was replaced since). `created` is False when the same
    arrival was registered before. `repeats` are (id, number) of earlier complaints it may repeat."""

    case: Case
    secret: str
    created: bool
    repeats: tuple[tuple[UUID, str], ...] = ()


Along = Callable[[Registered], Sequence[models.Model]]


@action
def register(*, arrival: Arrival, by: Actor, at: datetime, along: Along | None = None) -> Registered:
    """Register a complaint that arrived. The same external reference in the same channel, or the same idempotency key
    of the same sender, is answered with the case that is there. `along` gives rows to be written with a new one.

    Raises BadInput naming every fault (`intake.<code>` of the first, `needs` holds all), Refused(`intake.not_yours`)
    for roles that only read, Refused(`intake.nobody`) when the house has nobody who could answer for it.
    """
    _may(by)
    house = houses.in_force(local_date(arrival.received_at))
    if arrival.channel not in CHANNELS:
        raise BadInput("intake.channel", _("Choose how the complaint reached us."), field="channel")
    if _skewed(arrival, at):
        arrival = replace(arrival, received_at=at)
    _check(arrival, house, at)
    keys = registry.keys(arrival, by)
    present = known.registered(keys)
    if present is not None:
        return Registered(present, cases.secret_of(present), created=False)
    policy = known.policy_of(arrival)
    held = arriving.look_up(arrival, policy, days=house.intake.repeat_days, by=by)
    if held.place is None:
        raise Refused(
            "intake.nobody",
            _("Nobody could answer for this complaint. Ask the administrator to name the duty person of head office."),
            clause="1.1-7",
        )
    draft = arrivals.draft(
        replace(arrival, people=held.people), by=by, at=at, house=house, place=held.place, policy=policy,
        customer_id=held.customer_id, repeats=held.repeats, number=numbers.number(local_date(at), held.serial),
    )  # fmt: skip
    other = registry.claim(draft.case, keys)
    if other is not None:  # somebody registered the same a moment ago
        return Registered(other, cases.secret_of(other), created=False)
    contact = next((person for person in draft.people if person.is_contact), None)
    outgoing = receipts.draft(draft.case, contact, draft.secret, draft.clocks, at=at)
    done = Registered(draft.case, draft.secret, created=True, repeats=tuple(held.repeats))
    pipeline.insert(
        [
            registry.number_row(draft.case),
            *arrivals.rows(draft, by=by, at=at, outgoing=outgoing),
            *(along(done) if along else ()),
        ],
        then=channels.sending(outgoing) if outgoing else None,
    )
    if arrival.evidence:
        scanning.follow_up(draft.case, [scanning.standing(file) for file in arrival.evidence])
    return done


def _may(by: Actor) -> None:
    if by.kind in ("staff", "api") and not may_write(by.grants):
        raise Refused("intake.not_yours", _("Your role only reads cases."))


def _skewed(arrival: Arrival, at: datetime) -> bool:
    return at < arrival.received_at <= at + rules.SKEW


def check(arrival: Arrival, at: datetime) -> None:
    """Raises the BadInput that `register` would raise for the arrival's own faults; writes nothing."""
    _check(arrival, houses.in_force(local_date(arrival.received_at)), at)


def _check(arrival: Arrival, house: houses.House, at: datetime) -> None:
    """Raises BadInput with every fault that the rules find. What was not told may be known already: we look then."""
    found = list(rules.faults(arrival, at=at, terms=house.intake))
    if found:
        arrival = replace(arrival, people=known.known_people(arrival)[0])
        found = list(rules.faults(arrival, at=at, terms=house.intake))
    if found:
        sentences = [_(fault.sentence) for fault in found]
        error = BadInput(f"intake.{found[0].code}", " ".join(sentences), field=found[0].field)
        error.needs, error.clause = sentences, found[0].clause
        raise error
    persons.check(arrival.people)
