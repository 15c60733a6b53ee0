"""Review 核查 of a branch's decision by the unit above (令2020-3 art 20): applied for within 30 days of the proven
receipt, decided and told within 30 days of the application; it looks at process, time limits and result.

What follows from the outcome, once it is told: `upheld` leaves everything as it is. `changed` begins a new round in
which the unit that decided carries out the changed result: findings, liability and risk of the last round stand, the
demands carry the reviewers' answers, and a new plan is due. `returned` begins a new round from dispatch: everything
anew. In both the decision limit starts again on the day the outcome was told.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.accounts.models import Unit
from huiyin.accounts.queries import upper_unit
from huiyin.cases.models import Case
from huiyin.clocks import actions as clocks
from huiyin.clocks import queries as clock_queries
from huiyin.clocks.models import Clock, TaskKind
from huiyin.complaints.actions import checks, notifying, turning
from huiyin.complaints.actions.base import begin, finish
from huiyin.complaints.actions.turning import BY_MAIL, Way
from huiyin.complaints.models import Decision, Review
from huiyin.complaints.queries import letter, papers, turn_words
from huiyin.complaints.queries.binding import packs_of_case
from huiyin.complaints.rules import turns as rules
from huiyin.complaints.rules.table import REVIEWING
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import Refused

ART = "令2020-3 art 20"
APPLICATION, DECISION = "complaint.review_application", "complaint.review_decision"


@action
def apply(
    *,
    case: Case,
    grounds: str,
    by: Actor,
    at: datetime,
    applied_at: datetime | None = None,
    evidence_ids: Sequence[UUID] = (),
    way: Way = BY_MAIL,
) -> Review:
    """Apply for a review of the branch's decision; the complainant gets a receipt with the limit.

    `applied_at` is when the application reached us (now when None): the 30 days for deciding run from it. An
    application later than 30 days after the proven receipt is recorded too and proposed as late; a person decides
    whether to admit it (`refuse`). Without proof of receipt it is never late. Raises Refused(`review.twice`) where
    this decision has been reviewed, Refused(`step.apply_review`) for a head-office decision.
    """
    case, facts = begin(case, "apply_review", by=by)
    decision = letter.issued_of(case)
    assert decision is not None, "the path let a decision be reviewed that is not there"
    above = upper_unit(decision.deciding_unit)
    assert above is not None, "the path let a decision of head office be reviewed"
    if Review.objects.filter(case=case, decision_id=decision.pk, state="decided").exists():
        message = _("This decision has been reviewed; mediation, arbitration and court stay open.")
        raise Refused("review.twice", message, clause=ART)
    moment = checks.happened(applied_at or at, "applied_at", at=at, since=facts.notified_at)
    received_at = facts.decision_received_at
    in_time = clock_queries.was_in_time(("case", case.pk), APPLICATION, moment) if received_at is not None else None
    row = Review(
        case=case,
        decision_id=decision.pk,
        applied_at=moment,
        grounds=checks.text(grounds, "grounds", _("Say why the decision is not right."), least=4, most=10_000),
        evidence_ids=checks.evidence(case, evidence_ids),
        decision_received_at=received_at,
        admission=rules.admission(received_at, in_time),
        reviewing_unit=above,
        at=at,
        by_id=by.id,
        by_label=by.label,
    )
    moved = _limits(case, row, by=by)
    due_at = moved[-1].due_at if moved else None
    row.task_id = _task(case, decision, above, due_at, by=by, at=at)
    words = turn_words.review_applied(case, row, papers.unit_name(above, papers.lang_of(case)), due_at)
    notice = turning.give(case, kind="review_applied", words=words, way=way, by=by, at=at, since=moment)
    row.save(force_insert=True)
    finish(
        case,
        "apply_review",
        by=by,
        at=at,
        body=body_of(row) | {"decision": decision.pk, "unit": above.code, "changes": turning.changes(moved)},
        personal={"grounds": row.grounds},
        outputs={"receipt": notice.pk},
        clocks=moved,
    )
    notifying.awaits(case, "review", REVIEWING, ref_id=row.pk, but=by.id, by=by, at=at, unit=above)
    return row


@action
def withdraw(*, case: Case, by: Actor, at: datetime) -> Review:
    """The complainant takes the application for a review back; the decision stands as it is."""
    case, _facts = begin(case, "withdraw_review", by=by)
    row, _decision = open_review(case)
    row.state = "withdrawn"
    row.save(update_fields=["state"])
    moved = clocks.cancel(owner=("case", case.pk), rule=DECISION, at=at, by=by)
    turning.finish_task(row.task_id, by=by, at=at, reason=_("The application was withdrawn."))
    finish(case, "withdraw_review", by=by, at=at, body=body_of(row), clocks=moved)
    return row


def _limits(case: Case, row: Review, *, by: Actor) -> list[Clock]:
    """The limit for applying ends with the application, the one for deciding begins with it; the latter comes last."""
    owner, moment = ("case", case.pk), max(row.applied_at, row.decision_received_at or row.applied_at)
    stopped = clocks.stop(owner=owner, rule=APPLICATION, at=moment, by=by)
    packs = packs_of_case(case)
    begun = clocks.start(
        owner=owner, rule=DECISION, at=row.applied_at, facts={}, by=by, rules_on=case.rules_on, packs=packs
    )
    return [clock for clock in (stopped, begun) if clock is not None]


def _task(case: Case, decision: Decision, above: Unit, due_at: datetime | None, *, by: Actor, at: datetime) -> UUID:
    """The reviewing unit sees it among its tasks, also when the complaint itself is closed."""
    return clocks.add_task(
        owner=("case", case.pk),
        kind=TaskKind.OTHER,
        title=_("Decide the review of the decision %(number)s") % {"number": decision.number},
        unit=above,
        due_at=due_at if due_at is not None and due_at > at else None,
        by=by,
        at=at,
    ).pk


def open_review(case: Case) -> tuple[Review, Decision]:
    """The review that is under way and the decision it is about."""
    row = (
        Review.objects.select_for_update(of=("self",))
        .select_related("reviewing_unit")
        .get(case=case, state__in=["applied", "reviewing"])
    )
    return row, Decision.objects.select_related("deciding_unit").get(pk=row.decision_id)


def body_of(row: Review) -> dict[str, object]:
    """What the ledger says of a review; never the words."""
    return {
        "review": row.pk,
        "review_state": row.state,
        "applied_at": row.applied_at,
        "received_at": row.decision_received_at,
        "admission": row.admission,
        "verdict": row.verdict,
        "notice": row.notice_id,
        "letter": row.letter_evidence_id,
    }
