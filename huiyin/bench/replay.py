"""The limit to measure intake against: psycopg alone, inserting the very rows that one intake wrote."""

import re
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from uuid import uuid4

import psycopg
from django.db import connection, models

from huiyin.core import pipeline

_UUID = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}")
_NUMBER = re.compile(r"TS\d{10,}")
_MESSAGE_ID = re.compile(r"<[\w.+-]+@[\w.-]+>")


def inserts(queries: Sequence[dict[str, str]]) -> list[str]:
    """The statements of a captured intake that write: its INSERTs, and the one that queues the mail job."""
    return [q["sql"] for q in queries if q["sql"].startswith("INSERT") or "procrastinate_defer" in q["sql"]]


@contextmanager
def written() -> Iterator[list[str]]:
    """The statements that `core.pipeline` sends meanwhile, with their values (they pass Django's log by)."""
    sent: list[str] = []
    send = pipeline.insert

    def listening(rows: Sequence[models.Model]) -> None:
        cursor = psycopg.ClientCursor(connection.connection)
        sent.extend(cursor.mogrify(pipeline._statement(type(row)), pipeline._values(row)) for row in rows)
        send(rows)

    pipeline.insert = listening
    try:
        yield sent
    finally:
        pipeline.insert = send


def copies(statements: Sequence[str], own: frozenset[str], count: int) -> list[list[str]]:
    """`count` transactions like `statements`, with ids and numbers of their own; ids in `own` (units, staff) stay."""
    found = {m.group() for sql in statements for m in _UUID.finditer(sql)}
    changing = {text for text in found if text.replace("-", "") not in own}
    numbers = {m.group() for sql in statements for name in (_NUMBER, _MESSAGE_ID) for m in name.finditer(sql)}
    pattern = re.compile("|".join(map(re.escape, sorted(changing | numbers, key=len, reverse=True))))
    made = []
    for serial in range(count):
        fresh: dict[str, str] = {}
        for text in changing:
            fresh.setdefault(text.replace("-", ""), uuid4().hex)
        mail = uuid4().hex

        def swap(match: re.Match[str], fresh: dict[str, str] = fresh, serial: int = serial, mail: str = mail) -> str:
            text = match.group()
            if text.startswith("TS"):
                return f"TX{serial:012d}"
            if text.startswith("<"):
                return f"<{mail}@bench.example>"
            plain = fresh[text.replace("-", "")]
            return f"{plain[:8]}-{plain[8:12]}-{plain[12:16]}-{plain[16:20]}-{plain[20:]}" if "-" in text else plain

        made.append([pattern.sub(swap, sql) for sql in statements])
    return made


def rate(url: str, transactions: Sequence[Sequence[str]], connections: int) -> float:
    """Transactions a second with `connections` connections, one thread each; each transaction is sent once."""
    shares = [transactions[i::connections] for i in range(connections)]
    ready = threading.Barrier(connections + 1)
    failures: list[Exception] = []

    def work(share: Sequence[Sequence[str]]) -> None:
        try:
            with psycopg.connect(url) as connection:
                ready.wait()
                for statements in share:
                    with connection.transaction():
                        for sql in statements:
                            connection.execute(sql.encode())
        except psycopg.Error as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(share,)) for share in shares]
    for thread in threads:
        thread.start()
    ready.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return len(transactions) / (time.perf_counter() - began)
