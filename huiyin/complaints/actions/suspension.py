"""Suspending: while an outside body appraises, tests or assesses, and the complainant was told, the days do not count
for the decision limit (令2020-3 art 18). Several may overlap; the limit runs again when the last has ended.
"""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.cases.models import Case
from huiyin.clocks import actions as clocks
from huiyin.clocks.models import Clock
from huiyin.complaints.actions import checks, turning
from huiyin.complaints.actions.base import begin, finish
from huiyin.complaints.actions.turning import BY_MAIL, Way
from huiyin.complaints.models import Notice, Suspension
from huiyin.complaints.models.turns import SuspensionGround
from huiyin.complaints.queries import turn_papers, turn_words, turns
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused

OUTSIDE = (SuspensionGround.APPRAISAL, SuspensionGround.TEST, SuspensionGround.ASSESSMENT)
EVENTS = {"mediation": ("mediation_started", "mediation_ended")}
_OUTSIDE_EVENTS = ("appraisal_started", "appraisal_ended")


@action
def suspend(
    *,
    case: Case,
    ground: str,
    body: str,
    reason: str,
    requested_at: datetime,
    by: Actor,
    at: datetime,
    way: Way = BY_MAIL,
) -> Suspension:
    """Let the decision limit rest from `requested_at`, when the outside `body` was asked, and tell the complainant.

    `ground` is appraisal, test or assessment; mediation has its own step. Raises Refused(`suspension.too_late`) once
    the limit has ended, Refused(`suspension.twice`) for the same body and ground while it is at work, BadInput for
    the rest.
    """
    case, _facts = begin(case, "suspend", by=by)
    if ground not in OUTSIDE:
        raise BadInput("suspension.ground", _("Choose: outside appraisal, test or assessment."), field="ground")
    since = checks.happened(requested_at, "requested_at", at=at, since=case.received_at)
    row = Suspension(
        case=case,
        ground=ground,
        body=checks.text(body, "body", _("Name the outside body."), least=2, most=200),
        reason=checks.text(reason, "reason", _("Say why the outside body is needed."), least=2, most=500),
        from_at=since,
        at=at,
        by_id=by.id,
        by_label=by.label,
    )
    if Suspension.objects.filter(case=case, to_at=None, ground=row.ground, body=row.body).exists():
        raise Refused("suspension.twice", _("This body is at work already."), clause="令2020-3 art 18")
    moved, notice = rest(case, row, by=by, at=at, way=way)
    finish(
        case,
        "suspend",
        by=by,
        at=at,
        body=_body(row) | {"changes": turning.changes(moved)},
        personal={"body": row.body, "reason": row.reason},
        outputs={"suspension_notice": notice.pk},
        clocks=moved,
    )
    return row


@action
def resume(
    *,
    case: Case,
    suspension_id: UUID,
    result: str,
    resumed_at: datetime,
    by: Actor,
    at: datetime,
    way: Way = BY_MAIL,
) -> Suspension:
    """The outside body has finished: the limit runs again from `resumed_at`, the day its result came in, and the
    complainant is told the new limit (or that it still rests for another reason).

    Raises Refused: `suspension.ended` when it has ended already, `suspension.mediation` for one that a mediation began.
    """
    case, _facts = begin(case, "resume", by=by)
    row = Suspension.objects.select_for_update().filter(case=case, pk=suspension_id).first()
    if row is None or row.to_at is not None:
        raise Refused("suspension.ended", _("This suspension has ended already."), clause="令2020-3 art 18")
    if row.ground == SuspensionGround.MEDIATION:
        raise Refused(
            "suspension.mediation", _("End the mediation: the limit then runs again."), clause="令2020-3 art 23"
        )
    row.result = checks.text(result, "result", _("Say what the outside body found."), least=2, most=500)
    ended = checks.happened(resumed_at, "resumed_at", at=at, since=row.from_at)
    moved, notice = go_on(case, row, ended_at=ended, by=by, at=at, way=way)
    finish(
        case,
        "resume",
        by=by,
        at=at,
        body=_body(row) | {"changes": turning.changes(moved)},
        personal={"result": row.result},
        outputs={"resumption_notice": notice.pk},
        clocks=moved,
    )
    return row


def rest(case: Case, row: Suspension, *, by: Actor, at: datetime, way: Way) -> tuple[list[Clock], Notice]:
    """Begin a suspension of a locked case: pause the limit at `row.from_at`, tell the complainant, save the row.

    Raises Refused(`suspension.not_running`, `suspension.too_late`). The caller writes the entry.
    """
    clock = turns.decision_clock(case)
    if clock is None:
        raise Refused("suspension.not_running", _("No decision limit is running here."), clause="令2020-3 art 18")
    if turns.is_over(clock, at) or turns.is_over(clock, row.from_at):
        message = _("The limit has already ended; a suspension does not bring it back.")
        raise Refused("suspension.too_late", message, clause="令2020-3 art 18")
    if row.from_at < clock.started_at:
        raise BadInput("suspension.before", _("The request lies before the limit began."), field="requested_at")
    notice = turning.give(
        case,
        kind="suspension",
        words=turn_words.suspension(case, row),
        paper=lambda: turn_papers.suspension(case, row, clock, at=at),
        way=way,
        since=row.from_at,
        by=by,
        at=at,
    )
    row.pause_notice_id = notice.pk
    row.save(force_insert=True)
    event = EVENTS.get(row.ground, _OUTSIDE_EVENTS)[0]
    moved = clocks.pause(
        owner=("case", case.pk), at=row.from_at, by=by, ref=str(row.pk), reason=row.reason[:300], event=event
    )
    return moved, notice


def go_on(
    case: Case, row: Suspension, *, ended_at: datetime, by: Actor, at: datetime, way: Way
) -> tuple[list[Clock], Notice]:
    """End a suspension of a locked case at `ended_at`: the limit runs again, the complainant is told, the row is
    saved.
    """
    row.to_at = ended_at
    event = EVENTS.get(row.ground, _OUTSIDE_EVENTS)[1]
    moved = clocks.resume(
        owner=("case", case.pk), at=ended_at, by=by, ref=str(row.pk), reason=row.result[:300], event=event
    )
    due_at = moved[0].due_at if moved else None
    left_out = turns.days_left_out(moved[0], str(row.pk)) if moved else 0
    notice = turning.give(
        case,
        kind="resumption",
        words=turn_words.resumption(case, row, due_at),
        paper=(lambda: turn_papers.resumption(case, row, due_at=due_at, left_out=left_out, at=at)) if due_at else None,
        way=way,
        since=ended_at,
        by=by,
        at=at,
    )
    row.resume_notice_id = notice.pk
    row.save(update_fields=["to_at", "result", "resume_notice_id"])
    return moved, notice


def _body(row: Suspension) -> dict[str, object]:
    return {
        "suspension": row.pk,
        "ground": row.ground,
        "from_at": row.from_at,
        "to_at": row.to_at,
        "notices": [one for one in (row.pause_notice_id, row.resume_notice_id) if one],
    }
