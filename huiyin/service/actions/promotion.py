"""A request turns out to be a complaint: it lets the case go, with its history and the time of its receipt (1.2-9)."""

from datetime import datetime

from huiyin.cases.models import Case
from huiyin.clocks import actions as clocks
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.service.actions.base import begin, finish, words
from huiyin.service.actions.during import undo


@action
def promote(*, case: Case, reason: str, by: Actor, at: datetime) -> Case:
    """Let the case go on as a complaint. Its own limits end (one that was broken stays so); an open hand-over ends.

    The caller takes it as a complaint in the same transaction (`complaints.actions.triage.take_as_complaint`), whose
    limits run from the receipt of the request.
    """
    case, request, _facts = begin(case, "promote", by=by)
    why = words(reason, "reason", least=4)
    undo(case, why, at=at)
    ended = clocks.cancel(owner=("case", case.pk), at=at, by=by)
    body = {"from": request.state, "received_at": case.received_at}
    return finish(case, request, "promote", by=by, at=at, body=body, personal={"reason": why}, limits=ended)
