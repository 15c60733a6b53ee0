"""Working through the rows of a change of many: each in its own transaction, so that a worker that dies loses none."""

import logging
from collections.abc import Callable
from datetime import datetime

from huiyin.cases.models import BulkRow, BulkRun, BulkState, RowState
from huiyin.complaints.actions import bulk
from huiyin.core.actors import Actor
from huiyin.core.jobs import each

log = logging.getLogger(__name__)


def work(run: BulkRun, *, by: Actor, clock: Callable[[], datetime]) -> BulkRun:
    """Do, or undo, what is left of `run` in its order; returns it as it is then. Twice at once does nothing twice. A
    row that breaks unexpectedly stays as it is and stops no other."""
    run = BulkRun.objects.get(pk=run.pk)
    if run.state not in (BulkState.RUNNING, BulkState.UNDOING):
        return run
    undoing = run.state == BulkState.UNDOING
    rows = BulkRow.objects.filter(run=run, state=RowState.DONE if undoing else RowState.WAITING).order_by("place")
    take = bulk.undo_row if undoing else bulk.do_row

    def one(row: BulkRow) -> int:
        take(row=row, by=by, at=clock())
        return 1

    each(rows, one, log=log, told="row %s of a change of many")
    return bulk.finish(run=run, by=by, at=clock())
