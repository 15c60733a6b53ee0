"""When each step of a story happens. Pure: a story and its shape give an ordered list of (step, moment).

Staff work on working days from nine to half past five; the customer and the mail do not keep hours. Steps later than
"now" are simply not taken yet, and so a recent story is open in the state it has reached.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from huiyin.core import calendars
from huiyin.core.time import SHANGHAI, local_date
from huiyin.demo.chance import Chance
from huiyin.demo.stories import Story

OPENS, NOON, AFTER, CLOSES = time(9), time(12), time(13, 30), time(17, 30)


@dataclass(frozen=True)
class Shape:
    """What decides which rows a story leaves: stories of one shape differ only in words, people, sums and times.

    `head`: head office decides (grade or sum). `mail`: there is an address to write to.
    """

    outcome: str  # up, part, not
    money: bool
    mail: bool
    head: bool = False
    extended: bool = False
    answer: str = "scored"  # or refused

    @property
    def upheld(self) -> bool:
        """In whole or in part?"""
        return self.outcome != "not"


@dataclass(frozen=True)
class Step:
    """One step and its moment; `by` names who acts in the play's cast."""

    name: str
    at: datetime


# Steps of the middle, each with its part of the way from dispatch to telling, and of the end in days after telling.
MIDDLE = (
    ("name_investigator", 0.02), ("plan_sources", 0.05), ("start", 0.10), ("evidence_internal", 0.18),
    ("evidence_customer", 0.24), ("progress", 0.30), ("finish_customer", 0.36), ("finish_internal", 0.42),
    ("finish_third", 0.46), ("note", 0.48), ("record_finding", 0.54), ("review_finding", 0.60), ("set_liability", 0.64),
    ("assess_risk", 0.66), ("propose_plan", 0.70), ("approve_plan", 0.80), ("draft_decision", 0.86),
    ("issue_decision", 0.95), ("tell", 1.0),
)  # fmt: skip
END = (
    ("execute", 0.1), ("do_service", 1.2), ("do_process", 1.8), ("pay", 2.4), ("rectify", 2.9),
    ("ask", 3.6), ("answer", 3.7), ("close", 4.4), ("rectify_done", 21), ("rectify_verify", 26),
)  # fmt: skip
# Where a long investigation asks for more time.
ASKS_BEFORE = "note"
WATCH = timedelta(days=92)  # after closing, then the archive sweep of the night takes the case


def shape_of(story: Story, *, head: bool = False) -> Shape:
    """The shape that suits a story; there are few, so that closed history can be written from one model of each."""
    mail = bool(story.customer.email) and not head and story.channel not in ("letter", "visit", "regulator")
    money = story.outcome != "not" and any(demand.amount for demand in story.demands)
    extended = money and not mail and not head and story.channel != "regulator" and story.chance("long").often(0.22)
    refuses = story.outcome == "not" and not mail and not head and story.chance("shape").often(0.25)
    return Shape(story.outcome, money, mail, head, extended, "refused" if refuses else "scored")


def script(story: Story, shape: Shape) -> list[Step]:
    """The steps of a story that goes the plain path, in order of time."""
    chance = story.chance("script")
    received = story.received_at
    recorded = _recorded(story, chance)
    accepted = min(recorded + timedelta(hours=chance.lognormvariate(0.8, 0.9)), received + timedelta(hours=23))
    if story.channel not in ("phone", "visit", "return_visit"):
        accepted = min(max(accepted, office(accepted)), received + timedelta(hours=23, minutes=30))
    accepted = max(accepted, recorded + timedelta(minutes=4))
    steps = [
        Step("register", recorded),
        Step("check_identity", accepted - timedelta(minutes=2)),
        Step("accept", accepted),
    ]
    responded = min(
        max(accepted + timedelta(minutes=chance.randrange(6, 240)), accepted), received + timedelta(hours=23.8)
    )
    sent = office(accepted + timedelta(minutes=chance.randrange(10, 180)))
    steps += [Step("respond", max(responded, accepted + timedelta(minutes=1))), Step("classify", sent)]
    sent += timedelta(minutes=6)
    steps.append(Step("dispatch", sent))
    told = _told(chance, received, shape)
    steps += _middle(chance, received, sent, told, shape)
    for name, days in END:
        if (name == "pay" and not shape.money) or (name.startswith("rectify") and not shape.upheld):
            continue
        steps.append(Step(name, office(told + timedelta(days=days * chance.uniform(0.7, 1.6)))))
    steps = _apart(steps)
    closed = next(step.at for step in steps if step.name == "close")
    night = datetime.combine((closed + WATCH).astimezone(SHANGHAI).date(), time(2, 30), SHANGHAI)
    return [*steps, Step("archive", night.astimezone(UTC))]


def _middle(chance: Chance, received: datetime, sent: datetime, told: datetime, shape: Shape) -> list[Step]:
    """From dispatch to telling; a long one asks for thirty days while the first fifteen still run."""
    if not shape.extended:
        return [Step(name, office(sent + (told - sent) * part)) for name, part in MIDDLE]
    asked = office(received + timedelta(days=chance.uniform(10.2, 12)))
    granted = office(asked + timedelta(hours=chance.uniform(2, 20)))
    last = local_date(received) + timedelta(days=14)
    while local_date(granted) > last:  # before a long holiday it is asked for earlier, if need be on a day off
        asked -= timedelta(days=1)
        granted = asked + timedelta(hours=2)
    split = next(place for place, (name, _) in enumerate(MIDDLE) if name == ASKS_BEFORE)
    early, late = MIDDLE[:split], MIDDLE[split:]
    steps = [
        Step(name, office(sent + (asked - sent) * (place + 1) / (split + 1))) for place, (name, _) in enumerate(early)
    ]
    steps += [Step("request_extension", asked), Step("approve_extension", granted)]
    gap = (told - granted) / len(late)
    return [*steps, *(Step(name, office(granted + gap * (place + 1))) for place, (name, _) in enumerate(late))]


def days_to_tell(chance: Chance, shape: Shape) -> float:
    """Natural days from receipt to telling the decision on the plain path: inside fifteen, mostly well inside."""
    hard = {"up": 0.4, "part": 1.2, "not": 0.0}[shape.outcome] + (0.8 if shape.head else 0)
    if shape.extended:
        return chance.triangular(17, 28, 21)
    return min(chance.triangular(4.2, 13.4, 8.2) + hard, 13.9)


def _told(chance: Chance, received: datetime, shape: Shape) -> datetime:
    """The moment of telling: in office hours and before the fifteenth day ends, going back where the day is off."""
    told = office(received + timedelta(days=days_to_tell(chance, shape)))
    last = received.astimezone(SHANGHAI).date() + timedelta(days=30 if shape.extended else 15)
    while told.astimezone(SHANGHAI).date() > last:
        told -= timedelta(days=1)
    return told


def _recorded(story: Story, chance: Chance) -> datetime:
    """When it was written down: at once on the phone, with the mail of the day for letters and transfers."""
    received = story.received_at
    if story.channel in ("portal", "api"):
        return received
    if story.channel in ("phone", "visit", "return_visit"):
        return received + timedelta(minutes=chance.randrange(5, 16))
    if story.channel == "email":
        return received + timedelta(minutes=chance.randrange(4, 50))
    return min(office(received + timedelta(minutes=chance.randrange(20, 150))), received + timedelta(hours=20))


def is_working(day: date) -> bool:
    """Is the office open on a day (make-up days included)?"""
    return calendars.current("cn").is_working(day)


def office(at: datetime) -> datetime:
    """The moment itself in office hours, else the next moment when the office is open (kept apart by minutes)."""
    local = at.astimezone(SHANGHAI)
    day, clock = local.date(), local.time()
    if not is_working(day) or clock >= CLOSES:
        day += timedelta(days=1)
        while not is_working(day):
            day += timedelta(days=1)
        clock = OPENS
    elif clock < OPENS:
        clock = OPENS
    elif NOON <= clock < AFTER:
        clock = AFTER
    else:
        return at
    opened = datetime.combine(day, clock, SHANGHAI) + timedelta(seconds=local.minute * 25 + local.second)
    return opened.astimezone(UTC)


def _apart(steps: list[Step]) -> list[Step]:
    """Each step at least two minutes after the one before it."""
    found: list[Step] = []
    for step in steps:
        at = step.at if not found else max(step.at, found[-1].at + timedelta(minutes=2, seconds=7))
        found.append(Step(step.name, at.replace(microsecond=0)))
    return found
