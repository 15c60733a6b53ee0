"""Registering a complaint: one transaction from the first word to number, limits, owner, ledger entry and receipt
(3.1).
"""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.accounts.rules import may_write
from huiyin.cases import queries as cases
from huiyin.cases.actions import people as persons
from huiyin.cases.actions import scanning
from huiyin.cases.models import Case, Channel
from huiyin.channels import actions as channels
from huiyin.complaints.actions import arrivals, receipts, registry
from huiyin.complaints.queries import intake as known
from huiyin.complaints.rules import arrival as rules
from huiyin.complaints.rules import house as houses
from huiyin.complaints.rules.arrival import Arrival
from huiyin.core import blind, pipeline
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused
from huiyin.core.time import local_date
from huiyin.customers.queries import tidy_policy


@dataclass(frozen=True)
class Registered:
    """`secret` lets the customer follow the case (empty when it was replaced since). `created` is False when the same
    arrival was registered before. `repeats` are (id, number) of earlier complaints it may repeat."""

    case: Case
    secret: str
    created: bool
    repeats: tuple[tuple[UUID, str], ...] = ()


@action
def register(*, arrival: Arrival, by: Actor, at: datetime) -> Registered:
    """Register a complaint that arrived. The same external reference in the same channel, or the same idempotency key
    of the same sender, is answered with the case that is there.

    Raises BadInput naming every fault (`intake.<code>` of the first, `needs` holds all), Refused(`intake.not_yours`)
    for roles that only read, Refused(`intake.nobody`) when the house has nobody who could answer for it.
    """
    _may(by)
    house = houses.in_force(local_date(arrival.received_at))
    if arrival.channel not in Channel.values:
        raise BadInput("intake.channel", _("Choose how the complaint reached us."), field="channel")
    people, customer_id = known.known_people(arrival)
    arrival = replace(
        arrival,
        people=people,
        received_at=min(arrival.received_at, at) if _skewed(arrival, at) else arrival.received_at,
    )
    _check(arrival, house, at)
    keys = registry.keys(arrival, by)
    present = known.registered(keys)
    if present is not None:
        return Registered(present, cases.secret_of(present), created=False)
    policy = known.policy_of(arrival)
    place = known.place_for(arrival, policy, by)
    if place is None:
        raise Refused(
            "intake.nobody",
            _("Nobody could answer for this complaint. Ask the administrator to name the duty person of head office."),
            clause="1.1-7",
        )
    repeats = cases.earlier(
        before=arrival.received_at,
        days=house.intake.repeat_days,
        customer_id=customer_id,
        policy_id=policy.pk if policy else None,
        policy_number=tidy_policy(arrival.policy_number),
        phones=[blind.phone(person.phone) for person in people],
        certificates=[blind.certificate(person.certificate_no) for person in people],
    )
    draft = arrivals.draft(
        arrival, by=by, at=at, house=house, place=place, policy=policy, customer_id=customer_id, repeats=repeats
    )
    other = registry.claim(draft.case, keys)
    if other is not None:  # somebody registered the same a moment ago
        return Registered(other, cases.secret_of(other), created=False)
    contact = next((person for person in draft.people if person.is_contact), None)
    outgoing = receipts.draft(draft.case, contact, draft.secret, draft.clocks, at=at)
    pipeline.insert(
        [registry.number_row(draft.case), *arrivals.rows(draft, by=by, at=at, outgoing=outgoing)],
        then=channels.sending(outgoing) if outgoing else None,
    )
    if arrival.evidence:
        scanning.follow_up(draft.case, [scanning.standing(file) for file in arrival.evidence])
    return Registered(draft.case, draft.secret, created=True, repeats=tuple(repeats))


def _may(by: Actor) -> None:
    if by.kind in ("staff", "api") and not may_write(by.grants):
        raise Refused("intake.not_yours", _("Your role only reads cases."))


def _skewed(arrival: Arrival, at: datetime) -> bool:
    return at < arrival.received_at <= at + rules.SKEW


def _check(arrival: Arrival, house: houses.House, at: datetime) -> None:
    """Raises BadInput with every fault that the rules find."""
    found = list(rules.faults(arrival, at=at, terms=house.intake))
    if found:
        sentences = [_(fault.sentence) for fault in found]
        error = BadInput(f"intake.{found[0].code}", " ".join(sentences), field=found[0].field)
        error.needs, error.clause = sentences, found[0].clause
        raise error
    persons.check(arrival.people)
