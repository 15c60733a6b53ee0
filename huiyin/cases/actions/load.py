"""Counting the open cases of the whole house for the board. No ledger: nothing of a case changes."""

from datetime import datetime

from huiyin.cases.models import Case, LoadRun, OpenLoad
from huiyin.cases.queries import load
from huiyin.core.actions import action
from huiyin.core.actors import Actor


@action
def count(*, by: Actor, at: datetime) -> LoadRun:
    """Walk all open cases once and keep what was found; earlier counts go. Readers see the old or the new count whole.
    Two at once are harmless: the newest is read."""
    found = load.merged(load.counted(Case.objects.all(), at))
    run = LoadRun.objects.create(at=at)
    OpenLoad.objects.bulk_create(
        [OpenLoad(run=run, unit_id=row.unit, person_id=row.person, age=row.age, **row.figures) for row in found],
        batch_size=2000,
    )
    old = LoadRun.objects.filter(at__lt=at)
    OpenLoad.objects.filter(run__in=old).delete()
    old.delete()
    return run
