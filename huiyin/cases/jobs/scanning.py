"""Asking the virus scanner about files that wait for it: a job after each arrival, a sweep for what that left."""

import logging
from datetime import datetime
from time import monotonic
from uuid import UUID

from django.conf import settings

from huiyin.cases.actions import scanning
from huiyin.cases.models import Evidence
from huiyin.cases.queries import files
from huiyin.channels.gateways import clamd
from huiyin.core import blobs
from huiyin.core.actors import system
from huiyin.core.jobs import job
from huiyin.core.time import now

log = logging.getLogger(__name__)
BY = system("cases.scan_files")
AT_ONCE, LASTS = 200, 240.0  # files of one reading; seconds after which a round of the sweep ends


@job("cases.scan_files", queue="files")
def scan_files(case_id: str) -> int:
    """Ask about the files of a case that wait; returns how many verdicts came. A scanner that does not answer is asked
    again by the sweep, every minute."""
    done, _answers = _ask(files.held_of(UUID(case_id)))
    return done


def scan_held(at: datetime) -> int:
    """Ask about everything that waits, oldest first, until there is nothing more, the scanner does not answer or the
    round has lasted four minutes; returns how many verdicts came."""
    ends, done, last = monotonic() + LASTS, 0, None
    while monotonic() < ends and (rows := files.held_after(last, AT_ONCE)):
        found, answers = _ask(rows, ends)
        done, last = done + found, rows[-1].pk
        if not answers:
            break
    return done


def _ask(rows: list[Evidence], ends: float | None = None) -> tuple[int, bool]:
    """How many verdicts came, and whether the scanner still answers."""
    done = 0
    if not rows or not settings.CLAMD:
        return done, False
    try:
        at = clamd.address(settings.CLAMD)
        scanner = clamd.version(at, seconds=settings.CLAMD_SECONDS)
        for row in rows:
            if ends is not None and monotonic() > ends:
                break
            if _one(row, at, scanner):
                done += 1
            else:  # is it this file or the scanner?
                scanner = clamd.version(at, seconds=settings.CLAMD_SECONDS)
    except (clamd.NoAnswer, clamd.WrongAddress) as failure:
        log.warning("the virus scanner does not answer; %d files wait: %s", len(rows) - done, failure)
        return done, False
    return done, True


def _one(row: Evidence, at: clamd.Address, scanner: str) -> bool:
    """One verdict; False when none came: the file stays held and does not hold up the others."""
    try:
        if row.size > settings.CLAMD_MAX_BYTES:
            verdict = clamd.Verdict(too_big=True)
        else:
            verdict = clamd.scan(at, blobs.chunks(row.sha256), seconds=settings.CLAMD_SECONDS)
    except (blobs.BlobMissing, blobs.BlobDamaged):
        log.exception("evidence %s cannot be scanned: its file is missing or damaged", row.pk)
        return False
    except clamd.NoAnswer as failure:
        log.warning("no verdict on evidence %s: %s", row.pk, failure)
        return False
    scanning.keep_verdict(
        evidence=row, signature=verdict.signature, too_big=verdict.too_big, scanner=scanner, by=BY, at=now()
    )
    return True
