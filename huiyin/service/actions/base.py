"""What every step of a request does first and last: lock, ask the table; write state, limits and ledger."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from huiyin.audit import actions as audit
from huiyin.cases.actions import due
from huiyin.cases.actions.base import lock, said
from huiyin.cases.models import ENDED, Case
from huiyin.clocks import actions as clocks
from huiyin.clocks.models import Clock
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused
from huiyin.service.models import Request
from huiyin.service.queries.facts import clock_facts, facts, packs_of_case
from huiyin.service.rules import entries, path
from huiyin.service.rules.path import Facts
from huiyin.service.rules.table import BY_CODE, CASE_STATES


def begin(case: Case, step: str, *, by: Actor) -> tuple[Case, Request, Facts]:
    """Lock the case and ask the path whether `by` may take `step` now. Raises Refused(`request.none`) for a case that
    is no request, Refused(`request.<step>`) naming everything that is missing, and those of `lock`."""
    case = lock(case, by=by, staff_only=True)
    request = Request.objects.filter(case=case).first()
    if request is None:
        raise Refused("request.none", _("This case is no service request."))
    known = facts(case, request)
    reasons = path.why_not(step, known, by)
    if reasons:
        needs = [_(reason) for reason in reasons]
        raise Refused(f"request.{step}", " ".join(needs), needs=needs, clause=BY_CODE[step].clause)
    return case, request, known


def finish(
    case: Case,
    request: Request,
    step: str,
    *,
    by: Actor,
    at: datetime,
    fields: Sequence[str] = (),
    body: Mapping[str, Any] | None = None,
    personal: Mapping[str, str] | None = None,
    limits: Sequence[Clock] = (),
    columns: Sequence[str] = (),
) -> Case:
    """Write the state that follows, the nearest limit and the ledger entry. `fields` are those of the request that the
    action set, `columns` those of the case, `limits` the clocks that began or ended."""
    target = BY_CODE[step].to
    if target:
        request.state = target
        _move(case, CASE_STATES[target], at)
    request.save(update_fields=[*fields, "state"])
    case.version += 1
    case.save(update_fields=[*columns, *due.copy(case), "state", "state_since", "is_open", "closed_at", "version"])
    content = dict(body or {}) | {"state": request.state, "version": case.version}
    if limits:
        content["clocks"] = {clock.rule_code: clock.due_at for clock in limits}
        content["ended"] = {clock.rule_code: clock.state for clock in limits if clock.state != "running"}
    audit.record(
        aggregate=("case", case.pk), kind=entries.ENTRIES[step], by=by, at=at, body=content, personal=personal,
        rule_versions=[clock.rule_version for clock in limits],
    )  # fmt: skip
    return case


def start(case: Case, event: str, *, by: Actor, at: datetime) -> list[Clock]:
    """The limits that an event of the request begins, under the packs of its unit."""
    return clocks.start_for(
        owner=("case", case.pk), event=event, at=at, facts=clock_facts(case), by=by, rules_on=case.rules_on,
        packs=packs_of_case(case),
    )  # fmt: skip


def stop(case: Case, *events: str, by: Actor, at: datetime) -> list[Clock]:
    """The limits that one of the events ends."""
    owner = ("case", case.pk)
    return [clock for event in events for clock in clocks.stop_for(owner=owner, event=event, at=at, by=by)]


def words(text: str, field: str, *, most: int = 300, least: int = 2) -> str:
    """A text that says something. Raises BadInput for one that is empty, too short or too long."""
    text = said(text, most=most, field=field)
    if sum(char.isalnum() for char in text) < least:
        raise BadInput("text.missing", _("Write something first."), field=field)
    return text


def _move(case: Case, state: str, at: datetime) -> None:
    if state == case.state:
        return
    was_open, is_open = case.is_open, state not in ENDED
    case.state, case.state_since, case.is_open = state, at, is_open
    if is_open:
        case.closed_at = None
    elif was_open:
        case.closed_at = at
