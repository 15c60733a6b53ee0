"""A customer's record: policies with the part in them, ties, consents, history. Always of all records of one person."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from huiyin.customers import rules
from huiyin.customers.models import Consent, ConsentPurpose, Party, PartyTie, Policy, PolicyPart
from huiyin.customers.queries.identity import together
from huiyin.customers.rules.consents import Given, standing
from huiyin.customers.rules.record import BY_AGE

APPLICANT = "applicant"
MOST_POLICIES = 100


@dataclass(frozen=True)
class Held:
    """A policy and the parts that a customer has in it: codes of PartRole, or `applicant`."""

    policy: Policy
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Standing:
    """How consent for one purpose stands: given, withdrawn, expired, never; the newest row behind it."""

    purpose: str
    state: str
    consent: Consent | None


def care_of(party: Party, day: date) -> list[str]:
    """The care that a person needs on `day`: as told, and by the age reached by then."""
    told = frozenset(party.vulnerabilities) - BY_AGE
    if party.kind != "person":
        return sorted(told)
    number = party.certificate_no if party.certificate_kind == "id_card" else ""
    born = date.fromisoformat(party.born_on) if party.born_on else None
    return sorted(rules.care_needed(certificate_no=number, born=born, told=told, day=day))


def policies_of(ids: Collection[UUID]) -> list[Held]:
    """The policies in which these records have a part, newest first, at most MOST_POLICIES. Two statements."""
    rows = PolicyPart.objects.filter(party_id__in=ids, to_on=None).values_list("policy_id", "role")
    parts: dict[UUID, list[str]] = {}
    for policy_id, role in rows[: MOST_POLICIES * 2]:
        parts.setdefault(policy_id, []).append(role)
    found = Policy.objects.filter(Q(holder__in=ids) | Q(pk__in=list(parts))).select_related("unit")
    return [
        Held(one, tuple([APPLICANT] * (one.holder_id in set(ids)) + sorted(parts.get(one.pk, []))))
        for one in found.order_by("-starts_on", "number")[:MOST_POLICIES]
    ]


@dataclass(frozen=True)
class Among:
    """Somebody's part in a policy: `row` is None for the applicant, whose part is the policy itself."""

    party: Party
    role: str
    row: PolicyPart | None


def people_of(held: Collection[Held]) -> dict[UUID, list[Among]]:
    """Who has which part in these policies, by policy, the applicant first. Two statements."""
    policies = {one.policy.pk: one.policy for one in held}
    rows = list(
        PolicyPart.objects.filter(policy__in=list(policies), to_on=None).order_by("role", "from_on", "id")[
            : MOST_POLICIES * 4
        ]
    )
    people = Party.objects.in_bulk({row.party_id for row in rows} | {one.holder_id for one in policies.values()})
    found = {pk: [Among(people[one.holder_id], APPLICANT, None)] for pk, one in policies.items()}
    for row in rows:
        if row.party_id in people:
            found[row.policy_id].append(Among(people[row.party_id], row.role, row))
    return found


def ties_of(ids: Collection[UUID]) -> list[tuple[PartyTie, Party]]:
    """Ties of these records to others, with the other one. Two statements."""
    ties = list(PartyTie.objects.filter(party__in=ids, to_at=None).order_by("kind", "id")[:MOST_POLICIES])
    others = Party.objects.in_bulk({tie.other_id for tie in ties}) if ties else {}
    return [(tie, others[tie.other_id]) for tie in ties if tie.other_id in others]


def consents_of(ids: Collection[UUID], day: date) -> list[Standing]:
    """How consent stands on `day` for every purpose. One statement. Of one person's records the strictest word holds:
    what was withdrawn in one is not given by another, older one."""
    rows = list(Consent.objects.filter(party__in=ids).order_by("given_at", "id"))
    found = []
    for purpose in ConsentPurpose.values:
        mine = [row for row in rows if row.purpose == purpose]
        latest = max((row.withdrawn_at for row in mine if row.withdrawn_at), default=None)
        counted = [
            Given(row.expires_on, row.withdrawn_at is not None)
            for row in mine
            if row.withdrawn_at or latest is None or row.given_at >= latest
        ]
        found.append(Standing(purpose, standing(counted, day), mine[-1] if mine else None))
    return found


def may_reach_out(party_id: UUID, purpose: str, day: date) -> str:
    """How consent of a customer for a purpose stands on `day`; only `given` lets anybody reach out. To be asked before
    every contact that the customer did not begin and no law demands."""
    from_all = consents_of(together(party_id), day)
    return next(one.state for one in from_all if one.purpose == purpose)
