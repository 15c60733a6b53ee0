"""Writing the rows of several tables in one round trip: for the few changes that are made all day long.

The ORM sends one statement after the other and waits each time; here they go out together (psycopg's pipeline). Values
are prepared by the model fields as always, so encryption, arrays and tokens are the same. Part of the transaction.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connection, models, transaction
from psycopg import Connection, Cursor
from psycopg.sql import SQL, Identifier, Placeholder


def insert(rows: Sequence[models.Model]) -> None:
    """Insert new rows in the order given (a row after the rows it refers to). Their keys are known beforehand.

    Raises django.db.IntegrityError like the ORM; the transaction is then to be rolled back.
    """
    waiting = [(_statement(type(row)), _values(row)) for row in rows]
    connection.ensure_connection()
    plain: Connection[Any] = connection.connection
    with (
        transaction.mark_for_rollback_on_error(using="default"),
        connection.wrap_database_errors,
        plain.pipeline(),
        Cursor(plain) as cursor,
    ):
        for statement, values in waiting:
            cursor.execute(statement, values)
    for row in rows:
        row._state.adding, row._state.db = False, "default"


@cache
def _statement(model: type[models.Model]) -> bytes:
    # as bytes: psycopg keeps what it has read of a statement, but not of a composed one
    fields = model._meta.concrete_fields
    composed = SQL("INSERT INTO {} ({}) VALUES ({})").format(
        Identifier(model._meta.db_table),
        SQL(", ").join(Identifier(str(field.column)) for field in fields),
        SQL(", ").join(Placeholder() for _field in fields),
    )
    return composed.as_bytes(None)


def _values(row: models.Model) -> list[Any]:
    return [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in row._meta.concrete_fields]
