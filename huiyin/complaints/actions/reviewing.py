"""Deciding a review, or not admitting one that is late; and what follows once the outcome is told (令2020-3 art 20)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from huiyin.accounts import queries as accounts
from huiyin.accounts.models import User
from huiyin.cases.models import Case
from huiyin.clocks import actions as clocks
from huiyin.complaints.actions import checks, reopening, turning
from huiyin.complaints.actions.base import begin, finish, lock
from huiyin.complaints.actions.decision import AnswerDraft, answers_of
from huiyin.complaints.actions.review import ART, DECISION, body_of, open_review
from huiyin.complaints.actions.turning import BY_MAIL, Way
from huiyin.complaints.models import Decision, Notice, Review
from huiyin.complaints.models.turns import ReviewVerdict
from huiyin.complaints.queries import papers, turn_papers, turn_words, turns
from huiyin.complaints.rules import turns as rules
from huiyin.complaints.rules.table import TOLD
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused

# Where a changed or returned decision still begins a new round (a withdrawn complaint stays withdrawn).
FOLLOWED = (*TOLD, "executing", "closed", "archived")


@action
def decide(
    *,
    case: Case,
    process_finding: str,
    timing_finding: str,
    outcome_finding: str,
    verdict: str,
    conclusion: str,
    grounds: str,
    by: Actor,
    at: datetime,
    answers: Sequence[AnswerDraft] = (),
    way: Way = BY_MAIL,
) -> Review:
    """Decide the review: what was found on process, time limits and result, the verdict (upheld, changed, returned)
    with its grounds, and for `changed` what is now decided on each demand; the letter is made and told.

    Only by somebody of the unit above who had no part in the matter. The limit stops when the complainant is told:
    with a mail, once the mail server took it (`confirm`). Raises Refused(`review.reviewer`) in words, BadInput for
    the rest.
    """
    case, _facts = begin(case, "decide_review", by=by)
    row, decision = open_review(case)
    reviewer = _reviewer(case, decision, by)
    row.answers = _answers(case, verdict, answers)
    finding = _("Say what you found about the process, the time limits and the result.")
    row.process_finding = checks.text(process_finding, "process_finding", finding, least=4)
    row.timing_finding = checks.text(timing_finding, "timing_finding", finding, least=4)
    row.outcome_finding = checks.text(outcome_finding, "outcome_finding", finding, least=4)
    row.conclusion = checks.text(conclusion, "conclusion", _("Say in a sentence what is decided."), least=4, most=2000)
    reasons = checks.text(grounds, "grounds", _("Give the grounds and reasons."), least=4)
    row.verdict, row.reviewer, row.decided_at, row.state = verdict, reviewer, at, "decided"
    contact = papers.contact(case, row.reviewing_unit, reviewer.name)
    notice = turning.give(
        case,
        kind="review",
        words=turn_words.review_decided(case, row),
        paper=lambda: turn_papers.review(case, row, decision, grounds=reasons, contact=contact, at=at),
        way=way,
        since=row.applied_at,
        by=by,
        at=at,
    )
    row.notice_id, row.letter_evidence_id = notice.pk, notice.letter_evidence_id
    row.save()
    turning.finish_task(row.task_id, by=by, at=at)
    finish(
        case,
        "decide_review",
        by=by,
        at=at,
        body=body_of(row) | {"answers": [[one["demand"], one["result"], one["amount"]] for one in row.answers]},
        personal={"conclusion": row.conclusion},
        outputs={"review_decision": row.letter_evidence_id},
    )
    if notice.sent_at is not None:
        _told(case, row, notice, by=by, at=at)
    return row


@action
def refuse(*, case: Case, reason: str, by: Actor, at: datetime, way: Way = BY_MAIL) -> Review:
    """Do not admit an application that is proven to be late: with the reason and the ways that stay open.

    The machine only proposes; the unit above decides. Raises Refused(`review.not_late`) for any other application.
    """
    case, _facts = begin(case, "refuse_review", by=by)
    row, decision = open_review(case)
    reviewer = _reviewer(case, decision, by)
    if row.admission != "late":
        message = _("This application is not proven to be late, so the review is carried out.")
        raise Refused("review.not_late", message, clause=ART)
    row.refused_reason = checks.text(reason, "reason", _("Say why the review is not carried out."), least=4, most=500)
    row.reviewer, row.decided_at, row.state = reviewer, at, "refused"
    contact = papers.contact(case, row.reviewing_unit, reviewer.name)
    notice = turning.give(
        case,
        kind="review_refused",
        words=turn_words.review_refused(case, row, turn_papers.ways(case, decision)),
        paper=lambda: turn_papers.review_refused(case, row, decision, contact=contact, at=at),
        way=way,
        since=row.applied_at,
        by=by,
        at=at,
    )
    row.notice_id, row.letter_evidence_id = notice.pk, notice.letter_evidence_id
    row.save()
    turning.finish_task(row.task_id, by=by, at=at)
    finish(
        case,
        "refuse_review",
        by=by,
        at=at,
        body=body_of(row),
        personal={"reason": row.refused_reason},
        outputs={"letter": row.letter_evidence_id},
    )
    if notice.sent_at is not None:
        _told(case, row, notice, by=by, at=at)
    return row


@action
def confirm(*, case: Case, by: Actor, at: datetime) -> Review | None:
    """Follow the notice of the newest review that was decided or not admitted: once it went out, the limit stops at
    that moment and the outcome takes effect. Doing it twice changes nothing.
    """
    case = lock(case)
    rows = Review.objects.select_for_update(of=("self",)).filter(case=case, state__in=["decided", "refused"])
    row = rows.order_by("-applied_at", "-id").first()
    if row is None or row.notified_at is not None:
        return row
    notice = Notice.objects.filter(pk=row.notice_id).first() if row.notice_id else None
    if notice is not None and notice.sent_at is not None:
        _told(case, row, notice, by=by, at=at)
    return row


def _told(case: Case, row: Review, notice: Notice, *, by: Actor, at: datetime) -> None:
    """The outcome is told at `notice.sent_at`: the limit stops there; a changed or returned decision begins a new
    round.
    """
    moment = notice.sent_at
    assert moment is not None
    row.notified_at = moment
    row.save(update_fields=["notified_at"])
    stopped = clocks.stop(owner=("case", case.pk), rule=DECISION, at=moment, by=by)
    body = body_of(row) | {"notified_at": moment, "changes": turning.changes([stopped])}
    turning.note(case, "complaint.review_told", by=by, at=moment, body=body, moved=[stopped])
    if row.verdict in (ReviewVerdict.CHANGED, ReviewVerdict.RETURNED) and case.state in FOLLOWED:
        reopening.after_review(case, row, told_at=moment, by=by, at=at)


def _answers(case: Case, verdict: str, answers: Sequence[AnswerDraft]) -> list[dict[str, Any]]:
    if verdict not in ReviewVerdict.values:
        message = _("Choose: it stands, it is changed, or the branch decides again.")
        raise BadInput("review.verdict", message, field="verdict")
    if (verdict == ReviewVerdict.CHANGED) != bool(answers):
        message = _("Say for each demand what is decided now; only a changed decision has that.")
        raise BadInput("review.answers", message, field="answers")
    found = answers_of(case, answers)
    if not all(one["result"] and one["text"] for one in found):
        raise BadInput("review.answers", _("Each demand needs its result and an answer in words."), field="answers")
    return found


def _reviewer(case: Case, decision: Decision, by: Actor) -> User:
    """Who decides, if `by` may. Raises Refused(`review.reviewer`)."""
    fault = rules.reviewer_fault(
        by.grants,
        reviewer=by.id,
        label=by.label,
        involved=turns.involved(case, decision),
        homes=turns.homes(),
        decided_by=decision.deciding_unit.path,
    )
    if fault or by.id is None:
        raise Refused("review.reviewer", _(fault), clause=ART)
    return accounts.person(by)
