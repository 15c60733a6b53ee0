"""Going through a wide count piece by piece; a worker that dies goes on where it was."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from huiyin.accounts.queries import actor
from huiyin.cases.actions import tallies
from huiyin.cases.models import Tally
from huiyin.cases.queries import groups
from huiyin.cases.rules import tallies as rules
from huiyin.core.actors import Actor
from huiyin.core.jobs import job
from huiyin.core.time import now


@job(tallies.JOB)
def tally(tally_id: str) -> None:
    """Go on with a count, as the person who ordered it, with the roles held now."""
    row = Tally.objects.select_related("user").filter(pk=UUID(tally_id), ended_at=None).first()
    if row is not None:
        work(row, by=actor(row.user, where="worker"), clock=now)


def work(tally: Tally, *, by: Actor, clock: Callable[[], datetime]) -> None:
    """Count what is left, each piece as far as the person may see now."""
    first = tally.counted_to + timedelta(days=1) if tally.counted_to else tally.from_on
    wanted = tallies.read(tally.asked)
    for begin, end in rules.pieces(first, tally.to_on):
        piece = replace(wanted, received_from=begin, received_to=end, lately=None)
        rows = groups.counted(tally.user, piece, tally.group, at=clock(), most=None)
        found = {row.key: [row.count, row.broken] for row in rows}
        if tallies.add(tally=tally, first=begin, last=end, found=found, by=by, at=clock()) is None:
            return
