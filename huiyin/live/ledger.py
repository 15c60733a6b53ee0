"""What was written to the ledger of cases, told as soon as it is committed, over one connection.

While nothing happens this process sleeps: it holds an advisory lock, and the next writer notifies (audit migration
0004). Awake, it looks three times a second and lets the lock go, so that writers need not notify; they share the lock
until they have committed, and it is not had back before: so nothing is written between the last look and the sleep.
What is new is exactly what this snapshot sees and the one before did not; a transaction that runs for hours holds
nothing back. When the connection was lost, what happened meanwhile is not known: every page looks again.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import psycopg

from huiyin.core import config
from huiyin.core.wake import CHANNEL, PASSED_ON, SLEEPS
from huiyin.live.hub import Event, Hub, is_id

log = logging.getLogger(__name__)

LOOK_EVERY = 0.3
# Also without being woken: a belt, should a notification be lost.
SLEEP_AT_MOST = 15.0
MOST_AT_ONCE = 5000
LONGEST_PAUSE = 8.0
_NEWS = """
SELECT entry.aggregate_id::text, entry.kind FROM audit_entry AS entry
WHERE entry.aggregate_kind = 'case' AND entry.xact >= %(oldest)s + huiyin_feed_offset()
AND NOT pg_visible_in_snapshot((entry.xact - huiyin_feed_offset())::text::xid8, %(seen)s::pg_snapshot)
LIMIT %(most)s
"""
# Both from one snapshot, also when nothing is new.
_LOOK = f"SELECT pg_current_snapshot()::text, news.* FROM (SELECT) AS one LEFT JOIN ({_NEWS}) AS news ON true"  # noqa: S608 - all of it is written here


class Ledger:
    """The ledger as `hub` is told of it. `is_connected`: it is known what happens."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self.is_connected = False
        self._pause = 0.5

    async def follow(self) -> None:
        """Tell of everything, for ever; the database may come and go."""
        while True:
            try:
                async with _connected() as connection:
                    await self._listen(connection)
            except (psycopg.Error, OSError) as error:
                if self.is_connected or self._pause == LONGEST_PAUSE:
                    log.warning("no connection to the database (%s); trying again", type(error).__name__)
                self.is_connected = False
            await asyncio.sleep(self._pause)
            self._pause = min(self._pause * 2, LONGEST_PAUSE)

    async def _listen(self, connection: psycopg.AsyncConnection[Any]) -> None:
        await connection.execute(f"LISTEN {CHANNEL}")
        seen = await _one(connection, "SELECT pg_current_snapshot()::text")
        self.hub.look_again()
        self.is_connected, self._pause = True, 0.5
        while True:
            sleeps = bool(await _one(connection, "SELECT pg_try_advisory_lock(%s)", [SLEEPS]))
            seen = await self._look(connection, seen)
            async for notice in connection.notifies(timeout=SLEEP_AT_MOST if sleeps else LOOK_EVERY, stop_after=1):
                self._pass_on(notice.payload)
            if sleeps:
                await connection.execute("SELECT pg_advisory_unlock(%s)", [SLEEPS])
                seen = await self._look(connection, seen)
                await asyncio.sleep(LOOK_EVERY)

    async def _look(self, connection: psycopg.AsyncConnection[Any], seen: str) -> str:
        """Tell what was committed since the snapshot `seen`; returns the one of now."""
        values = {"oldest": int(seen.partition(":")[0]), "seen": seen, "most": MOST_AT_ONCE}
        cursor = await connection.execute(_LOOK, values)
        rows = await cursor.fetchall()
        if len(rows) >= MOST_AT_ONCE:
            self.hub.look_again()
        else:
            self.hub.publish(Event("case", case, kind) for _snapshot, case, kind in rows if case)
        return str(rows[0][0])

    def _pass_on(self, payload: str) -> None:
        what, _space, id_ = payload.partition(" ")
        if what in PASSED_ON and is_id(id_):
            self.hub.publish([Event(what, id_)])


@asynccontextmanager
async def _connected() -> AsyncIterator[psycopg.AsyncConnection[Any]]:
    """A connection of its own: a pooler between would lose the lock and the notifications."""
    known = config.database()
    options = {name: value for name, value in known["OPTIONS"].items() if name != "prepare_threshold"}
    async with await psycopg.AsyncConnection.connect(
        dbname=known["NAME"],
        user=known["USER"] or None,
        password=known["PASSWORD"] or None,
        host=known["HOST"] or None,
        port=known["PORT"] or None,
        autocommit=True,
        application_name="huiyin live",
        connect_timeout=5,
        **options,
    ) as connection:
        yield connection


async def _one(connection: psycopg.AsyncConnection[Any], sql: str, values: list[Any] | None = None) -> Any:
    row = await (await connection.execute(sql, values)).fetchone()
    return row[0] if row else None
