"""The path of a complaint: may this person take this step now, and if not, why; which steps are there at all.

Every action of `complaints.actions` names its step and asks `why_not` before it writes; the case page asks `steps` and
shows each one with what it still needs. The table itself is in `table`, its conditions in `needs`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from huiyin.cases.rules.checklists import is_forward
from huiyin.complaints.rules import turns
from huiyin.complaints.rules.facts import Facts
from huiyin.complaints.rules.independence import ABOVE
from huiyin.complaints.rules.needs import letter_whole
from huiyin.complaints.rules.table import BY_CODE, HEAD_OFFICE_LEVELS, LEVELS, STEPS, Step
from huiyin.core.actors import Actor
from huiyin.core.noop import _

__all__ = ["BY_CODE", "HEAD_OFFICE_LEVELS", "LEVELS", "STEPS", "Offer", "Step"]


@dataclass(frozen=True)
class Offer:
    """A step as shown to one person: ready, or what it still needs."""

    step: Step
    missing: tuple[str, ...]

    @property
    def ready(self) -> bool:
        return not self.missing


_not_yours = _("Your role does not take this step here.")
RECUSED = _("You are recused from this case.")
_not_now = _("The complaint is not at this point of its path.")
_resume_first = _("The matter is suspended: resume it first.")


def may_role(step: Step, facts: Facts, actor: Actor) -> bool:
    """Does the actor's role fit the step in this part of the tree? Customers and the system have their own doors."""
    if actor.kind == "system":
        return True
    if actor.kind == "customer":
        return step.by_customer
    if actor.id is not None and actor.id in facts.recused_ids:
        return False
    if actor.has_role(*step.roles, path=facts.unit_path):
        return True
    # An investigator or co-handler from another part of the tree acts by taking part in the case.
    return actor.id in (facts.participant_ids | facts.investigator_ids | {facts.owner_id}) and actor.has_role(
        *step.roles
    )


def why_not(code: str, facts: Facts, actor: Actor) -> list[str]:
    """Every reason why `actor` may not take step `code` now, as sentences to translate; empty when it may."""
    step = BY_CODE[code]
    if actor.id is not None and actor.id in facts.recused_ids and step.code != "recuse":
        return [RECUSED]
    if not may_role(step, facts, actor):
        return [_not_yours]
    if facts.kind != "complaint" or facts.state not in step.states:
        return [_not_now]
    reasons: list[str] = []
    for need in step.needs:
        if not need.holds(facts):
            # The gate of the letter says itself what is missing.
            reasons.extend(facts.letter_missing if need is letter_whole else [need.sentence])
    if facts.suspended and step.to and not step.while_suspended and step.code != "suspend":
        reasons.insert(0, _resume_first)
    # What the house asks for holds up people on their way forward; a mail that has left is told all the same.
    if actor.kind != "system" and is_forward(facts.state, step.to):
        reasons.extend(facts.held_up)
    return reasons + list(_personal(step, facts, actor))


def _personal(step: Step, facts: Facts, actor: Actor) -> Iterable[str]:
    """Separation of duties: who did the one thing may not do the other (3.2-1, 3.3-2)."""
    if step.code in ABOVE and step.code not in {"approve_plan", "send_back_plan"} and actor.id in facts.barred_ids:
        yield _("Who works in the department complained about does not decide this.")
    if step.code == "review_finding" and actor.id is not None and actor.id == facts.finding_by:
        yield _("Somebody other than the author reviews the findings.")
    if step.code in {"approve_plan", "send_back_plan"}:
        if actor.id is not None and actor.id in {facts.plan_proposer, facts.finding_by}:
            yield _("Who proposed the plan or wrote the findings does not approve it.")
        if actor.id in facts.barred_ids:
            yield _("Who works in the department complained about does not approve the plan.")
        if actor.kind != "system" and not actor.has_role(
            *LEVELS.get(facts.plan_level, ("executive",)), path=facts.unit_path
        ):
            yield _("The amount or grade needs the approval of a higher level.")
    head_office = actor.kind == "system" or actor.has_role("head_office_cp", "executive")
    if step.code == "issue_decision" and facts.plan_level in HEAD_OFFICE_LEVELS and not head_office:
        yield _("Head office approved this plan, so head office issues the decision.")


def _standing(step: Step, facts: Facts, actor: Actor) -> Iterable[str]:
    """Whose word it takes, said before anybody tries: the unit above, and never who asked or took part (art 17, 18,
    20). The actions ask the same rules of `turns` themselves and refuse under their own codes.
    """
    if actor.kind == "system":
        return
    if step.code == "approve_extension" and facts.extension_pending:
        if facts.extension_approved:
            yield _("It is approved already and waits until the complainant has been told.")
        if actor.id is not None and actor.id == facts.extension_by:
            yield _("Somebody other than who asked for the extension approves it.")
        if facts.extension_law and not facts.extension_law & _stands_for(facts, actor):
            yield _("Only the upper unit or a head-office executive approves this extension.")
    if step.code in {"decide_review", "refuse_review"} and facts.reviewed_path:
        fault = turns.reviewer_fault(
            actor.grants,
            reviewer=actor.id,
            label=actor.label,
            involved=turns.Involved(facts.involved_ids, facts.involved_labels),
            homes=facts.homes,
            decided_by=facts.reviewed_path,
        )
        if fault:
            yield fault


def _stands_for(facts: Facts, actor: Actor) -> frozenset[str]:
    place = turns.Place(path=facts.unit_path, home=facts.homes.get(facts.unit_path, facts.unit_path))
    head = min(facts.homes, key=len, default="/")
    return turns.roles_for(actor.grants, homes=facts.homes, handling=place, head=head)


def steps(facts: Facts, actor: Actor) -> list[Offer]:
    """The steps of this moment for `actor`, in the order of the path: ready ones and those that need something."""
    return [
        Offer(step, (*why_not(step.code, facts, actor), *_standing(step, facts, actor)))
        for step in STEPS
        if step.roles and facts.state in step.states and may_role(step, facts, actor)
    ]


def next_state(code: str, facts: Facts) -> str:
    """The main state after step `code` from the state of `facts`."""
    return BY_CODE[code].to or facts.state


def outputs(code: str) -> tuple[str, ...]:
    """What the action of step `code` must leave behind."""
    return BY_CODE[code].outputs
