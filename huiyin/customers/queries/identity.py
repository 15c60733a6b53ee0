"""Which records are of one person: judged so, or likely."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from huiyin.core import blind
from huiyin.customers.models import Identity, Party, Policy, PolicyPart, Verdict
from huiyin.customers.rules.matching import Facts, Likeness, likeness

# A value that so many records share is no mark of a person: the switchboard of a company, a placeholder.
MOST_SHARING = 50
MOST_TOGETHER = 50


@dataclass(frozen=True)
class Candidate:
    """Another record that may be of the same person, and why."""

    party: Party
    likeness: Likeness


def together(party_id: UUID) -> list[UUID]:
    """The record and all that were judged to be the same person, over any number of steps; itself first."""
    found, fresh = [party_id], [party_id]
    while fresh and len(found) < MOST_TOGETHER:
        rows = Identity.objects.filter(
            Q(party__in=fresh) | Q(other_id__in=fresh), verdict=Verdict.SAME, undone_at=None
        ).values_list("party_id", "other_id")
        fresh = sorted({one for row in rows for one in row} - set(found))
        found += fresh
    return found


def candidates(party: Party) -> list[Candidate]:
    """Records that may be of the same person and were not judged yet, the likeliest first.

    Looked for among those who share a certificate, phone or e-mail address, a whole name or a policy: a record with a
    slip of the finger in one is found by another. A value shared by more than MOST_SHARING records is left out. At most
    nine statements.
    """
    judged = Identity.objects.filter(Q(party=party.pk) | Q(other_id=party.pk), undone_at=None)
    known = {one for row in judged.values_list("party_id", "other_id") for one in row} | set(together(party.pk))
    near = [row for row in _near(party) if row.pk not in known]
    policies = _policies([party.pk, *(row.pk for row in near)]) if near else {}
    mine = facts(party, policies.get(party.pk, ()))
    found = [Candidate(row, likeness(mine, facts(row, policies.get(row.pk, ())))) for row in near]
    found = [one for one in found if one.likeness.is_proposed]
    return sorted(found, key=lambda one: (-one.likeness.score, str(one.party.pk)))


def likeness_of(one: Party, other: Party) -> Likeness:
    """What speaks for two records being of one person. Two statements."""
    policies = _policies([one.pk, other.pk])
    return likeness(facts(one, policies.get(one.pk, ())), facts(other, policies.get(other.pk, ())))


def facts(party: Party, policies: Iterable[str] = ()) -> Facts:
    """A record as the rules of matching see it."""
    return Facts(
        name="".join(party.name.split()).casefold(),
        kind=party.kind,
        certificate="".join(party.certificate_no.split()).replace("-", "").upper(),
        phone=blind.phone_digits(party.phone),
        email=party.email.strip().casefold(),
        born_on=date.fromisoformat(party.born_on) if party.born_on else None,
        policies=frozenset(policies),
    )


def _near(party: Party) -> list[Party]:
    found: dict[UUID, Party] = {}
    for column in ("certificate_blind", "phone_blind", "email_blind", "name_blind"):
        value = getattr(party, column)
        rows = list(Party.objects.filter(**{column: value})[: MOST_SHARING + 1]) if value else []
        if len(rows) <= MOST_SHARING:
            found |= {row.pk: row for row in rows}
    held = Policy.objects.filter(holder=party.pk).values("pk")[:MOST_SHARING]
    mine = PolicyPart.objects.filter(party_id=party.pk, to_on=None)
    beside = set(PolicyPart.objects.filter(policy__in=held, to_on=None).values_list("party_id", flat=True))
    beside |= set(mine.values_list("policy__holder", flat=True)[:MOST_SHARING])
    found |= {row.pk: row for row in Party.objects.filter(pk__in=beside - set(found))[:MOST_SHARING]}
    found.pop(party.pk, None)
    return list(found.values())


def _policies(ids: Collection[UUID]) -> dict[UUID, set[str]]:
    found: dict[UUID, set[str]] = {}
    for holder, number in Policy.objects.filter(holder__in=ids).values_list("holder_id", "number"):
        found.setdefault(holder, set()).add(number)
    rows = PolicyPart.objects.filter(party_id__in=ids, to_on=None).values_list("party_id", "policy__number")
    for party_id, number in rows:
        found.setdefault(party_id, set()).add(number)
    return found
