"""What is looked up before a request is written: the policy and the person, so that nothing held is asked again."""

from dataclasses import replace

from huiyin.cases.rules.people import PersonDraft
from huiyin.core import blind
from huiyin.customers.models import Party, Policy
from huiyin.customers.queries import tidy_policy
from huiyin.service.rules.arrival import Arrival


def policy_of(arrival: Arrival) -> Policy | None:
    """The policy that the arrival names by id or number, if we hold it."""
    rows = Policy.objects.select_related("unit")
    if arrival.policy_id:
        return rows.filter(pk=arrival.policy_id).first()
    return rows.filter(number=tidy_policy(arrival.policy_number)).first() if arrival.policy_number.strip() else None


def known_person(person: PersonDraft) -> PersonDraft:
    """The person with what we hold already filled in. Known by id, by certificate, or by name and phone together;
    what was told is never overwritten.."""
    party = _party(person)
    if party is None:
        return person
    reachable = person.is_reachable
    return replace(
        person,
        party_id=party.pk,
        name=person.name or party.name,
        phone=person.phone or ("" if reachable else party.phone),
        email=person.email or ("" if reachable else party.email),
        address=person.address or ("" if reachable else party.address),
        certificate_no=person.certificate_no or party.certificate_no,
        vulnerabilities=person.vulnerabilities | set(party.vulnerabilities),
    )


def _party(person: PersonDraft) -> Party | None:
    if person.party_id:
        return Party.objects.filter(pk=person.party_id).first()
    if person.certificate_no.strip():
        return Party.objects.filter(certificate_blind=blind.certificate(person.certificate_no)).order_by("pk").first()
    if person.phone.strip() and person.name.strip():
        rows = Party.objects.filter(phone_blind=blind.phone(person.phone)).order_by("pk")[:50]
        return next((one for one in rows if one.name_blind == blind.name(person.name)), None)
    return None
