"""Puts the invented insurer into an empty database: organisation and staff through the actions, customers in bulk."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache

from django.conf import settings
from django.db import transaction

from huiyin.accounts import actions as accounts
from huiyin.accounts import queries as who
from huiyin.accounts.models import Unit, User
from huiyin.audit import actions as audit
from huiyin.audit.models import Entry, Sealed
from huiyin.core.actors import Actor, system
from huiyin.customers.actions import PartyDraft, build_party
from huiyin.customers.models import Party, Policy
from huiyin.demo import content
from huiyin.demo.people import CustomerSpec, PolicySpec

SEEDER = system("demo.seed")
# Rows of one INSERT: large enough to be quick, small enough for the number of parameters a statement may have.
BATCH = 500


@dataclass
class House:
    """What was put there, found again by the codes of the content."""

    units: dict[str, Unit] = field(default_factory=dict)
    staff: dict[str, User] = field(default_factory=dict)
    parties: dict[str, Party] = field(default_factory=dict)
    policies: dict[str, Policy] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._actors: dict[str, Actor] = {}

    def actor(self, login: str) -> Actor:
        """Somebody of the staff, ready to act."""
        if login not in self._actors:
            self._actors[login] = who.actor(self.staff[login], where="demo")
        return self._actors[login]

    def holders(self, role: str, home: str) -> list[str]:
        """Logins of those who hold `role` in the branch, sub-branch or head office `home` or its departments."""
        return list(holders(role, home))

    def handlers(self, home: str) -> list[str]:
        """Those who handle complaints in the consumer protection department of a branch."""
        return [p.login for p in content.staff() if p.role == "handler" and p.unit == f"{home}-CP"]

    def duty(self, home: str) -> str:
        """Who answers for new cases of a home: its supervisor, that of the branch above, or head office."""
        for place in _upwards(home):
            found = self.holders("head_office_cp" if place == "HQ" else "supervisor", place)
            if found:
                return found[0]
        raise LookupError(home)


@cache
def holders(role: str, home: str) -> tuple[str, ...]:
    """Logins of those who hold `role` in a home or its departments."""
    return tuple(p.login for p in content.staff() if p.role == role and home_of(p.unit) == home)


@cache
def home_of(code: str) -> str:
    """The branch, sub-branch or head office that a unit is or belongs to."""
    specs = {unit.code: unit for unit in content.units()}
    while specs[code].kind == "department":
        code = specs[code].parent or ""
    return code


def build(*, people: Iterable[CustomerSpec], by: Actor, at: datetime) -> House:
    """Fill an empty database. `at` is the moment before the first complaint; all in one transaction."""
    house = House()
    with transaction.atomic():
        _organisation(house, by, at)
        _staff(house, by, at)
        _customers(house, list(people), by, at)
    return house


def found() -> House:
    """The insurer that an earlier `build` put there."""
    house = House()
    house.units = {unit.code: unit for unit in Unit.objects.select_related("parent")}
    house.staff = {user.email.partition("@")[0]: user for user in User.objects.select_related("unit")}
    house.parties = {party.external_ref: party for party in Party.objects.exclude(external_ref="")}
    house.policies = {policy.number: policy for policy in Policy.objects.all()}
    return house


def _organisation(house: House, by: Actor, at: datetime) -> None:
    company = settings.INSURER
    for spec in content.units():
        root = spec.parent is None
        house.units[spec.code] = accounts.add_unit(
            code=spec.code,
            name=company["name"] if root else spec.name,
            name_en=company["name_en"] if root else spec.name_en,
            kind=spec.kind,
            parent=house.units[spec.parent] if spec.parent else None,
            phone=company["phone"],
            address=company["address"] if root else content.organisation()["addresses"].get(spec.code, ""),
            by=by,
            at=at,
        )


def _staff(house: House, by: Actor, at: datetime) -> None:
    for spec in content.staff():
        user = accounts.add_user(
            email=spec.email,
            name=spec.name,
            employee_no=spec.number,
            unit=house.units[spec.unit],
            title=spec.title,
            authorised_until=at.date() + timedelta(days=1200) if spec.role == "investigator" else None,
            by=by,
            at=at,
        )
        house.staff[spec.login] = user
        accounts.grant_role(user=user, role=spec.role, unit=house.units[home_of(spec.unit)], by=by, at=at)
    for code, unit in list(house.units.items()):
        home = home_of(code)
        house.units[code] = accounts.set_duty_user(unit=unit, user=house.staff[house.duty(home)], by=by, at=at)


def _upwards(code: str | None) -> Iterable[str]:
    parents = {unit.code: unit.parent for unit in content.units()}
    while code:
        yield code
        code = parents[code]


def _customers(house: House, people: list[CustomerSpec], by: Actor, at: datetime) -> None:
    entries: list[Entry] = []
    sealed: list[Sealed] = []
    for spec in people:
        party = build_party(draft=_draft(spec), at=at)
        house.parties[spec.ref] = party
        entry, kept = audit.draft(
            aggregate=("customer", party.pk),
            kind="customer.registered",
            by=by,
            at=at,
            body={"kind": party.kind, "external_ref": party.external_ref},
            personal={"name": party.name, "certificate_no": party.certificate_no, "phone": party.phone},
        )
        entries.append(entry)
        sealed += [kept] if kept else []
        for held in spec.policies:
            policy = _policy(house, party, spec, held)
            house.policies[policy.number] = policy
            body = {"policy": policy.pk, "product": policy.product_code, "line": policy.line, "unit": policy.unit.code}
            entry, _ = audit.draft(
                aggregate=("customer", party.pk),
                kind="customer.policy_registered",
                by=by,
                at=at,
                body={**body, "premium": policy.premium},
                last=(entry.seq, entry.hash),
            )
            entries.append(entry)
    Party.objects.bulk_create(house.parties.values(), batch_size=BATCH)
    Policy.objects.bulk_create(house.policies.values(), batch_size=BATCH)
    Entry.objects.bulk_create(entries, batch_size=BATCH)
    Sealed.objects.bulk_create(sealed, batch_size=BATCH)


def _draft(spec: CustomerSpec) -> PartyDraft:
    return PartyDraft(
        name=spec.name,
        kind="organisation" if spec.is_firm else "person",
        certificate_kind="credit_code" if spec.is_firm else "id_card",
        certificate_no=spec.certificate_no,
        phone=spec.phone,
        email=spec.email,
        address=spec.address,
        born_on=None if spec.is_firm else spec.born_on,
        vulnerabilities=frozenset(spec.vulnerabilities),
        external_ref=spec.ref,
    )


def _policy(house: House, party: Party, spec: CustomerSpec, held: PolicySpec) -> Policy:
    return Policy(
        number=held.number,
        holder=party,
        insured_name=spec.name,
        product_code=held.product.code,
        product_name=held.product.name,
        line=held.product.line,
        sales_channel=held.channel,
        seller_no=held.seller_no,
        seller_name=held.seller_name,
        unit=house.units[branch_unit(spec)],
        signed_on=held.signed_on,
        starts_on=held.starts_on,
        ends_on=held.ends_on,
        hesitation_ends_on=held.hesitation_ends_on,
        premium=Decimal(held.premium),
        status="in_force",
    )


def branch_unit(spec: CustomerSpec) -> str:
    """The sub-branch of the customer's city where there is one, else the branch."""
    for unit in content.units():
        if unit.kind == "sub_branch" and unit.parent == spec.branch and unit.name[:2] == spec.city[:2]:
            return unit.code
    return spec.branch
