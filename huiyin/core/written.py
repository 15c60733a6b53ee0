"""Queries that the ORM writes once for each process.

What is asked of one row all day long, with everything around it, costs the ORM many times what it costs the database:
the statement is as long as a page and is written anew each time. Here it is kept, and only the key changes.
"""

from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

# Stands for the key while the query is written; no row has it.
_ANY = UUID("b9b2d0c4-7a1c-4f6e-9a55-0d6f5f2e8f31")


class _Text(NamedTuple):
    sql: str
    values: tuple[Any, ...]
    names: tuple[str, ...]
    readers: dict[int, Any]  # by column: what makes a Python value of what the driver gives


class Written:
    """`make(key)` builds a query by `values` or `values_list`, in which nothing but the key may change from one call to
    the next: no time, language, setting or person."""

    def __init__(self, make: Callable[[UUID], QuerySet[Any, Any]]) -> None:
        self._make = make
        self._text: _Text | None = None

    def rows(self, key: UUID) -> list[tuple[Any, ...]]:
        """What the query finds for `key`, in the order of its columns."""
        text = self._text = self._text or _write(self._make(_ANY))
        with connection.cursor() as cursor:
            cursor.execute(text.sql, [key if value == _ANY else value for value in text.values])
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return [_read(row, text.readers) for row in found] if text.readers else found

    def one(self, key: UUID) -> dict[str, Any] | None:
        """The first row by names; None when there is none."""
        found = self.rows(key)
        assert self._text is not None
        return dict(zip(self._text.names, found[0], strict=True)) if found else None


def _write(rows: QuerySet[Any, Any]) -> _Text:
    query = rows.query
    compiler = query.get_compiler("default")
    sql, values = compiler.as_sql()
    assert _ANY in values, "the key is not in the query"
    readers = compiler.get_converters([column[0] for column in compiler.select])
    return _Text(sql, tuple(values), tuple(query.selected or ()), readers)


def _read(row: tuple[Any, ...], readers: dict[int, Any]) -> tuple[Any, ...]:
    found = list(row)
    for place, (steps, expression) in readers.items():
        for step in steps:
            found[place] = step(found[place], expression, connection)
    return tuple(found)
