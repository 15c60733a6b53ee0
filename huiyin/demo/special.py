"""The cases of the last weeks: told from `special.yaml`, played through the actions up to now."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from huiyin.audit.models import Entry
from huiyin.cases.models import Case, Registry
from huiyin.cases.rules.people import PersonDraft
from huiyin.core.time import local_date
from huiyin.demo import content
from huiyin.demo.casting import Part
from huiyin.demo.chance import Chance
from huiyin.demo.history import part_of
from huiyin.demo.house import House, branch_unit
from huiyin.demo.pattern import FIRST, step_names
from huiyin.demo.people import CustomerSpec, person_name
from huiyin.demo.play import Joint, Play, cast_for
from huiyin.demo.script import Step, office
from huiyin.demo.slots import spoken
from huiyin.demo.steps import WAYS
from huiyin.demo.stories import Story, Teller

# Numbers of these stories begin where those of history never come.
FIRST_INDEX = 1_000_000
TRIES = 60
ACCEPTED_WITHIN = timedelta(hours=20)
# Those who follow the same pattern letter, told apart by nothing but name and sums.
_OTHERWISE = {"earlier", "repeat"}


@dataclass(frozen=True)
class Special:
    """One line of the list."""

    ago: float
    code: str
    branch: str
    until: str = "register"
    reach: float = 0.0
    channel: str = "phone"
    outcome: str = ""
    least: int = 0
    like: str = ""
    turns: tuple[tuple[str, float], ...] = ()
    cast: bool = False
    mail: bool = False


def specials() -> Iterator[Special]:
    """The list, each line as often as it says."""
    for raw in content.read("special.yaml")["cases"]:
        turns = tuple((name, float(days)) for name, days in raw.get("turns", ()))
        rest = {key: value for key, value in raw.items() if key not in ("n", "turns", "ago")}
        for place in range(raw.get("n", 1)):
            yield Special(ago=raw["ago"] + place * 0.4, turns=turns, **rest)


class Stage:
    """Tells and plays the special cases, the oldest first. `busy` says who complained last when, in history."""

    def __init__(
        self, house: House, people: list[CustomerSpec], now: datetime, busy: Mapping[str, date] | None = None
    ) -> None:
        self.busy = busy or {}
        self.house, self.people, self.now = house, people, now
        self.tellers: dict[str, Teller] = {}
        self.origin: Play | None = None
        self.told: list[tuple[Special, Play]] = []
        for place, special in sorted(enumerate(specials()), key=lambda one: -one[1].ago):
            play = self._play(special, place)
            self.told.append((special, play))
            if special.like == "origin":
                self.origin = play

    def perform(self) -> int:
        """Play all that are played whole; returns how many."""
        there = set(Registry.objects.filter(kind="external").values_list("key", flat=True))
        done = 0
        for special, play in self.told:
            if special.cast or play.key in there:  # an earlier seeding got as far as this
                continue
            if special.like == "earlier" and self.origin is not None:
                play.earlier = _found(self.origin)
            play.perform(schedule(special, play, self.now), WAYS, self.now)
            done += 1
        return done

    def parts(self) -> list[Part]:
        """The plain path of those that are cast, to be written with history."""
        found = []
        for special, play in self.told:
            if special.cast:
                turns = {name for name, _ in special.turns}
                steps = tuple(one for one in schedule(special, play, self.now) if one.name not in turns)
                found.append(replace(part_of(play.story, repeat=False, until=self.now), steps=steps))
        return found

    def afterwards(self) -> None:
        """Play the turns of those that were cast; what an earlier seeding played is left alone."""
        for special, play in self.told:
            if not special.cast or not special.turns:
                continue
            play.case = _found(play)
            play.cast["handler"] = play.case.owner.email.partition("@")[0]
            turns = [Step(name, self.now - timedelta(days=days)) for name, days in special.turns]
            if not Entry.objects.filter(aggregate_id=play.case.pk, at__gte=turns[0].at).exists():
                play.perform(turns, WAYS, self.now)

    def _play(self, special: Special, place: int) -> Play:
        """The play of one special case, ready to begin."""
        for attempt in range(TRIES):
            story = self._told(special, FIRST_INDEX + place * TRIES + attempt)
            part = part_of(story, repeat=special.like in _OTHERWISE, until=self.now)
            if part.lines.compensation >= special.least and (part.shape.mail or not special.mail):
                break
        story = part.story
        return Play(
            self.house, story, part.shape, part.lines,
            self.house.parties[story.customer.ref], self.house.policies[story.policy.number],
            cast_for(self.house, story), joint=_joint(special, story),
        )  # fmt: skip

    def _told(self, special: Special, index: int) -> Story:
        received = (self.now - timedelta(days=special.ago)).replace(microsecond=0)
        teller = self._teller(special.branch)
        branch = "" if special.branch in self.tellers else special.branch
        story = teller.tell(index, received, code=special.code, branch=branch, channel=special.channel)
        if special.outcome:
            story = replace(story, outcome=special.outcome)
        if special.like in _OTHERWISE and self.origin is not None:
            old = self.origin.story
            story = replace(story, customer=old.customer, policy=old.policy, line=old.line, words=old.words)
            text = story.say(old.matter.summary) if special.like == "earlier" else story.text
            story = replace(story, text=text, subject=old.subject if special.like == "earlier" else story.subject)
        frame = content.path().get(special.like)
        if frame is not None:
            story = _framed(story, frame)
        return story

    def _teller(self, branch: str) -> Teller:
        """A teller about the customers of one office: the branch itself, or a sub-branch by the end of its code."""
        if branch not in self.tellers:
            codes = {unit.code for unit in content.units() if unit.code == branch or unit.code.endswith(f"-{branch}")}
            self.tellers[branch] = Teller([one for one in self.people if branch_unit(one) in codes])
            self.tellers[branch].last.update(self.busy)
        return self.tellers[branch]


def _found(play: Play) -> Case:
    """The case of a play that is there."""
    return Case.objects.select_related("unit", "owner").get(external_ref=play.story.external_ref)


def schedule(special: Special, play: Play, now: datetime) -> list[Step]:
    """The plain steps up to the last one named, evenly in office hours where they fit, and the turns in between."""
    names = step_names(play.shape)
    plain = names[: names.index(special.until) + 1]
    received = play.story.received_at
    end = max(now - timedelta(days=special.reach), received) if len(plain) > 1 else received
    taken_in = min((end - received) * 0.6, ACCEPTED_WITHIN) if len(plain) > len(FIRST) else end - received
    steps: list[Step] = []
    for place, name in enumerate(plain):
        if place < len(FIRST):
            at = received + taken_in * place / max(len(FIRST[: len(plain)]) - 1, 1)
        else:
            share = (place - len(FIRST) + 1) / (len(plain) - len(FIRST))
            at = received + taken_in + (end - received - taken_in) * share
        in_office = office(at)
        at = in_office if place > 3 and in_office <= end else at
        steps.append(Step(name, max(at, steps[-1].at) if steps else at))
    steps += [Step(name, now - timedelta(days=days)) for name, days in special.turns]
    found: list[Step] = []
    for step in sorted(steps, key=lambda one: one.at):
        at = step.at if not found else max(step.at, found[-1].at + timedelta(minutes=1, seconds=13))
        found.append(Step(step.name, at.replace(microsecond=0)))
    return found


def _framed(story: Story, frame: dict[str, object]) -> Story:
    """A story told in the words of a group or of a pattern letter."""
    day = local_date(story.received_at)
    more = {
        "count": 20 + story.index % 9,
        "reps": 3,
        "community": story.chance("community").pick(content.path()["collective"]["community"]),
        "event": spoken(story.happened_on, day),
    }
    return replace(
        story, subject=story.say(str(frame["subject"]), **more)[:200], text=story.say(str(frame["text"]), **more)
    )


def _joint(special: Special, story: Story) -> Joint | None:
    """The people of a joint complaint: representatives who speak for the others."""
    if special.like not in ("collective", "joint"):
        return None
    chance = Chance("joint", story.index)
    count = 20 + story.index % 9 if special.like == "collective" else 6
    people = [
        PersonDraft(
            name=person_name(chance, chance.pick("mf"), 1960 + chance.randrange(40)),
            role="representative",
            phone=f"154{chance.randrange(10**8):08d}",
            is_face_to_face=special.like == "collective",
        )
        for _ in range(2)
    ]
    return Joint(tuple(people), count, count if special.like == "collective" else 0)
