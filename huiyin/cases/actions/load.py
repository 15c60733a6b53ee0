"""Counting the open cases of the whole house for the board. No ledger: nothing of a case changes."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from huiyin.cases.models import Case, LoadRun, OpenLoad
from huiyin.cases.queries import load
from huiyin.core.actions import action
from huiyin.core.actors import Actor


@action
def count(*, by: Actor, at: datetime) -> LoadRun:
    """Walk all open cases once and keep what was found; earlier counts go. Readers see the old or the new count whole.
    Two at once are harmless: the newest is read."""
    found: dict[tuple[UUID, UUID, int], dict[str, int]] = defaultdict(lambda: dict.fromkeys(load.FIGURES, 0))
    for row in load.counted(Case.objects.all(), at):
        figures = found[row.unit, row.person, row.age]
        for name, value in row.figures.items():
            figures[name] += value
    run = LoadRun.objects.create(at=at)
    OpenLoad.objects.bulk_create(
        [
            OpenLoad(run=run, unit_id=unit, person_id=person, age=age, **figures)
            for (unit, person, age), figures in found.items()
        ],
        batch_size=2000,
    )
    old = LoadRun.objects.filter(at__lt=at)
    OpenLoad.objects.filter(run__in=old).delete()
    old.delete()
    return run
