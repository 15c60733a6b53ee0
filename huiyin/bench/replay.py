"""The limit to measure intake against: psycopg alone, inserting the very rows that one intake wrote.

Each row is an INSERT of its own with its values as parameters, as somebody writes who uses psycopg with nothing above
it; psycopg's own defaults hold, so frequent statements are prepared. The writers are processes of their own, as many
as the web server has, with the same number of connections together.
"""

import multiprocessing
import re
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

import psycopg
from django.db import models
from psycopg.sql import SQL, Identifier, Placeholder

from huiyin.core import bulk, pipeline

PROCESSES = 2
_NUMBER = re.compile(r"TS\d{10,}")
_MESSAGE_ID = re.compile(r"<[\w.+-]+@[\w.-]+>")
Statement = tuple[bytes, list[Any]]


@contextmanager
def written() -> Iterator[list[Statement]]:
    """One statement for each row that an intake writes meanwhile, and the one that queues its mail."""
    sent: list[Statement] = []
    send = pipeline.insert

    def listening(rows: Sequence[models.Model], *, then: pipeline.Statement | None = None) -> None:
        sent.extend(_statement(row) for row in sorted(rows, key=_after))
        if then:
            sent.append((then[0], list(then[1])))
        send(rows, then=then)

    pipeline.insert = listening
    try:
        yield sent
    finally:
        pipeline.insert = send


def _after(row: models.Model) -> int:
    """A row after the rows it refers to: here only to its case."""
    return 0 if row._meta.model_name == "case" else 1


def _statement(row: models.Model) -> Statement:
    columns = [str(field.column) for field in row._meta.concrete_fields]
    sql = SQL("INSERT INTO {} ({}) VALUES ({})").format(
        Identifier(row._meta.db_table),
        SQL(", ").join(map(Identifier, columns)),
        SQL(", ").join([Placeholder()] * len(columns)),
    )
    held = row.__dict__
    values = [prepare(held[name]) if prepare else held[name] for name, prepare in bulk.columns(type(row))]
    return sql.as_bytes(None), values


def copies(statements: Sequence[Statement], own: frozenset[UUID], count: int) -> list[list[Statement]]:
    """`count` transactions like `statements`, with ids and numbers of their own; ids in `own` (units, staff) stay."""
    return [_copy(statements, own, serial) for serial in range(count)]


def _copy(statements: Sequence[Statement], own: frozenset[UUID], serial: int) -> list[Statement]:
    fresh: dict[UUID, UUID] = {}

    def swap(value: Any) -> Any:
        if isinstance(value, UUID):
            return value if value in own else fresh.setdefault(value, uuid4())
        if type(value) is str:
            value = _NUMBER.sub(f"TX{serial:012d}", value)
            return _MESSAGE_ID.sub(f"<{serial}@bench.example>", value)
        return value

    return [(sql, [swap(value) for value in values]) for sql, values in statements]


def rate(url: str, transactions: Sequence[Sequence[Statement]], connections: int) -> float:
    """Transactions a second with `connections` connections, a thread for each; each transaction is sent once.

    Raises RuntimeError when one fails.
    """
    context = multiprocessing.get_context("fork")
    ready, done = context.Barrier(PROCESSES + 1), context.Barrier(PROCESSES + 1)
    each = connections // PROCESSES
    writers = [
        context.Process(target=_write, args=(url, transactions[place::PROCESSES], each, ready, done))
        for place in range(PROCESSES)
    ]
    for writer in writers:
        writer.start()
    ready.wait(60)
    began = time.perf_counter()
    done.wait(600)
    taken = time.perf_counter() - began
    for writer in writers:
        writer.join(30)
    return len(transactions) / taken


def _write(url: str, transactions: Sequence[Sequence[Statement]], connections: int, ready: Any, done: Any) -> None:
    """One process that writes: all its connections open, then begin together; breaks the barrier when one fails."""
    begin = threading.Barrier(connections + 1)
    failures: list[Exception] = []

    def work(share: Sequence[Sequence[Statement]]) -> None:
        with psycopg.connect(url) as connection:
            begin.wait()
            try:
                for statements in share:
                    with connection.transaction():
                        for sql, values in statements:
                            connection.execute(sql, values)
            except psycopg.Error as error:
                failures.append(error)

    threads = [threading.Thread(target=work, args=(transactions[i::connections],)) for i in range(connections)]
    for thread in threads:
        thread.start()
    ready.wait()
    begin.wait()
    for thread in threads:
        thread.join()
    if failures:
        done.abort()
        raise failures[0]
    done.wait()
