"""Checks of the database and what is in it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

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
from huiyin.commands.checks import Finding, _, fail, ok, warn
from huiyin.commands.migrate import OLDEST, server_version
from huiyin.core import clockwatch, crypto, signing, wording
from huiyin.core.fields import EncryptedTextField
from huiyin.core.time import now
from huiyin.insights.queries import figures as kept_figures

SAMPLE = 2000
_SILENT = timedelta(minutes=3)
_LATE = timedelta(minutes=5)
_STALE = timedelta(minutes=15)


def server() -> Iterator[Finding]:
    """Is the server new enough, and are its settings safe?"""
    version = server_version()
    if version < OLDEST:
        yield fail("database", f"PostgreSQL {version}", _("Use PostgreSQL %(version)d or later.") % {"version": OLDEST})
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_encoding'), current_setting('fsync')")
        encoding, fsync = cursor.fetchone()
    if encoding != "UTF8":
        told = _("its encoding is %(encoding)s") % {"encoding": encoding}
        yield fail("database", told, _("Make the database with ENCODING 'UTF8'."))
    elif fsync != "on":
        told = _("fsync is off: a power cut loses data")
        yield fail("database", told, _("Set fsync = on in the server's settings."))
    else:
        yield ok("database", _("PostgreSQL %(version)s answers") % {"version": version})


def migrations() -> Iterator[Finding]:
    """Are all tables of this version there?"""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        told = _("%(count)d are missing, first %(name)s") % {"count": len(plan), "name": plan[0][0]}
        yield fail("migrations", told, _("Run: huiyin migrate"))
    else:
        yield ok("migrations", _("all applied"))


def keys() -> Iterator[Finding]:
    """Are the keysets there, and are they the ones the data was encrypted with?"""
    missing = surroundings.missing_keys()
    if missing:
        yield fail(
            "keys",
            _("missing: %(names)s") % {"names": ", ".join(missing)},
            _("Put them back into %(folder)s from your backup.") % {"folder": settings.KEYS_DIR},
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
                told = {"field": f"{model._meta.label}.{field.name}", "folder": settings.KEYS_DIR}
                yield fail(
                    "keys",
                    _("%(field)s cannot be read with the keyset in %(folder)s") % told,
                    _("Put the keysets back that this database was filled with."),
                )
                return
    yield ok("keys", _("there and fitting (%(count)d columns tried)") % {"count": tried})


def clock() -> Iterator[Finding]:
    """Is the machine's clock what it was?"""
    drift = clockwatch.drift()
    if drift:
        yield fail("clock", wording.jump_text(drift), _("Set it right, or run: huiyin clock --trust"))
    else:
        yield ok("clock", _("did not jump"))


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
        told = _("no worker has reported yet")
        if beat:
            told = _("no worker has reported since %(time)s") % {"time": f"{beat:%Y-%m-%d %H:%M} UTC"}
        yield fail("worker", told, _("Start one: huiyin worker (limits and mail wait for it)."))
    elif oldest and now() - oldest > _LATE:
        minutes = (now() - oldest).total_seconds() // 60
        told = _("%(count)d jobs wait, the oldest %(minutes)d minutes") % {"count": waiting, "minutes": minutes}
        yield warn("worker", told, _("Start another: huiyin worker"))
    else:
        yield ok("worker", _("reports; %(count)d jobs wait") % {"count": waiting})
    if failed:
        mend = _("See the worker's log for each, mend its cause, then retry it.")
        yield warn("jobs", _("%(count)d failed for good") % {"count": failed}, mend)


def ledger(full: bool) -> Iterator[Finding]:
    """Do the hash chains hold?"""
    broken = [f"{kind} {id_}: {'; '.join(found)}" for kind, id_, found in audit.verify_all(None if full else SAMPLE)]
    broken += audit.verify_access()
    if broken:
        mend = _("Keep the database as it is, compare with the newest backup, tell the privacy officer.")
        told = {"count": len(broken), "first": "; ".join(broken[:3])}
        yield fail("ledger", _("%(count)d chains do not hold: %(first)s") % told, mend)
    elif full:
        yield ok("ledger", _("all chains hold"))
    else:
        yield ok("ledger", _("the chains of up to %(count)d entries hold (all: --full)") % {"count": SAMPLE})


def stored_clocks(full: bool) -> Iterator[Finding]:
    """Is each stored limit what its rule, events and calendar give today?"""
    newest = Clock.objects.prefetch_related("events").order_by("-id")[:SAMPLE]
    wrong = list(clocks.verify_all()) if full else [line for clock in newest for line in clocks.verify(clock)]
    if wrong:
        mend = _("Put back the pack and calendar files these limits were computed with.")
        told = {"count": len(wrong), "first": "; ".join(wrong[:3])}
        yield fail("clocks", _("%(count)d differ from what is computed: %(first)s") % told, mend)
    elif full:
        yield ok("clocks", _("all limits computed afresh: as stored"))
    else:
        yield ok("clocks", _("up to %(count)d limits computed afresh: as stored") % {"count": SAMPLE})


def proof() -> Iterator[Finding]:
    """What did the last nightly proof of the stored limits find?"""
    run = proofs.newest("clocks")
    if run is None:
        yield ok("proof", _("has not run yet; it runs every night"))
    elif run.differing:
        first = "; ".join(one["says"] for one in run.first[:3])
        mend = _("Keep the database as it is; the page System names the cases. Put back changed packs or calendars.")
        told = _when(run.started_at) | {"wrong": run.differing, "count": run.checked, "first": first}
        yield fail("proof", _("%(wrong)d of %(count)d limits differed at %(time)s: %(first)s") % told, mend)
    elif proofs.is_stale(run, now()):
        told_late = _("last run %(time)s") % _when(run.started_at)
        yield warn("proof", told_late, _("A worker must run at night: huiyin worker"))
    else:
        told = _when(run.started_at) | {"count": run.checked}
        yield ok("proof", _("%(count)d limits were computed again at %(time)s: as stored") % told)


def _when(at: datetime) -> dict[str, object]:
    return {"time": f"{at:%F %R} UTC"}


def checkpoint() -> Iterator[Finding]:
    """Is there a key to sign with, and a checkpoint of last night?"""
    if not signing.is_there():
        told = _("no signing key in %(folder)s") % {"folder": settings.KEYS_DIR}
        yield fail("checkpoint", told, _("Run: huiyin migrate"))
        return
    newest = checkpoints.newest()
    if newest is None:
        yield ok("checkpoint", _("none yet; the first is made at night (or now: huiyin checkpoint make)"))
    elif now() - newest.at > proofs.STALE:
        detail = _("the newest, %(number)d, is of %(time)s") % (_when(newest.at) | {"number": newest.number})
        yield warn("checkpoint", detail, _("A worker must run at night: huiyin worker"))
    else:
        covers = _when(newest.at) | {"number": newest.number, "count": newest.chains}
        yield ok("checkpoint", _("%(number)d of %(time)s covers %(count)d chains") % covers)


def figures() -> Iterator[Finding]:
    """Are the figures of handbook and board kept up with the cases?"""
    kept = kept_figures.progress()
    if kept is None:
        yield warn("figures", _("none are made yet"), _("Start a worker: huiyin worker."))
        return
    behind = now() - kept.seen_until
    if behind > _STALE:
        told = _("they stand where they stood %(span)s ago") % {"span": wording.span_text(behind)}
        yield warn("figures", told, _("Start a worker; if one runs, look at the failed jobs of insights.keep."))
    elif kept.redo_after is not None:
        yield ok("figures", _("they are being made anew, and go on"))
    else:
        yield ok("figures", _("up to date"))
