"""Fields of the house's own: their definitions, their values, and which are shown. Pure."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from huiyin.cases.rules.checklists import STAGES
from huiyin.cases.rules.shape import is_code
from huiyin.core.noop import _

Value = str | Decimal | date | bool | tuple[str, ...]
TYPES = ("text", "long", "number", "money", "date", "choice", "multi", "yes_no")
CHOOSING = ("choice", "multi")
# What may be personal: it is kept as sealed text.
SEALABLE = ("text", "long", "number", "date")
# What another field may depend on: values that can be named one by one.
DECIDING = (*CHOOSING, "yes_no")
MOST_OPTIONS, MOST_FIELDS = 60, 60
MOST = {"text": 200, "long": 10_000}


@dataclass(frozen=True)
class Option:
    """One of a list."""

    code: str
    zh: str
    en: str


@dataclass(frozen=True)
class Field:
    """A definition. `version` 0: not kept yet."""

    key: str
    type: str
    label_zh: str
    label_en: str
    help_zh: str = ""
    help_en: str = ""
    kind: str = "complaint"
    options: Sequence[Option] = field(default_factory=tuple)
    depends_on: str = ""
    depends_values: frozenset[str] = frozenset()
    required_at: str = ""
    is_personal: bool = False
    is_searchable: bool = False
    place: int = 0
    version: int = 0

    def label(self, language: str) -> str:
        """Its name in a language."""
        return self.label_zh if language.startswith("zh") else self.label_en

    def option(self, code: str, language: str) -> str:
        """The words of an option; a code that the list no longer has comes back as it is."""
        found = next((one for one in self.options if one.code == code), None)
        return (found.zh if language.startswith("zh") else found.en) if found else code


def from_json(row: Mapping[str, Any]) -> Field:
    """A definition as rows of the database give it."""
    options = tuple(Option(one["code"], one["zh"], one["en"]) for one in row["options"])
    plain = {name: row[name] for name in PLAIN}
    return Field(**plain, options=options, depends_values=frozenset(row["depends_values"]))


PLAIN = (
    "key", "type", "label_zh", "label_en", "help_zh", "help_en", "kind", "depends_on", "required_at", "is_personal",
    "is_searchable", "place", "version",
)  # fmt: skip


def faults(draft: Field, others: Mapping[str, Field], before: Field | None = None) -> list[tuple[str, str]]:
    """(field, sentence) for everything that keeps a definition from being kept. `others`: the fields in force by key;
    `before`: the version that this one follows."""
    found: list[tuple[str, str]] = []
    if not is_code(draft.key):
        found.append(("key", _("A code has 2 to 40 small letters, digits and underscores; it begins with a letter.")))
    if draft.type not in TYPES:
        found.append(("type", _("Choose what kind of value it holds.")))
    if not draft.label_zh.strip() or not draft.label_en.strip():
        found.append(("label_zh", _("Give the name in Chinese and in English.")))
    if draft.required_at and draft.required_at not in STAGES:
        found.append(("required_at", _("Choose the stage that a case may not leave without it.")))
    if before is not None and (before.type, before.is_personal, before.kind) != (
        draft.type, draft.is_personal, draft.kind,
    ):  # fmt: skip
        found.append(("type", _("What it holds, and whether it is personal, stays as it is: make a new field.")))
    if draft.is_personal and draft.type not in SEALABLE:
        found.append(("is_personal", _("Only a text, a number or a day is kept as personal data.")))
    if before is None and draft.key not in others and len(others) >= MOST_FIELDS:
        found.append(("key", _("There are 60 fields: retire one first.")))
    return found + _option_faults(draft) + _depends_faults(draft, others)


def _option_faults(draft: Field) -> list[tuple[str, str]]:
    if draft.type not in CHOOSING:
        return [("options", _("Only a choice has a list of options."))] if draft.options else []
    codes = [one.code for one in draft.options]
    if not 2 <= len(codes) <= MOST_OPTIONS:
        return [("options", _("A choice has 2 to 60 options."))]
    if len(set(codes)) != len(codes) or not all(map(is_code, codes)):
        return [("options", _("Every option has a code of its own: small letters, digits, underscores."))]
    if any(not one.zh.strip() or not one.en.strip() for one in draft.options):
        return [("options", _("Every option needs its words in Chinese and in English."))]
    return []


def _depends_faults(draft: Field, others: Mapping[str, Field]) -> list[tuple[str, str]]:
    if not draft.depends_on:
        return [("depends_on", _("Choose the field that decides."))] if draft.depends_values else []
    deciding = others.get(draft.depends_on)
    if draft.depends_on == draft.key or is_circle(draft, others):
        return [("depends_on", _("The fields would depend on each other in a circle."))]
    if deciding is None or deciding.type not in DECIDING or deciding.kind != draft.kind:
        return [("depends_on", _("It can depend on a choice or a yes-or-no field of the same kind of case."))]
    known = {"yes", "no"} if deciding.type == "yes_no" else {one.code for one in deciding.options}
    if not draft.depends_values or draft.depends_values - known:
        return [("depends_values", _("Choose values that the deciding field can have."))]
    return []


def is_circle(draft: Field, others: Mapping[str, Field]) -> bool:
    """Would `draft` depend on itself, by way of others?"""
    seen = {draft.key}
    key = draft.depends_on
    while key:
        if key in seen:
            return True
        seen.add(key)
        key = others[key].depends_on if key in others else ""
    return False


def shown(fields: Iterable[Field], values: Mapping[str, Value]) -> set[str]:
    """The keys of the fields that are shown while a case has `values`: those that depend on nothing, or on a shown
    field that has one of the values."""
    known = {one.key: one for one in fields}
    return {key for key in known if _is_shown(key, known, values)}


def _is_shown(key: str, known: Mapping[str, Field], values: Mapping[str, Value]) -> bool:
    seen: set[str] = set()
    while key not in seen:
        seen.add(key)
        one = known.get(key)
        if one is None:
            return False
        if not one.depends_on:
            return True
        if not words_of(values.get(one.depends_on)) & one.depends_values:
            return False
        key = one.depends_on
    return False


def missing(fields: Iterable[Field], values: Mapping[str, Value], stage: str) -> list[Field]:
    """The fields that a case may not leave `stage` without and does not have, in their order; hidden ones never."""
    known = list(fields)
    visible = shown(known, values)
    wanted = [one for one in known if one.required_at == stage and one.key in visible and one.key not in values]
    return sorted(wanted, key=lambda one: (one.place, one.key))


def words_of(value: Value | None) -> Set[str]:
    """A value as what a dependency names: an option's code, `yes` or `no`."""
    if isinstance(value, bool):
        return {"yes" if value else "no"}
    if isinstance(value, tuple):
        return set(value)
    return {value} if isinstance(value, str) else set()


class WrongValueError(ValueError):
    """A value that the field cannot have; its text says what to do, to be translated."""


def parse(one: Field, raw: object) -> Value | None:
    """What was typed, as a value; None when it is empty. Raises WrongValueError."""
    if raw is None or raw == "" or raw == [] or (isinstance(raw, str) and not raw.strip()):
        return None
    if one.type == "multi":
        return _several(one, raw)
    if one.type == "yes_no":
        return _yes_no(raw)
    if isinstance(raw, bool) or not isinstance(raw, str | int | float | Decimal | date):
        raise WrongValueError(_("Give one value."))
    text = str(raw).strip()
    if "\x00" in text:
        raise WrongValueError(_("The text holds characters that cannot be kept."))
    return _ONE[one.type](one, text)


def _several(one: Field, raw: object) -> Value:
    codes = [raw] if isinstance(raw, str) else raw
    if not isinstance(codes, Sequence) or not all(isinstance(code, str) for code in codes):
        raise WrongValueError(_("Choose from the list."))
    known = [option.code for option in one.options]
    if set(codes) - set(known):
        raise WrongValueError(_("Choose from the list."))
    return tuple(code for code in known if code in codes)


def _yes_no(raw: object) -> Value:
    said = {True: True, False: False, "yes": True, "no": False, "true": True, "false": False}
    if not isinstance(raw, bool | str) or raw not in said:
        raise WrongValueError(_("Answer yes or no."))
    return said[raw]


def _word(one: Field, text: str) -> Value:
    if len(text) > MOST[one.type]:
        raise WrongValueError(_("That is too long: a text has 200 characters, a long text 10,000."))
    if one.type == "text" and "\n" in text:
        raise WrongValueError(_("Write it on one line."))
    return text


def _choice(one: Field, text: str) -> Value:
    if text not in {option.code for option in one.options}:
        raise WrongValueError(_("Choose from the list."))
    return text


def _number(one: Field, text: str) -> Value:
    try:
        number = Decimal(text.replace(",", "").replace("，", "").removeprefix("¥"))
    except InvalidOperation:
        raise WrongValueError(_("Give a number, for example 1234.50.")) from None
    places = 2 if one.type == "money" else 4
    if not number.is_finite() or abs(number) >= Decimal(10) ** 14:
        raise WrongValueError(_("The number is too large."))
    if number != round(number, places):
        raise WrongValueError(_("At most two decimals for a sum, four for a number."))
    return round(number, places)


def _day(_one: Field, text: str) -> Value:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongValueError(_("Give a day as 2026-03-02.")) from None


_ONE = {"text": _word, "long": _word, "choice": _choice, "number": _number, "money": _number, "date": _day}


@dataclass(frozen=True)
class Held:
    """What a case has in a field, under the version it was written under. A sealed value is not told here."""

    id: str
    field: Field
    value: Value
    is_sealed: bool
    by: str
    at: str


def held(row: Mapping[str, Any]) -> Held:
    """A value as rows of the database give it in JSON."""
    one = from_json(row["of"])
    found: list[Value | None] = [
        row["word"],
        row["text"],
        None if row["number"] is None else Decimal(row["number"]),
        None if row["day"] is None else date.fromisoformat(row["day"]),
        row["flag"],
        None if row["codes"] is None else tuple(row["codes"]),
    ]
    value = "" if row["sealed"] else next(part for part in found if part is not None)
    return Held(str(row["id"]), one, value, row["sealed"], row["by"], row["at"])
