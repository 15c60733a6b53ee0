"""Escalation: the matter reached the regulator, a mediator, a court or the media; it is answered with proof (domain
2.1).
"""

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.cases.models import Case
from huiyin.clocks import actions as clocks
from huiyin.clocks import queries as clock_queries
from huiyin.clocks.models import Clock
from huiyin.complaints.actions import checks, classification, turning
from huiyin.complaints.actions.base import begin, finish
from huiyin.complaints.models import Escalation
from huiyin.complaints.rules import turns as rules
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused
from huiyin.core.time import local_date

RULE = turning.RUNS_ON


@action
def escalate(
    *,
    case: Case,
    to: str,
    body: str,
    by: Actor,
    at: datetime,
    external_ref: str = "",
    due_on: date | None = None,
    received_at: datetime | None = None,
) -> Escalation:
    """Record an escalation to a regulator, mediator, court or the media, with their number and, from a regulator, the
    date they set. It flags the case and may raise its grade; the regulator's date runs as a limit of its own beside
    the legal ones.

    The same number of the same body again returns what is on record. Raises BadInput for what cannot be.
    """
    case, _facts = begin(case, "escalate", by=by)
    if to not in rules.ESCALATED_TO:
        raise BadInput("escalation.to", _("Choose: regulator, mediator, court or media."), field="to")
    ref = checks.short(external_ref, "external_ref", most=80)
    present = Escalation.objects.filter(case=case, to=to, external_ref=ref).first() if ref else None
    if present is not None:
        return present
    moment = checks.happened(received_at or at, "received_at", at=at, since=case.received_at)
    if due_on is not None and (to != "regulator" or due_on < local_date(moment)):
        raise BadInput(
            "escalation.due_on", _("Only a regulator sets a date, and not one before its letter."), field="due_on"
        )
    row = Escalation.objects.create(
        case=case,
        to=to,
        body=checks.text(body, "body", _("Name the body that has the matter now."), least=2, most=200),
        external_ref=ref,
        due_on=due_on,
        at=moment,
        by_id=by.id,
        by_label=by.label,
    )
    moved = _follow_dates(case, by=by, at=at)
    flag = rules.FLAGS.get(to)
    is_new = flag is not None and flag not in case.flags
    if is_new:
        case.flags = sorted([*case.flags, str(flag)])
    finish(
        case,
        "escalate",
        by=by,
        at=at,
        body=_body(row) | {"flags": case.flags, "changes": turning.changes(moved)},
        personal={"body": row.body},
        clocks=moved,
        fields=["flags"] if is_new else [],
    )
    if is_new and case.is_open:
        classification.regrade(case=case, by=by, at=at)
    return row


@action
def answer(
    *,
    case: Case,
    escalation_id: UUID,
    text: str,
    proof_evidence_id: UUID,
    by: Actor,
    at: datetime,
    answered_at: datetime | None = None,
) -> Escalation:
    """Record the answer to an escalation with the proof that it was sent; a regulator's date stops there.

    Raises Refused(`escalation.answered`) for one that has been answered.
    """
    case, _facts = begin(case, "answer_escalation", by=by)
    row = Escalation.objects.select_for_update().filter(case=case, pk=escalation_id).first()
    if row is None or row.answered_at is not None:
        raise Refused("escalation.answered", _("This escalation has been answered already."), clause="domain 2.1")
    row.answer = checks.text(text, "text", _("Write down what was answered."), least=4)
    row.proof_evidence_id = checks.evidence(case, [proof_evidence_id], "proof_evidence_id")[0]
    row.answered_at = row.ended_at = checks.happened(answered_at or at, "answered_at", at=at, since=row.at)
    row.save(update_fields=["answer", "proof_evidence_id", "answered_at", "ended_at"])
    moved = _stop(case, row, by=by) + _follow_dates(case, by=by, at=at)
    finish(
        case,
        "answer_escalation",
        by=by,
        at=at,
        body=_body(row) | {"changes": turning.changes(moved)},
        personal={"answer": row.answer},
        outputs={"answer": row.proof_evidence_id},
        clocks=moved,
    )
    return row


def _running(case: Case) -> Clock | None:
    return clock_queries.running(("case", case.pk)).filter(rule_code=RULE).first()


def _stop(case: Case, row: Escalation, *, by: Actor) -> list[Clock]:
    """Stop the regulator's limit when it is the one that was answered."""
    clock = _running(case)
    if clock is None or row.due_on is None or clock.facts.get("due_on") != row.due_on.isoformat():
        return []
    assert row.answered_at is not None
    same = Escalation.objects.filter(case=case, to="regulator", due_on=row.due_on, answered_at=None)
    if same.exists():
        return []
    stopped = clocks.stop(owner=("case", case.pk), rule=RULE, at=max(row.answered_at, clock.started_at), by=by)
    return [stopped] if stopped else []


def _follow_dates(case: Case, *, by: Actor, at: datetime) -> list[Clock]:
    """Let the earliest date that is still unanswered run: there is one limit of a regulator at a time."""
    unanswered = Escalation.objects.filter(case=case, to="regulator", answered_at=None, due_on__isnull=False)
    first = unanswered.order_by("due_on", "at").first()
    if first is None or first.due_on is None:
        return []
    clock, moved = _running(case), list[Clock]()
    if clock is not None:
        if clock.facts.get("due_on", "") <= first.due_on.isoformat():
            return []
        moved += clocks.cancel(owner=("case", case.pk), rule=RULE, at=at, by=by)
    begun = clocks.start(
        owner=("case", case.pk), rule=RULE, at=first.at, facts={"due_on": first.due_on}, by=by, rules_on=case.rules_on
    )
    return moved + ([begun] if begun else [])


def _body(row: Escalation) -> dict[str, object]:
    return {
        "escalation": row.pk,
        "to": row.to,
        "external_ref": row.external_ref,
        "due_on": row.due_on,
        "received_at": row.at,
        "answered_at": row.answered_at,
        "proof": row.proof_evidence_id,
    }
