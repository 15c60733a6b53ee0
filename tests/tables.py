"""A database with the tables of `core/new_tables.sql`, copied for each run instead of migrating from nothing. What was
added since that script was written is migrated on top of the copy, as for a new house."""

import hashlib

import psycopg
from psycopg import sql

from huiyin.core.new_tables import SCRIPT

_LOCK = 0x7465_7374


def as_template(url: str) -> None:
    """Have Django copy it for the tests' databases. `url`: of the server's database `postgres`."""
    from django.conf import settings  # noqa: PLC0415 - rules are tested without Django

    script = SCRIPT.read_text()
    name = f"huiyin_tables_{hashlib.sha256(script.encode()).hexdigest()[:12]}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute("SELECT pg_advisory_lock(%s)", [_LOCK])  # two workers of one run begin together
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            _make(server, name, url, script)
    settings.DATABASES["default"]["TEST"] = {**settings.DATABASES["default"].get("TEST", {}), "TEMPLATE": name}


def _make(server: psycopg.Connection, name: str, url: str, script: str) -> None:
    """Under another name first: one that was cut short is not taken for the whole."""
    half = sql.Identifier(f"{name}_half")
    server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(half))
    server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(half))
    with psycopg.connect(url, dbname=f"{name}_half") as database:
        database.execute("SET LOCAL check_function_bodies = off")
        database.execute(script.encode())
    server.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(half, sql.Identifier(name)))
