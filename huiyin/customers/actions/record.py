"""Changing a customer's details, with the history of every field; looking at them; lifting a mask (2.1-2, 7.2-3)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.accounts.rules import may_take_part
from huiyin.audit import actions as audit
from huiyin.core import blind
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused
from huiyin.core.time import local_date
from huiyin.customers import rules
from huiyin.customers.actions.base import because, lock, record
from huiyin.customers.actions.measuring import measure
from huiyin.customers.models import CertificateKind, Party, PartyChange
from huiyin.customers.rules.record import BY_AGE, DETAILS, REVEALED, TOLD, wrong_detail


@action
def change_details(
    *, party_id: UUID, values: Mapping[str, str], reason: str, by: Actor, at: datetime, version: int | None = None
) -> Party:
    """Write new details on the customer's word; what is the same already stays untouched.

    Raises BadInput for an unknown detail, a value that cannot be right or a missing reason; Refused
    (`customer.changed`) when `version` is given and the record is at another one.
    """
    words = because(reason)
    if unknown := sorted(set(values) - set(DETAILS)):
        raise BadInput("customer.field", _("There is no such detail: %(name)s.") % {"name": unknown[0]}, field="values")
    party = lock(party_id, by=by, version=version)
    new = {name: tidy(name, value) for name, value in values.items()}
    changed = {name: value for name, value in new.items() if value != getattr(party, name)}
    if not changed:
        return party
    kind = changed.get("certificate_kind", party.certificate_kind)
    if kind and kind not in CertificateKind.values:
        raise BadInput(
            "customer.certificate_kind", _("There is no such kind of certificate."), field="certificate_kind"
        )
    for name in DETAILS if "certificate_kind" in changed else changed:
        value = changed.get(name, getattr(party, name))
        if wrong := wrong_detail(name, value, certificate_kind=kind, day=local_date(at)):
            raise BadInput(f"customer.{wrong}", wrong_words(wrong), field=name)
    before = {name: getattr(party, name) for name in changed}
    for name, value in changed.items():
        setattr(party, name, value)
    fit(party, at)
    party.version += 1
    party.verified_at = at
    party.save()
    keep_history(party, before, reason=words, by=by, at=at)
    record(
        party.pk, "changed", by=by, at=at,
        body={"fields": sorted(changed), "reason": words, "version": party.version},
        personal={f"{when}.{name}": text for when, held in (("before", before), ("after", changed))
                  for name, text in held.items()},
    )  # fmt: skip
    measure(party_ids=[party.pk], by=by, at=at)
    return party


def keep_history(party: Party, before: Mapping[str, str], *, reason: str, by: Actor, at: datetime) -> None:
    """One row for each detail that changed, from `before` to what the record holds now."""
    common = {"reason": reason, "at": at, "by_id": by.id, "by_label": by.label[:120]}
    PartyChange.objects.bulk_create(
        PartyChange(party=party, field=name, before=old, after=getattr(party, name), **common)
        for name, old in before.items()
    )


@action
def verify_details(*, party_id: UUID, reason: str, by: Actor, at: datetime, version: int | None = None) -> Party:
    """The customer confirmed that the details are right as they stand (2.1-4)."""
    words = because(reason)
    party = lock(party_id, by=by, version=version)
    party.verified_at = at
    party.save(update_fields=["verified_at"])
    record(party.pk, "verified", by=by, at=at, body={"reason": words})
    measure(party_ids=[party.pk], by=by, at=at)
    return party


@action
def tell_care(
    *, party_id: UUID, care: frozenset[str], reason: str, by: Actor, at: datetime, version: int | None = None
) -> Party:
    """What care the person needs as they told it (`rules.record.TOLD`); that by age follows from the birth date."""
    words = because(reason)
    if unknown := sorted(care - set(TOLD)):
        raise BadInput("customer.care", _("There is no such care: %(name)s.") % {"name": unknown[0]}, field="care")
    party = lock(party_id, by=by, version=version)
    before = list(party.vulnerabilities)
    party.vulnerabilities = sorted((set(before) - set(TOLD)) | care)
    if party.vulnerabilities == before:
        return party
    party.version += 1
    party.save(update_fields=["vulnerabilities", "version"])
    # Health is sensitive: the ledger says that it changed, its values are sealed.
    record(
        party.pk, "care_told", by=by, at=at, body={"reason": words, "version": party.version},
        personal={"before": ",".join(before) or "-", "after": ",".join(party.vulnerabilities) or "-"},
    )  # fmt: skip
    return party


@action
def look(*, party_id: UUID, by: Actor, at: datetime) -> None:
    """Somebody opened the record: one line of the access log."""
    audit.looked(kind="read", by=by, at=at, aggregate=("customer", party_id))


@action
def reveal(*, party_id: UUID, fields: Sequence[str], reason: str, by: Actor, at: datetime) -> dict[str, str]:
    """Lift the mask of some details; returns their clear values, once, and writes who asked and why (7.2-3)."""
    _may_reveal(by)
    words = because(reason)
    wanted = [name for name in REVEALED if name in fields]
    if not wanted or len(wanted) != len(set(fields)):
        raise BadInput("reveal.fields", _("Choose what you need to see."), field="fields")
    party = Party.objects.get(pk=party_id)
    audit.looked(kind="reveal", by=by, at=at, aggregate=("customer", party_id), reason=words, fields=wanted)
    return {name: getattr(party, name) for name in wanted}


@action
def reveal_change(*, party_id: UUID, change_id: UUID, reason: str, by: Actor, at: datetime) -> tuple[str, str]:
    """Lift the mask of one line of the history; returns the value before and after."""
    _may_reveal(by)
    words = because(reason)
    row = PartyChange.objects.filter(pk=change_id, party=party_id).first()
    if row is None:
        raise BadInput("reveal.fields", _("Choose what you need to see."), field="change")
    audit.looked(
        kind="reveal", by=by, at=at, aggregate=("customer", party_id), reason=words, fields=[f"was.{row.field}"]
    )
    return row.before, row.after


def wrong_words(code: str) -> str:
    """What is wrong with a detail, in words that say what to do (codes of `rules.record.wrong_detail`)."""
    return {
        "missing": _("Give the name of the customer."),
        "long": _("At most 300 characters."),
        "certificate": _("This is not a valid resident identity number; check its digits."),
        "email": _("This is no e-mail address; write it like li@example.com."),
        "phone": _("This is no phone number; it has between 5 and 20 digits."),
        "date": _("This is no date; write it like 1960-05-17."),
        "future": _("Nobody is born in the future; check the year."),
    }[code]


def may_work(by: Actor) -> bool:
    """Do the actor's roles take part in cases, and so look customers up and change their records?"""
    return may_take_part(by.grants)


def tidy(name: str, value: str) -> str:
    """A detail as it is kept."""
    return value.strip().upper() if name == "certificate_no" else value.strip()


def fit(party: Party, at: datetime) -> None:
    """Blind indexes and the care by age follow the details."""
    party.name_blind, party.name_pairs = blind.name(party.name), blind.name_pairs(party.name)
    party.certificate_blind = blind.certificate(party.certificate_no)
    party.phone_blind, party.email_blind = blind.phone(party.phone), blind.email(party.email)
    number = party.certificate_no if party.certificate_kind == "id_card" else ""
    born = rules.born_on(number)
    if born and not party.born_on:
        party.born_on = born.isoformat()
    told = frozenset(party.vulnerabilities) - BY_AGE
    if party.kind == "person":
        known = datetime.fromisoformat(party.born_on).date() if party.born_on else None
        told = rules.care_needed(certificate_no=number, born=known, told=told, day=local_date(at))
    party.vulnerabilities = sorted(told)


def _may_reveal(by: Actor) -> None:
    if by.kind not in ("staff", "api") or not may_take_part(by.grants):
        raise Refused("reveal.not_yours", _("Your role sees personal data only masked."), clause="1.3-4")
