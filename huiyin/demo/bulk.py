"""Many cases for measuring: the stories of the demo again and again, on other days.

One in fifty is cast from a mold like the demo's history; the others are stamped from these, each with a customer, a
policy and a ledger of its own. Three in two hundred are open. Most closed ones end early, so that there is little to
write of them; every row that pages, search, queue, ledger and figures look at is there.
"""

import gc
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import cycle, islice
from uuid import UUID

from django.db import connection, models, transaction
from django.db.models import IntegerField, Max
from django.db.models.functions import Cast, Right

from huiyin.cases.models import Case, Registry
from huiyin.core.bulk import copy_text
from huiyin.core.time import local_date
from huiyin.customers.models import Party, Policy
from huiyin.demo import history, house, papers
from huiyin.demo.casting import Caster, Part, reserve_numbers
from huiyin.demo.chance import Chance
from huiyin.demo.house import House
from huiyin.demo.mold import Row, Rows
from huiyin.demo.pattern import ENDS, Key, Pattern
from huiyin.demo.people import customers
from huiyin.demo.script import Step
from huiyin.demo.seed import CutOff
from huiyin.demo.stamp import Stamp
from huiyin.demo.writers import write_apart
from huiyin.insights import sweeps as figures
from huiyin.insights.models import Tally

STORIES = 240
# The last step of a case and its share: open ones first.
MIX = {"register": 7, "respond": 4, "dispatch": 4, "decline": 865, "withdraw": 65, "close": 55}
OPEN = ("register", "respond", "dispatch")
OPEN_DAYS = 9
# The rules of the house are in force from then on.
SINCE = date(2025, 1, 2)
# How the sender's numbers of these cases begin.
MARK, DIGITS = "BULK", 8
# How many cases one that is cast stands for, how many are made at a time, how many written in one transaction.
COPIES, SHEAF, BATCH = 50, 10_000, 1_000


def add(*, number: int, now: datetime, processes: int = 2, say: Callable[[str], None] = print) -> int:
    """Add `number` cases to a house that is there, figures and statistics included; returns how many. Their sender's
    numbers begin with BULK. Raises CutOff when a writer failed: what it wrote is whole."""
    first = _first_free()
    say(f"{number} cases in bulk")
    figures.prepare()
    done = Progress(number, say)
    shares = [range(first + place, first + number, processes) for place in range(processes)]
    if processes > 1:
        if not write_apart(shares, now, done.tell):
            raise CutOff("not all cases in bulk could be written: see above; those that were are whole")
    else:
        write(shares[0], now, done.tell)
    say("figures and statistics")
    figures.settle()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.in_atomic_block else "VACUUM ANALYZE")
    return number


def _first_free() -> int:
    """The place after the last that is taken: one that was cut off leaves gaps."""
    taken = Registry.objects.filter(kind="external", key__contains=f":{MARK}")
    last = taken.aggregate(last=Max(Cast(Right("key", DIGITS), IntegerField())))["last"]
    return 0 if last is None else int(last) + 1


class Progress:
    """Says how far the writers are, once for every hundredth part."""

    def __init__(self, number: int, say: Callable[[str], None]) -> None:
        self.number, self.say = number, say
        self.done = self.told = 0
        self.began = time.monotonic()

    def tell(self, more: int) -> None:
        """So many more are written."""
        self.done += more
        part = self.done * 100 // self.number
        if part > self.told:
            self.told = part
            rate = self.done / (time.monotonic() - self.began)
            left = (self.number - self.done) / rate
            bar = "#" * (part // 5) + "." * (20 - part // 5)
            self.say(f"[{bar}] {part:3d} %  {self.done} cases, {rate:.0f} a second, {left:.0f} s to go")


def write(share: range, now: datetime, more: Callable[[int], None], copies: int = COPIES) -> None:
    """Cast one in `copies` of the share, stamp the others from these, and write all with what they add to the
    figures."""
    there = house.found()
    day = local_date(now)
    base = [part for part in history.parts(customers(day), day, now, STORIES) if _is_plain(part)]
    caster, made = Caster(there, written_at=now, own_letters=False), dict[Key, Pattern]()
    gc.freeze()
    gc.disable()  # rows form no circles, and looking for some costs a fifth of the time
    try:
        for start in range(0, len(share), SHEAF):
            sheaf = share[start : start + SHEAF]
            cast = -(-len(sheaf) // copies)
            told = [cut(base[place % len(base)], place, now) for place in sheaf[:cast]]
            rows = list(history.cast(caster, told, made))
            history.copy_rows(rows)
            papers.store(caster.files.values())
            figures.take([one[Case][0]["id"] for one in rows])
            more(cast)
            _stamp(sheaf[cast:], _stamps(told, rows, there), more)
    finally:
        gc.enable()
        gc.unfreeze()


def _stamps(told: list[Part], cast: list[Rows], there: House) -> list[tuple[date, Stamp]]:
    """Each cast case as a stamp, with the day in its number."""
    tallied = Tally.objects.filter(pk__in=[rows[Case][0]["id"] for rows in cast])
    tallies: dict[UUID, Row] = {row["case_id"]: dict(row) for row in tallied.values()}
    found = []
    for part, rows in zip(told, cast, strict=True):
        party, policy = there.parties[part.story.customer.ref], there.policies[part.story.policy.number]
        more: Rows = {Tally: [tallies[rows[Case][0]["id"]]]}
        found.append((local_date(part.steps[0].at), Stamp(rows, party=party, policy=policy, more=more)))
    return found


def _stamp(places: range, stamps: list[tuple[date, Stamp]], more: Callable[[int], None]) -> None:
    """Write a copy for each place, of the stamps by turns."""
    numbers = reserve_numbers(stamps[place % len(stamps)][0] for place in range(len(places)))
    turns = zip(places, cycle(stamps), numbers, strict=False)
    while some := list(islice(turns, BATCH)):
        heap: dict[type[models.Model], list[bytes]] = defaultdict(list)
        for place, (_day, stamp), number in some:
            for model, lines in stamp.copy(number=number, reference=f"{MARK}{place:0{DIGITS}d}", serial=place).items():
                heap[model].append(lines)
        others = [model for model in heap if model not in (Party, Policy)]
        tables: list[type[models.Model]] = [Party, Policy, *history.order(others)]
        with transaction.atomic():
            for table in tables:
                copy_text(table, heap[table])
        more(len(some))


def cut(part: Part, place: int, now: datetime) -> Part:
    """The story of a part on another day, up to a step drawn from the mix, with a number of its own."""
    chance = Chance("bulk", place)
    last = chance.weighted(MIX)
    past = max((local_date(now) - SINCE).days, OPEN_DAYS + 31)
    back = chance.randrange(1, OPEN_DAYS) if last in OPEN else chance.randrange(OPEN_DAYS + 30, past)
    shift = timedelta(days=(local_date(now) - local_date(part.story.received_at)).days - back)
    names = [step.name for step in part.steps]
    after = next((step for step, end in ENDS.items() if end == last), last)
    steps = list(part.steps[: names.index(after) + 1])
    if after != last:
        steps.append(Step(last, steps[-1].at + timedelta(hours=5, minutes=place % 300)))
    story = replace(
        part.story,
        received_at=part.story.received_at + shift,
        happened_on=part.story.happened_on + shift,
        external_ref=f"{MARK}{place:0{DIGITS}d}",
    )
    return replace(part, story=story, steps=tuple(Step(step.name, step.at + shift) for step in steps))


def _is_plain(part: Part) -> bool:
    """A story that went all the way at a branch: any beginning of it can be cut from it."""
    names = {step.name for step in part.steps}
    return "close" in names and not part.shape.head and not part.shape.extended
