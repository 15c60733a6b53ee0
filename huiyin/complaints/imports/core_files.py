"""Files of customers and policies of a core system: a form says which column is what, a row becomes a message. No
database here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from django.utils.translation import gettext as _

from huiyin.catalog.rules import fold
from huiyin.complaints.imports import values
from huiyin.complaints.imports.table import Row, Unreadable
from huiyin.customers.actions.core_parties import PartyMessage
from huiyin.customers.actions.core_policies import COLUMNS, PolicyMessage
from huiyin.customers.rules.record import DETAILS

FOLDER = Path(__file__).parent / "core_forms"
NEEDED = {"customers": ("key", "name"), "policies": ("key", "number", "holder_key", "unit")}
FIELDS = {
    "customers": frozenset(("key", "sent_at", "kind", *DETAILS)),
    "policies": frozenset(("key", "sent_at", "number", "holder_key", "unit", *COLUMNS)),
}
_DAYS = frozenset({"born_on", "starts_on", "ends_on", "signed_on", "hesitation_ends_on"})
# How long the columns of a policy are; what is longer is turned back and never cut.
_LONGEST = {
    "product_code": 20, "product_name": 80, "line": 20, "sales_channel": 20, "seller_no": 20, "seller_name": 60,
    "status": 16, "insured_name": 300,
}  # fmt: skip
_ZONE = "Asia/Shanghai"
Message = PartyMessage | PolicyMessage


@dataclass(frozen=True)
class Form:
    """Which headings fill which field, and which words of the file stand for which codes."""

    kind: str
    columns: Mapping[str, tuple[str, ...]]
    words: Mapping[str, Mapping[str, str]]

    def found(self, headings: Sequence[str]) -> dict[str, str]:
        """Field → the file's own heading. Raises Unreadable when a needed one is not there."""
        have = {fold(name): name for name in reversed(headings)}
        result = {}
        for name, wanted in self.columns.items():
            heading = next((have[fold(each)] for each in wanted if fold(each) in have), None)
            if heading is not None:
                result[name] = heading
        if lacking := [" / ".join(self.columns.get(name, (name,))) for name in NEEDED[self.kind] if name not in result]:
            raise Unreadable(
                _("The file lacks columns: %s. Name yours in a form of your own (--form FILE).") % ", ".join(lacking)
            )
        return result


def load(kind: str, path: Path | None = None) -> Form:
    """The shipped form of a kind (`customers`, `policies`), or that at `path`. Raises Unreadable with the fault."""
    path = path or FOLDER / f"{kind}.yaml"
    try:
        raw: Any = yaml.safe_load(path.read_bytes())
    except (OSError, yaml.YAMLError, UnicodeDecodeError) as error:
        told = {"path": path, "error": error}
        raise Unreadable(_("The form “%(path)s” cannot be read (%(error)s).") % told) from error
    columns, words = (raw.get("columns"), raw.get("values", {})) if isinstance(raw, dict) else (None, None)
    if not isinstance(columns, dict) or not isinstance(words, dict):
        raise Unreadable(_("The form “%s” needs `columns`: a list of headings for each field.") % path)
    if unknown := sorted((set(columns) | set(words)) - FIELDS[kind]):
        raise Unreadable(
            _("The form “%(path)s” names an unknown field: %(name)s.") % {"path": path, "name": unknown[0]}
        )
    if wrong := [name for name, listed in columns.items() if not isinstance(listed, list) or not listed]:
        raise Unreadable(
            _("The form “%(path)s” needs a list of headings: %(name)s.") % {"path": path, "name": wrong[0]}
        )
    if wrong := [name for name, known in words.items() if not isinstance(known, dict)]:
        raise Unreadable(_("The form “%(path)s” needs words and codes: %(name)s.") % {"path": path, "name": wrong[0]})
    folded = {name: {fold(str(word)): str(code) for word, code in known.items()} for name, known in words.items()}
    return Form(kind, {name: tuple(map(str, listed)) for name, listed in columns.items()}, folded)


def message_of(row: Row, form: Form, found: Mapping[str, str], *, source: str, as_of: datetime) -> Message:
    """What a row says. Raises values.Unfit with what to mend; it never quotes personal data."""
    if row.problem:
        raise values.Unfit(row.problem)
    cells = {name: row.cells.get(heading, "").strip() for name, heading in found.items()}
    for name, known in form.words.items():
        if name in cells:
            cells[name] = known.get(fold(cells[name]), cells[name])
    common: dict[str, Any] = {
        "source": source, "key": cells["key"],
        "sent_at": values.instant(cells["sent_at"], (), _ZONE) if cells.get("sent_at") else as_of,
    }  # fmt: skip
    if form.kind == "customers":
        told = {name: cells[name] for name in DETAILS if name in cells}
        if told.get("born_on"):
            told["born_on"] = _day(told["born_on"], "born_on").isoformat()
        return PartyMessage(**common, kind=cells.get("kind") or "person", details=told)
    held: dict[str, Any] = {name: _column(name, cells[name]) for name in COLUMNS if cells.get(name)}
    return PolicyMessage(
        **common, number=cells["number"], holder_key=cells["holder_key"], unit=cells["unit"], values=held
    )


def _column(name: str, text: str) -> Any:
    if name in _DAYS:
        return _day(text, name)
    if name == "premium":
        return values.money(text)
    if len(text) > _LONGEST[name]:
        limit = _LONGEST[name]
        raise values.Unfit(_("%(name)s is longer than %(limit)d characters") % {"name": name, "limit": limit})
    return text


def _day(text: str, name: str) -> date:
    """A day; one before 1950 is a birth date like any other."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass
    for pattern in values.PLAIN_FORMATS:
        try:
            return datetime.strptime(text, pattern).replace(tzinfo=ZoneInfo(_ZONE)).date()
        except ValueError:
            continue
    raise values.Unfit(_("%(name)s is no date; write it like 1960-05-17") % {"name": name})
