"""Changing clocks and tasks. Building blocks: they join the caller's transaction; the caller has locked the aggregate
and writes the ledger entry (only alarms and settling, which come from sweeps, write their own).

Each returns the clock it changed (None when there was none to change). `clock.change` tells what happened to it, ready
for the body of a ledger entry; it is empty when a repeated request changed nothing.
"""

from huiyin.clocks.actions.alarms import carry, fire, see, settle
from huiyin.clocks.actions.lifecycle import (
    cancel,
    draft,
    drafts_for,
    reopen,
    start,
    start_for,
    start_many,
    stop,
    stop_for,
)
from huiyin.clocks.actions.moves import agree, extend, pause, restart, resume
from huiyin.clocks.actions.promises import (
    carry_promise,
    keep_promise,
    move_promise,
    note_time,
    promise,
    release_promise,
)
from huiyin.clocks.actions.sheet import Sheet
from huiyin.clocks.actions.tasks import add_task, cancel_task, complete_task
from huiyin.clocks.actions.undoing import retract, undo_restart

__all__ = [
    "Sheet", "add_task", "agree", "cancel", "cancel_task", "carry", "carry_promise", "complete_task", "draft",
    "drafts_for", "extend", "fire", "keep_promise", "move_promise", "note_time", "pause", "promise", "release_promise",
    "reopen", "restart", "resume", "retract", "see", "settle", "start", "start_for", "start_many", "stop", "stop_for",
    "undo_restart",
]  # fmt: skip
