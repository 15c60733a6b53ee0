"""Many cases for measuring: the stories of the demo again and again, on other days, cast from the same molds.

Three in ten are open. Most closed ones end early, so that a hundred thousand take a minute or two; every row that
pages, search, queue and ledger look at is there.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from huiyin.cases.models import Registry
from huiyin.core.time import local_date
from huiyin.demo import history, house
from huiyin.demo.casting import Part
from huiyin.demo.chance import Chance
from huiyin.demo.house import House
from huiyin.demo.pattern import ENDS, Key, Pattern
from huiyin.demo.people import customers
from huiyin.demo.script import Step
from huiyin.demo.seed import run

STORIES = 240
# The last step of a case and its share: open ones first.
MIX = {"register": 18, "respond": 7, "dispatch": 5, "decline": 64, "withdraw": 5, "close": 1}
OPEN = ("register", "respond", "dispatch")
OPEN_DAYS = 9
# The rules of the house are in force from then on.
SINCE = date(2025, 1, 2)
# How the sender's numbers of these cases begin, and how many stories are cast at a time.
MARK = "BULK"
SHEAF = 20_000


def add(*, number: int, now: datetime, processes: int = 2, say: Callable[[str], None] = print) -> int:
    """Add `number` cases to a house that is there; returns how many. Their sender's numbers begin with B."""
    there = house.found()
    day = local_date(now)
    base = [part for part in history.parts(customers(day), day, now, STORIES) if _is_plain(part)]
    first = Registry.objects.filter(kind="external", key__contains=MARK).count()
    say(f"{number} cases in bulk")
    shares = [range(first + place, first + number, max(processes, 1)) for place in range(max(processes, 1))]
    run([_writing(there, base, share, now) for share in shares], processes=processes > 1)
    return number


def _writing(there: House, base: Sequence[Part], share: range, now: datetime) -> Callable[[], object]:
    made: dict[Key, Pattern] = {}

    def write() -> None:
        for start in range(0, len(share), SHEAF):
            told = [cut(base[place % len(base)], place, now) for place in share[start : start + SHEAF]]
            history.write(there, told, written_at=now, made=made, own_letters=False)

    return write


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
        external_ref=f"{MARK}{place:08d}",
    )
    return replace(part, story=story, steps=tuple(Step(step.name, step.at + shift) for step in steps))


def _is_plain(part: Part) -> bool:
    """A story that went all the way at a branch: any beginning of it can be cut from it."""
    names = {step.name for step in part.steps}
    return "close" in names and not part.shape.head and not part.shape.extended
