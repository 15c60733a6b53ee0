"""`huiyin migrate`: bring everything to this version. Can be run again at any time."""

import argparse
import sys
from collections.abc import Sequence

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.utils.translation.reloader import translation_file_changed

from huiyin.audit import actions as audit
from huiyin.commands import static, surroundings, translations
from huiyin.core import new_tables
from huiyin.core.actors import system
from huiyin.core.time import now

OLDEST = 15


def server_version() -> int:
    """The major version of the database server."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        return int(cursor.fetchone()[0]) // 10000


def use_translations() -> None:
    """Compile what is new, and forget what this process has loaded: the demo writes letters in the same process."""
    try:
        written = translations.compile_all()
    except PermissionError as error:
        print(
            f"The translations could not be written ({error.filename}); pages may be in English. "
            "Once, as the owner of the program's folder: bin/huiyin translations --compile",
            file=sys.stderr,
        )
        return
    for path in written:
        translation_file_changed(sender=None, file_path=path)


def run(*, quiet: bool = False) -> None:
    """Secrets, tables, translations, static files. Raises CommandError with what to do when that is not possible."""
    if server_version() < OLDEST:
        raise CommandError(f"PostgreSQL {OLDEST} or later is needed; this is {server_version()}.")
    use_translations()
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")  # the limit is for pages; a migration takes what it takes
    made = surroundings.make_secrets()
    if made and not quiet:
        folder = settings.PRIVATE_DIR
        print(
            f"Made once: {', '.join(made)} in {folder}. Without it the data cannot be read: back it up.",
            file=sys.stderr,
        )
    new_tables.load()
    call_command("migrate", interactive=False, verbosity=0 if quiet else 1)
    audit.carry_feed_on(by=system("migrate"), at=now())
    static.collect()


def main(argv: Sequence[str]) -> int:
    """Bring database, keys and files to this version."""
    parser = argparse.ArgumentParser(prog="huiyin migrate", description=__doc__)
    parser.add_argument("--quiet", action="store_true", help="say nothing unless something is wrong")
    run(quiet=parser.parse_args(argv).quiet)
    return 0
