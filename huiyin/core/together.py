"""Writing a family of rows in one round trip: the INSERTs of several tables sent as one message, in the given order.

The parts keep their meaning: constraints, triggers and foreign keys are checked statement by statement, and the first
refusal rolls all of it back with the caller's transaction.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any, cast

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

# psycopg writes the Python values of these as they are; every other field prepares its own.
_PLAIN = (
    models.CharField,
    models.TextField,
    models.UUIDField,
    models.BooleanField,
    models.IntegerField,
    models.DateField,
    models.DecimalField,
)
Prepare = Callable[[Any], Any] | None


def insert(rows: Iterable[models.Model]) -> None:
    """Insert new `rows` of any models, neighbours of one model as one statement. Every column must have its value
    already (ids made in Python); rows are marked as saved."""
    family = list(rows)
    statements: list[str] = []
    values: list[Any] = []
    for model, group in groupby(family, key=type):
        head, line, fields = _shape(model)
        members = list(group)
        statements.append(head + ",".join([line] * len(members)))
        for row in members:
            kept = row.__dict__
            values += [kept[name] if prepare is None else prepare(kept[name]) for name, prepare in fields]
    if not statements:
        return
    with connection.cursor() as cursor:
        cursor.execute(";".join(statements), values)
    for row in family:
        row._state.adding = False
        row._state.db = connection.alias


@lru_cache(maxsize=64)
def _shape(model: type[models.Model]) -> tuple[str, str, Sequence[tuple[str, Prepare]]]:
    """("INSERT INTO table (columns) VALUES ", "(%s, …)", how each column's value is prepared)."""
    quote = connection.ops.quote_name
    fields = model._meta.concrete_fields
    columns = ", ".join(quote(str(field.column)) for field in fields)
    head = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES "  # noqa: S608 - names of our own tables
    line = "(" + ", ".join(_placeholder(field) for field in fields) + ")"
    return head, line, tuple((field.attname, _preparing(field)) for field in fields)


def _placeholder(field: "models.Field[Any, Any]") -> str:
    return f"%s::{field.db_type(connection)}" if isinstance(field, ArrayField) else "%s"


def _preparing(field: "models.Field[Any, Any]") -> Prepare:
    """None where psycopg takes the value as it is; a foreign key is what the key it points to is."""
    target = field
    while isinstance(target, models.ForeignKey):
        target = cast("models.Field[Any, Any]", target.target_field)
    plain = isinstance(target, _PLAIN) or (isinstance(target, ArrayField) and isinstance(target.base_field, _PLAIN))
    if plain:
        return None
    return lambda value: field.get_db_prep_save(value, connection)
