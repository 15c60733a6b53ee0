"""Changing the rules: drafting, trying, approving and publishing; calendars; the packs of units."""

from huiyin.handbook.actions.approval import approve, reject, submit, withdraw
from huiyin.handbook.actions.calendars import (
    approve_calendar,
    create_calendar,
    edit_calendar,
    reject_calendar,
    submit_calendar,
    withdraw_calendar,
)
from huiyin.handbook.actions.drafts import add_example, confirm_example, create_draft, edit_draft, remove_example
from huiyin.handbook.actions.examples import keep_check
from huiyin.handbook.actions.packs import set_unit_packs
from huiyin.handbook.actions.replays import (
    advance_replay,
    begin_replay,
    cancel_replay,
    fail_replay,
    finish_replay,
    queue_replay,
    start_replay,
)

__all__ = [
    "add_example", "advance_replay", "approve", "approve_calendar", "begin_replay", "cancel_replay",
    "confirm_example", "create_calendar", "create_draft", "edit_calendar", "edit_draft", "fail_replay",
    "finish_replay", "keep_check", "queue_replay", "reject", "reject_calendar", "remove_example", "set_unit_packs",
    "start_replay", "submit", "submit_calendar", "withdraw", "withdraw_calendar",
]  # fmt: skip
