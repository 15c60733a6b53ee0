"""`huiyin tables --write`: write down the tables that the migrations make, for new databases (`core.new_tables`)."""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import psycopg

from huiyin.core import embedded
from huiyin.core.embedded_folder import VERSION, Cluster, engine, environment
from huiyin.core.new_tables import SCRIPT

_TITLES = re.compile(r"^--\n-- .*\n--\n\n", re.MULTILINE)
_BLANK = re.compile(r"\n{3,}")


def main(argv: Sequence[str]) -> int:
    """Exit code 0: the script says what the migrations make (or was written so); 1: it differs, and --write is due."""
    parser = argparse.ArgumentParser(prog="huiyin tables", description=__doc__)
    parser.add_argument("--write", action="store_true", help="write it (without: only compare)")
    options = parser.parse_args(argv)
    found = _from_migrations()
    if SCRIPT.exists() and SCRIPT.read_text() == found:
        return 0
    if options.write:
        SCRIPT.write_text(found)
        return 0
    print("huiyin tables: migrations were added since the script was written: huiyin tables --write", file=sys.stderr)
    return 1


def _from_migrations() -> str:
    """All migrations, applied to a database of their own; nothing of it stays."""
    with tempfile.TemporaryDirectory(prefix="huiyin-tables-", dir="/var/tmp") as folder:
        Path(folder).chmod(0o755)
        cluster = Cluster(Path(folder) / "data", durable=False)
        with embedded.use(cluster) as url:
            around = os.environ | {
                "DATABASE_URL": url,
                "DJANGO_SETTINGS_MODULE": "huiyin.settings",
                "HUIYIN_DATA_DIR": str(cluster.data),
            }
            subprocess.run([sys.executable, "-m", "django", "migrate", "--verbosity", "0"], env=around, check=True)
            return written(cluster, url)


def written(cluster: Cluster, url: str) -> str:
    """What stands in this database, as a script: tables, indexes, constraints, functions, triggers; no rows but the
    list of applied migrations. The same tables give the same text."""
    dumped = subprocess.run(
        [engine(cluster) / "pg_dump", "--schema-only", "--no-owner", "--no-privileges", "--no-comments", url],
        env=environment(),
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    # What pg_dump says to its own reader (settings, \restrict) comes before the first thing that is made, or last.
    body = dumped[dumped.index("\nCREATE ") :]
    body = re.sub(r"^(\\|SET default_).*\n", "", body, flags=re.MULTILINE)
    body = _BLANK.sub("\n\n", _TITLES.sub("", body)).replace("--\n-- PostgreSQL database dump complete\n--\n", "")
    with psycopg.connect(url) as connection:
        applied = connection.execute("SELECT app, name FROM django_migrations ORDER BY id").fetchall()
    rows = ",\n".join(f"    ('{app}', '{name}')" for app, name in applied)
    return (
        f"-- PostgreSQL {VERSION}; written by `huiyin tables --write` from the migrations, not by hand.\n"
        f"{body.strip()}\n\n"
        "INSERT INTO public.django_migrations (app, name, applied)\n"
        f"SELECT app, name, now() FROM (VALUES\n{rows}\n) AS applied (app, name);\n"
    )
