"""May this person take this step of a request now, and if not, why; which steps are there at all. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from huiyin.core.actors import Actor
from huiyin.core.noop import _
from huiyin.service.rules.table import BY_CODE, SKIPPABLE, STEPS, Step, chain


@dataclass(frozen=True)
class Facts:
    """A request as its rules see it. `done` are the steps of its chain that were taken or, with leave, left out."""

    kind: str
    state: str
    is_request: bool = True
    unit_path: str = "/"
    done: frozenset[str] = frozenset()
    taking_part: frozenset[UUID] = frozenset()
    barred: frozenset[UUID] = frozenset()
    # Whom the request was handed to and who has not confirmed it yet.
    handed_to: UUID | None = None


@dataclass(frozen=True)
class Offer:
    """A step as shown to one person: ready, or what it still needs."""

    step: Step
    missing: tuple[str, ...]

    @property
    def ready(self) -> bool:
        return not self.missing


NOT_YOURS = _("Your role does not take this step here.")
NOT_NOW = _("The request is not at this point of its path.")
NOT_ACCEPTED = _("Accept the request first: nothing is handled before it is accepted.")
NOT_THIS_KIND = _("This kind of request does not have this step.")
NOT_NAMED = _("Only the colleague it was handed to can do that.")
RECUSED = _("You are recused from this case.")
_FIRST = {
    "check_identity": _("Check identity and policy first."),
    "check_papers": _("Look first whether the papers are complete."),
    "sort": _("Say first what it is about."),
    "process": _("Note first what was done."),
}


def may_role(step: Step, facts: Facts, actor: Actor) -> bool:
    """Does a role of the actor fit the step here? Whoever takes part may act from another part of the tree."""
    if actor.kind == "system":
        return True
    if actor.kind == "customer":
        return False
    return actor.has_role(*step.roles, path=facts.unit_path) or (
        actor.id in facts.taking_part and actor.has_role(*step.roles)
    )


def why_not(code: str, facts: Facts, actor: Actor) -> list[str]:
    """Every reason why `actor` may not take step `code` now, as sentences to translate; empty when it may."""
    step = BY_CODE[code]
    if actor.id is not None and actor.id in facts.barred:
        return [RECUSED]
    if not may_role(step, facts, actor):
        return [NOT_YOURS]
    if not facts.is_request:
        return [NOT_NOW]
    if step.kinds and facts.kind not in step.kinds:
        return [NOT_THIS_KIND]
    if facts.state not in step.states:
        handles = step.phase == "during" and facts.state in ("received", "needs_papers")
        return [NOT_ACCEPTED if handles else NOT_NOW]
    return list(_order(step, facts)) + list(_personal(step, facts, actor))


def _order(step: Step, facts: Facts) -> Iterator[str]:
    """Steps run in the order of their chain (1.2-7). What was ended on the way is archived as it stands."""
    steps = chain(facts.kind)
    if step.code in steps and facts.state != "ended":
        for before in steps[: steps.index(step.code)]:
            if before not in facts.done and before in _FIRST:
                yield _FIRST[before]
    if step.code == "skip" and not to_skip(facts):
        yield _("There is no step that could be left out now.")


def _personal(step: Step, facts: Facts, actor: Actor) -> Iterator[str]:
    if step.code in ("take", "give_back") and actor.kind != "system" and actor.id != facts.handed_to:
        yield NOT_NAMED


def to_skip(facts: Facts) -> tuple[str, ...]:
    """The steps of the chain that could be left out now: not taken yet, and of this side of acceptance."""
    accepted = facts.state not in ("received", "needs_papers")
    return tuple(
        code
        for code in chain(facts.kind)
        if code in SKIPPABLE and code not in facts.done and (BY_CODE[code].phase == "during") is accepted
    )


def steps(facts: Facts, actor: Actor) -> list[Offer]:
    """The steps of this moment for `actor`, in the order of the path. Handling steps that wait for acceptance are among
    them, closed; those of other kinds and states are not."""
    found = []
    for step in STEPS:
        if (step.kinds and facts.kind not in step.kinds) or not may_role(step, facts, actor):
            continue
        waits = facts.state in ("received", "needs_papers") and step.code in (*chain(facts.kind), "answer")
        if facts.state in step.states or (waits and step.phase == "during"):
            found.append(Offer(step, tuple(why_not(step.code, facts, actor))))
    return found
