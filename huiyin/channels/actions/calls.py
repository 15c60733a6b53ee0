"""Calls, written down as the telephone system tells of them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext as _

from huiyin.accounts.models import Unit, User
from huiyin.audit import actions as audit
from huiyin.channels.actions import callbacks
from huiyin.channels.models import Call, CallDirection
from huiyin.channels.rules import calls as rules
from huiyin.channels.rules import one_line
from huiyin.core import blind, live
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput

_KINDS = {"ringing": "rang", "answered": "answered", "ended": "ended", "recorded": "recorded"}


@dataclass(frozen=True, kw_only=True)
class Told:
    """A message of the telephone system: which call, what happened, and what it says of the call besides. `agent` is an
    employee number, `unit` a unit's code."""

    reference: str
    event: rules.Event
    direction: str = ""
    number: str = ""
    line: str = ""
    queue: str = ""
    unit: str = ""


@action
def take_event(*, told: Told, by: Actor, at: datetime) -> Call:
    """Write down what happened to a call. Events may come in any order and again: the call ends the same.

    A moment in the future becomes `at`. Raises BadInput(`call.reference`, `call.event`, `call.direction`).
    """
    _check(told)
    event = rules.Event(**(told.event.__dict__ | {"at": min(told.event.at, at)}))
    unit = _unit(told)
    row, is_new = Call.objects.select_for_update(of=("self",)).get_or_create(
        reference=told.reference.strip(), defaults={"unit": unit, "began_at": event.at}
    )
    before = _course(row)
    course = rules.after(before, event)
    is_same = course == before and not is_new
    known = (row.direction, row.number, row.line, row.queue)
    _describe(row, told)
    if is_same and known == (row.direction, row.number, row.line, row.queue):
        return row
    had = row.agent_id
    _follow(row, course)
    row.save()
    live.tell_all("call", sorted({one for one in (had, row.agent_id) if one is not None}))
    audit.record(
        aggregate=("call", row.pk), kind=f"call.{_KINDS[event.kind]}", by=by, at=event.at, first=is_new,
        body={"reference": row.reference, "agent": row.agent_no, "queue": row.queue, "outcome": row.outcome},
    )  # fmt: skip
    callbacks.follow_call(call=row, by=by, at=at)
    return row


def _check(told: Told) -> None:
    if not told.reference.strip() or len(told.reference) > 100:
        raise BadInput("call.reference", _("Name the call: 1 to 100 characters."), field="reference")
    if told.event.kind not in rules.EVENTS:
        raise BadInput("call.event", _("There is no such event of a call."), field="type")
    if told.event.recording and not told.event.recording.startswith(("https://", "http://")):
        raise BadInput("call.recording", _("The address of a recording begins with https://."), field="recording_url")
    if told.direction and told.direction not in CallDirection.values:
        raise BadInput("call.direction", _("A call comes in or goes out."), field="direction")


def _course(row: Call) -> rules.Course:
    return rules.Course(
        rang_at=row.rang_at, answered_at=row.answered_at, ended_at=row.ended_at, recorded_at=row.recorded_at,
        agent=row.agent_no, agent_at=row.agent_at, told=row.told, recording=row.recording,
    )  # fmt: skip


def _describe(row: Call, told: Told) -> None:
    """What a message says of the call fills what is not known yet."""
    row.direction = told.direction or row.direction
    if told.number and not row.number:
        row.number, row.number_blind = one_line(told.number, 40), blind.phone(told.number)
    row.line = row.line or one_line(told.line, 40)
    row.queue = row.queue or one_line(told.queue, 80)


def _follow(row: Call, course: rules.Course) -> None:
    row.rang_at, row.answered_at, row.ended_at = course.rang_at, course.answered_at, course.ended_at
    row.recorded_at, row.recording, row.told = course.recorded_at, course.recording[:2000], course.told
    row.began_at = course.began_at or row.began_at
    row.outcome = rules.outcome(course, is_in=row.direction == CallDirection.IN)
    if course.agent != row.agent_no:
        row.agent = User.objects.filter(employee_no=course.agent).select_related("unit").first()
        if row.agent is not None:
            row.unit = row.agent.unit
    row.agent_no, row.agent_at = course.agent[:20], course.agent_at


def _unit(told: Told) -> Unit:
    """Whose call it is: the unit that was named, else the house, until an agent has it."""
    rows = Unit.objects.filter(code=told.unit) if told.unit else Unit.objects.none()
    return rows.first() or Unit.objects.order_by(F("parent").asc(nulls_first=True), "path")[0]
