"""The regulator's list of complaints transferred to us (12378): a form says which column is what, a row becomes an
arrival (令2020-3 art 33). No database here."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml
from django.utils.translation import gettext as _

from huiyin.cases.rules.people import PersonDraft
from huiyin.catalog.rules import fold
from huiyin.complaints.imports import values
from huiyin.complaints.imports.table import Row, Unreadable
from huiyin.complaints.rules.arrival import Arrival, DemandDraft

SHIPPED = Path(__file__).parent / "transfer_forms" / "cn-12378.yaml"
NEEDED = ("external_ref", "received_at", "name", "text")
OPTIONAL = ("due_on", "phone", "email", "address", "certificate_no", "subject", "demand", "policy_number")
FIELDS = frozenset((*NEEDED, *OPTIONAL))
PERSONAL = {"name": 120, "phone": 40, "email": 254, "address": 500, "certificate_no": 40}
LONGEST_REF, LONGEST_POLICY, LONGEST_SUBJECT, LONGEST_DEMAND = 80, 40, 200, 500
DIGEST = "transfer_digest"


@dataclass(frozen=True)
class Form:
    """Which headings fill which field; times without an offset are of `zone`; `formats` are strptime patterns."""

    columns: Mapping[str, tuple[str, ...]]
    zone: str
    formats: tuple[str, ...] = ()

    def found(self, headings: Sequence[str]) -> dict[str, str]:
        """Field → the file's own heading. Raises Unreadable when a needed one is not there."""
        have = {fold(name): name for name in reversed(headings)}
        result = {}
        for name, wanted in self.columns.items():
            heading = next((have[fold(each)] for each in wanted if fold(each) in have), None)
            if heading is not None:
                result[name] = heading
        if lacking := [" / ".join(self.columns[name]) for name in NEEDED if name not in result]:
            raise Unreadable(
                _("The list lacks columns: %s. Name yours in a form of your own (--form FILE).") % ", ".join(lacking)
            )
        return result


def load(path: Path = SHIPPED) -> Form:
    """A form from its file. Raises Unreadable naming what is wrong with it."""
    try:
        raw: Any = yaml.safe_load(path.read_bytes())
    except (OSError, yaml.YAMLError, UnicodeDecodeError) as error:
        raise Unreadable(
            _("The form “%(path)s” cannot be read (%(error)s).") % {"path": path, "error": error}
        ) from error
    columns = raw.get("columns") if isinstance(raw, dict) else None
    if not isinstance(columns, dict) or set(raw) - {"columns", "time_zone", "formats"}:
        raise Unreadable(_("A form holds `columns`, and may hold `time_zone` and `formats`; nothing else."))
    if unknown := sorted(str(name) for name in set(columns) - FIELDS):
        told = {"unknown": ", ".join(unknown), "known": ", ".join(sorted(FIELDS))}
        raise Unreadable(_("The form names fields that are not known: %(unknown)s. Known are: %(known)s.") % told)
    if lacking := [name for name in NEEDED if not columns.get(name)]:
        raise Unreadable(_("The form lacks the fields: %s.") % ", ".join(lacking))
    zone = str(raw.get("time_zone") or "Asia/Shanghai")
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise Unreadable(_("There is no time zone named “%s”.") % zone) from error
    return Form({name: _listed(each) for name, each in columns.items()}, zone, _listed(raw.get("formats")))


def _listed(value: Any) -> tuple[str, ...]:
    return tuple(str(each) for each in value) if isinstance(value, list) else (str(value),) if value else ()


def arrival_of(row: Row, form: Form, found: Mapping[str, str]) -> Arrival:
    """The complaint that a row tells of. Raises values.Unfit with what is wrong, never quoting personal data."""
    if row.problem:
        raise values.Unfit(row.problem)
    cells = {name: row.cells.get(heading, "").strip() for name, heading in found.items()}
    if empty := [found[name] for name in NEEDED if not cells[name]]:
        raise values.Unfit(_("empty: %s") % ", ".join(empty))
    received = _instant(cells["received_at"], form, found["received_at"])
    due = _instant(cells["due_on"], form, found["due_on"]) if cells.get("due_on") else None
    demand = cells.get("demand", "")
    for name, most in (
        ("external_ref", LONGEST_REF), ("policy_number", LONGEST_POLICY), ("subject", LONGEST_SUBJECT),
        ("demand", LONGEST_DEMAND),
    ):  # fmt: skip
        if len(cells.get(name, "")) > most:
            raise values.Unfit(_("%(column)s: longer than %(most)d characters") % {"column": found[name], "most": most})
    return Arrival(
        channel="regulator",
        received_at=received,
        text=cells["text"],
        people=(_person(cells, found),),
        subject=cells.get("subject", ""),
        demands=(DemandDraft(text=demand),) if demand else (),
        external_ref=cells["external_ref"],
        policy_number=cells.get("policy_number", ""),
        regulator_due_on=due.astimezone(ZoneInfo(form.zone)).date() if due else None,
        source_fields={DIGEST: _digest(cells)},
    )


def _instant(text: str, form: Form, heading: str) -> datetime:
    try:
        return values.instant(text, form.formats, form.zone)
    except values.Unfit as unfit:
        raise values.Unfit(f"{heading}: {unfit}") from unfit


def _person(cells: Mapping[str, str], found: Mapping[str, str]) -> PersonDraft:
    given: dict[str, str] = {}
    for name, most in PERSONAL.items():
        try:
            kind = "id_number" if name == "certificate_no" else name
            given[name] = values.personal(kind, cells[name], most) or "" if cells.get(name) else ""
        except values.Unfit as unfit:
            raise values.Unfit(f"{found[name]}: {unfit}") from unfit
    return PersonDraft(
        name=given["name"],
        phone=given["phone"],
        email=given["email"],
        address=given["address"],
        certificate_no=given["certificate_no"],
        is_contact=True,
    )


def _digest(cells: Mapping[str, str]) -> str:
    """Fingerprint of what the matter is; who complains stays out of it, so that nothing personal can be tried out."""
    parts = [cells.get(name, "") for name in ("external_ref", "received_at", "due_on", "policy_number", "text")]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]
