"""Calls that we owe: noted when a call is missed or a caller asks, taken, tried, ended with what came of it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.accounts.models import User
from huiyin.accounts.rules import may_take_part
from huiyin.audit import actions as audit
from huiyin.channels.actions.callers import locked
from huiyin.channels.models import BackReason, BackState, Call, CallBack, CallDirection
from huiyin.channels.rules import callbacks as rules
from huiyin.clocks import actions as clocks
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused
from huiyin.core.time import local_date

MOST_TEXT = 500


@action
def follow_call(*, call: Call, by: Actor, at: datetime) -> CallBack | None:
    """What a call that has just changed means for calls that are owed: a missed one is owed, one that got through after
    all, or in which we reached the number, is owed no longer. Doing it twice changes nothing."""
    if call.ended_at is None or not call.number_blind:
        return None
    if call.outcome == "answered":
        _got_through(call, by, at)
        return None
    if call.direction != CallDirection.IN or call.outcome not in rules.OWED:
        return None
    if CallBack.objects.filter(call=call).exists() or _spoke_since(call):
        return None
    return _owe(call, reason=BackReason.MISSED, about="", wish=None, by=by, at=at, asked_at=call.ended_at)


@action
def ask(*, call_id: UUID, about: str, wish: datetime | None, by: Actor, at: datetime) -> CallBack:
    """The caller asks to be called back, at an agreed time or as the rule says. Raises BadInput(`back.when`,
    `back.about`), Refused(`back.no_number`, `call.not_yours`, `call.over`)."""
    call = locked(call_id, by=by, at=at)
    if not call.number_blind:
        raise Refused(
            "back.no_number", _("The number of this call is not known: ask for one and take down the matter.")
        )
    if wish is not None and not rules.is_agreed(wish, at):
        raise BadInput("back.when", _("Agree on a time within the next fourteen days."), field="wish")
    words = _words(about, "about")
    return _owe(call, reason=BackReason.ASKED, about=words, wish=wish, by=by, at=at, asked_at=at)


@action
def take(*, back: CallBack, by: Actor, at: datetime) -> CallBack:
    """Whoever takes it calls. Taking one's own changes nothing."""
    row = _locked(back, by)
    if row.owner_id != by.id:
        row.owner_id = by.id
        row.save(update_fields=["owner"])
        _tell(row, "taken", by, at)
    return row


@action
def show_number(*, back: CallBack, by: Actor, at: datetime) -> str:
    """The number to dial, for who is about to: a line of the access log (7.2-3)."""
    row = _locked(back, by)
    audit.looked(
        kind="reveal", by=by, at=at, aggregate=("call", row.call_id), fields=["number"], reason=_("to call back")
    )  # fmt: skip
    number: str = row.number
    return number


@action
def tried(*, back: CallBack, result: str, note: str, by: Actor, at: datetime) -> CallBack:
    """What came of calling: `reached`, `no_answer` (the third time ends it), `not_needed` (with the reason). Raises
    BadInput(`back.result`, `back.note`), Refused(`back.ended`)."""
    row = _locked(back, by)
    if result not in rules.RESULTS:
        raise BadInput("back.result", _("Say what came of it."), field="result")
    words = _words(note, "note")
    if result == "not_needed" and len(words) < 4:
        raise BadInput("back.note", _("Say why nobody needs to call any more."), field="note")
    if result != "not_needed":
        row.attempts, row.tried_at = row.attempts + 1, at
    row.note = words or row.note
    _end(row, rules.state_after(result, row.attempts), by, at, result=result)
    return row


def _owe(
    call: Call, *, reason: str, about: str, wish: datetime | None, by: Actor, at: datetime, asked_at: datetime
) -> CallBack:
    """A new one, or the open one for the number: what was asked for stands above what was only missed, and the earlier
    of two times holds unless the caller agreed to another."""
    due_at, rule = (wish, "") if wish is not None else _by_rule(asked_at)
    made = {
        "call": call, "number": call.number, "reason": reason, "asked_at": asked_at, "due_at": due_at, "rule": rule,
        "unit": call.unit, "owner": _owner(call),
    }  # fmt: skip
    row, is_new = CallBack.objects.select_for_update(of=("self",)).get_or_create(
        number_blind=call.number_blind, state=BackState.OPEN, defaults=made
    )
    if not is_new:
        row.calls = min(row.calls + 1, 30_000)
    if reason == BackReason.ASKED:
        row.reason = reason
        row.about = about or row.about
        if wish is not None:
            row.due_at, row.rule = wish, ""
        row.owner = _owner(call) or row.owner
    row.save()
    _tell(row, "owed" if is_new else "owed_again", by, at, reason=reason, due_at=row.due_at, call=call.pk)
    return row


def _by_rule(asked_at: datetime) -> tuple[datetime, str]:
    clock = clocks.draft(
        owner=("call_back", UUID(int=0)), rule=rules.RULE, at=asked_at, facts={}, rules_on=local_date(asked_at)
    )
    assert clock is not None
    assert clock.due_at is not None
    return clock.due_at, clock.rule_version


def _owner(call: Call) -> User | None:
    """Who missed it or promised it; else who answers for the unit."""
    if call.agent is not None and call.agent.is_active and not call.agent.is_away:
        return call.agent
    return call.unit.duty_user


def _spoke_since(call: Call) -> bool:
    """Did anybody speak with the number after this call had ended? Events come late and out of order."""
    return Call.objects.filter(
        number_blind=call.number_blind, outcome="answered", began_at__gte=call.began_at
    ).exists()  # fmt: skip


def _got_through(call: Call, by: Actor, at: datetime) -> None:
    row = CallBack.objects.select_for_update(of=("self",)).filter(
        number_blind=call.number_blind, state=BackState.OPEN
    ).first()  # fmt: skip
    if row is None or (row.call_id != call.pk and call.began_at < row.asked_at):
        return
    if call.direction == CallDirection.OUT:
        row.attempts, row.tried_at = row.attempts + 1, call.ended_at
        _end(row, BackState.DONE, by, at, result="reached", call=call.pk)
    elif row.reason == BackReason.MISSED:  # who asked for a call is owed it, although they called meanwhile
        _end(row, BackState.NOT_NEEDED, by, at, result="came_through", call=call.pk)


def _end(row: CallBack, state: str, by: Actor, at: datetime, **body: Any) -> None:
    row.state = state
    if state != BackState.OPEN:
        row.ended_at, row.ended_by_label = at, by.label[:120]
    row.save()
    _tell(row, "tried" if state == BackState.OPEN else "ended", by, at, state=state, attempts=row.attempts, **body)


def _locked(back: CallBack, by: Actor) -> CallBack:
    row = CallBack.objects.select_for_update(of=("self",)).get(pk=back.pk)
    if not may_take_part(by.grants):
        raise Refused("back.not_yours", _("Your role reads calls and does not change them."))
    if row.state != BackState.OPEN:
        raise Refused("back.ended", _("This call-back has ended: %(state)s.") % {"state": row.get_state_display()})
    return row


def _words(text: str, field: str) -> str:
    words = text.strip()
    if len(words) > MOST_TEXT:
        raise BadInput(f"back.{field}", _("At most %(count)d characters.") % {"count": MOST_TEXT}, field=field)
    return words


def _tell(row: CallBack, kind: str, by: Actor, at: datetime, **body: Any) -> None:
    audit.record(aggregate=("call_back", row.pk), kind=f"call_back.{kind}", by=by, at=at, body=body)
