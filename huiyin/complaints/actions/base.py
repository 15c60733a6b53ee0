"""What every step of the path does first and last: lock, gather, ask the table; write state, limits and ledger.

`case, facts = begin(case, "accept", by=by)` … `return finish(case, "accept", by=by, at=at, body={…}, outputs={…})`.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from huiyin.audit import actions as audit
from huiyin.cases.actions import due
from huiyin.cases.actions.base import stays_away
from huiyin.cases.models import ENDED, Case
from huiyin.complaints.queries import facts as gather
from huiyin.complaints.queries import independence
from huiyin.complaints.rules import entries, path
from huiyin.complaints.rules.facts import Facts
from huiyin.core.actors import Actor
from huiyin.core.errors import Refused


def lock(case: Case) -> Case:
    """The row of `case` as it is now, locked until the transaction ends, with its unit and complaint."""
    return Case.objects.select_for_update(of=("self",)).select_related("unit", "complaint").get(pk=case.pk)


def begin(case: Case, step: str, *, by: Actor) -> tuple[Case, Facts]:
    """Lock the case and ask the path whether `by` may take `step` now.

    Raises Refused(`step.<step>`) naming everything that is missing, or that the person has an interest in the matter.
    """
    case = lock(case)
    facts = gather(case)
    reasons = path.why_not(step, facts, by)
    if not reasons and step != "recuse" and stays_away(case, by):
        reasons = [path.RECUSED]
    if reasons:
        raise refuse(step, reasons)
    return case, facts


def refuse(step: str, reasons: Sequence[str]) -> Refused:
    """The refusal of a step in the user's language; `reasons` are sentences of the rules, not yet translated."""
    needs = [_(reason) for reason in reasons]
    message = needs[0]
    if len(needs) > 1:
        title = _(path.BY_CODE[step].title)
        message = _("“%(step)s” is not possible yet: %(needs)s") % {"step": title, "needs": " ".join(needs)}
    return Refused(f"step.{step}", message, needs=needs, clause=path.BY_CODE[step].clause)


def finish(
    case: Case,
    step: str,
    *,
    by: Actor,
    at: datetime,
    body: Mapping[str, Any] | None = None,
    personal: Mapping[str, str] | None = None,
    outputs: Mapping[str, object] | None = None,
    clocks: Sequence[Any] = (),
    rule_versions: Sequence[str] = (),
    fields: Sequence[str] = (),
    state: str | None = None,
) -> Case:
    """Write what the step changed: state, nearest limit, version (optimistic readers compare it) and the ledger entry.

    `outputs` maps each mandatory output of the step (`path.outputs`) to the id of what was left; a missing one is a
    fault of the action, not of the user. `clocks` are the clocks the step moved (None among them is left out): their
    rule versions and limits go into the entry. A deciding step leaves the proof that whoever took it is independent.
    `fields` are columns of the case that the action itself has set.
    `state` overrides the table where the target depends on the past (undoing a merge). Returns the case.
    """
    left = dict(outputs or {})
    missing = [name for name in path.outputs(step) if not left.get(name)]
    assert not missing, f"step {step} left no {', '.join(missing)}"
    target = state or path.BY_CODE[step].to or case.state
    moved = [clock for clock in clocks if clock is not None]
    changed = {*fields, *move(case, target, at=at), *due.copy(case), "version"}
    case.version += 1
    case.save(update_fields=sorted(changed))
    content = dict(body or {}) | {"state": case.state, "version": case.version}
    if examined := independence.check(case, step, by):
        if examined["result"] == "conflict":
            raise Refused(f"step.{step}", _(independence.why(examined)), clause="令2020-3 art 17")
        content["independence"] = examined
    if left:
        content["outputs"] = left
    if moved:
        content["clocks"] = {clock.rule_code: clock.due_at for clock in moved}
        content["ended"] = {clock.rule_code: clock.state for clock in moved if clock.state != "running"}
    audit.record(
        aggregate=("case", case.id),
        kind=entries.kind_of(step),
        by=by,
        at=at,
        body=content,
        personal=personal,
        rule_versions=[*rule_versions, *(clock.rule_version for clock in moved)],
    )
    return case


def move(case: Case, state: str, *, at: datetime) -> list[str]:
    """Put `case` into `state` in memory; returns the columns to save. Ending sets the closing time, going on clears
    it.
    """
    if state == case.state:
        return []
    was_open, is_open = case.is_open, state not in ENDED
    case.state, case.state_since, case.is_open = state, at, is_open
    if not is_open and was_open:
        case.closed_at = at
    elif is_open:
        case.closed_at = None
    return ["state", "state_since", "is_open", "closed_at"]
