"""Eighteen months of complaints: which story is cast from which mold, and how the rows get into the database."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import islice
from uuid import UUID

from django.db import models, transaction

from huiyin.audit.models import Entry, Sealed
from huiyin.cases.models import Case, CaseSearch
from huiyin.complaints.models import Complaint
from huiyin.core.bulk import copy_in
from huiyin.core.time import local_date
from huiyin.demo import papers
from huiyin.demo.casting import Caster, Part, reserve_numbers
from huiyin.demo.house import House
from huiyin.demo.lines import lines
from huiyin.demo.mold import Rows
from huiyin.demo.pattern import ENDS, Key, Pattern, patterns
from huiyin.demo.people import CustomerSpec
from huiyin.demo.script import Shape, Step, office, script, shape_of
from huiyin.demo.stories import Story, Teller, moments
from huiyin.demo.weigh import weigh

# The states in which a case of history can be found, each after a step; a later one stands in for what lies between.
STAGES = (
    "register", "respond", "dispatch", "start", "record_finding", "propose_plan", "approve_plan", "tell", "execute",
    "ask", "close", "rectify_verify", "archive",
)  # fmt: skip
# Before the plan, nothing shows how it will end: two shapes do for all.
UNDECIDED = frozenset(STAGES[: STAGES.index("propose_plan")])
CLOSED = frozenset({"close", "rectify_verify", "archive"})
REPEAT = timedelta(days=90)
BATCH = 200
# Rows that others point at go first.
_FIRST: tuple[type[models.Model], ...] = (Case, Complaint)
_LAST: tuple[type[models.Model], ...] = (CaseSearch, Entry, Sealed)


def parts(people: list[CustomerSpec], day: date, until: datetime, count: int) -> Iterator[Part]:
    """Every story up to `until`, weighed by the rules, with the steps that lie before `until`."""
    teller = Teller(people)
    before: dict[str, list[datetime]] = defaultdict(list)
    for index, moment in enumerate(moments(day, count)):
        story = teller.tell(index, moment)
        known = before[story.customer.ref]
        repeat = any(moment - earlier <= REPEAT for earlier in known)
        known.append(moment)
        part = part_of(story, repeat=repeat, until=until)
        if part.steps:
            yield part


def part_of(story: Story, *, repeat: bool, until: datetime) -> Part:
    """A story with its shape, words, weight and the steps up to `until`."""
    shape = shape_of(story)
    said = lines(story, shape)
    weight = weigh(story, said, repeat=repeat)
    if weight.head:
        # Head office grants money or nothing: two shapes less to play.
        story = story if shape.money else replace(story, outcome="not")
        shape = shape_of(story, head=True)
        said = lines(story, shape)
        weight = weigh(story, said, repeat=repeat)
    steps_all = script(story, shape)
    if shape.extended and not extended_in_time(story, steps_all):
        shape = replace(shape, extended=False)
        steps_all = script(story, shape)
    steps = tuple(step for step in ended(story, shape, steps_all) if step.at <= until)
    return Part(story, shape, said, weight, steps)


def extended_in_time(story: Story, steps: list[Step]) -> bool:
    """Was more time granted while the first fifteen days ran? A long holiday may leave no time for it."""
    granted = next(step.at for step in steps if step.name == "approve_extension")
    return (local_date(granted) - local_date(story.received_at)).days <= 14


def ended(story: Story, shape: Shape, steps: list[Step]) -> list[Step]:
    """The steps of a story that ends before its decision: no matter of ours, or withdrawn."""
    chance = story.chance("end")
    declines = story.code == "O99" and not shape.upheld and shape.mail
    end = "decline" if declines else "withdraw" if chance.often(0.045) else ""
    after = next((step for step, name in ENDS.items() if name == end), "")
    if not after:
        return steps
    names = [step.name for step in steps]
    before = steps[: names.index(after) + 1]
    return [*before, Step(end, office(before[-1].at + timedelta(hours=chance.uniform(3, 40))))]


def key_of(part: Part) -> Key | None:
    """The mold that a part is cast from; None while not even the first stage is reached."""
    taken = {step.name for step in part.steps}
    for end in ENDS.values():
        if end in taken:
            return Shape("part", True, part.shape.mail, part.shape.head), end
    reached = [stage for stage in STAGES if stage in taken]
    if not reached:
        return None
    shape = replace(part.shape, outcome="part" if part.shape.upheld else "not")
    if shape.extended and reached[-1] not in CLOSED:
        # A long one that is still open stays where a plain one would be; those with more time today are played.
        reached = [stage for stage in reached if stage in UNDECIDED]
    if reached[-1] in UNDECIDED:
        shape = Shape("part", True, part.shape.mail, part.shape.head)
    elif shape.answer == "refused" and reached[-1] not in CLOSED:
        shape = replace(shape, answer="scored")
    return shape, reached[-1]


def molds(house: House, wanted: set[Key], names: frozenset[str]) -> dict[Key, Pattern]:
    """Play the models of the shapes that are wanted."""
    stages: dict[Shape, frozenset[str]] = defaultdict(frozenset)
    for shape, stage in wanted:
        stages[shape] |= {stage}
    return patterns(house, stages, names)


def write(house: House, told: list[Part], *, written_at: datetime) -> list[UUID]:
    """Cast all parts and copy their rows in; returns the ids of the cases. One transaction per `BATCH` cases."""
    ids: list[UUID] = []
    caster = Caster(house, written_at=written_at)
    made = cast(caster, told, {})
    while rows := list(islice(made, BATCH)):
        copy_rows(rows)
        ids += [one[Case][0]["id"] for one in rows]
    papers.store(caster.files.values())
    return ids


def cast(caster: Caster, told: list[Part], made: dict[Key, Pattern]) -> Iterator[Rows]:
    """The rows of every part that has reached a stage. `made` holds molds that are there already, takes the new ones.

    The files are with the caster and must be stored.
    """
    keyed = [(part, key) for part in told if (key := key_of(part)) is not None]
    names = frozenset(keyed[0][0].lines.words) if keyed else frozenset()
    made |= molds(caster.house, {key for _, key in keyed} - made.keys(), names)
    numbers = reserve_numbers(local_date(part.steps[0].at) for part, _ in keyed)
    for (part, key), number in zip(keyed, numbers, strict=True):
        yield caster.cast(part, made[key], number)


def copy_rows(cases: Sequence[Rows]) -> None:
    """Insert the rows of some cases, in one transaction."""
    heap: Rows = defaultdict(list)
    for rows in cases:
        for model, held in rows.items():
            heap[model] += held
    with transaction.atomic():
        for model in order(heap):
            copy_in(model, heap[model])


def order(heap: Iterable[type[models.Model]]) -> list[type[models.Model]]:
    """The tables in an order that foreign keys allow."""
    rest = sorted((m for m in heap if m not in (*_FIRST, *_LAST)), key=lambda m: (_depth(m), m.__name__))
    return [model for model in (*_FIRST, *rest, *_LAST) if model in heap]


def _depth(model: type[models.Model]) -> int:
    """How many tables of a case stand above this one."""
    above = {f.related_model for f in model._meta.concrete_fields if f.related_model not in (None, model, Case)}
    return 1 + max((_depth(m) for m in above if m and m.__module__.startswith("huiyin.c")), default=0)
