"""Counting the open cases of the whole house for the board. No ledger: nothing of a case changes."""

from datetime import datetime

from huiyin.cases.models import Case, LoadRun, OpenLoad
from huiyin.cases.queries import load
from huiyin.cases.rules.load import Effort
from huiyin.core.actions import action
from huiyin.core.actors import Actor

KEPT = 2


@action
def count(*, by: Actor, at: datetime, effort: Effort | None = None) -> LoadRun:
    """Walk all open cases once and keep what was found, their points by `effort` too; of earlier counts the last stays
    for who is just reading it. Two at once are harmless: the newest is read."""
    found = load.merged(load.counted(Case.objects.all(), at, effort=effort))
    run = LoadRun.objects.create(at=at)
    OpenLoad.objects.bulk_create(
        [
            OpenLoad(run=run, unit_id=row.unit, person_id=row.person, age=row.age, points=row.points, **row.figures)
            for row in found
        ],
        batch_size=2000,
    )
    kept = list(LoadRun.objects.order_by("-at").values_list("pk", flat=True)[:KEPT])
    OpenLoad.objects.exclude(run__in=kept).delete()
    LoadRun.objects.exclude(pk__in=kept).delete()
    return run
