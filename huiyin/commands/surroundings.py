"""What commands stand on besides the database: Django and the secrets."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import django
from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection
from django.db.utils import OperationalError

from huiyin.commands import database
from huiyin.core import config, crypto, signing
from huiyin.core.time import now


def set_up_django() -> None:
    """Read the settings and load the applications."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.settings")
    django.setup()


@contextmanager
def everything() -> Iterator[None]:
    """Django with a database that answers. Raises CommandError with a sentence when it does not."""
    with database.running():
        set_up_django()
        try:
            connection.ensure_connection()
        except OperationalError as error:
            first = str(error).strip().splitlines()[0]
            raise CommandError(f"The database does not answer: {first}. Check DATABASE_URL.") from error
        try:
            yield
        finally:
            connection.close()


def make_secrets() -> list[str]:
    """Make the secret key and the keysets that are missing; names what was made.

    A database that already holds data needs the keysets it was filled with: then nothing is made and CommandError says
    where they must be put.
    """
    missing = missing_keys()
    if missing and _holds_data():
        raise CommandError(
            f"The keysets {', '.join(missing)} are missing in {settings.KEYS_DIR}, but the database already holds data "
            "that was encrypted with them. Put them back from your backup (or point HUIYIN_KEYS_DIR at them)."
        )
    made = ["secret_key"] if config.make_secret_key() else []
    made += crypto.make_keys(settings.KEYS_DIR)
    return made + (["signing"] if signing.make_key(settings.KEYS_DIR, now()) else [])


def missing_keys() -> list[str]:
    """Names of keysets that are not there."""
    return [name for name in crypto.KEY_NAMES if not (settings.KEYS_DIR / f"{name}.json").exists()]


def _holds_data() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('accounts_user') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return False
        cursor.execute("SELECT EXISTS (SELECT 1 FROM accounts_user)")
        return bool(cursor.fetchone()[0])
