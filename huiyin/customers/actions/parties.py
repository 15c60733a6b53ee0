"""Making customer records."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from huiyin.audit import actions as audit
from huiyin.core import blind, bulk
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput
from huiyin.core.time import local_date
from huiyin.customers import rules
from huiyin.customers.models import Party, PartyKind


@dataclass(frozen=True, kw_only=True)
class PartyDraft:
    """What is known of a person or organisation."""

    name: str
    kind: str = PartyKind.PERSON
    certificate_kind: str = ""
    certificate_no: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    born_on: date | None = None
    vulnerabilities: frozenset[str] = frozenset()
    external_ref: str = ""


@action
def register_party(*, draft: PartyDraft, by: Actor, at: datetime) -> Party:
    """Make a customer record. Raises BadInput for a name that is empty or a number that cannot be one."""
    if not draft.name.strip():
        raise BadInput("customer.name_missing", _("Give the name of the customer."), field="name")
    if draft.certificate_kind == "id_card" and not rules.is_id_card(draft.certificate_no):
        raise BadInput(
            "customer.certificate_wrong",
            _("This is not a valid resident identity number; check its digits."),
            field="certificate_no",
        )
    party = build_party(draft=draft, at=at)
    party.save(force_insert=True)
    audit.record(
        aggregate=("customer", party.pk),
        kind="customer.registered",
        by=by,
        at=at,
        body={"kind": party.kind, "external_ref": party.external_ref},
        personal={"name": party.name, "certificate_no": party.certificate_no, "phone": party.phone},
        first=True,
    )
    return party


def build_party(*, draft: PartyDraft, at: datetime) -> Party:
    """The row of a customer with all its blind indexes, not yet saved (for writers of many rows at once)."""
    born = draft.born_on or rules.born_on(draft.certificate_no)
    care = rules.care_needed(
        certificate_no=draft.certificate_no, born=born, told=draft.vulnerabilities, day=local_date(at)
    )
    return bulk.new(
        Party,
        kind=draft.kind,
        name=draft.name.strip(),
        name_blind=blind.name(draft.name),
        name_pairs=blind.name_pairs(draft.name),
        certificate_kind=draft.certificate_kind,
        certificate_no=draft.certificate_no.strip().upper(),
        certificate_blind=blind.certificate(draft.certificate_no),
        phone=draft.phone.strip(),
        phone_blind=blind.phone(draft.phone),
        email=draft.email.strip(),
        email_blind=blind.email(draft.email),
        address=draft.address.strip(),
        born_on=born.isoformat() if born else "",
        vulnerabilities=sorted(care),
        external_ref=draft.external_ref,
        created_at=at,
    )
