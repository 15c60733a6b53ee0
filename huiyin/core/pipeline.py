"""Few round trips for the few changes that are made all day long: rows of several tables in one statement, several
questions at once.

The ORM sends one statement after the other and waits each time. Values are prepared by the model fields as always, so
encryption, arrays and tokens are the same; constraints and triggers are checked as always. The database keeps the
plans of what is asked often (settings.DATABASES, `prepare_threshold`). Part of the transaction.
"""

import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import count, groupby
from typing import Any

from django.db import connection, models, transaction
from psycopg import ClientCursor, Connection, RawCursor
from psycopg.sql import SQL, Composed, Identifier, Placeholder

from huiyin.core import bulk

# A statement with %s where its values go, and the values.
Statement = tuple[bytes, Sequence[Any]]
_VALUE = re.compile(rb"%s")
Shape = tuple[tuple[type[models.Model], int], ...]


def insert(rows: Sequence[models.Model], *, then: Statement | None = None) -> None:
    """Insert new rows, whose keys are known beforehand, and let `then` (a SELECT) run after them: all one statement.

    Rows may refer to each other in any order: references are checked when the statement ends. Every column must have
    its value already (ids made here, no columns that fill themselves). Raises django.db.IntegrityError like the ORM;
    the transaction is then to be rolled back.
    """
    if not rows:
        raise ValueError("nothing to insert")
    families = [(model, list(family)) for model, family in groupby(sorted(rows, key=_table), key=type)]
    shape = tuple((model, len(family)) for model, family in families)
    values = [value for _model, family in families for row in family for value in _values(row)]
    last, more = then or (b"", ())
    with _cursor() as cursor:
        _send(cursor, (_statement(shape, last), [*values, *more]))
    for row in rows:
        row._state.adding, row._state.db = False, "default"


def ask(*questions: Statement) -> list[list[tuple[Any, ...]]]:
    """The rows that each of some SELECTs finds, all sent in one go (psycopg's pipeline), each with its own snapshot."""
    with _cursor() as cursor:
        if len(questions) == 1:
            _send(cursor, questions[0])
            return [cursor.fetchall()]
        with cursor.connection.pipeline():
            cursors = [RawCursor(cursor.connection) for _question in questions]
            for each, question in zip(cursors, questions, strict=True):
                _send(each, question)
        return [each.fetchall() for each in cursors]


@contextmanager
def _cursor() -> Iterator[RawCursor[Any]]:
    """A cursor that binds on the server (Django's own puts the values into the text), with Django's errors."""
    connection.ensure_connection()
    plain: Connection[Any] = connection.connection
    with (
        transaction.mark_for_rollback_on_error(using="default"),
        connection.wrap_database_errors,
        RawCursor(plain) as cursor,
    ):
        yield cursor


def _send(cursor: RawCursor[Any], statement: Statement) -> None:
    began = time.monotonic()
    sql, values = statement
    cursor.execute(_numbered(sql), values)
    if connection.queries_logged:  # as Django's own log shows it
        written = ClientCursor(cursor.connection).mogrify(sql, values)
        connection.queries_log.append({"sql": written, "time": f"{time.monotonic() - began:.3f}"})


@lru_cache(maxsize=500)
def _numbered(sql: bytes) -> bytes:
    """The statement with $1, $2 … for its values, as the database takes it: read once, not each time it is sent."""
    number = count(1)
    return _VALUE.sub(lambda _found: b"$%d" % next(number), sql)


def _table(row: models.Model) -> str:
    return row._meta.db_table


def _values(row: models.Model) -> list[Any]:
    held = row.__dict__
    return [held[name] if prepare is None else prepare(held[name]) for name, prepare in bulk.columns(type(row))]


@lru_cache(maxsize=500)
def _statement(shape: Shape, last: bytes) -> bytes:
    """WITH … AS (INSERT …), … SELECT: families of rows, each table once."""
    parts = [
        SQL("{} AS ({})").format(Identifier(f"rows{place}"), _family(model, number))
        for place, (model, number) in enumerate(shape)
    ]
    return b"WITH " + SQL(", ").join(parts).as_bytes(None) + b" " + (last or b"SELECT 1")


def _family(model: type[models.Model], number: int) -> Composed:
    fields = model._meta.concrete_fields
    row = SQL("({})").format(SQL(", ").join([Placeholder()] * len(fields)))
    return SQL("INSERT INTO {} ({}) VALUES {}").format(
        Identifier(model._meta.db_table),
        SQL(", ").join(Identifier(str(field.column)) for field in fields),
        SQL(", ").join([row] * number),
    )
