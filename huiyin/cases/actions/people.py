"""The people of a case: their rows, and what comes in later (authority, another way to reach them)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.cases.actions import search
from huiyin.cases.actions.base import lock, record
from huiyin.cases.models import Case, Evidence, Flag, Person, PersonRole
from huiyin.cases.queries.people import clashing, stamp
from huiyin.cases.rules.people import REPRESENTING, PersonDraft, contact_of
from huiyin.channels.actions import check_address
from huiyin.core import blind, bulk
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused
from huiyin.core.time import local_date
from huiyin.customers.rules import care_needed

ROLES = frozenset(PersonRole.values)
CORRECTABLE = ("name", "phone", "email", "certificate_no", "address")


def rows(case: Case, drafts: Sequence[PersonDraft], *, day: date) -> list[Person]:
    """The person rows of a new case with fingerprints and what care they need on `day`, not yet saved."""
    contact = contact_of(drafts)
    return [
        bulk.new(
            Person,
            case=case,
            role=draft.role,
            party_id=draft.party_id,
            is_contact=place == contact,
            is_face_to_face=draft.is_face_to_face,
            name=draft.name.strip(),
            phone=draft.phone.strip(),
            phone_blind=blind.phone(draft.phone),
            email=draft.email.strip(),
            email_blind=blind.email(draft.email),
            certificate_no=draft.certificate_no.strip().upper(),
            certificate_blind=blind.certificate(draft.certificate_no),
            address=draft.address.strip(),
            vulnerabilities=sorted(
                care_needed(
                    certificate_no=draft.certificate_no, born=draft.born_on, told=draft.vulnerabilities, day=day
                )
            ),
        )
        for place, draft in enumerate(drafts)
    ]


def check(drafts: Sequence[PersonDraft]) -> None:
    """Raises BadInput for an unknown role, too long a value, or an e-mail address that cannot be one."""
    for draft in drafts:
        if draft.role not in ROLES:
            raise BadInput("person.role", _("Choose what this person is in the matter."), field="role")
        longest = max(
            len(value) for value in (draft.name, draft.phone, draft.email, draft.certificate_no, draft.address)
        )
        if longest > 300:
            raise BadInput("person.long", _("Names and addresses have at most 300 characters."), field="people")
        if draft.email.strip():
            check_address(draft.email)


def personal(people: Sequence[Person]) -> dict[str, str]:
    """The personal values of people under names for the ledger, where they leave salted hashes."""
    return {
        f"{place}.{name}": getattr(person, name)
        for place, person in enumerate(people, start=1)
        for name in CORRECTABLE
        if getattr(person, name)
    }


@action
def add(*, case: Case, draft: PersonDraft, by: Actor, at: datetime) -> Person:
    """Add somebody to a case: a witness, a beneficiary, an agent (whose authority is then still missing)."""
    case = lock(case, by=by, staff_only=True)
    check([draft])
    if not draft.name.strip():
        raise BadInput("person.name", _("Give the name of the person."), field="name")
    person = rows(case, [draft], day=local_date(at))[0]
    person.is_contact = False
    person.save(force_insert=True)
    search.add(case, people=[person])
    record(
        case, "person_added", by=by, at=at, body={"person": person.pk, "role": person.role}, personal=personal([person])
    )
    if person.vulnerabilities and Flag.VULNERABLE not in case.flags:
        case.flags = [*case.flags, Flag.VULNERABLE]
        case.save(update_fields=["flags"])
    return person


@action
def attach_authority(*, case: Case, person_id: UUID, evidence: Evidence, by: Actor, at: datetime) -> Person:
    """Name the item that proves the authority of an agent or heir (令2020-3 art 14). The same again changes nothing."""
    case = lock(case, by=by, staff_only=True)
    person = Person.objects.filter(pk=person_id, case=case).first()
    if person is None or person.role not in REPRESENTING:
        raise Refused("authority.person", _("Only an agent or heir of this case needs a proof of authority."))
    if evidence.case_id != case.pk:
        raise BadInput("authority.evidence", _("This evidence item does not belong to the case."), field="evidence")
    if person.authority_evidence_id == evidence.pk:
        return person
    person.authority_evidence_id = evidence.pk
    person.save(update_fields=["authority_evidence_id"])
    record(case, "authority_attached", by=by, at=at, body={"person": person.pk, "evidence": evidence.pk})
    return person


@action
def correct(
    *, case: Case, person_id: UUID, values: dict[str, str], reason: str, by: Actor, at: datetime,
    was: Mapping[str, str] | None = None,
) -> Person:  # fmt: skip
    """Correct contact details on the customer's word; the ledger keeps salted hashes of before and after (1.3-3).
    `was` are the stamps of what stood there when the values were typed (`queries.people.stamps`): fields that somebody
    else changed meanwhile are never written over.

    Raises BadInput without a reason, for an unknown field, an empty name, or when nobody could be reached any more;
    Refused `person.changed` when a colleague changed one of the fields to something else.
    """
    case = lock(case, by=by, staff_only=True)
    if len(reason.strip()) < 4:
        raise BadInput("person.reason", _("Say who asked for the correction, and how."), field="reason")
    person = Person.objects.select_for_update().filter(pk=person_id, case=case).first()
    if person is None or set(values) - set(CORRECTABLE):
        raise BadInput("person.field", _("This cannot be corrected here."), field="values")
    if was is not None:
        values = _merged(person, values, was)
        if not values:
            return person
    if values.get("email", "").strip():
        check_address(values["email"])
    before = {name: getattr(person, name) for name in values}
    for name, value in values.items():
        setattr(person, name, value.strip())
    if not person.name or (person.is_contact and not (person.phone or person.email or person.address)):
        raise BadInput("person.unreachable", _("A name and one way to reach the person must remain."), field="values")
    person.phone_blind, person.email_blind = blind.phone(person.phone), blind.email(person.email)
    person.certificate_blind = blind.certificate(person.certificate_no)
    person.save(update_fields=[*values, "phone_blind", "email_blind", "certificate_blind"])
    search.add(case, people=[person])
    if "name" in values and case.complainant_name == before["name"]:
        case.complainant_name = person.name
        case.save(update_fields=["complainant_name"])
    record(
        case,
        "person_corrected",
        by=by,
        at=at,
        body={"person": person.pk, "fields": sorted(values), "reason": reason.strip()[:300]},
        personal={
            f"{when}.{name}": text
            for when, old in (("before", before), ("after", values))
            for name, text in old.items()
        },
    )
    return person


def _merged(person: Person, values: dict[str, str], was: Mapping[str, str]) -> dict[str, str]:
    """The values that nobody else has touched; what stands there already is not written again."""
    if clashing(person, values, was):
        raise Refused("person.changed", _("Somebody else has changed the same at the same time. Look at both."))
    return {name: value for name, value in values.items() if stamp(value) != stamp(getattr(person, name))}
