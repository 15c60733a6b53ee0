"""Carrying out, asking, closing, mending, archiving (3.3-3 to 3.4-5)."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, Subquery, Sum

from huiyin.cases.models import Case, Kind, State
from huiyin.clocks.models import Task, TaskKind, TaskState
from huiyin.complaints.models import Complaint, Payment, Plan, Rectification, Satisfaction
from huiyin.complaints.rules import closing, terms
from huiyin.core.metrics import Metric, Row, Source, Verdict, handbook
from huiyin.core.time import SHANGHAI
from huiyin.core.words import Words

CLOSED = Words("办结之月；在办的按告知之月", "the month of closing; open ones, the month they were told")

EXECUTED = Metric(
    name="executed_with_proof",
    title=Words("执行有凭证", "Carried out with proof"),
    numerator=Words(
        "附有凭证完成的执行任务（赔付、服务、流程）",
        "tasks that carry out a plan (payment, service, process) done with a proof on file",
    ),
    denominator=Words(
        "执行任务（取消的不计）；未完成的为“未到评判”",
        "such tasks, cancelled ones left out; open ones are not yet judged",
    ),
    month=Words("完成之月；未完成的按布置之月", "the month it was done; open ones, the month they were set"),
    clauses=handbook("3.3-3", "3.4-1"),
)
ASKED = Metric(
    name="satisfaction_asked",
    title=Words("办结前已询问满意度", "Satisfaction asked before closing"),
    numerator=Words(
        "询问过满意度的投诉（拒答、联系不上也算已问）",
        "complaints whose satisfaction was asked (a refusal, or nobody reached, counts as asked)",
    ),
    denominator=Words(
        "该月办结的投诉；已告知未办结的为“未到评判”",
        "complaints closed in the month; told and not yet closed ones are not yet judged",
    ),
    month=CLOSED,
    clauses=handbook("3.1-8", "3.3-5", "3.4-3", "3.3-1"),
)
ANSWERED = Metric(
    name="satisfaction_answered",
    kind="watch",
    title=Words("满意度未得到评分占比", "Asked without a score"),
    numerator=Words("拒答或联系不上的询问", "questions that were refused or reached nobody"),
    denominator=Words("该月得到结果的询问", "questions with an outcome in the month"),
    month=Words("得到结果之月", "the month of the outcome"),
    clauses=handbook("3.3-5"),
)
CONTENT = Metric(
    name="satisfied_share",
    kind="watch",
    title=Words("评分1至3分占比", "Scores of 1 to 3"),
    numerator=Words("评为1至3分的答复（4至5分为满意）", "answers of 1 to 3 (4 and 5 are content)"),
    denominator=Words("该月有评分的答复", "answers with a score in the month"),
    month=Words("答复之月", "the month of the answer"),
    clauses=handbook("3.4-3", "5.1-3"),
)
MEAN = Metric(
    name="satisfaction_mean",
    kind="mean",
    value="points",
    title=Words("投诉处理满意度（百分制）", "Satisfaction with handling (of 100)"),
    numerator=Words("评分按（分－1）÷4×100换算后之和", "scores mapped by (x − 1) ÷ 4 × 100, added up"),
    denominator=Words("该月有评分的答复", "answers with a score in the month"),
    month=Words("答复之月", "the month of the answer"),
    clauses=handbook("5.1-3", "3.4-3"),
)
GATE = Metric(
    name="closed_after_gate",
    title=Words("办结经过执行关口", "Closed after the gate"),
    numerator=Words(
        "办结时执行任务全部完成、赔付足额的投诉",
        "complaints closed with every task done and the compensation paid in full",
    ),
    denominator=Words("该月办结的投诉", "complaints closed in the month"),
    month=Words("办结之月", "the month of closing"),
    clauses=handbook("3.4-1"),
)
FILED = Metric(
    name="archived_in_time",
    title=Words("观察期满即归档", "Archived after the watch period"),
    numerator=Words("已归档的投诉", "complaints in the archive"),
    denominator=Words(
        "观察期已满的结束投诉；观察中或整改未完的为“未到评判”",
        "ended complaints whose watch period is over; watched ones, and those with an open rectification, are not "
        "yet judged",
    ),
    month=Words("结束之月", "the month of the end"),
    clauses=handbook("3.1-7", "3.4-5", "1.2-10"),
)
MENDED = Metric(
    name="rectified_on_time",
    title=Words("整改按期完成率", "Rectified on time"),
    numerator=Words("在期限日内完成的整改", "rectifications done by the end of their day"),
    denominator=Words("该月到期的整改", "rectifications that fell due in the month"),
    month=Words("到期之月", "the month they fall due"),
    clauses=handbook("3.3-6"),
)
PLANNED = Metric(
    name="rectification_planned",
    title=Words("有责投诉均有整改", "Upheld complaints are mended"),
    numerator=Words("列有整改的投诉", "complaints with a rectification"),
    denominator=Words("该月办结的有责、部分有责投诉", "complaints upheld in whole or part and closed in the month"),
    month=Words("办结之月", "the month of closing"),
    clauses=handbook("3.3-6", "3.4-4"),
)
_CARRIED = (TaskKind.PAYMENT, TaskKind.SERVICE, TaskKind.PROCESS, TaskKind.EXECUTION)
_DONE = (State.CLOSED, State.ARCHIVED)
_ENDED = (State.CLOSED, State.ARCHIVED, State.WITHDRAWN, State.NOT_PROCEEDED, State.REROUTED)
# The archive is filled once a night.
_A_NIGHT = timedelta(days=1)


def task_rows(cases: Sequence[UUID], at: datetime) -> Iterator[Row]:
    """Every task that carries out a plan."""
    found = Task.objects.filter(owner_kind="case", owner_id__in=cases, kind__in=_CARRIED)
    found = found.exclude(state=TaskState.CANCELLED)
    for case_id, proof, created, ended in found.values_list("owner_id", "proof_evidence_id", "created_at", "ended_at"):
        verdict: Verdict = "open" if ended is None else "kept" if proof else "broken"
        yield Row(EXECUTED.name, case_id, ended or created, verdict)


def answer_rows(cases: Sequence[UUID], at: datetime) -> Iterator[Row]:
    """Every question of satisfaction that has an outcome."""
    found = Satisfaction.objects.filter(case__in=cases, answered_at__isnull=False)
    for case_id, moment, score in found.values_list("case_id", "answered_at", "score"):
        if moment is None:
            continue
        yield Row(ANSWERED.name, case_id, moment, "broken" if score is None else "kept")
        if score is not None:
            yield Row(CONTENT.name, case_id, moment, "kept" if score >= 4 else "broken")
            yield Row(MEAN.name, case_id, moment, "kept", (score - 1) * 25)


def ending_rows(cases: Sequence[UUID], at: datetime) -> Iterator[Row]:
    """How each complaint was ended."""
    here = OuterRef("pk")
    late = Q(state=TaskState.OPEN) | Q(ended_at__gt=OuterRef("case__closed_at"))
    plan = Plan.objects.filter(case=here, round=OuterRef("round"), state="approved").order_by("-version")
    paid = (
        Payment.objects.filter(case=here, plan__round=OuterRef("round")).order_by()
        .values("case").annotate(n=Sum("amount")).values("n")
    )  # fmt: skip
    found = Complaint.objects.filter(case__in=cases, case__is_imported=False).annotate(
        asked=Exists(Satisfaction.objects.filter(case=here, round=OuterRef("round"))),
        left=Exists(Task.objects.filter(late, owner_kind="case", owner_id=here, kind__in=_CARRIED)),
        owed=Subquery(plan.values("compensation")[:1]),
        paid=Subquery(paid),
        mending=Exists(Rectification.objects.filter(case=here)),
        unverified=Exists(Rectification.objects.filter(case=here, verified_at=None)),
        told=F("notified_at"),
    )
    for one in found.select_related("case"):
        yield from _ending(one, at)


def _ending(one: Any, at: datetime) -> Iterator[Row]:
    case: Case = one.case
    ended = case.closed_at
    if ended is None:
        if one.told is not None:
            yield Row(ASKED.name, case.pk, one.told, "kept" if one.asked else "open")
        return
    if case.state in _DONE and one.told is not None:
        yield Row(ASKED.name, case.pk, ended, "kept" if one.asked else "broken")
        whole = not one.left and (one.paid or Decimal(0)) >= (one.owed or Decimal(0))
        yield Row(GATE.name, case.pk, ended, "kept" if whole else "broken")
        if closing.owes_rectification(one.verdict):
            yield Row(PLANNED.name, case.pk, ended, "kept" if one.mending else "broken")
    if case.state in _ENDED:
        yield Row(FILED.name, case.pk, ended, _filed(case, ended, one.unverified, at))


def _filed(case: Case, ended: datetime, unverified: bool, at: datetime) -> Verdict:
    if case.state == State.ARCHIVED:
        return "kept"
    days = terms.in_force(case.rules_on).watch_days
    return "broken" if closing.may_archive(ended, at - _A_NIGHT, days, rectification_open=unverified) else "open"


def watched_out(since: datetime, until: datetime) -> Iterable[UUID]:
    """The cases whose watch period ended in this stretch and which are not in the archive."""
    for days in sorted({edition.watch_days for edition in terms.editions()}):
        # A day more on either side than the watch period and the night can be apart.
        span = timedelta(days=days)
        yield from (
            Case.objects.filter(
                kind=Kind.COMPLAINT,
                is_open=False,
                closed_at__gt=since - span - timedelta(days=3),
                closed_at__lte=until - span,
            )
            .exclude(state=State.ARCHIVED)
            .values_list("pk", flat=True)
        )


def mending_rows(cases: Sequence[UUID], at: datetime) -> Iterator[Row]:
    """Every rectification."""
    found = Rectification.objects.filter(case__in=cases)
    for case_id, day, done in found.values_list("case_id", "due_on", "done_at"):
        end = datetime.combine(day + timedelta(days=1), time(), SHANGHAI)
        verdict: Verdict = "broken" if (done or at) >= end else "kept" if done else "open"
        yield Row(MENDED.name, case_id, datetime.combine(day, time(), SHANGHAI), verdict)


def mending_over(since: datetime, until: datetime) -> Iterable[UUID]:
    """The cases with a rectification that was not done when its day ended in this stretch."""
    first, last = (moment.astimezone(SHANGHAI).date() for moment in (since, until))
    rows = Rectification.objects.filter(done_at=None, due_on__gte=first - timedelta(days=1), due_on__lte=last)
    return rows.values_list("case_id", flat=True).distinct()


SOURCES = (
    Source(metrics=lambda: (EXECUTED,), rows=task_rows),
    Source(metrics=lambda: (ANSWERED, CONTENT, MEAN), rows=answer_rows),
    Source(metrics=lambda: (ASKED, GATE, PLANNED, FILED), rows=ending_rows, ripe=watched_out),
    Source(metrics=lambda: (MENDED,), rows=mending_rows, ripe=mending_over),
)
