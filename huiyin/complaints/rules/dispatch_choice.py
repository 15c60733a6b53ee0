"""Who gets a complaint, and why: candidates with what is known of them, one choice, every ground for passing somebody
over. Deterministic: the same people and the same matter give the same answer. Pure.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from fractions import Fraction
from typing import Any, Literal
from uuid import UUID

from huiyin.complaints.rules.dispatch_terms import AssignRule
from huiyin.core.noop import _

Way = Literal["load", "earlier", "deputy", "pool", "return", "full", "leader"]
# How it came to somebody → the sentence for people.
WAYS: dict[str, str] = {
    "load": _("Of those who may take it, this person has the least work for what they can carry."),
    "earlier": _("This person had the customer's last complaint."),
    "deputy": _("This person stands in for somebody who is away."),
    "pool": _("It waits in the pool until somebody takes it; meanwhile whoever leads answers for it."),
    "return": _("It waits for somebody who will be back in time; meanwhile whoever leads answers for it."),
    "full": _("Everybody has as much as they can carry: it waits in the pool, and whoever leads answers for it."),
    "leader": _("Nobody fits, so whoever leads takes it."),
    "taken": _("This person took it from the pool."),
    "back": _("This person is back, and it had waited for them."),
    "person": _("Somebody decided so and said why."),
}
# Why somebody was passed over → the sentence; `skill` and `qualification` have the code behind a colon, `conflict` the
# ground.
GROUNDS: dict[str, str] = {
    "away": _("is away"),
    "recused": _("is recused"),
    "conflict": _("has an interest in the matter"),
    "skill": _("lacks the skill %(code)s"),
    "qualification": _("has no valid qualification %(code)s"),
    "full": _("has as much as they can carry"),
}
# Room that a wait needs at least: less is no wait.
LEAST_WAIT = timedelta(minutes=30)


@dataclass(frozen=True)
class Hours:
    """When somebody works: from and to on a working day, or on the days of the week named (1 Monday to 7 Sunday)."""

    starts: time
    ends: time
    weekdays: frozenset[int] = frozenset()

    def hold(self, local: datetime, is_working_day: bool) -> bool:
        """Is it working time at this local moment?"""
        is_day = local.isoweekday() in self.weekdays if self.weekdays else is_working_day
        return is_day and self.starts <= local.time() < self.ends


@dataclass(frozen=True)
class Candidate:
    """Somebody who holds the role. `near`: how near to the unit the role is held (more is nearer). `back_at`: when an
    absence ends, as far as that is known. `conflict`: the ground, empty for none."""

    id: UUID
    number: str
    near: int = 0
    load: int = 0
    capacity: int | None = None
    skills: frozenset[str] = frozenset()
    qualifications: frozenset[str] = frozenset()
    is_on_duty: bool = True
    is_away: bool = False
    back_at: datetime | None = None
    deputy: UUID | None = None
    is_recused: bool = False
    conflict: str = ""
    has_it: bool = False

    def with_law(self, is_recused: bool, conflict: str) -> "Candidate":
        """The same person with what the law says of them in this matter."""
        return replace(self, is_recused=is_recused, conflict=conflict)

    @property
    def share(self) -> Fraction:
        """How full: of their capacity, or the bare load beside others without a bound."""
        return Fraction(self.load, self.capacity or 1)


@dataclass(frozen=True)
class Choice:
    """What was decided: how, for whom (None: whoever leads), who was passed over on which grounds, who else could have
    had it, and until when it is held."""

    way: Way
    person: UUID | None = None
    passed: tuple[tuple[UUID, str], ...] = ()
    others: tuple[Candidate, ...] = ()
    until: datetime | None = None
    instead_of: UUID | None = None

    def as_json(self) -> dict[str, Any]:
        """For the ledger: who was weighed with which load, who was passed over why (at most 30 of each)."""
        weighed = [{"user": one.id, "load": one.load, "capacity": one.capacity} for one in self.others[:30]]
        passed = [{"user": who, "ground": ground} for who, ground in self.passed[:30]]
        found: dict[str, Any] = {"way": self.way, "weighed": weighed, "passed": passed}
        if self.until is not None:
            found["until"] = self.until
        if self.instead_of is not None:
            found["instead_of"] = self.instead_of
        return found


def ground(one: Candidate, rule: AssignRule, effort: int) -> str:
    """Why `one` is passed over, empty when they may take it. The law comes first, then what they can, then load."""
    if one.is_recused:
        return "recused"
    if one.conflict:
        return f"conflict:{one.conflict}"
    for code in rule.qualifications:
        if code not in one.qualifications:
            return f"qualification:{code}"
    for code in rule.skills:
        if code not in one.skills:
            return f"skill:{code}"
    if one.is_away:
        return "away"
    # Whoever has nothing takes one of any size, else a heavy matter would find nobody at all.
    if one.capacity is not None and one.load and one.load + effort > one.capacity:
        return "full"
    return ""


def rank(one: Candidate) -> tuple[Any, ...]:
    """The order of those who may take it: nearest to the unit, at work now, the least full, the least work, whoever has
    it already, and the employee number so that equals are told apart the same way every time."""
    return (-one.near, not one.is_on_duty, one.share, one.load, not one.has_it, one.number)


@dataclass
class Round:
    """One matter going through the steps (places and roles) until somebody is found."""

    rule: AssignRule
    effort: int
    at: datetime
    due_at: datetime | None = None
    passed: dict[UUID, str] = field(default_factory=dict)

    def try_step(self, people: Iterable[Candidate]) -> Choice | None:
        """The choice among `people`, None when nobody of them may take it; grounds are kept for the answer."""
        fit = []
        for one in people:
            why = ground(one, self.rule, self.effort)
            if why:
                self.passed.setdefault(one.id, why)
            else:
                fit.append(one)
        if not fit:
            return None
        ordered = sorted(fit, key=rank)
        if self.rule.mode == "pull" and (until := hold_until(self.at, self.due_at, self.rule.hold)):
            return Choice("pool", None, self._passed(), tuple(ordered), until)
        return Choice("load", ordered[0].id, self._passed(), tuple(ordered))

    def try_earlier(self, earlier: UUID | None, everybody: Sequence[Candidate]) -> Choice | None:
        """The earlier owner, their deputy, or a wait until they are back, when the rule asks for it and they fit."""
        known = {one.id: one for one in everybody}
        one = known.get(earlier) if earlier and self.rule.earlier_owner else None
        if one is None:
            return None
        why = ground(one, self.rule, self.effort)
        if not why:
            return Choice("earlier", one.id, (), (one,))
        self.passed[one.id] = why
        if why != "away":
            return None
        deputy = known.get(one.deputy) if one.deputy else None
        if deputy is not None and not ground(deputy, self.rule, self.effort):
            return Choice("deputy", deputy.id, self._passed(), (deputy,), instead_of=one.id)
        until = hold_until(self.at, self.due_at, self.rule.hold)
        if deputy is None and until and one.back_at and one.back_at <= until:
            return Choice("return", None, self._passed(), (), until, instead_of=one.id)
        return None

    def end(self) -> Choice:
        """When no step found anybody: held when people are only full and there is time, else with whoever leads."""
        if "full" in self.passed.values() and (until := hold_until(self.at, self.due_at, self.rule.hold)):
            return Choice("full", None, self._passed(), (), until)
        return Choice("leader", None, self._passed())

    def _passed(self) -> tuple[tuple[UUID, str], ...]:
        return tuple(self.passed.items())


def hold_until(at: datetime, due_at: datetime | None, most: timedelta) -> datetime | None:
    """Until when a matter may wait: at most `most`, and never more than a quarter of what is left of its nearest limit,
    so that whoever gets it has three quarters. None when that leaves no room for a wait."""
    room = most if due_at is None else min(most, (due_at - at) / 4)
    return at + room if room >= LEAST_WAIT else None
