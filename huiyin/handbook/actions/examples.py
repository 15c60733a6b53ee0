"""Keeping what the examples of a draft said; whoever knows the engine runs them (`clocks.actions.trials`)."""

from datetime import datetime

from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.handbook.models import RuleDraft
from huiyin.handbook.queries import drafts as reading


@action
def keep_check(*, draft: RuleDraft, differing: int, by: Actor, at: datetime) -> RuleDraft:
    """Keep how many examples differ, and of which text this is true. No ledger entry: it follows from the text."""
    checked = {"ground": reading.examples_ground(draft), "differing": differing}
    if checked != draft.checked:
        draft.checked = checked
        draft.save(update_fields=["checked"])
    return draft
