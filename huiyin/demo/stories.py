"""Eighteen months of complaints as stories: who complained, when, how, about what, and how it will go.

Pure: a story says what happened; `huiyin.demo.play` makes it happen through the actions.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from huiyin.core.time import SHANGHAI
from huiyin.demo import content
from huiyin.demo.chance import Chance
from huiyin.demo.people import CustomerSpec, PolicySpec
from huiyin.demo.slots import slots
from huiyin.demo.wording import fill, for_line

DAYS = 548
COMPLAINTS = 1500
RESTED = 90  # days in which a customer seldom complains again
_CHANNELS: dict[str, float] = {
    "phone": 44, "portal": 19, "regulator": 13, "email": 6, "letter": 4, "visit": 6, "return_visit": 3, "api": 3,
    "mediator": 1, "media": 1,
}  # fmt: skip
_TONES: dict[str, dict[str, float]] = {
    "phone": {"plain": 4, "angry": 4, "elder": 5, "short": 1}, "portal": {"short": 5, "angry": 3, "plain": 3},
    "email": {"letter": 4, "plain": 3}, "letter": {"letter": 5, "elder": 3, "plain": 1},
    "visit": {"plain": 3, "angry": 4, "elder": 5}, "return_visit": {"plain": 4, "elder": 4},
    "api": {"short": 5, "plain": 2}, "media": {"angry": 3, "plain": 1}, "regulator": {"summary": 1},
    "mediator": {"summary": 1},
}  # fmt: skip
# Each month's weight, January first: the consumer day in March, summer storms, renewals at the year's end.
_MONTHS = (0.85, 0.72, 1.36, 1.08, 1.0, 0.98, 1.12, 1.2, 1.02, 0.84, 0.98, 0.95)
_HOURS = {8: 4, 9: 12, 10: 15, 11: 12, 13: 7, 14: 12, 15: 13, 16: 11, 17: 6, 19: 4, 20: 4, 21: 3, 23: 1}


@dataclass(frozen=True)
class DemandSpec:
    """One thing asked for; the amount in yuan when it is money."""

    kind: str
    text: str
    amount: int | None


@dataclass(frozen=True)
class Story:
    """One complaint. `outcome` is up, part or not."""

    index: int
    received_at: datetime
    channel: str
    external_ref: str
    code: str
    second_code: str
    line: str
    tone: str
    subject: str
    text: str
    demands: tuple[DemandSpec, ...]
    customer: CustomerSpec
    policy: PolicySpec
    happened_on: date
    outcome: str
    words: Mapping[str, object]

    @property
    def branch(self) -> str:
        """The branch of the contract."""
        return self.policy.branch

    @property
    def matter(self) -> content.Matter:
        """All that is written about its reason."""
        return content.matters()[self.code]

    def chance(self, *what: object) -> Chance:
        """This story's own chance for one purpose."""
        return Chance("story", self.index, *what)

    def say(self, text: str, what: object = "", **more: object) -> str:
        """A text of the content filled for this story."""
        words = {**self.words, **more} if more else self.words
        if "<" not in text:  # nothing to choose: no chance is needed
            return text.format_map(words)
        return fill(text, words, self.chance("say", text, what))

    def pick(self, *keys: str) -> str:
        """One of the texts under a path of keys in `path.yaml`, filled."""
        found: Any = content.path()
        for key in keys:
            found = found[key]
        return self.say(self.chance("pick", *keys).pick(found), keys)


def moments(day: date, count: int = COMPLAINTS) -> list[datetime]:
    """When `count` complaints came in over the eighteen months before `day`, oldest first."""
    chance = Chance("moments")
    weights = []
    days = [day - timedelta(days=back) for back in range(DAYS, 0, -1)]
    for i, each in enumerate(days):
        growth = 0.92 + 0.16 * i / DAYS
        weekday = (1.22, 1.12, 1.08, 1.05, 1.02, 0.62, 0.5)[each.weekday()]
        weights.append(_MONTHS[each.month - 1] * growth * weekday * chance.uniform(0.7, 1.3))
    found = []
    for each in chance.choices(days, weights=weights, k=count):
        hour = chance.weighted(_HOURS)
        local = datetime.combine(each, time(hour, chance.randrange(60), chance.randrange(60)), SHANGHAI)
        found.append(local.astimezone(UTC))
    return sorted(found)


class Teller:
    """Tells stories about the customers that there are, each with its own chance."""

    def __init__(self, people: Iterable[CustomerSpec]) -> None:
        self.last: dict[str, date] = {}
        self.by_line: dict[str, list[tuple[CustomerSpec, PolicySpec]]] = {}
        for person in people:
            for policy in person.policies:
                self.by_line.setdefault(policy.product.line, []).append((person, policy))

    def tell(
        self,
        index: int,
        received_at: datetime,
        path: str = "closed",
        code: str = "",
        branch: str = "",
        channel: str = "",
    ) -> Story:
        """The story `index`, received at `received_at`; a given code, branch or channel is kept to."""
        chance = Chance("tell", index)
        day = received_at.astimezone(SHANGHAI).date()
        code = code or chance.weighted(weights_on(day))
        matter = content.matters()[code]
        line, customer, policy = self._about(chance, matter, day, branch)
        channel = channel or chance.weighted(_CHANNELS)
        words = slots(chance, code, customer, policy, received_at)
        words["dept"] = f"{words['branch']}{words['dept']}"
        tone = self._tone(chance, channel, customer, day, matter, line)
        up, part, not_up = matter.outcomes
        story = Story(
            index=index,
            received_at=received_at,
            channel=channel,
            external_ref=_reference(chance, channel, day, policy.branch),
            code=code,
            second_code=chance.pick(("S12", "S21", "S31", "")) if chance.often(0.25) else "",
            line=line,
            tone=tone,
            subject="",
            text="",
            demands=(),
            customer=customer,
            policy=policy,
            happened_on=min(words.pop("happened_on"), day),
            outcome=chance.weighted({"up": up, "part": part, "not": not_up}),
            words=words,
        )
        if story.second_code == code:
            story = replace(story, second_code="")
        return self._worded(story, chance, matter, line)

    def _worded(self, story: Story, chance: Chance, matter: content.Matter, line: str) -> Story:
        subject = story.say(chance.pick(for_line(matter.subjects, line)))
        if story.tone == "summary":
            frame = chance.pick(content.words()["mediator" if story.channel == "mediator" else "regulator"])
            text = frame.format(summary=story.say(matter.summary))
        else:
            told = [text for tone, text in matter.texts if tone == story.tone]
            text = story.say(chance.pick(for_line(tuple(told), line)))
        if story.channel == "return_visit":
            text = f"回访时客户反映：{text}"
        more = min(chance.choices((0, 1, 2), (3, 5, 2))[0], len(matter.demands) - 1)
        demands = tuple(
            DemandSpec(kind, story.say(words), int(str(story.words[slot])) if slot else None)
            for kind, words, slot in (matter.demands[0], *chance.sample(matter.demands[1:], k=more))
        )
        return replace(story, subject=subject[:200], text=text, demands=demands)

    def _about(
        self, chance: Chance, matter: content.Matter, day: date, branch: str
    ) -> tuple[str, CustomerSpec, PolicySpec]:
        """A line of the matter and a contract of that line signed long enough before `day`."""
        weights = {line: w for line, w in matter.lines.items() if for_line(tuple(t for _, t in matter.texts), line)}
        while True:
            line = chance.weighted(weights)
            found = [
                pair
                for pair in self.by_line.get(line, [])
                if (not branch or pair[1].branch == branch)
                and (not matter.channels or pair[1].channel in matter.channels)
                and pair[1].product.code != "MV03"
            ]
            old = [pair for pair in found if (day - pair[1].signed_on).days > 120]
            if found:
                customer, policy = chance.pick(self._rested(chance, old or found, day))
                if not old:
                    customer, policy = _backdated((customer, policy), day)
                self.last[customer.ref] = day
                return line, customer, policy
            weights.pop(line)

    def _rested(
        self, chance: Chance, choice: list[tuple[CustomerSpec, PolicySpec]], day: date
    ) -> list[tuple[CustomerSpec, PolicySpec]]:
        """Those who have not complained lately; now and then somebody complains again."""
        if chance.often(0.05):
            return choice
        rested = [pair for pair in choice if (day - self.last.get(pair[0].ref, date.min)).days > RESTED]
        return rested or choice

    def _tone(
        self, chance: Chance, channel: str, customer: CustomerSpec, day: date, matter: content.Matter, line: str
    ) -> str:
        told = {tone for tone, text in matter.texts if for_line((text,), line)}
        weights = dict(_TONES[channel])
        if "summary" in weights:
            return "summary"
        old = customer.age_on(day) >= 60 and not customer.is_firm
        weights = {tone: w for tone, w in weights.items() if tone in told and (tone != "elder" or old)}
        if old and "elder" in told and channel in ("phone", "visit", "letter", "return_visit"):
            weights["elder"] = weights.get("elder", 0) + 8
        others = {tone: 1.0 for tone in sorted(told) if tone != "elder" or old}
        return chance.weighted(weights or others or {min(told): 1.0})


def weights_on(day: date) -> dict[str, float]:
    """How likely each reason is on a day: mis-selling after the new-year campaign, storms in summer, renewals late."""
    found = {code: matter.weight for code, matter in content.matters().items()}
    found.pop("O41")  # reports of violations go on as cases of another kind: `special.yaml` has them
    if day.month in (2, 3, 4):
        for code in ("P41", "P42", "P21", "P46"):
            found[code] *= 1.35
    if day.month in (7, 8, 9):
        found["C51"] *= 3.2
        found["C31"] *= 1.2
    if day.month in (11, 12, 1):
        for code in ("P33", "P61", "P62", "S22"):
            found[code] *= 1.5
    return found


def _reference(chance: Chance, channel: str, day: date, branch: str) -> str:
    """The sender's own number: every channel has one (recording, form, mail, register of letters or transfers)."""
    mark = content.words()["references"][channel]
    return f"{mark}{branch}{day:%Y%m%d}{chance.randrange(10**6):06d}"


def _backdated(pair: tuple[CustomerSpec, PolicySpec], day: date) -> tuple[CustomerSpec, PolicySpec]:
    """The contract as one year's contract before it: in an earlier year the customer had the forerunner of today's."""
    customer, policy = pair
    years = (policy.signed_on - day).days // 365 + 2
    signed = policy.signed_on - timedelta(days=365 * years)
    return customer, replace(policy, signed_on=signed)


def iterate(people: list[CustomerSpec], day: date, count: int = COMPLAINTS) -> Iterator[Story]:
    """The complaints of the eighteen months in the order they came in, all on the plain path."""
    teller = Teller(people)
    for index, moment in enumerate(moments(day, count)):
        yield teller.tell(index, moment)
