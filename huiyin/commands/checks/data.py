"""Checks of the database and what is in it."""

from collections.abc import Iterator
from datetime import timedelta

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from tink import TinkError

from huiyin.audit import queries as audit
from huiyin.audit.queries import checkpoints, proofs
from huiyin.clocks import queries as clocks
from huiyin.clocks.models import Clock
from huiyin.commands import surroundings
from huiyin.commands.checks import Finding, fail, ok, warn
from huiyin.commands.migrate import OLDEST, server_version
from huiyin.core import crypto, signing
from huiyin.core.fields import EncryptedTextField
from huiyin.core.time import now

SAMPLE = 2000
_SILENT = timedelta(minutes=3)
_LATE = timedelta(minutes=5)


def server() -> Iterator[Finding]:
    """Is the server new enough, and are its settings safe?"""
    version = server_version()
    if version < OLDEST:
        yield fail("database", f"PostgreSQL {version}", f"Use PostgreSQL {OLDEST} or later.")
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_encoding'), current_setting('fsync')")
        encoding, fsync = cursor.fetchone()
    if encoding != "UTF8":
        yield fail("database", f"its encoding is {encoding}", "Make the database with ENCODING 'UTF8'.")
    elif fsync != "on":
        yield fail("database", "fsync is off: a power cut loses data", "Set fsync = on in the server's settings.")
    else:
        yield ok("database", f"PostgreSQL {version} answers")


def migrations() -> Iterator[Finding]:
    """Are all tables of this version there?"""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        yield fail("migrations", f"{len(plan)} are missing, first {plan[0][0]}", "Run: huiyin migrate")
    else:
        yield ok("migrations", "all applied")


def keys() -> Iterator[Finding]:
    """Are the keysets there, and are they the ones the data was encrypted with?"""
    missing = surroundings.missing_keys()
    if missing:
        yield fail(
            "keys", f"missing: {', '.join(missing)}", f"Put them back into {settings.KEYS_DIR} from your backup."
        )
        return
    tried = 0
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if not isinstance(field, EncryptedTextField):
                continue
            with connection.cursor() as cursor:
                table, column = (connection.ops.quote_name(str(name)) for name in (model._meta.db_table, field.column))
                cursor.execute(f"SELECT {column} FROM {table} WHERE length({column}) > 0 LIMIT 1")  # noqa: S608
                row = cursor.fetchone()
            if row is None:
                continue
            tried += 1
            try:
                crypto.decrypt(bytes(row[0]), f"{model._meta.label_lower}.{field.name}")
            except TinkError:
                yield fail(
                    "keys",
                    f"{model._meta.label}.{field.name} cannot be read with the keyset in {settings.KEYS_DIR}",
                    "Put the keysets back that this database was filled with.",
                )
                return
    yield ok("keys", f"there and fitting ({tried} columns tried)")


def worker() -> Iterator[Finding]:
    """Does a worker run, and does it keep up?"""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(last_heartbeat) FROM procrastinate_workers")
        (beat,) = cursor.fetchone()
        cursor.execute(
            "SELECT min(coalesce(job.scheduled_at, event.at)), count(*) FROM procrastinate_jobs job"
            " JOIN procrastinate_events event ON event.job_id = job.id AND event.type = 'deferred'"
            " WHERE job.status = 'todo' AND coalesce(job.scheduled_at, event.at) < now()"
        )
        oldest, waiting = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'")
        (failed,) = cursor.fetchone()
    if beat is None or now() - beat > _SILENT:
        since = f"since {beat:%Y-%m-%d %H:%M} UTC" if beat else "yet"
        yield fail(
            "worker", f"no worker has reported {since}", "Start one: huiyin worker (limits and mail wait for it)."
        )
    elif oldest and now() - oldest > _LATE:
        minutes = (now() - oldest).total_seconds() // 60
        yield warn("worker", f"{waiting} jobs wait, the oldest {minutes:.0f} minutes", "Start another: huiyin worker")
    else:
        yield ok("worker", f"reports; {waiting} jobs wait")
    if failed:
        yield warn("jobs", f"{failed} failed for good", "See the worker's log for each, mend its cause, then retry it.")


def ledger(full: bool) -> Iterator[Finding]:
    """Do the hash chains hold?"""
    broken = [f"{kind} {id_}: {'; '.join(found)}" for kind, id_, found in audit.verify_all(None if full else SAMPLE)]
    broken += audit.verify_access()
    what = "all chains" if full else f"the chains of up to {SAMPLE} entries (all: --full)"
    if broken:
        mend = "Keep the database as it is, compare with the newest backup, tell the privacy officer."
        yield fail("ledger", f"{len(broken)} chains do not hold: {'; '.join(broken[:3])}", mend)
    else:
        yield ok("ledger", f"{what} hold")


def stored_clocks(full: bool) -> Iterator[Finding]:
    """Is each stored limit what its rule, events and calendar give today?"""
    newest = Clock.objects.prefetch_related("events").order_by("-id")[:SAMPLE]
    wrong = list(clocks.verify_all()) if full else [line for clock in newest for line in clocks.verify(clock)]
    if wrong:
        mend = "Put back the pack and calendar files these limits were computed with."
        yield fail("clocks", f"{len(wrong)} differ from what is computed: {'; '.join(wrong[:3])}", mend)
    else:
        yield ok("clocks", f"{'all' if full else f'up to {SAMPLE}'} limits computed afresh: as stored")


def proof() -> Iterator[Finding]:
    """What did the last nightly proof of the stored limits find?"""
    run = proofs.newest("clocks")
    if run is None:
        yield ok("proof", "has not run yet; it runs every night")
    elif run.differing:
        first = "; ".join(one["says"] for one in run.first[:3])
        mend = "Keep the database as it is; the page System names the cases. Put back changed packs or calendars."
        yield fail(
            "proof", f"{run.differing} of {run.checked} limits differed at {run.started_at:%F %R} UTC: {first}", mend
        )
    elif proofs.is_stale(run, now()):
        yield warn("proof", f"last run {run.started_at:%F %R} UTC", "A worker must run at night: huiyin worker")
    else:
        yield ok("proof", f"{run.checked} limits were computed again at {run.started_at:%F %R} UTC: as stored")


def checkpoint() -> Iterator[Finding]:
    """Is there a key to sign with, and a checkpoint of last night?"""
    if not signing.is_there():
        yield fail("checkpoint", f"no signing key in {settings.KEYS_DIR}", "Run: huiyin migrate")
        return
    newest = checkpoints.newest()
    if newest is None:
        yield ok("checkpoint", "none yet; the first is made at night (or now: huiyin checkpoint make)")
    elif now() - newest.at > proofs.STALE:
        detail = f"the newest, {newest.number}, is of {newest.at:%F %R} UTC"
        yield warn("checkpoint", detail, "A worker must run at night: huiyin worker")
    else:
        yield ok("checkpoint", f"{newest.number} of {newest.at:%F %R} UTC covers {newest.chains} chains")
