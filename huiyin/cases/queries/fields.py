"""Fields of the house's own: the definitions in force, values of cases, and conditions a list is narrowed by."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from huiyin.cases.models import FieldValue, FieldVersion
from huiyin.cases.rules import fields as rules
from huiyin.core import crypto


def definition(row: FieldVersion) -> rules.Field:
    """A version as the rules see it."""
    return rules.from_json({name: getattr(row, name) for name in (*rules.PLAIN, "options", "depends_values")})


def in_force(kind: str = "complaint") -> dict[str, FieldVersion]:
    """The definitions of a kind of case that hold now, by key, in their order. One statement."""
    rows = FieldVersion.objects.filter(kind=kind, until_at=None).order_by("place", "key")
    return {row.key: row for row in rows}


def value_of(row: FieldValue) -> rules.Value:
    """The value of a row, typed; a sealed one in clear (mask it, or lift the mask through the access log)."""
    if row.is_sealed:
        parsed = rules.parse(definition(row.definition), row.sealed)
        return row.sealed if parsed is None else parsed
    if row.codes is not None:
        return tuple(row.codes)
    held = next(v for v in (row.word, row.text, row.number, row.day, row.flag) if v is not None)
    return round(held, 2 if row.definition.type == "money" else 4) if isinstance(held, Decimal) else held


def values_of(case: Any) -> dict[str, FieldValue]:
    """The values of a case by key. One statement."""
    rows = FieldValue.objects.filter(case=case).select_related("definition").order_by("key")
    return {row.key: row for row in rows}


def blind_of(key: str, value: rules.Value) -> str:
    """The keyed fingerprint of a personal value of a field."""
    return crypto.blind(f"field:{key}", crypto.normal(str(value)))


def having(
    key: str,
    *,
    equals: rules.Value | None = None,
    any_of: Collection[str] = (),
    at_least: Decimal | date | None = None,
    at_most: Decimal | date | None = None,
) -> Q:
    """Condition on a queryset of Case: its field `key` has this value (of a multi-choice: among its values), one of
    these codes, or lies in this range, both ends included. Without any of them: the field is filled in. Each reads the
    index of its type; a personal field is compared by its fingerprint, whole values only."""
    rows = FieldValue.objects.filter(key=key)
    if equals is not None:
        rows = rows.filter(_equals(key, equals))
    for end, name in ((at_least, "gte"), (at_most, "lte")):
        if end is not None:
            rows = rows.filter(**{f"{'day' if isinstance(end, date) else 'number'}__{name}": end})
    if any_of:
        # Each side by its own index: one of a list, several of a list.
        one = rows.filter(word__in=list(any_of)).values("case_id")
        several = rows.filter(codes__overlap=list(any_of)).values("case_id")
        return Q(pk__in=one.union(several, all=True))
    return Q(pk__in=rows.values("case_id"))


def _equals(key: str, value: rules.Value) -> Q:
    if isinstance(value, bool):
        return Q(flag=value)
    if isinstance(value, tuple):
        return Q(codes__contains=list(value))
    column = "number" if isinstance(value, Decimal) else "day" if isinstance(value, date) else "word"
    return Q(**{column: value}) | Q(blind=blind_of(key, value))


def versions(key: str) -> QuerySet[FieldVersion]:
    """All versions of a field, newest first."""
    return FieldVersion.objects.filter(key=key).order_by("-version")
