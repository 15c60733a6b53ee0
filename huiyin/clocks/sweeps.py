"""Periodic work of the clocks: alarms that are due, provisional limits whose year was announced, the nightly proof."""

import logging
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from itertools import islice
from typing import TypeVar
from uuid import UUID

from procrastinate.contrib.django import app

from huiyin.audit import actions as audit
from huiyin.audit import queries as ledger
from huiyin.audit.models import ProofRun
from huiyin.audit.queries import proofs
from huiyin.clocks import actions, queries
from huiyin.clocks.actions.proving import KIND, prove
from huiyin.clocks.models import Clock, ClockState
from huiyin.core import actors
from huiyin.core.jobs import each, in_true_time, sweep
from huiyin.core.time import now

T = TypeVar("T")

log = logging.getLogger(__name__)
BROKE = "clock %s could not be worked on; the next round tries again"
PROMISES = actors.system("clocks.note_promises")
PROOF = actors.system("clocks.prove_stored")
# A batch of a proof, and how many ended limits one night takes, so that the oldest come round again within weeks.
BATCH, SLICE = 1000, 50_000
# A change is stamped before its transaction ends: what was stamped this long before the last proof is proved again.
OVERLAP = timedelta(hours=2)


@app.periodic(cron="* * * * * */20")
@app.task(name="clocks.fire_due", queueing_lock="clocks.fire_due", pass_context=False)
@in_true_time
def fire_due(timestamp: int) -> None:
    """Warnings and breaches that are reached; after the worker slept, all of them at once, each only one time."""
    run_due()


@app.periodic(cron="17 * * * *")
@app.task(name="clocks.settle_provisional", queueing_lock="clocks.settle_provisional", pass_context=False)
@in_true_time
def settle_provisional(timestamp: int) -> None:
    """Provisional limits, once the calendar of their year is there. Cases and claims settle theirs."""
    by = actors.system("clocks.settle_provisional")
    each(
        _paged(lambda after: queries.unsettled_ids(after, left_out=("case", "claim"))),
        lambda clock_id: actions.settle(clock_id=clock_id, by=by, at=now()) is not None,
        log=log,
        told=BROKE,
    )


def run_due() -> int:
    """One round over all due clocks, one transaction each; returns how many alarms fired."""
    by = actors.system("clocks.fire_due")
    return each(
        _paged(lambda after: queries.due_ids(now(), after)),
        lambda clock_id: len(actions.fire(clock_id=clock_id, by=by, at=now())),
        log=log,
        told=BROKE,
    )


@sweep("clocks.note_promises", cron="* * * * * 30")
def note_promises() -> int:
    """Promises that are near or were broken since: remembered once each, in the ledger too; returns how many."""
    return each(
        queries.promises_to_note(now()),
        lambda promise_id: bool(actions.note_time(promise_id=promise_id, by=PROMISES, at=now())),
        log=log,
        told="promise %s could not be noted; the next round tries again",
    )


def _paged(read: Callable[[UUID | None], list[UUID]]) -> Iterator[UUID]:
    """Every id, page after page."""
    last: UUID | None = None
    while page := read(last):
        yield from page
        last = page[-1]


@sweep("clocks.prove_stored", cron="10 3 * * *")
def prove_stored() -> int:
    """Every night: compute again all running limits, the ended ones of owners that were written to since the last
    proof, and a slice of the other ended ones; returns how many differ."""
    last = proofs.newest(KIND)
    after = last.slice_after if last else None
    run = audit.begin_proof(kind=KIND, slice_after=after, by=PROOF, at=now())
    for page in _pages(_ids(running=True), BATCH):
        run = prove(run=run, clock_ids=page, slice_after=after, by=PROOF, at=now())
    if last is not None:
        for owners in _pages(ledger.written_to_since(last.started_at - OVERLAP), BATCH):
            rows = Clock.objects.filter(owner_id__in=[id_ for _kind, id_ in owners]).exclude(state=ClockState.RUNNING)
            found = list(rows.values_list("pk", flat=True))
            run = prove(run=run, clock_ids=found, slice_after=after, by=PROOF, at=now())
    run = _prove_slice(run, after)
    run = audit.end_proof(run=run, by=PROOF, at=now())
    if run.differing:
        log.error("%s stored limits differ from what is computed; see the page System or huiyin doctor", run.differing)
    return run.differing


def _prove_slice(run: ProofRun, after: UUID | None) -> ProofRun:
    """The next slice of ended limits; behind the last one it begins with the oldest again."""
    pages = list(_pages(islice(_ids(running=False, after=after), SLICE), BATCH))
    for page in pages:
        after = page[-1] if len(page) == BATCH else None
        run = prove(run=run, clock_ids=page, slice_after=after, by=PROOF, at=now())
    return run if pages else prove(run=run, clock_ids=(), slice_after=None, by=PROOF, at=now())


def _ids(*, running: bool, after: UUID | None = None) -> Iterator[UUID]:
    """Ids of running or of ended limits, in order, page after page."""
    rows = Clock.objects.order_by("pk").values_list("pk", flat=True)
    rows = rows.filter(state=ClockState.RUNNING) if running else rows.exclude(state=ClockState.RUNNING)
    while page := list((rows.filter(pk__gt=after) if after else rows)[:BATCH]):
        yield from page
        after = page[-1]


def _pages(rows: Iterator[T], length: int) -> Iterator[Sequence[T]]:
    while page := list(islice(rows, length)):
        yield page
