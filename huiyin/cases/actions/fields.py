"""Fields of the house's own: keeping a definition, and filling in what a case has."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiyin.audit import actions as audit
from huiyin.cases.actions import search
from huiyin.cases.actions.base import lock, must_shape, record
from huiyin.cases.actions.versions import must_be_newest, newest
from huiyin.cases.models import Case, FieldValue, FieldVersion, Kind
from huiyin.cases.queries import fields as queries
from huiyin.cases.rules import fields as rules
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused

_COLUMNS = {
    "text": "word", "choice": "word", "long": "text", "number": "number", "money": "number", "date": "day",
    "yes_no": "flag", "multi": "codes",
}  # fmt: skip


@action
def keep_field(*, draft: rules.Field, by: Actor, at: datetime, seen: int | None = None) -> FieldVersion:
    """A new field, or the next version of one; the same again keeps the version there is. Values keep the version they
    were written under. `seen`: the newest version when the form was opened (0: there was none).

    Raises BadInput(`field.<what>`) for the first fault, Refused(`shape.changed`)."""
    must_shape(by)
    last = newest(FieldVersion.objects.filter(key=draft.key), "field", draft.key)
    others = {key: queries.definition(row) for key, row in queries.in_force(draft.kind).items()}
    before = queries.definition(last) if last else None
    for field, sentence in rules.faults(draft, others, before):
        raise BadInput(f"field.{field}", _(sentence), field=field)
    if draft.kind not in Kind.values:
        raise BadInput("field.kind", _("Choose the kind of case."), field="kind")
    values = {name: getattr(draft, name) for name in rules.PLAIN if name not in ("key", "version")}
    values["options"] = [{"code": one.code, "zh": one.zh, "en": one.en} for one in draft.options]
    values["depends_values"] = sorted(draft.depends_values)
    now = last if last is not None and last.until_at is None else None
    if now is not None and all(getattr(now, name) == value for name, value in values.items()):
        return now
    must_be_newest(last, seen)
    if now is not None:
        _still_decides(draft, others)
        now.until_at = at
        now.save(update_fields=["until_at"])
    made = FieldVersion.objects.create(
        key=draft.key, version=last.version + 1 if last else 1, from_at=at, made_by_label=by.label, **values
    )
    body = {"key": made.key, "version": made.version, **values}
    audit.record(aggregate=("field", _root(made.key)), kind="field.kept", by=by, at=at, body=body)
    return made


@action
def retire_field(*, key: str, by: Actor, at: datetime) -> FieldVersion:
    """Ask for the field no more; values that cases have stay and are shown. Twice does nothing more.

    Raises Refused(`field.unknown`, `field.decides`).
    """
    must_shape(by)
    last = newest(FieldVersion.objects.filter(key=key), "field", key)
    if last is None:
        raise Refused("field.unknown", _("There is no field with this code."))
    if last.until_at is None:
        needing = [one for one in queries.in_force(last.kind).values() if one.depends_on == key]
        if needing:
            raise Refused(
                "field.decides",
                _("“%(other)s” is shown by it: change that field first.") % {"other": _label(needing[0])},
            )
        last.until_at = at
        last.save(update_fields=["until_at"])
        body = {"key": key, "version": last.version}
        audit.record(aggregate=("field", _root(key)), kind="field.retired", by=by, at=at, body=body)
    return last


@dataclass(frozen=True)
class Filled:
    """What a change of values did: keys that have another value now, and those that went because nothing shows them."""

    changed: tuple[str, ...]
    cleared: tuple[str, ...]


@action
def fill(
    *, case: Case, values: Mapping[str, Any], by: Actor, at: datetime, was: Mapping[str, str] | None = None
) -> Filled:
    """Write what `values` (key → as typed; empty: none) says; fields not named stay as they are, so that two people who
    fill in different ones both count. `was` (key → `stamp` of what was read) refuses to write over somebody else's.

    A value whose field is no longer shown goes with the choice that showed it; the ledger says so. Raises
    BadInput(`field.unknown`, `field.value`, `field.hidden`), Refused(`field.changed`).
    """
    case = lock(case, by=by, staff_only=True)
    known = queries.in_force(case.kind)
    rows = queries.values_of(case)
    typed = {key: _typed(known, key, raw) for key, raw in values.items()}
    had = {key: queries.value_of(row) for key, row in rows.items()}
    changed = {key: value for key, value in typed.items() if had.get(key) != value}
    _untouched(rows, known, changed, was or {})
    have = {key: value for key, value in (had | changed).items() if value is not None}
    visible = rules.shown([queries.definition(row) for row in known.values()], have)
    for key, value in changed.items():
        if value is not None and key not in visible:
            raise BadInput(
                "field.hidden",
                _("“%(field)s” is not asked for here: it depends on another field.") % {"field": _label(known[key])},
                field=key,
            )
    cleared = sorted(key for key in had if key in known and key not in visible and key not in changed)
    if changed or cleared:
        _write(case, known, changed, cleared, by=by, at=at)
    return Filled(tuple(sorted(changed)), tuple(cleared))


def stamp(row: FieldValue | None) -> str:
    """What a form carries back, to see whether somebody else has written a value meanwhile."""
    return str(row.pk) if row else ""


def _typed(known: Mapping[str, FieldVersion], key: str, raw: Any) -> rules.Value | None:
    if key not in known:
        raise BadInput("field.unknown", _("There is no field “%(field)s” here.") % {"field": key[:40]}, field=key[:40])
    try:
        return rules.parse(queries.definition(known[key]), raw)
    except rules.WrongValueError as wrong:
        raise BadInput("field.value", f"{_label(known[key])}: {_(str(wrong))}", field=key) from None


def _untouched(
    rows: Mapping[str, FieldValue],
    known: Mapping[str, FieldVersion],
    changed: Mapping[str, Any],
    was: Mapping[str, str],
) -> None:
    for key in changed:
        row = rows.get(key)
        if key in was and was[key] != stamp(row):
            who = row.by_label if row else _("somebody")
            raise Refused(
                "field.changed",
                _("%(who)s has changed “%(field)s” meanwhile. Look at it, then send yours again if it still holds.")
                % {"who": who, "field": _label(known[key])},
            )


def _write(
    case: Case,
    known: Mapping[str, FieldVersion],
    changed: Mapping[str, rules.Value | None],
    cleared: list[str],
    *,
    by: Actor,
    at: datetime,
) -> None:
    FieldValue.objects.filter(case=case, key__in=[*changed, *cleared]).delete()
    made = [_row(case, known[key], value, by=by, at=at) for key, value in sorted(changed.items()) if value is not None]
    FieldValue.objects.bulk_create(made)
    told = [row for row in made if row.definition.is_searchable and not row.is_sealed]
    search.add(case, texts=[str(row.word or row.text or "") for row in told], numbers=_numbers(told))
    plain = {key: None if value is None else _plain(known[key], value) for key, value in changed.items()}
    body = {
        "fields": {key: {"version": known[key].version, "value": value} for key, value in plain.items()},
        "cleared": cleared,
    }
    sealed = {row.key: row.sealed or str(row.word or row.text) for row in made if plain[row.key] == ""}
    record(case, "fields_filled", by=by, at=at, body=body, personal=sealed)


def _row(case: Case, definition: FieldVersion, value: rules.Value, *, by: Actor, at: datetime) -> FieldValue:
    row = FieldValue(case=case, definition=definition, key=definition.key, at=at, by_label=by.label)
    if definition.is_personal:
        row.is_sealed, row.sealed = True, str(value)
        row.blind = queries.blind_of(definition.key, value) if definition.is_searchable else ""
    else:
        setattr(row, _COLUMNS[definition.type], list(value) if isinstance(value, tuple) else value)
    return row


def _numbers(rows: list[FieldValue]) -> list[str]:
    return [format(row.number.normalize(), "f") for row in rows if isinstance(row.number, Decimal)]


def _plain(definition: FieldVersion, value: rules.Value) -> Any:
    """The value as the ledger may hold it in clear; empty for texts and personal data, which leave a salted hash."""
    if definition.is_personal or definition.type in ("text", "long"):
        return ""
    if isinstance(value, tuple):
        return list(value)
    return value if isinstance(value, bool) else value.isoformat() if isinstance(value, date) else str(value)


def _still_decides(draft: rules.Field, others: Mapping[str, rules.Field]) -> None:
    """An option that shows another field stays until that field no longer names it."""
    codes = {"yes", "no"} if draft.type == "yes_no" else {one.code for one in draft.options}
    for other in others.values():
        if other.depends_on == draft.key and other.depends_values - codes:
            raise BadInput(
                "field.options",
                _("“%(other)s” is shown by an option that would go: change that field first.")
                % {"other": other.label(get_language() or "zh")},
                field="options",
            )


def _label(row: FieldVersion) -> str:
    return queries.definition(row).label(get_language() or "zh")


def _root(key: str) -> Any:
    """All versions of a field share the chain of the first."""
    return FieldVersion.objects.filter(key=key).order_by("version").values_list("pk", flat=True)[0]
