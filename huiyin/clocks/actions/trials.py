"""Drafts of rules and their worked examples: each change of a draft is followed by running its examples on it.

The handbook keeps the draft and what its examples said, but only the engine can run them; so edges write drafts
through here.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from huiyin.clocks.rules import examples
from huiyin.clocks.rules.events import ClockError
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput
from huiyin.handbook import actions as handbook
from huiyin.handbook.models import RuleDraft
from huiyin.handbook.queries import drafts as reading
from huiyin.handbook.queries.examples import shipped


@action
def draft_rule(
    *, code: str, pack: str, effective_from: date, reason: str, by: Actor, at: datetime, ends: bool = False
) -> RuleDraft:
    """A draft that follows the newest version of a rule, with the examples of that rule."""
    made = handbook.create_draft(
        code=code,
        pack=pack,
        effective_from=effective_from,
        reason=reason,
        ends=ends,
        examples=[] if ends else shipped(code, pack),
        by=by,
        at=at,
    )
    return check(draft=made, by=by, at=at)


@action
def edit_rule(
    *,
    draft: RuleDraft,
    seen: int,
    body: Mapping[str, Any] | None,
    effective_from: date,
    reason: str,
    by: Actor,
    at: datetime,
) -> RuleDraft:
    """Write the draft anew and run its examples. Raises Refused, BadInput as `handbook.actions.edit_draft`."""
    edited = handbook.edit_draft(
        draft=draft, seen=seen, body=body, effective_from=effective_from, reason=reason, by=by, at=at
    )
    return check(draft=edited, by=by, at=at)


@action
def add_example(*, draft: RuleDraft, seen: int, example: Mapping[str, Any], by: Actor, at: datetime) -> RuleDraft:
    """Add an own example: {says, from, events, facts, expected}. Raises BadInput for one that cannot be computed."""
    rule = reading.terms_of(draft)
    if rule is None:
        raise BadInput("examples.of_an_end", _("An end has no examples."), field="from")
    try:
        examples.check_shape(rule, example)
    except ClockError as error:
        raise BadInput(f"example.{error.code}", _unreadable(error), field="from") from error
    kept = {name: example[name] for name in ("says", "from", "events", "facts", "expected") if name in example}
    return check(draft=handbook.add_example(draft=draft, seen=seen, example=kept, by=by, at=at), by=by, at=at)


@action
def confirm_example(*, draft: RuleDraft, seen: int, number: int, by: Actor, at: datetime) -> RuleDraft:
    """Take what the draft gives for an example as intended."""
    rule = reading.terms_of(draft)
    example = next((one for one in draft.examples if one["id"] == number), None)
    if rule is None or example is None:
        raise BadInput("examples.unknown", _("There is no such example."), field="example")
    found = examples.answer(rule, reading.calendar_of(draft), example)
    confirmed = handbook.confirm_example(draft=draft, seen=seen, number=number, expected=found, by=by, at=at)
    return check(draft=confirmed, by=by, at=at)


@action
def remove_example(*, draft: RuleDraft, seen: int, number: int, by: Actor, at: datetime) -> RuleDraft:
    """Take an own example out."""
    return check(draft=handbook.remove_example(draft=draft, seen=seen, number=number, by=by, at=at), by=by, at=at)


@action
def check(*, draft: RuleDraft, by: Actor, at: datetime) -> RuleDraft:
    """Run the examples on the draft as it stands and keep how many differ. Doing it twice changes nothing."""
    rule = reading.terms_of(draft)
    differing = 0
    if rule is not None:
        calendar = reading.calendar_of(draft)
        differing = sum(not examples.run(rule, calendar, one).agrees for one in draft.examples)
    return handbook.keep_check(draft=draft, differing=differing, by=by, at=at)


def _unreadable(error: ClockError) -> str:
    return {
        "time_unreadable": _("A time cannot be read; write it like 2026-11-01T10:00."),
        "time_range": _("A time lies outside the years 1900 to 2199."),
        "event_shape": _("An event needs a kind and a time."),
        "event_unknown": _("An event is one of: extend, pause, resume, restart, agree."),
        "event_until": _("Only an agreed date has a time it lasts to."),
        "example_expected": _("Say when it is expected to be due, or that it is refused."),
    }.get(error.code, str(error))
