"""The parts of a case file, line by line: nothing is ever held whole."""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from uuid import UUID

from huiyin.accounts.models import Unit, User
from huiyin.audit import queries as audit
from huiyin.audit.models import Sealed
from huiyin.cases.models import (
    Case,
    CaseCheck,
    CaseTag,
    ChecklistVersion,
    Evidence,
    FieldValue,
    FieldVersion,
    Message,
    Person,
    Tag,
)
from huiyin.clocks import queries as clocks
from huiyin.clocks.models import Clock
from huiyin.complaints.queries.dossier.choosing import Choices
from huiyin.complaints.queries.dossier.sealing import Sealing
from huiyin.complaints.queries.dossier.tables import NOTES, TABLES, Table, is_sealed
from huiyin.core import calendars, canonical, mediatypes
from huiyin.handbook.rules.terms import Rule

_CHUNK = 500
_EVENT = ("kind", "at", "until", "ref")
_CLOCK = (
    "id", "rule_code", "pack", "rule_version", "calendar_version", "facts", "started_at", "due_at", "step", "paused",
    "provisional", "state", "met_at", "breached_at", "breach_kind",
)  # fmt: skip
# What the rows name that belongs to no case: the words of tags, checklists and fields in the version that was used.
_DEFINED: tuple[tuple[Any, tuple[str, ...], Callable[[Case], Any]], ...] = (
    (Tag, ("id", "name"), lambda case: CaseTag.objects.filter(case=case).values("tag")),
    (
        ChecklistVersion,
        ("id", "code", "version", "title_zh", "title_en", "lines"),
        lambda case: CaseCheck.objects.filter(case=case).values("list"),
    ),
    (
        FieldVersion,
        ("id", "key", "version", "type", "label_zh", "label_en", "options"),
        lambda case: FieldValue.objects.filter(case=case).values("definition"),
    ),
)


def case_lines(case: Case, choices: Choices, sealing: Sealing) -> Iterator[dict[str, Any]]:
    """Every row of the case, and the names of staff and units that they mention."""
    staff: set[UUID] = set()
    units: set[UUID] = set()
    for table in TABLES:
        if table is NOTES and not choices.with_notes:
            continue
        for row in table.model._default_manager.filter(**table.of(case.pk)).order_by("pk").iterator(chunk_size=_CHUNK):
            _mentioned(table, row, staff, units)
            yield {"table": table.name, "row": _told(table, row, choices, sealing)}
    for user in User.objects.filter(pk__in=staff).order_by("pk"):
        yield {"table": "accounts.user", "row": {"id": user.pk, "name": user.name, "employee_no": user.employee_no}}
    for unit in Unit.objects.filter(pk__in=units).order_by("pk"):
        yield {"table": "accounts.unit", "row": {"id": unit.pk, "code": unit.code, "name": unit.name}}
    for model, names, key in _DEFINED:
        used = model._default_manager.filter(pk__in=key(case)).order_by("pk")
        for row in used:
            yield {"table": str(model._meta.label_lower), "row": {name: getattr(row, name) for name in names}}


def _mentioned(table: Table, row: Any, staff: set[UUID], units: set[UUID]) -> None:
    for field in table.fields():
        if field.related_model in (User, Unit) and getattr(row, field.attname) is not None:
            (staff if field.related_model is User else units).add(getattr(row, field.attname))


def _told(table: Table, row: Any, choices: Choices, sealing: Sealing) -> dict[str, Any]:
    found: dict[str, Any] = {}
    left_out = (isinstance(row, Person) and row.pk in choices.people) or (
        isinstance(row, Message) and row.pk in choices.messages
    )
    for field in table.fields():
        value = getattr(row, field.attname)
        if is_sealed(field):
            place = f"{table.name}:{row.pk}:{field.name}"
            found[field.attname] = sealing.seal(place, value, leave_out=left_out)
        else:
            found[field.attname] = value
    if isinstance(row, Evidence):
        found["file"] = file_name(row)
    return found


def file_name(item: Evidence) -> str:
    """Where an evidence item lies in the file. Its own name may be personal and is among the sealed values."""
    return f"evidence/{item.number:04d}{mediatypes.suffix(item.media_type)}"


def ledger_lines(case: Case, sealing: Sealing) -> Iterator[dict[str, Any]]:
    """Every entry of the chain; salts and values that it sealed, as far as nobody erased them."""
    for entry in audit.chain(("case", case.pk)).iterator(chunk_size=_CHUNK):
        yield audit.as_hashed(entry)
    for sealed in Sealed.objects.filter(aggregate_kind="case", aggregate_id=case.pk).order_by("pk").iterator(_CHUNK):
        hashes = _hashes_of(sealed)
        for name, (salt, value) in json.loads(sealed.values).items():
            if name in hashes:
                sealing.open(hashes[name], salt, value)


def _hashes_of(sealed: Sealed) -> dict[str, str]:
    entry = audit.chain((sealed.aggregate_kind, sealed.aggregate_id)).filter(pk=sealed.entry_id).first()
    found: dict[str, str] = entry.body.get("personal", {}) if entry else {}
    return found


def clock_lines(rows: Iterable[Clock]) -> Iterator[dict[str, Any]]:
    """Each limit with its events and its derivation, computed now."""
    for row in rows:
        events = sorted(row.events.all(), key=lambda event: (event.at, event.id))
        yield {
            **{name: getattr(row, name) for name in _CLOCK},
            "facts": _without_fractions(row.facts),
            "events": [{name: getattr(event, name) for name in _EVENT} for event in events],
            "derivation": _without_fractions(_without_reasons(clocks.due_of(row).derivation)),
        }


def _without_reasons(derivation: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Reasons of events are free text and stand, sealed, with the turn they belong to."""
    told = ("extended", "agreed")
    return [{k: v for k, v in step.items() if not (k == "reason" and step["kind"] in told)} for step in derivation]


def _without_fractions(value: Any) -> Any:
    """Canonical JSON has no fractions: hours with minutes are written as text."""
    if isinstance(value, float):
        return format(value, ".4f")
    if isinstance(value, dict):
        return {name: _without_fractions(one) for name, one in value.items()}
    return [_without_fractions(one) for one in value] if isinstance(value, list) else value


def rule_lines(rules: Iterable[Rule]) -> Iterator[dict[str, Any]]:
    """The rule versions that the limits were computed with."""
    for rule in rules:
        yield {
            "version": rule.version,
            "code": rule.code,
            "pack": rule.pack,
            "title": {"zh": rule.title.zh, "en": rule.title.en},
            "note": {"zh": rule.note.zh, "en": rule.note.en},
            "clause": rule.clause,
            "unit": rule.unit,
            "steps": [
                {"length": step.length, "needs": dict(step.needs), "approvers": step.approvers} for step in rule.steps
            ],
            "due_fact": rule.due_fact,
            "calendar": rule.calendar,
            "zone": str(rule.zone),
            "roll": rule.roll,
            "breach": rule.breach,
            "obliges": rule.obliges,
            "status": rule.status,
            "effective_from": rule.effective_from,
            "effective_to": rule.effective_to,
        }


def calendar_lines(versions: Iterable[str]) -> Iterator[dict[str, Any]]:
    """The official calendars that the limits were computed with, every day off and every make-up day."""
    for version in versions:
        calendar = calendars.by_version(version)
        yield {
            "version": version,
            "code": calendar.code,
            "first": calendar.first,
            "last": calendar.last,
            "days": [[on, name, int(off)] for on, (name, off) in sorted(calendar.rows.items())],
        }


def as_line(value: dict[str, Any]) -> bytes:
    """One line of a part."""
    return canonical.dumps(value) + b"\n"
