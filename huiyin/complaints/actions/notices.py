"""Telling the complainant, and proving it (令2020-3 art 21).

Each method counts from its own moment; what is only shown on the portal tells nobody; a mail counts from the moment the
mail server took it, which a sweep confirms.
"""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.cases.models import Case, Evidence
from huiyin.channels.models import DeliveryState, Outgoing
from huiyin.complaints.actions import checks, methods
from huiyin.complaints.actions.base import begin, finish, lock
from huiyin.complaints.actions.following import follow
from huiyin.complaints.actions.telling import alarm, body_of, record, review_limit, told
from huiyin.complaints.models import Decision, Notice
from huiyin.complaints.queries import facts as gather
from huiyin.complaints.queries import letter, telling
from huiyin.complaints.rules import closing, path, terms
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused

ATTEMPT_KINDS = ("decision", "satisfaction", "other")


@action
def notify(
    *,
    case: Case,
    method: str,
    told_at: datetime,
    by: Actor,
    at: datetime,
    reference: str = "",
    proof_evidence_id: UUID | None = None,
    address: str = "",
    text: str = "",
) -> Notice:
    """Record that the decision was handed over, posted, texted or told by phone, with its proof (art 21).

    `told_at` is the moment that counts: handing over, posting, the gateway's acceptance, dialling. The decision clock
    stops there, in time or late, as the clock compares. A call that reached nobody is an attempt, not a telling.
    Raises BadInput(`notice.proof`) without the method's proof; mail goes by `mail_decision`.
    """
    case, _facts = begin(case, "notify", by=by)
    decision = _issued(case)
    subject, shown = telling.decision_words(case, decision)
    notice = methods.record_telling(
        case,
        kind="decision",
        method=method,
        told_at=told_at,
        since=decision.issued_at or at,
        reference=reference,
        proof_evidence_id=proof_evidence_id,
        address=address,
        text=text,
        subject=subject,
        shown=shown,
        letter=_paper(decision),
        decision_id=decision.pk,
        by=by,
        at=at,
    )
    return told(case, notice, decision, by=by)


@action
def mail_decision(*, case: Case, by: Actor, at: datetime) -> Notice:
    """Send the decision letter by mail. It counts only from the moment the mail server took it (art 21); until then the
    state stays and the decision clock runs. Raises Refused(`notice.waiting`) while such a mail waits already.
    """
    case, facts = begin(case, "notify", by=by)
    if facts.notice_waiting:
        message = _("A mail with the decision waits to be sent already.")
        raise Refused("notice.waiting", message, clause="令2020-3 art 21")
    decision = _issued(case)
    subject, text = telling.decision_words(case, decision)
    notice = methods.mail(
        case,
        kind="decision",
        subject=subject,
        text=text,
        letter=_paper(decision),
        decision_id=decision.pk,
        by=by,
        at=at,
    )
    record(case, "complaint.notice_queued", notice, by=by, at=at)
    return notice


@action
def confirm_sent(*, notice: Notice, by: Actor, at: datetime) -> Notice:
    """Take over the fate of a notice's mail: sent → told at that instant (a decision: state and clock follow);
    given up → the notice failed, its owner gets a task to tell by another way, and the clock runs on (art 21).

    Doing it twice changes nothing; a mail that still waits changes nothing either.
    """
    case = lock(Case(pk=notice.case_id))
    notice = Notice.objects.select_for_update().get(pk=notice.pk)
    outgoing = Outgoing.objects.filter(pk=notice.outgoing_id).first() if notice.outgoing_id else None
    if outgoing is None or notice.sent_at is not None or notice.failed_at is not None:
        return notice
    if outgoing.state == DeliveryState.SENT and outgoing.sent_at is not None:
        notice.sent_at, notice.proof = outgoing.sent_at, f"{outgoing.message_id} {outgoing.answer}"[:500]
        notice.save(update_fields=["sent_at", "proof"])
        return _confirmed(case, notice, by=by, at=at)
    if outgoing.state in (DeliveryState.FAILED, DeliveryState.HELD):
        notice.failed_at, notice.failure = at, outgoing.answer[:300] or str(outgoing.get_state_display())
        notice.save(update_fields=["failed_at", "failure"])
        alarm(case, notice, by=by, at=at)
        record(case, "complaint.notice_failed", notice, by=by, at=at)
        follow(case, notice, by=by, at=at)
    return notice


@action
def record_attempt(
    *,
    case: Case,
    method: str,
    tried_at: datetime,
    reference: str,
    by: Actor,
    at: datetime,
    what_for: str = "decision",
    text: str = "",
) -> Notice:
    """Record an attempt that reached nobody: when, how, with the number of the call record or the like (art 21)."""
    case, _facts = begin(case, "record_attempt", by=by)
    if what_for not in ATTEMPT_KINDS or (method not in closing.MOMENTS):
        raise BadInput("notice.method", _("Choose what the attempt was for, and how it was made."), field="method")
    decision = letter.issued_of(case)
    notice = Notice.objects.create(
        case=case,
        kind=what_for,
        decision_id=decision.pk if decision is not None and what_for == "decision" else None,
        method=method,
        address=methods.address_for(case, method),
        text=checks.short(text, "text", most=5000),
        sent_at=checks.happened(tried_at, "tried_at", at=at, since=case.received_at),
        reached=False,
        proof=checks.text(reference, "reference", _("Write down the number of the call record."), most=500),
        created_at=at,
        by_label=by.label,
    )
    finish(case, "record_attempt", by=by, at=at, body=body_of(notice), outputs={"notice": notice.pk})
    return notice


@action
def conclude_unreachable(*, case: Case, reason: str, by: Actor, at: datetime) -> Notice:
    """Nobody could be reached with the decision: enough attempts on different days, each with its record (art 21).

    The last attempt counts as the moment of telling. Raises Refused(`notice.attempts`) while attempts are missing.
    """
    case, _facts = begin(case, "notify", by=by)
    decision, house = _issued(case), terms.in_force(case.rules_on)
    tried = list(
        Notice.objects.filter(case=case, kind="decision", decision_id=decision.pk, reached=False).order_by("sent_at")
    )
    moments = [one.sent_at for one in tried if one.sent_at is not None]
    if not closing.is_unreachable(moments, house.attempts):
        message = _("Try on at least %(count)d different days first, and record each attempt.") % {
            "count": house.attempts
        }
        raise Refused("notice.attempts", message, clause="令2020-3 art 21")
    notice = Notice.objects.create(
        case=case,
        kind="decision",
        decision_id=decision.pk,
        method=tried[-1].method,
        address=tried[-1].address,
        text=checks.text(
            reason, "reason", _("Say how it was tried and why nobody could be reached."), least=4, most=500
        ),
        letter_evidence_id=decision.letter_evidence_id,
        sent_at=moments[-1],
        reached=False,
        proof="; ".join(one.proof for one in tried)[:500],
        created_at=at,
        by_label=by.label,
    )
    return told(case, notice, decision, by=by, rule_versions=(house.version,))


@action
def record_receipt(*, case: Case, received_at: datetime, proof_evidence_id: UUID, by: Actor, at: datetime) -> Notice:
    """Record when the decision was received, with its proof (a signed advice of delivery, a reply): from that day the
    complainant has 30 days to apply for a review of a branch's decision (art 20). Without it nothing is ever late.
    """
    case, _facts = begin(case, "record_receipt", by=by)
    decision = _issued(case)
    notice = (
        Notice.objects.filter(case=case, kind="decision", decision_id=decision.pk, sent_at__isnull=False)
        .exclude(failed_at__isnull=False)
        .order_by("sent_at")
        .first()
    )
    if notice is None or notice.received_at is not None:
        raise Refused("notice.received", _("The receipt of the decision is proven already."), clause="令2020-3 art 20")
    notice.received_at = checks.happened(received_at, "received_at", at=at, since=notice.sent_at)
    notice.proof_evidence_id = checks.evidence(case, [proof_evidence_id], "proof_evidence_id")[0]
    notice.reached = True
    notice.save(update_fields=["received_at", "proof_evidence_id", "reached"])
    clock = review_limit(case, decision, received_at, by=by)
    finish(
        case,
        "record_receipt",
        by=by,
        at=at,
        body=body_of(notice) | {"received_at": received_at},
        outputs={"proof": notice.proof_evidence_id},
        clocks=[clock],
    )
    return notice


def _confirmed(case: Case, notice: Notice, *, by: Actor, at: datetime) -> Notice:
    """A mail has left. A decision that could still be told is told with it; anything else only leaves its entry."""
    decision = letter.issued_of(case)
    is_decision = notice.kind == "decision" and decision is not None and notice.decision_id == decision.pk
    if is_decision and decision is not None and not path.why_not("notify", gather(case), by):
        return told(case, notice, decision, by=by)
    record(case, "complaint.notice_sent", notice, by=by, at=at)
    follow(case, notice, by=by, at=at)
    return notice


def _issued(case: Case) -> Decision:
    found = letter.issued_of(case)
    assert found is not None, "the path let a decision be told that was not issued"
    return found


def _paper(decision: Decision) -> Evidence:
    assert decision.letter_evidence_id is not None, "an issued decision has its letter"
    return Evidence.objects.get(pk=decision.letter_evidence_id)
