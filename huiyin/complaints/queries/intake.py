"""What intake looks up before it writes: the register, the policy, the customer, the unit and who answers there."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from psycopg.sql import SQL, Identifier

from huiyin.accounts.models import Membership, Unit, User
from huiyin.accounts.queries import unit_paths
from huiyin.accounts.rules import upward
from huiyin.cases.models import Case, Registry
from huiyin.cases.rules.people import PersonDraft
from huiyin.complaints.rules.arrival import Arrival
from huiyin.core import blind, pipeline
from huiyin.core.actors import Actor
from huiyin.core.time import local_date
from huiyin.customers.models import Party, Policy
from huiyin.customers.queries import tidy_policy
from huiyin.customers.queries.record import care_of

# One index for each way to be the same, also in a plan that is made once for all values.
_SAME_PERSON = (
    b"SELECT id FROM customers_party WHERE certificate_blind = ANY(%s) UNION "
    b"SELECT id FROM customers_party WHERE phone_blind = ANY(%s) ORDER BY id LIMIT %s"
)
_UNITS = SQL(
    "SELECT {} FROM accounts_unit unit LEFT JOIN accounts_user duty ON duty.id = unit.duty_user_id WHERE path = ANY(%s)"
)
HANDLING = ("handler", "supervisor", "branch_manager", "head_office_cp")
ANSWERING = ("head_office_cp", "supervisor", "handler", "branch_manager")


@dataclass(frozen=True)
class Place:
    """Where a new case belongs and who is accountable for it from its first moment (1.1-7)."""

    unit: Unit
    owner: User
    why: str


def registered(keys: Sequence[tuple[str, str]]) -> Case | None:
    """The case that one of the (kind, key) pairs names, in the order of the pairs."""
    if not keys:
        return None
    rows = Registry.objects.filter(kind__in={kind for kind, _ in keys}, key__in={key for _, key in keys})
    found = {(row.kind, row.key): row.case_id for row in rows}
    ids = [found[pair] for pair in keys if pair in found]
    return Case.objects.select_related("unit", "owner").filter(pk=ids[0]).first() if ids else None


def policy_of(arrival: Arrival) -> Policy | None:
    """The policy that the arrival names by id or number, if we hold it."""
    rows = Policy.objects.select_related("unit")
    if arrival.policy_id:
        return rows.filter(pk=arrival.policy_id).first()
    return rows.filter(number=tidy_policy(arrival.policy_number)).first() if arrival.policy_number.strip() else None


def known_people(
    arrival: Arrival, parties: Sequence[Party] | None = None
) -> tuple[tuple[PersonDraft, ...], UUID | None]:
    """(the people with what we hold about them already filled in, the customer who complains).

    A person is known by party id, by certificate, or by name and phone together. Nothing that was told is overwritten.
    `parties` (of `parties_of`) saves looking for them. The care they need is that of the day of arrival.
    """
    day = local_date(arrival.received_at)
    people = people_told(arrival)
    if parties is None:
        parties = parties_of(people)
    for place, person in enumerate(people):
        party = next((party for party in parties if _is(party, person)), None)
        if party is None:
            continue
        reachable = person.is_reachable
        people[place] = replace(
            person,
            party_id=party.pk,
            name=person.name or party.name,
            phone=person.phone or ("" if reachable else party.phone),
            email=person.email or ("" if reachable else party.email),
            address=person.address or ("" if reachable else party.address),
            certificate_no=person.certificate_no or party.certificate_no,
            vulnerabilities=person.vulnerabilities | set(care_of(party, day)),
        )
    customer = next((p.party_id for p in people if p.role in ("complainant", "representative") and p.party_id), None)
    return tuple(people), customer


def people_told(arrival: Arrival) -> list[PersonDraft]:
    """The people as they were told; the customer named for the whole arrival is the first of them."""
    people = list(arrival.people)
    if arrival.party_id and people and people[0].party_id is None:
        people[0] = replace(people[0], party_id=arrival.party_id)
    return people


def parties_of(people: Sequence[PersonDraft]) -> list[Party]:
    """All parties that could be one of the people: one statement when none is."""
    question = same_person(people)
    [rows] = pipeline.ask(question) if question else [[]]
    return parties_in(people, [id_ for (id_,) in rows])


def same_person(people: Sequence[PersonDraft]) -> pipeline.Statement | None:
    """The question for the parties that have the certificate or phone of one of the people; None without either."""
    certificates = [blind.certificate(person.certificate_no) for person in people if person.certificate_no.strip()]
    phones = [blind.phone(person.phone) for person in people if person.phone.strip() and person.name.strip()]
    wanted = [list(filter(None, values)) for values in (certificates, phones)]
    return (_SAME_PERSON, [*wanted, 200 * len(people)]) if any(wanted) else None


def parties_in(people: Sequence[PersonDraft], found: Sequence[UUID]) -> list[Party]:
    """The parties that were named by id, and those `found` by `same_person`."""
    ids = [*(person.party_id for person in people if person.party_id), *found]
    return list(Party.objects.filter(pk__in=ids).order_by("pk")) if ids else []


def _is(party: Party, person: PersonDraft) -> bool:
    if person.party_id:
        return party.pk == person.party_id
    if person.certificate_no.strip() and party.certificate_blind:
        return party.certificate_blind == blind.certificate(person.certificate_no)
    same_phone = bool(person.phone.strip()) and party.phone_blind == blind.phone(person.phone)
    return same_phone and party.name_blind == blind.name(person.name)


def place_for(arrival: Arrival, policy: Policy | None, by: Actor) -> Place | None:
    """The unit (as named, of the policy, of the person registering, else consumer protection at head office) and who is
    accountable: the person registering when they handle for that unit, else the duty person of the unit or of the
    nearest unit above, else whoever leads complaints at the top. None when nobody could be found.
    """
    path = path_for(arrival, policy, by)
    if path is None:
        return None
    [rows] = pipeline.ask(answering(path))
    return place_in(chain_of(rows), arrival, policy, by)


def place_in(chain: Sequence[Unit], arrival: Arrival, policy: Policy | None, by: Actor) -> Place | None:
    """`place_for` where the unit and those above it, nearest first, are at hand (`chain_of`)."""
    if not chain:
        return None
    unit = chain[0]
    avoided = {number for number in (arrival.respondent_staff_no, policy.seller_no if policy else "") if number}
    if by.kind in ("staff", "api") and by.id and by.has_role(*HANDLING, path=unit.path):
        me = User.objects.get(pk=by.id)
        if me.employee_no not in avoided:
            return Place(unit, me, "registered")
    for node in chain:
        duty = node.duty_user
        if duty is not None and duty.is_active and duty.employee_no not in avoided:
            return Place(unit, duty, "duty")
    held = (
        Membership.objects.filter(role__in=ANSWERING, unit__in=chain, user__is_active=True)
        .exclude(user__employee_no__in=avoided)
        .select_related("user")
        .order_by(Length("unit__path").desc(), F("role"), "user__employee_no")
    )
    first = held.first()
    return Place(unit, first.user, "role") if first else None


def path_for(arrival: Arrival, policy: Policy | None, by: Actor) -> str | None:
    """The path of the unit the case belongs to; None when there is none."""
    unit_id = _unit_id(arrival, policy, by)
    path = unit_paths().get(unit_id) if unit_id else None
    if unit_id and path is None:  # made within the last minute: the kept tree does not hold it yet
        path = Unit.objects.filter(pk=unit_id).values_list("path", flat=True).first()
    return path


def answering(path: str) -> pipeline.Statement:
    """The question for the unit at `path`, those above it, and their duty people."""
    return _units_with_duty(), [upward(path)]


def chain_of(rows: Sequence[Sequence[Any]]) -> list[Unit]:
    """The units that `answering` found, nearest first."""
    return sorted((_with_duty(row) for row in rows), key=lambda node: -len(node.path))


@cache
def _units_with_duty() -> bytes:
    columns = [
        Identifier(table, str(field.column))
        for table, model in (("unit", Unit), ("duty", User))
        for field in model._meta.concrete_fields
    ]
    return _UNITS.format(SQL(", ").join(columns)).as_bytes(None)


def _with_duty(row: Sequence[Any]) -> Unit:
    names = _names(Unit)
    unit = Unit.from_db("default", names, row[: len(names)])
    if unit.duty_user_id is not None:
        unit.duty_user = User.from_db("default", _names(User), row[len(names) :])
    return unit


@cache
def _names(model: type[models.Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def _unit_id(arrival: Arrival, policy: Policy | None, by: Actor) -> UUID | None:
    named = arrival.unit_id or arrival.respondent_unit_id or (policy.unit_id if policy else None)
    if named:
        return named
    if by.kind in ("staff", "api") and by.id:
        return User.objects.filter(pk=by.id).values_list("unit", flat=True).first()
    head = Q(parent__isnull=True) | Q(parent__parent__isnull=True, code__endswith="-CP")
    top = Unit.objects.filter(head).values_list("path", "id")
    return max(top, key=lambda row: len(row[0]))[1] if top else None
