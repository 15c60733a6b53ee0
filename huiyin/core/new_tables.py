"""The tables of a new database as one written script, so that a new house stands in a second.

Migrations stay what makes and changes tables; applying all of them to an empty database takes a dozen seconds, most of
it spent on thinking. `huiyin tables --write` writes down what they make (`new_tables.sql`, with the list of those
applied); whatever is newer is applied on top of it as ever. A test proves that both ways lead to the same tables.
"""

from pathlib import Path

from django.db import connection, transaction

SCRIPT = Path(__file__).with_name("new_tables.sql")
# Two that begin at once wait for each other.
_LOCK = 0x6875_6979


def load() -> bool:
    """Make all tables of the script, or none: False when there are tables already, or the server is older than the one
    that wrote the script (then migrations make them)."""
    script = SCRIPT.read_text()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute(
            "SELECT current_setting('server_version_num')::int / 10000, current_schema(), "
            "EXISTS (SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace)"
        )
        server, schema, taken = cursor.fetchone()
        if taken or schema != "public" or server < written_by(script):
            return False
        cursor.execute("SET LOCAL check_function_bodies = off")  # a function may come before the table it names
        cursor.execute(script)
    return True


def written_by(script: str) -> int:
    """The major version of the server that wrote the script."""
    return int(script.split(maxsplit=3)[2].rstrip(";"))
