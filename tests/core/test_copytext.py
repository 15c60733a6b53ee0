"""A row written by `copytext.line` is the row that psycopg itself writes."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, models
from hypothesis import given
from hypothesis import strategies as st
from psycopg.types.json import Jsonb

from huiyin.core import copytext

KINDS = (
    "text", "uuid", "bool", "bigint", "timestamptz", "date", "numeric", "bytea", "text[]", "jsonb", "int[]", "interval"
)  # fmt: skip


class Word(models.TextChoices):
    """A choice, as models hold them."""

    BACK = "back\\slash", "Back"


ROWS: list[list[Any]] = [
    [None] * len(KINDS),
    [
        "a\tb\nc\r\\.", UUID(int=7), True, -3, datetime(2026, 11, 23, 8, 5, 1, 7, tzinfo=UTC), date(1950, 1, 2),
        Decimal("-12300.50"), b"\x00\\\xff", ["", "null", "NULL", 'q"\\', "逗,号", " {a} ", "plain_1"],
        Jsonb({"quote": 'a"\\\n', "deep": [1, None, "陈"]}), [1, None, -2], timedelta(days=2, seconds=5),
    ],
    [
        Word.BACK, UUID(int=2**128 - 1), False, 2**62, datetime(1, 1, 1, tzinfo=UTC), date(9999, 12, 31),
        Decimal("1E+3"), b"", [], Jsonb([]), [], timedelta(0),
    ],
    ["\\N", None, None, 0, None, None, Decimal(0), b"\\N", ["\\N"], Jsonb("\\N"), [4], None],
]  # fmt: skip


@pytest.mark.django_db
def test_every_kind_of_value_arrives() -> None:
    assert _written(ROWS) == _by_psycopg(ROWS)


@pytest.mark.django_db
@given(text=st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"])))
def test_any_text_arrives(text: str) -> None:
    row = [text, *[None] * 7, [text, ""], Jsonb({text: text}), None, None]
    assert _written([row])[0][0] == text
    assert _written([row]) == _by_psycopg([row])


def _table() -> str:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS copied")
        cursor.execute(f"CREATE TEMP TABLE copied ({', '.join(f'c{n} {kind}' for n, kind in enumerate(KINDS))})")
    return "COPY copied FROM STDIN"


def _found() -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM copied ORDER BY ctid")
        return list(cursor.fetchall())


def _written(rows: list[list[Any]]) -> list[Any]:
    statement = _table()
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write("".join(map(copytext.line, rows)))
    return _found()


def _by_psycopg(rows: list[list[Any]]) -> list[Any]:
    statement = _table()
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
    return _found()
