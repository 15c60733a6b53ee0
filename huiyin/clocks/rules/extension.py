"""What an extension asks for, and what its absence is: a breach of law or a finding of the house (令2020-3 art 18)."""

from collections.abc import Collection
from dataclasses import dataclass

from huiyin.handbook.rules.terms import Level, Rule, Step


@dataclass(frozen=True, slots=True)
class Omission:
    """Something an extension step asks for that is not there."""

    need: str
    level: Level


def next_step(rule: Rule, step: int) -> Step | None:
    """The step after a running one (0 = the limit itself), or None when the ladder ends."""
    return rule.steps[step + 1] if step + 1 < len(rule.steps) else None


def omissions(step: Step, *, reason: bool, approver_roles: Collection[str], notice: bool) -> list[Omission]:
    """What is missing of an extension; an approver whose roles are not the asked ones counts as missing."""
    given = {"reason": reason, "approver": bool(set(approver_roles) & set(step.approvers)), "notice": notice}
    return [Omission(need, level) for need, level in step.needs.items() if not given[need]]
