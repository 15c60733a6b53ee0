"""Taking a complaint up again: recurrence, new proof, or the outcome of a review (3.4-5, 令2020-3 art 18, 20).

It stays the same complaint under the same number and counts once. A new round begins: what was found, planned, decided
and asked in the earlier rounds stays as it was, and the rules look at the rows of the new one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.cases.actions import staff
from huiyin.cases.models import Case
from huiyin.clocks import actions as clocks
from huiyin.clocks.models import Clock
from huiyin.complaints.actions import archive, checks, merging, turning
from huiyin.complaints.actions.base import begin, finish
from huiyin.complaints.actions.turning import BY_MAIL
from huiyin.complaints.models import (
    Complaint,
    Demand,
    Finding,
    Liability,
    Reopening,
    Reroute,
    Review,
    RiskAssessment,
)
from huiyin.complaints.queries import turn_words, turns
from huiyin.complaints.queries.binding import binding_facts, packs_of_case
from huiyin.complaints.rules import closing
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused
from huiyin.core.ids import uuid7
from huiyin.core.time import local_date

GROUNDS = ("recurrence", "new_proof")
_ROUND = ("round", "notified_at", "executed_at", "close_code", "end_reason", "verdict", "state_before_end")


@dataclass(frozen=True, kw_only=True)
class _Start:
    """How a round begins."""

    state: str
    ground: str
    reason: str
    since: datetime
    evidence_ids: Sequence[UUID] = ()


@action
def reopen(
    *,
    case: Case,
    ground: str,
    reason: str,
    material_received_at: datetime,
    by: Actor,
    at: datetime,
    evidence_ids: Sequence[UUID] = (),
) -> Reopening:
    """Take up a closed, archived or withdrawn complaint again. The decision limit runs anew from
    `material_received_at`, the receipt of what is new; somebody who works here answers for it; the complainant is
    told.

    `ground` is recurrence or new_proof (which comes with evidence). Raises Refused: `reopen.rerouted` where the
    matter lives on in another case, `reopen.nobody`; BadInput for ground, reason, time and evidence.
    """
    merging.lock_family(case)
    case, _facts = begin(case, "reopen", by=by)
    if ground not in GROUNDS:
        raise BadInput("reopen.ground", _("Choose: the problem came back, or there is new proof."), field="ground")
    if Reroute.objects.filter(case=case).exists():
        raise Refused("reopen.rerouted", _("This matter lives on in another case: go on there."), clause="3.4-5")
    start = _Start(
        state="assigned",
        ground=ground,
        reason=checks.text(reason, "reason", _("Say what is new."), least=4, most=500),
        since=checks.happened(material_received_at, "material_received_at", at=at, since=case.received_at),
        evidence_ids=checks.evidence(case, evidence_ids),
    )
    if ground == "new_proof" and not start.evidence_ids:
        raise BadInput("reopen.evidence", _("Attach the new proof."), field="evidence_ids")
    return _begin_round(case, start, by=by, at=at)


def after_review(case: Case, review: Review, *, told_at: datetime, by: Actor, at: datetime) -> Reopening:
    """Begin the round that a review asks for, once its outcome is told; the case is locked.

    `changed`: findings, liability and risk of the round that was reviewed stand, the demands carry the reviewers'
    answers and the next thing is a plan for what is owed beyond the earlier one. `returned`: everything anew, from
    dispatch.
    """
    old_round, changed = case.complaint.round, review.verdict == "changed"
    start = _Start(
        state="liability_set" if changed else "assigned",
        ground="review",
        reason=review.conclusion[:500],
        since=told_at,
    )
    row = _begin_round(case, start, by=by, at=at)
    if changed:
        _carry_over(case, review, old_round)
    return row


def _begin_round(case: Case, start: _Start, *, by: Actor, at: datetime) -> Reopening:
    complaint: Complaint = case.complaint
    came_from = case.state
    complaint.round += 1
    complaint.notified_at = complaint.executed_at = None
    complaint.close_code = complaint.end_reason = complaint.verdict = complaint.state_before_end = ""
    complaint.save(update_fields=list(_ROUND))
    Demand.objects.filter(case=case).update(result="", result_text="", amount_granted=None)
    row = Reopening.objects.create(
        case=case,
        reason=start.reason,
        ground=start.ground,
        material_received_at=start.since,
        evidence_ids=list(start.evidence_ids),
        round=complaint.round,
        at=at,
        by_id=by.id,
        by_label=by.label,
    )
    owner_changed = _answer_for(case, at=at)
    clock = _limit(case, start.since, by=by)
    due_at = clock.due_at if clock else None
    words = turn_words.reopened(case, local_date(start.since), due_at)
    notice = turning.give(case, kind="reopened", words=words, way=BY_MAIL, by=by, at=at, since=start.since)
    finish(
        case,
        "reopen",
        by=by,
        at=at,
        body={
            "reopening": row.pk,
            "ground": row.ground,
            "round": row.round,
            "from_state": came_from,
            "material_received_at": start.since,
            "evidence": row.evidence_ids,
            "owner": case.owner_id,
            "notice": notice.pk,
            "changes": turning.changes([clock]),
        },
        personal={"reason": row.reason},
        outputs={"clock": clock.pk if clock else None},
        clocks=[clock],
        fields=["owner"] if owner_changed else [],
        state=start.state,
    )
    archive.revive_merged(case, by=by, at=at)
    return row


def _limit(case: Case, since: datetime, *, by: Actor) -> Clock | None:
    """The decision limit from the receipt of what is new; one that still runs begins anew there."""
    owner = ("case", case.pk)
    running = turns.decision_clock(case)
    if running is not None:
        return next(
            iter(clocks.restart(owner=owner, at=since, by=by, reason="reopened", event="new_material")), running
        )
    facts, packs = binding_facts(case), packs_of_case(case)
    return clocks.start(
        owner=owner, rule=turns.DECISION, at=since, facts=facts, by=by, rules_on=case.rules_on, packs=packs
    )


def _answer_for(case: Case, *, at: datetime) -> bool:
    """See that somebody who works here answers for the case (1.1-7). True when that changed."""
    user = turns.owner_for(case)
    if user is None:
        message = _("Nobody here could answer for this complaint: name the duty person of its unit first.")
        raise Refused("reopen.nobody", message, clause="1.1-7")
    return staff.own(case, user, reason="reopened", at=at)


def _carry_over(case: Case, review: Review, old_round: int) -> None:
    """What stood in the reviewed round stands in the new one, as rows of its own; the demands carry the new answers."""
    reviewed, fresh = {"case_id": case.pk, "round": old_round}, case.complaint.round
    finding = Finding.objects.filter(**reviewed).order_by("-version").first()
    if finding is not None:
        finding.pk, finding.round, finding.version = uuid7(), fresh, finding.version + 1
        finding.save(force_insert=True)
    newest = Liability.objects.filter(**reviewed).order_by("-version").first()
    rows = list(Liability.objects.filter(**reviewed, version=newest.version).order_by("id")) if newest else []
    for row in rows:
        row.pk, row.round, row.version = uuid7(), fresh, row.version + 1
    Liability.objects.bulk_create(rows)
    risk = RiskAssessment.objects.filter(**reviewed).order_by("-at", "-id").first()
    if risk is not None:
        risk.pk, risk.round = uuid7(), fresh
        risk.save(force_insert=True)
    answers = {one["demand"]: one for one in review.answers}
    demands = list(Demand.objects.filter(case=case, number__in=answers))
    for demand in demands:
        one = answers[demand.number]
        demand.result, demand.result_text = one["result"], one["text"]
        demand.amount_granted = None if one["amount"] is None else Decimal(one["amount"])
    Demand.objects.bulk_update(demands, ["result", "result_text", "amount_granted"])
    case.complaint.verdict = closing.verdict_of(one["result"] for one in review.answers)
    case.complaint.save(update_fields=["verdict"])
