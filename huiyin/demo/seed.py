"""Fills an empty database with the demo's world. A second time does nothing; one that was cut off goes on.

Three processes share the work: one plays the cases of the last weeks, two cast the history before them.
"""

import multiprocessing
import os
import sys
import traceback
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, connections, transaction

from huiyin.accounts.models import Unit
from huiyin.audit import actions as audit
from huiyin.audit.models import Entry
from huiyin.cases.jobs import likeness
from huiyin.cases.models import Case, Registry
from huiyin.cases.sweeps import carry_alarms
from huiyin.clocks import sweeps as clocks
from huiyin.complaints.jobs import fairness
from huiyin.core.time import local_date
from huiyin.customers.sweeps import carry_claim_alarms
from huiyin.demo import (
    calling,
    catalogue,
    chatting,
    cited,
    claims,
    desk,
    history,
    house,
    knowing,
    lettering,
    mailing,
    records,
    requests,
)
from huiyin.demo.casting import Part
from huiyin.demo.house import SEEDER, House
from huiyin.demo.pattern import Key
from huiyin.demo.people import customers
from huiyin.demo.special import Stage
from huiyin.demo.stories import COMPLAINTS
from huiyin.insights import sweeps as figures

# The house stands before its first complaint.
OPENED = timedelta(days=560)
DONE = "demo.seeded"
Job = Callable[[], object]


class CutOff(RuntimeError):  # noqa: N818
    """A share of the work failed; what it wrote is whole, the rest is missing."""


@dataclass(frozen=True)
class Seeded:
    """What a seeding did. `cases` is the number of cases there are now."""

    fresh: bool
    cases: int


def fill(*, now: datetime, scale: float = 1.0, processes: bool = True, say: Callable[[str], None] = print) -> Seeded:
    """Put the demo's world there as it stands at `now`. Nothing happens where it is whole or others' data are."""
    if Entry.objects.filter(kind=DONE).exists() or is_foreign():
        return Seeded(False, Case.objects.count())
    day = local_date(now)
    people = customers(day)
    if Unit.objects.exists():
        there = house.found()
    else:
        say("organisation, staff and customers")
        there = house.build(people=people, by=SEEDER, at=now - OPENED)
    say("eighteen months of complaints")
    told = list(history.parts(people, day, now, round(COMPLAINTS * scale)))
    stage = Stage(there, people, now, {part.story.customer.ref: local_date(part.story.received_at) for part in told})
    told = missing([*told, *stage.parts()])
    run([stage.perform, *(_writing(there, share, now) for share in shares(told, 2))], processes=processes)
    stage.afterwards()
    say("the desk in use")
    desk.furnish(there, now)
    mailing.arrive(there, now)
    requests.arrive(there, now)
    knowing.write(there, now)
    chatting.talk(now)
    lettering.post(now)
    finish(now=now)
    return Seeded(True, Case.objects.count())


def is_foreign() -> bool:
    """Does somebody else's organisation stand here? The demo never mixes with it."""
    codes = set(Unit.objects.values_list("code", flat=True))
    return bool(codes) and not Entry.objects.filter(actor_label=SEEDER.label, kind="unit.added").exists()


def missing(told: list[Part]) -> list[Part]:
    """The stories that are not there yet: those whose number is not in the register."""
    there = set(Registry.objects.filter(kind="external").values_list("key", flat=True))
    return [part for part in told if f"{part.story.channel}:{part.story.external_ref}" not in there]


def shares(told: Sequence[Part], number: int) -> list[list[Part]]:
    """The stories in `number` shares of about the same work; those whose models are played together stay together."""
    families: dict[tuple[bool, bool], list[Part]] = defaultdict(list)
    for part in told:
        key: Key | None = history.key_of(part)
        if key is not None:
            families[key[0].mail, key[0].head].append(part)
    found: list[list[Part]] = [[] for _ in range(number)]
    for held in sorted(families.values(), key=len, reverse=True):
        min(found, key=len).extend(held)
    return found


def run(jobs: Sequence[Job], *, processes: bool) -> None:
    """Do all jobs, each in a process of its own where that is wanted. Raises CutOff when one failed."""
    if not processes:
        for job in jobs:
            job()
        return
    # A child must not share the connection of its parent.
    for held in connections.all():
        held.close()
        if hasattr(held, "close_pool"):
            held.close_pool()
    context = multiprocessing.get_context("fork")
    children = [context.Process(target=_child, args=(job,)) for job in jobs]
    for child in children:
        child.start()
    for child in children:
        child.join()
    if any(child.exitcode for child in children):
        raise CutOff("the example data are not complete; start again, and it goes on where it stopped")


def finish(*, now: datetime) -> None:
    """Let warnings and breaches of the open cases fire, add up the figures, gather statistics, mark it as whole."""
    catalogue.fill(by=SEEDER, now=now)
    claims.fill(by=SEEDER, now=now)
    cited.fill(by=SEEDER, now=now)
    clocks.run_due()
    carry_alarms()
    carry_claim_alarms()
    figures.rebuild()
    records.fill(by=SEEDER, now=now)
    likeness.read_all()
    fairness.keep_outcomes()
    calling.ring(now)
    with transaction.atomic():
        root = Unit.objects.select_for_update().get(parent=None)
        audit.record(aggregate=("unit", root.pk), kind=DONE, by=SEEDER, at=now, body={"cases": Case.objects.count()})
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _writing(there: House, share: list[Part], now: datetime) -> Job:
    return lambda: history.write(there, share, written_at=now)


def _child(job: Job) -> None:
    """One share of the work, in a process of its own."""
    try:
        job()
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)
    os._exit(0)
