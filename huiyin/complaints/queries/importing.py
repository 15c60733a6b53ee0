"""What an import finds here: who will answer for its cases, and what of it is here already. Reads only."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.accounts.models import Role, Unit, User
from huiyin.accounts.queries import staff_with_role
from huiyin.audit.models import Entry
from huiyin.cases.models import Case, Registry
from huiyin.catalog.rules import fold
from huiyin.complaints.imports.record import Record
from huiyin.core import crypto
from huiyin.core.errors import Refused
from huiyin.customers.models import Policy
from huiyin.customers.queries import tidy_policy

REGISTRY = "import"
IMPORTED, UPDATED = "complaint.imported", "complaint.import_updated"
MACHINE_KINDS = (IMPORTED, UPDATED)
ANSWERING = (Role.HANDLER, Role.SUPERVISOR, Role.HEAD_OFFICE_CP, Role.BRANCH_MANAGER, Role.ADMINISTRATOR)
Kind = Literal["created", "updated", "unchanged", "rejected"]


@dataclass(frozen=True)
class Desk:
    """Who answers for imported cases: a row's own unit when it names one, else the unit of its policy, else `unit`.

    `units` finds a unit by code or name; `owners` says who answers for each.
    """

    unit: Unit
    units: Mapping[str, Unit]
    owners: Mapping[UUID, User]
    taxonomy_version: str
    language: str = "zh-hans"
    as_new: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A case that an earlier run brought in."""

    id: UUID
    number: str
    is_open: bool
    digest: str
    rows: list[dict[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is to be done with a record, and why not when it is rejected."""

    kind: Kind
    digest: str
    reason: str = ""
    unit: Unit | None = None
    policy: Policy | None = None
    found: Found | None = None


def desk(*, unit_code: str, taxonomy_version: str, language: str = "zh-hans", as_new: bool = False) -> Desk:
    """The desk for a run. Raises Refused: no such unit, no organisation yet, nobody who could answer."""
    every = list(Unit.objects.filter(is_active=True).select_related("duty_user").order_by("path"))
    units = {fold(word): unit for unit in every for word in (unit.name_en, unit.name, unit.code) if word}
    unit = units.get(fold(unit_code)) if unit_code else next(iter(every), None)
    if unit is None and unit_code:
        raise Refused("import.unit_unknown", _("There is no unit “%s”. Use its code or its name.") % unit_code)
    if unit is None:
        raise Refused("import.no_organisation", _("There is no organisation yet: make it first (huiyin createadmin)."))
    fallback = _owner(unit)
    if fallback is None:
        raise Refused(
            "import.nobody_answers",
            _("Nobody can answer for the imported cases: give “%s” a person on duty or a complaint handler.")
            % unit.name,
        )
    owners: dict[UUID, User] = {}
    for each in every:  # parents come first: a unit without a person on duty is answered for by the one above
        above = owners.get(each.parent_id) if each.parent_id else None
        owners[each.id] = _duty(each) or above or fallback
    return Desk(unit, units, owners, taxonomy_version, language, as_new)


def _duty(unit: Unit) -> User | None:
    return unit.duty_user if unit.duty_user and unit.duty_user.is_active else None


def _owner(unit: Unit) -> User | None:
    """The person on duty, else the nearest member of staff with a role that answers."""
    if duty := _duty(unit):
        return duty
    return next((user for role in ANSWERING if (user := staff_with_role(role, unit).first())), None)


def key_of(record: Record) -> str:
    """The registry key of a record."""
    return f"{record.source}:{record.external_key}"


def digest_of(record: Record) -> str:
    """The keyed fingerprint of a record's rows: it cannot be used to guess the personal data in them."""
    return crypto.blind("import", record.row_digest[:32])


def stands(found: Found) -> Found:
    """The same case as it is now; the caller has locked it."""
    case = Case.objects.get(pk=found.id)
    fields = case.source_fields
    return Found(case.id, case.number, case.is_open, str(fields.get("digest", "")), fields.get("rows", []))


def judge(records: Sequence[Record], desk: Desk) -> list[Judgement]:
    """What is to be done with each record: a handful of statements for the whole batch."""
    known = _known(key_of(record) for record in records)
    policies = _policies(records)
    return [_judge(record, desk, known.get(key_of(record)), policies) for record in records]


def _judge(record: Record, desk: Desk, found: Found | None, policies: Mapping[str, Policy]) -> Judgement:
    digest = digest_of(record)
    if found and found.digest == digest:
        return Judgement("unchanged", digest, found=found)
    policy = policies.get(tidy_policy(record.text("policy_number")))
    unit = desk.units.get(fold(record.text("unit"))) if record.text("unit") else (policy.unit if policy else desk.unit)
    if unit is None:
        return Judgement("rejected", digest, _("There is no unit “%s” here.") % record.text("unit"))
    if found is None:
        return Judgement("created", digest, unit=unit, policy=policy)
    reason = why_not_update(record, found)
    return Judgement("rejected" if reason else "updated", digest, reason, unit, policy, found)


def why_not_update(record: Record, found: Found) -> str:
    """Why changed rows may not replace what was imported; empty when they may.

    Only closed history that nobody has worked on is replaced, and never by fewer rows than it was made of.
    """
    told = {"number": found.number}
    if found.is_open or record.state == "open":
        return _("The row has changed, but %(number)s is an open complaint here: make the change there.") % told
    if Entry.objects.filter(aggregate_kind="case", aggregate_id=found.id).exclude(kind__in=MACHINE_KINDS).exists():
        return _("The row has changed, but people have worked on %(number)s since: make the change there.") % told
    if len(record.rows) < len(found.rows):
        counts = {"now": len(record.rows), "then": len(found.rows)}
        return _("%(number)s was imported from %(then)d rows, the file has %(now)d of them: import all.") % (
            told | counts
        )
    return ""


def _known(keys: Iterable[str]) -> dict[str, Found]:
    ids = dict(Registry.objects.filter(kind=REGISTRY, key__in=list(keys)).values_list("key", "case_id"))
    if not ids:
        return {}
    rows = Case.objects.filter(pk__in=ids.values()).values_list("id", "number", "is_open", "source_fields")
    cases = {
        id_: Found(id_, number, is_open, str(fields.get("digest", "")), fields.get("rows", []))
        for id_, number, is_open, fields in rows
    }
    return {key: cases[id_] for key, id_ in ids.items() if id_ in cases}


def _policies(records: Sequence[Record]) -> dict[str, Policy]:
    wanted = {tidy_policy(record.text("policy_number")) for record in records} - {""}
    return (
        {row.number: row for row in Policy.objects.filter(number__in=wanted).select_related("unit")} if wanted else {}
    )
