"""After a request was answered: not enough, closed, ended without handling, archived (1.2-8, 1.2-10)."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from huiyin.cases.models import Case, Channel
from huiyin.clocks import actions as clocks
from huiyin.clocks.models import Clock
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput
from huiyin.service.actions.base import begin, finish, stop, words
from huiyin.service.actions.before import told
from huiyin.service.actions.during import undo
from huiyin.service.rules.table import OUTCOMES


@action
def go_on(*, case: Case, reason: str, by: Actor, at: datetime) -> Case:
    """The customer was answered and still needs something: the request goes on where it was accepted."""
    case, request, _facts = begin(case, "go_on", by=by)
    why = words(reason, "reason")
    request.answered_at = None
    return finish(case, request, "go_on", by=by, at=at, fields=["answered_at"], personal={"reason": why})


@action
def close(*, case: Case, outcome: str, by: Actor, at: datetime, feedback: str = "") -> Case:
    """Close an answered request with what the customer says of it: solved, unsolved, no_word (1.2-8)."""
    case, request, _facts = begin(case, "close", by=by)
    if outcome not in OUTCOMES:
        raise BadInput("request.outcome", _("Choose what the customer says of it."), field="outcome")
    solved = stop(case, "visit_problem_solved", by=by, at=at) if outcome == "solved" else []
    ended = solved + _end_limits(case, by=by, at=at)
    request.outcome, request.closed_at = outcome, at
    personal = {"feedback": words(feedback, "feedback", most=1000)} if feedback.strip() else None
    return finish(
        case, request, "close", by=by, at=at, fields=["outcome", "closed_at"], body={"outcome": outcome},
        personal=personal, limits=ended,
    )  # fmt: skip


@action
def end(*, case: Case, reason: str, by: Actor, at: datetime, channel: str = Channel.PORTAL) -> Case:
    """End a request without handling it (taken back, not ours, nobody answers): the customer is told why."""
    case, request, _facts = begin(case, "end", by=by)
    request.end_reason = words(reason, "reason", most=500, least=4)
    undo(case, request.end_reason, at=at)
    with override(case.language):
        text = _("We do not go on with your request %(number)s: %(reason)s") % {
            "number": case.number,
            "reason": request.end_reason,
        }
    message = told(case, text, by=by, at=at, purpose="ended", channel=channel)
    ended = _end_limits(case, by=by, at=at)
    return finish(
        case, request, "end", by=by, at=at, fields=["end_reason"], body={"message": message.pk},
        personal={"reason": request.end_reason}, limits=ended,
    )  # fmt: skip


@action
def archive(*, case: Case, by: Actor, at: datetime) -> Case:
    """Put a request that has ended into the archive: from now on it is only read (1.2-10)."""
    case, request, _facts = begin(case, "archive", by=by)
    return finish(case, request, "archive", by=by, at=at)


def _end_limits(case: Case, *, by: Actor, at: datetime) -> list[Clock]:
    owner = ("case", case.pk)
    ended = stop(case, "request_ended", by=by, at=at)
    return ended + clocks.cancel(owner=owner, at=at, by=by)
