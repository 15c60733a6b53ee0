"""Asking the virus scanner about files that wait for it: a job after each arrival, a sweep for what that left."""

import logging
from dataclasses import dataclass, replace
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
from huiyin.core.alone import alone
from huiyin.core.jobs import job
from huiyin.core.time import now

log = logging.getLogger(__name__)
BY = system("cases.scan_files")
# Files of one reading; seconds after which a round begins no other file; seconds for a scanner to say its name.
AT_ONCE, LASTS, _HELLO = 200, 20.0, 5.0


@job("cases.scan_files", queue="files")
def scan_files(case_id: str) -> int:
    """Ask about the files of a case that wait, then about all others that do; returns how many verdicts came. A scanner
    that does not answer is asked again by the sweep, every minute."""
    return _round(files.held_of(UUID(case_id)))


def scan_held(at: datetime) -> int:
    """Ask about everything that waits, oldest first; returns how many verdicts came."""
    return _round([])


def _round(first: list[Evidence]) -> int:
    """One asks at a time and not for long, so that a scanner that is slow, or has much to do, leaves the worker to
    limits and mail: what comes meanwhile is seen to by the one who asks, the rest by the next round."""
    ends, done, last = monotonic() + LASTS, 0, None
    with alone("cases.scan_files") as mine:
        if not mine or not settings.CLAMD:
            return 0
        done, answers = _ask(first, ends)
        while answers and monotonic() < ends and (rows := files.held_after(last, AT_ONCE)):
            found, answers = _ask(rows, ends)
            done, last = done + found, rows[-1].pk
    return done


def _ask(rows: list[Evidence], ends: float) -> tuple[int, bool]:
    """How many verdicts came, and whether the scanner still answers."""
    done = 0
    if not rows:
        return done, True
    try:
        at = clamd.address(settings.CLAMD)
        scanner = clamd.version(at, seconds=_HELLO)
        for row in rows:
            if monotonic() > ends:
                break
            if _one(row, at, scanner):
                done += 1
            else:  # is it this file or the scanner?
                scanner = clamd.version(at, seconds=_HELLO)
    except (clamd.NoAnswer, clamd.WrongAddress) as failure:
        log.warning("the virus scanner does not answer; %d files wait: %s", len(rows) - done, failure)
        return done, False
    return done, True


@dataclass(frozen=True)
class Again:
    """How far a second look came: files asked about, those withheld now, those without a verdict (missing, damaged,
    larger than the scanner takes), the last one asked about, and whether it came to the end."""

    asked: int = 0
    found: int = 0
    without: int = 0
    last: UUID | None = None
    finished: bool = False


def scan_again(after: UUID | None = None, most: int | None = None) -> Again:
    """Ask about what is given out: files from before a scanner was set, or before it had a signature. Oldest first,
    behind `after`, at most `most`. A scanner that stops answering ends it; it goes on behind `last`.
    """
    so_far = Again(last=after)
    at = clamd.address(settings.CLAMD)
    while most is None or so_far.asked < most:
        left = AT_ONCE if most is None else min(AT_ONCE, most - so_far.asked)
        rows = files.given_out_after(so_far.last, left)
        if not rows:
            return replace(so_far, finished=True)
        for row in rows:
            try:
                scanner = clamd.version(at, seconds=_HELLO)
            except clamd.NoAnswer as failure:
                log.warning("the virus scanner does not answer: %s", failure)
                return so_far
            # Too large to be asked about is no reason to take away what people work with.
            has_verdict = row.size <= settings.CLAMD_MAX_BYTES and _one(row, at, scanner, again=True)
            is_found = has_verdict and files.is_quarantined(row.pk)
            so_far = Again(so_far.asked + 1, so_far.found + is_found, so_far.without + (not has_verdict), row.pk)
    return so_far


def _one(row: Evidence, at: clamd.Address, scanner: str, *, again: bool = False) -> bool:
    """One verdict; False when none came: the file stays as it was and does not hold up the others."""
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
    if again and verdict.too_big:
        return False
    scanning.keep_verdict(
        evidence=row,
        signature=verdict.signature,
        too_big=verdict.too_big,
        scanner=scanner,
        again=again,
        by=BY,
        at=now(),
    )
    return True
