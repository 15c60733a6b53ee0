"""The metrics once more, case by case and row by row, without the product's own queries. Slow and plain on purpose."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from huiyin.audit.models import Access
from huiyin.cases.models import Case, CaseLink
from huiyin.clocks.models import Clock, Promise, Task
from huiyin.complaints.rules import terms
from huiyin.handbook import queries as handbook
from huiyin.insights.models import Figure, Series
from huiyin.service.models import Request
from tests.insights.brute_telling import said

SHANGHAI = ZoneInfo("Asia/Shanghai")
Judged = Counter[tuple[str, date, Any, str]]
CUT_SHORT = {"not_proceeded", "rerouted", "withdrawn", "merged"}
CARRIED = {"payment", "service", "process", "execution"}
NAMED = {
    "complaint.acceptance": "accepted_in_time", "complaint.decision": "decided_in_time",
    "complaint.first_response": "first_response_in_time", "complaint.major_plan": "major_plan_in_time",
    "complaint.review_decision": "review_in_time",
}  # fmt: skip


def figures() -> Judged:
    """What the product keeps: (metric, month, unit, verdict) → how often."""
    names = dict(Series.objects.values_list("number", "metric"))
    found: Judged = Counter()
    for row in Figure.objects.all():
        for verdict in ("kept", "broken", "open"):
            found[names[row.series_id], row.month, row.unit_id, verdict] += getattr(row, verdict)
    return +found


def everything(at: datetime) -> Judged:
    """(metric, month, unit, verdict) → how often, over all cases there are."""
    found: Judged = Counter()
    for case in Case.objects.all():
        for metric, moment, verdict in (
            *_limits(case),
            *_tasks(case, at),
            *_promises(case, at),
            *_of(case, at),
            *_request(case),
        ):
            found[metric, moment.astimezone(SHANGHAI).date().replace(day=1), case.unit_id, verdict] += 1
    return found


def _yes(holds: object) -> str:
    return "kept" if holds else "broken"


def _limits(case: Case) -> Iterator[tuple[str, datetime, str]]:
    for clock in Clock.objects.filter(owner_kind="case", owner_id=case.pk):
        rule = handbook.recorded(clock.rule_version)
        day = clock.started_at.astimezone(SHANGHAI).date()
        yield "bound_by_dated_rule", clock.started_at, _yes(rule.effective_from <= day)
        if rule.obliges == "complainant" or (clock.state == "cancelled" and not clock.breached_at):
            continue
        verdict = "broken" if clock.breached_at else {"met": "kept", "late": "broken", "running": "open"}[clock.state]
        moment = clock.due_at if clock.due_at else clock.started_at
        abroad = not rule.pack.startswith("cn-")
        yield f"clock:{clock.rule_code}" + (f"@{rule.pack}" if abroad else ""), moment, verdict
        if clock.rule_code in NAMED and not abroad:
            received = clock.rule_code == "complaint.acceptance"
            yield NAMED[clock.rule_code], clock.started_at if received else moment, verdict


def _request(case: Case) -> Iterator[tuple[str, datetime, str]]:
    row = Request.objects.filter(pk=case.pk, state__in=("closed", "archived")).first()
    if row is None or row.closed_at is None:
        return
    came, filed = False, case.state_since if row.state == "archived" else None
    for link in CaseLink.objects.filter(other=case, kind="follow_up"):
        there = link.removed_at is None or (filed is not None and link.removed_at > filed)
        came |= there and (filed is None or link.at <= filed)
    yield "first_contact_resolved", row.closed_at, _yes(row.answers == 1 and row.outcome != "unsolved" and not came)


def _tasks(case: Case, at: datetime) -> Iterator[tuple[str, datetime, str]]:
    for task in Task.objects.filter(owner_kind="case", owner_id=case.pk).exclude(state="cancelled"):
        if task.due_at:
            name = "tasks_on_time"
            if task.state == "done":
                yield name, task.due_at, _yes(task.ended_at <= task.due_at)  # type: ignore[operator]
            else:
                yield name, task.due_at, "open" if at <= task.due_at else "broken"
        if task.kind in CARRIED:
            done = task.state == "done"
            yield (
                "executed_with_proof",
                task.ended_at or task.created_at,
                _yes(task.proof_evidence_id) if done else "open",
            )


def _promises(case: Case, at: datetime) -> Iterator[tuple[str, datetime, str]]:
    for one in Promise.objects.filter(owner_kind="case", owner_id=case.pk):
        if one.state == "open":
            yield "promises_kept", one.due_at, "open" if at <= one.due_at else "broken"
        elif one.ended_at > one.due_at or one.state == "kept":  # type: ignore[operator]
            yield "promises_kept", one.due_at, _yes(one.ended_at <= one.due_at)  # type: ignore[operator]


def _of(case: Case, at: datetime) -> Iterator[tuple[str, datetime, str]]:
    for look in Access.objects.filter(kind="reveal", aggregate_id=case.pk):
        yield "reveals_with_reason", look.at, _yes(look.reason)
    for item in case.evidence.all():
        yield "evidence_custody", item.added_at, _yes(len(item.sha256) == 64 and item.custody.count())
    for recusal in case.recusals.filter(lifted_at=None):
        ends = [one.to_at for one in case.ownerships.filter(user=recusal.user)]
        ends += [one.to_at for one in case.participations.filter(user=recusal.user)]
        yield "recused_stay_away", recusal.at, _yes(all(end and end <= recusal.at for end in ends))
    yield from said(case)
    if case.kind == "complaint":
        yield "received", case.received_at, "kept"
        yield "repeat_share", case.received_at, "broken" if "repeat" in case.flags else "kept"
        if not case.is_imported:
            yield "one_owner_always", case.received_at, _yes(_owned(case))
    complaint = getattr(case, "complaint", None)
    if complaint is not None:
        yield from _answers(case)
        yield from _mending(case, at)
        yield from _turns(case)
        if not case.is_imported:
            yield from _path(case, complaint)
            yield from _rounds(case, complaint)
            yield from _told(case, complaint)
            yield from _end(case, complaint, at)


def _owned(case: Case) -> bool:
    moment = case.recorded_at
    periods = sorted(case.ownerships.all(), key=lambda one: (one.from_at, one.pk))
    for place, one in enumerate(periods):
        if (one.from_at > moment) if place == 0 else (one.from_at != moment):
            return False
        if one.to_at is None:
            return place == len(periods) - 1
        moment = one.to_at
    return False


def _path(case: Case, complaint: Any) -> Iterator[tuple[str, datetime, str]]:
    said = any(one.direction == "in" and one.text for one in case.messages.all())
    named = any(one.name for one in case.people.all())
    wishes = list(case.demands.all())
    answered = case.state in CUT_SHORT or (wishes and all(one.result for one in wishes))
    whole = "open" if case.is_open else _yes(said and named and answered)
    yield "registered_complete", case.closed_at or case.received_at, whole
    begun = [
        *(one.at for one in case.source_checks.all()), *(one.at for one in case.findings.all()),
        *(one.proposed_at for one in case.plans.all()), *(one.drafted_at for one in case.decisions.all()),
    ]  # fmt: skip
    if begun:
        ordered = complaint.accepted_at and complaint.accepted_at <= min(begun)
        yield "accepted_before_handled", case.received_at, _yes(ordered)
    if case.state not in CUT_SHORT:
        primary = [one for one in case.labels.all() if one.is_primary and one.removed_at is None]
        early = case.state in ("received", "accepted")
        yield "classified", case.received_at, "kept" if primary else "open" if early else "broken"
    if case.state == "not_proceeded":
        sent = [one for one in case.notices.all() if one.sent_at]
        waits = [one for one in case.notices.all() if not one.sent_at and not one.failed_at]
        assert case.closed_at
        done = "kept" if complaint.end_reason and sent else "open" if waits else "broken"
        yield "refusal_recorded", case.closed_at, done


def _rounds(case: Case, complaint: Any) -> Iterator[tuple[str, datetime, str]]:
    rounds = {one.round for one in case.findings.all()} | {one.round for one in case.source_checks.all()}
    rounds |= {one.round for one in case.plans.all()}
    for number in rounds:
        findings = sorted((one for one in case.findings.all() if one.round == number), key=lambda one: one.version)
        checks = [one for one in case.source_checks.all() if one.round == number]
        liable = [one for one in case.liabilities.all() if one.round == number]
        if findings:
            done = len({one.source for one in checks if one.state != "open"}) == 3
            yield "sources_examined", min(one.at for one in findings), _yes(done)
            last = findings[-1]
            yield "findings_three_parts", last.at, _yes(last.truth and last.cause and last.scope)
            other = _yes(last.reviewed_by_id != last.by_id) if last.reviewed_at else ("broken" if liable else "open")
            yield "findings_reviewed", last.at, other
        elif checks:
            yield "sources_examined", min(one.at for one in checks), "open"
        plans = sorted((one for one in case.plans.all() if one.round == number), key=lambda one: one.version)
        if plans and plans[-1].state != "rejected":
            plan = plans[-1]
            parts = [plan.compensation_text] + (
                [plan.improvement, plan.process] if complaint.verdict != "not_upheld" else []
            )
            yield "plan_three_parts", plan.proposed_at, _yes(all(parts))
            second = [one for one in plan.approvals.all() if one.approved and one.approver_id != plan.proposed_by_id]
            yield "approved_by_second_person", plan.proposed_at, "open" if plan.state == "proposed" else _yes(second)
    for one in case.decisions.all():
        moment, draft = one.issued_at or one.drafted_at, one.state == "draft"
        parties = [party for party in case.liabilities.all() if party.round == one.round]
        newest = max((party.version for party in parties), default=0)
        shares = sum(party.share for party in parties if party.version == newest)
        risk = any(row.round == one.round for row in case.risk_assessments.all())
        letter = one.facts and one.grounds and one.answers and one.remedies and one.letter_evidence_id
        yield "letter_complete", moment, "open" if draft else _yes(letter)
        yield "feedback_three_parts", moment, "open" if draft else _yes(one.process and one.outcome and one.follow_up)
        yield "liability_set", moment, "open" if draft else _yes(shares == 100)
        yield "risk_assessed", moment, "open" if draft else _yes(risk)


def _told(case: Case, complaint: Any) -> Iterator[tuple[str, datetime, str]]:
    told = complaint.notified_at
    yield (
        "extension_share",
        case.received_at,
        "broken" if any(x.effective_at for x in case.extensions.all()) else "kept",
    )
    yield "withdrawal_share", case.received_at, "broken" if case.state == "withdrawn" else "kept"
    if not told:
        issued = [one for one in case.decisions.all() if one.state == "issued" and one.round == complaint.round]
        if issued and case.is_open:
            last = max(issued, key=lambda one: one.version).issued_at
            assert last
            yield "told_with_proof", last, "open"
        return
    sent = [one for one in case.notices.all() if one.kind == "decision" and one.sent_at]
    yield "told_with_proof", told, _yes(any(one.proof or one.proof_evidence_id or one.outgoing_id for one in sent))
    yield "identity_checked", told, _yes(complaint.identity_checked_at)
    if complaint.verdict:
        yield "upheld_share", told, "kept" if complaint.verdict == "not_upheld" else "broken"
    yield "decision_time", told, "kept"
    yield "escalated_share", told, "broken" if any(one.at > told for one in case.escalations.all()) else "kept"
    for wish in case.demands.all():
        if wish.result:
            yield "unmet_demands", told, "broken" if wish.result == "not_upheld" else "kept"


def _answers(case: Case) -> Iterator[tuple[str, datetime, str]]:
    for one in case.satisfactions.all():
        if one.answered_at:
            yield "satisfaction_answered", one.answered_at, "broken" if one.score is None else "kept"
            if one.score is not None:
                yield "satisfied_share", one.answered_at, "kept" if one.score in (4, 5) else "broken"
                yield "satisfaction_mean", one.answered_at, "kept"


def _mending(case: Case, at: datetime) -> Iterator[tuple[str, datetime, str]]:
    for one in case.rectifications.all():
        day = datetime(one.due_on.year, one.due_on.month, one.due_on.day, tzinfo=SHANGHAI)
        over = day + timedelta(days=1)
        late = one.done_at >= over if one.done_at else at >= over
        yield "rectified_on_time", day, "broken" if late else "kept" if one.done_at else "open"


def _turns(case: Case) -> Iterator[tuple[str, datetime, str]]:
    for one in case.extensions.filter(refused_at=None):
        verdict = "open" if not one.effective_at else "broken" if one.house_findings else "kept"
        yield "extension_in_order", one.effective_at or one.at, verdict
    for pause in case.suspensions.all():
        yield "suspension_told", pause.from_at, _yes(pause.pause_notice_id)
    for review in case.reviews.filter(state="decided"):
        yield "review_changed", review.decided_at, _yes(review.verdict == "upheld")  # type: ignore[misc]
    for gone in case.withdrawals.exclude(state="dropped"):
        yield (
            "withdrawal_without_pressure",
            gone.received_at,
            "open" if gone.state == "held" else _yes(gone.pressure_denied),
        )


def _end(case: Case, complaint: Any, at: datetime) -> Iterator[tuple[str, datetime, str]]:
    asked = [one for one in case.satisfactions.all() if one.round == complaint.round]
    told, ended = complaint.notified_at, case.closed_at
    if ended is None:
        if told:
            yield "satisfaction_asked", told, "kept" if asked else "open"
        return
    if case.state in ("closed", "archived") and told:
        yield "satisfaction_asked", ended, _yes(asked)
        tasks = [one for one in Task.objects.filter(owner_id=case.pk) if one.kind in CARRIED]
        left = [one for one in tasks if one.state == "open" or (one.ended_at and one.ended_at > ended)]
        plans = [one for one in case.plans.all() if one.round == complaint.round and one.state == "approved"]
        owed = max(plans, key=lambda one: one.version).compensation if plans else Decimal(0)
        paid = sum((one.amount for one in case.payments.all() if one.plan.round == complaint.round), Decimal(0))
        yield "closed_after_gate", ended, _yes(not left and paid >= owed)
        if complaint.verdict in ("upheld", "partly"):
            yield "rectification_planned", ended, _yes(case.rectifications.count())
    if case.state in ("closed", "archived", "withdrawn", "not_proceeded", "rerouted"):
        if case.state == "archived":
            yield "archived_in_time", ended, "kept"
        else:
            watch = terms.in_force(case.rules_on).watch_days
            last = ended.astimezone(SHANGHAI).date() + timedelta(days=watch + 1)
            over = (at.astimezone(SHANGHAI) - timedelta(days=1)).date() >= last
            mended = all(one.verified_at for one in case.rectifications.all())
            yield "archived_in_time", ended, "broken" if over and mended else "open"
