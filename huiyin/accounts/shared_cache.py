"""The cache of this process, and in the database what every process must count together: attempts at signing in.

The sign-in library keeps its limits in the cache. In the memory of one process five wrong passwords would be five for
each process that answers; the rows here are the same for all of them, also on several machines. Their time is that of
the database.
"""

import json
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.locmem import LocMemCache
from django.db import connection
from django.utils.crypto import salted_hmac

# What begins so is counted together; it is plain JSON, never pickled.
SHARED = "allauth:rl:"
_ENDS = "clock_timestamp() + make_interval(secs => %s)"
_PUT = f"INSERT INTO accounts_sharedtry (key, value, ends_at) VALUES (%s, %s, {_ENDS})"  # noqa: S608 - constants
_OVER = " ON CONFLICT (key) DO UPDATE SET value = excluded.value, ends_at = excluded.ends_at"
_UNLESS_HELD = " WHERE accounts_sharedtry.ends_at <= clock_timestamp() RETURNING key"


class Cache(LocMemCache):
    """As Django's cache in memory, except for keys that begin with `SHARED`. `clear` empties the memory only."""

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Keep `value` unless there is one that still counts; did it? Of several at once it is true for one."""
        if not _is_shared(key):
            return super().add(key, value, timeout, version)
        with connection.cursor() as cursor:
            cursor.execute(_PUT + _OVER + _UNLESS_HELD, self._row(key, value, timeout))
            return cursor.fetchone() is not None

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """The value that still counts, else `default`."""
        if not _is_shared(key):
            return super().get(key, default, version)
        with connection.cursor() as cursor:
            asked = "SELECT value::text FROM accounts_sharedtry WHERE key = %s AND ends_at > clock_timestamp()"
            cursor.execute(asked, [_hash(key)])
            row = cursor.fetchone()
        return default if row is None else json.loads(row[0])

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Keep `value` in place of what there is."""
        if not _is_shared(key):
            super().set(key, value, timeout, version)
            return
        with connection.cursor() as cursor:
            cursor.execute(_PUT + _OVER, self._row(key, value, timeout))

    def delete(self, key: Any, version: int | None = None) -> bool:
        """Forget it; was there any?"""
        if not _is_shared(key):
            return super().delete(key, version)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM accounts_sharedtry WHERE key = %s", [_hash(key)])
            return bool(cursor.rowcount)

    def _row(self, key: str, value: Any, timeout: Any) -> list[Any]:
        seconds: Any = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        return [_hash(key), json.dumps(value), float(seconds)]


def _is_shared(key: Any) -> bool:
    return str(key).startswith(SHARED)


def _hash(key: str) -> str:
    return salted_hmac("accounts.tries", key, algorithm="sha256").hexdigest()
