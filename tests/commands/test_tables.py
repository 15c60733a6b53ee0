"""A new database is made from the script; it must be what the migrations make."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from huiyin.commands.tables import written
from huiyin.core import embedded, new_tables
from tests.environment import CLUSTER, ELSEWHERE


def migrated(url: str, folder: Path, *, from_script: bool) -> None:
    """Bring the database up to date: by `huiyin migrate`'s way, or by the migrations alone."""
    said = "import django; django.setup(); from huiyin.core import new_tables; assert new_tables.load()"
    around = os.environ | {
        "DATABASE_URL": url, "HUIYIN_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "huiyin.settings",
    }  # fmt: skip
    if from_script:
        subprocess.run([sys.executable, "-c", said], env=around, check=True, timeout=60)
    subprocess.run([sys.executable, "-m", "django", "migrate", "-v0"], env=around, check=True, timeout=300)


@contextmanager
def database(name: str) -> Iterator[str]:
    """A database of its own; its URL."""
    made = sql.Identifier(f"tables_{os.getpid()}_{name}")
    with psycopg.connect(embedded.url(CLUSTER, "postgres"), autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(made))
        try:
            yield embedded.url(CLUSTER, f"tables_{os.getpid()}_{name}")
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(made))


def said_again(url: str) -> list[str]:
    """The script of a database that was made from the script of this one: PostgreSQL writes casts in another way once
    they have been read from a script."""
    with database("again") as other:
        with psycopg.connect(other) as connection:
            connection.execute("SET LOCAL check_function_bodies = off")
            connection.execute(written(CLUSTER, url).encode())
        return sorted(line.rstrip(",") for line in written(CLUSTER, other).splitlines())


@pytest.mark.slow
@pytest.mark.skipif(bool(ELSEWHERE), reason="NOT RUN: needs the embedded server's programs")
def test_the_script_and_the_migrations_make_the_same_tables(tmp_path: Path) -> None:
    """All migrations are applied from the first on: 12 s, once in a run."""
    with embedded.use(CLUSTER), database("script") as script, database("migrations") as migrations:
        migrated(script, tmp_path, from_script=True)
        migrated(migrations, tmp_path, from_script=False)
        found = said_again(script)
        assert len(found) > 3000
        assert found == said_again(migrations)


@pytest.mark.django_db
def test_a_database_that_has_tables_is_left_alone() -> None:
    assert new_tables.load() is False


def test_the_script_says_which_server_wrote_it() -> None:
    assert new_tables.written_by(new_tables.SCRIPT.read_text()) >= 18
