"""Writing many rows at once with COPY: for imports and generators, inside the caller's transaction; and making rows in
memory at a low price, for every writer that is in a hurry."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models.base import ModelState
from psycopg.types.json import Jsonb

from huiyin.core import copytext, crypto
from huiyin.core.fields import EncryptedTextField

# Rows that are handed over at one go.
_PIECE = 500
# psycopg writes the Python values of these as they are; every other field prepares its own.
_PLAIN = (
    models.CharField,
    models.TextField,
    models.UUIDField,
    models.BooleanField,
    models.IntegerField,
    models.DateField,
    models.DecimalField,
    models.ForeignKey,
    ArrayField,
)
Row = dict[str, Any]
M = TypeVar("M", bound=models.Model)


def draft(model: type[models.Model], **columns: Any) -> Row:
    """A row of `model` by attribute names (`case_id`, not `case`) with the model's defaults and a new id: what
    `model(**columns)` would hold, at a tenth of the price. Raises TypeError for a name that the model does not have."""
    fixed, made, width = _defaults(model)
    row = {**fixed, **columns}
    for name, make in made:
        if name not in columns:
            row[name] = make()
    if len(row) != width:
        raise TypeError(f"{model.__name__} has no {', '.join(sorted(set(row) - set(_names(model))))}")
    return row


def new(model: type[M], **columns: Any) -> M:
    """What `model(**columns)` makes, at a third of the price: a row in memory with the model's defaults and a new id.
    For columns and references by name (`case=` or `case_id=`); values are taken as they are. Raises TypeError for a
    name that the model does not have."""
    fixed, made, width = _defaults(model)
    row = model.__new__(model)
    held = row.__dict__
    held["_state"] = state = ModelState()
    held.update(fixed)
    references = _references(model)
    for name, value in columns.items():
        column = references.get(name)
        if column is None:
            held[name] = value
        else:
            held[column] = None if value is None else value.pk
            state.fields_cache[name] = value
    for name, make in made:
        if name not in columns:
            held[name] = make()
    if len(held) != width + 1:
        unknown = set(columns) - set(_names(model)) - set(references)
        raise TypeError(f"{model.__name__} has no {', '.join(sorted(unknown))}")
    return row


def copy_in(model: type[models.Model], rows: Sequence[models.Model | Row]) -> int:
    """Insert `rows` of one model; returns how many. Constraints, triggers and foreign keys are checked as always.

    Every column must have its value already (ids made here, no auto columns); times must be aware.
    """
    if not rows:
        return 0
    fields, rest = columns(model), iter(rows)
    with connection.cursor() as cursor, cursor.copy(_statement(model)) as copy:
        while some := list(islice(rest, _PIECE)):
            held = [row if isinstance(row, dict) else row.__dict__ for row in some]
            copy.write(
                "".join(
                    [copytext.line([v[name] if make is None else make(v[name]) for name, make in fields]) for v in held]
                )
            )
    return len(rows)


def copy_text(model: type[models.Model], lines: Iterable[bytes]) -> None:
    """Insert rows that are lines of COPY's text form already, every column in the order of the model."""
    with connection.cursor() as cursor, cursor.copy(_statement(model)) as copy:
        for line in lines:
            copy.write(line)


@lru_cache(maxsize=64)
def _defaults(model: type[models.Model]) -> tuple[Row, tuple[tuple[str, Callable[[], Any]], ...], int]:
    """(the values that are the same for each row, those to be made for each, the number of columns)."""
    fields = model._meta.concrete_fields
    made = tuple((field.attname, field.default) for field in fields if _is_made(field))
    fixed = {field.attname: field.get_default() for field in fields if not _is_made(field)}
    return fixed, made, len(fields)


@lru_cache(maxsize=64)
def _references(model: type[models.Model]) -> dict[str, str]:
    """The column behind each reference to another row (`case`: `case_id`)."""
    return {field.name: field.attname for field in model._meta.concrete_fields if field.name != field.attname}


def _is_made(field: "models.Field[Any, Any]") -> bool:
    return bool(field.has_default() and callable(field.default))


def _names(model: type[models.Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


@lru_cache(maxsize=64)
def columns(model: type[models.Model]) -> tuple[tuple[str, Callable[[Any], Any] | None], ...]:
    """(attribute, what makes the column's value of it; None: written as it is) for each column in order."""
    return tuple(
        (field.attname, None if isinstance(field, _PLAIN) else _preparing(field))
        for field in model._meta.concrete_fields
    )


@lru_cache(maxsize=64)
def _statement(model: type[models.Model]) -> str:
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(field.column)) for field in model._meta.concrete_fields)
    return f"COPY {quote(model._meta.db_table)} ({names}) FROM STDIN"


def _preparing(field: "models.Field[Any, Any]") -> Callable[[Any], Any]:
    """What the field itself does; for the two that stand in every row of the ledger without the way around."""
    if isinstance(field, EncryptedTextField):
        context = field.context
        return lambda value: crypto.encrypt(value, context) if value else b""
    if isinstance(field, models.JSONField) and field.encoder is None:
        return lambda value: None if value is None else Jsonb(value)
    return lambda value: field.get_db_prep_save(value, connection)
