"""Liability, plan, letter and telling (3.2-6 to 3.3-4)."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, Subquery, Sum

from huiyin.complaints.models import Approval, Complaint, Decision, Demand, Liability, Notice, Plan, RiskAssessment
from huiyin.core.metrics import Metric, Row, Source, Verdict, handbook, order
from huiyin.core.words import Words

ISSUED = Words("发出决定之月；草稿按起草之月", "the month of issue; a draft, the month it was begun")
OF_LETTERS = Words("该月发出的处理决定；草稿为“未到评判”", "decisions issued in the month; drafts are not yet judged")
TOLD_MONTH = Words("告知之月", "the month it was told")

LETTER = Metric(
    name="letter_complete",
    level="law",
    title=Words("决定书内容齐全", "Decision letters complete"),
    numerator=Words(
        "有核实情况、依据理由、逐项答复和救济途径并已存档的决定书",
        "letters with verified facts, grounds, an answer to each demand and the ways to challenge it, kept as a file",
    ),
    denominator=OF_LETTERS,
    month=ISSUED,
    clauses=(*order("art 19"), *handbook("1.1-2")),
)
FEEDBACK = Metric(
    name="feedback_three_parts",
    title=Words("反馈含过程、结果、后续", "Feedback with process, result, follow-up"),
    numerator=Words("写明处理过程、处理结果和后续措施的决定书", "letters that state process, result and what follows"),
    denominator=OF_LETTERS,
    month=ISSUED,
    clauses=handbook("3.3-4"),
)
LIABLE = Metric(
    name="liability_set",
    title=Words("决定前已认定责任", "Liability set before deciding"),
    numerator=Words("责任方份额合计100%的决定", "decisions whose parties' shares add up to 100 %"),
    denominator=OF_LETTERS,
    month=ISSUED,
    clauses=handbook("3.2-6"),
)
RISK = Metric(
    name="risk_assessed",
    title=Words("决定前已评估风险", "Risk assessed before deciding"),
    numerator=Words(
        "已判断是否内部审计、是否报告监管的决定", "decisions with a word on internal audit and on the regulator"
    ),
    denominator=OF_LETTERS,
    month=ISSUED,
    clauses=handbook("3.2-7"),
)
PLAN = Metric(
    name="plan_three_parts",
    title=Words("方案三部分齐全", "Plans in three parts"),
    numerator=Words(
        "写明赔付、服务改进、流程优化的方案；责任不成立的只要求赔付说明",
        "plans that state compensation, improvement of service and of process; where nothing was upheld, "
        "compensation only",
    ),
    denominator=Words("每轮最新的、未被退回的方案", "the newest plan of each round that was not sent back"),
    month=Words("提出之月", "the month it was proposed"),
    clauses=handbook("3.3-2"),
)
SECOND = Metric(
    name="approved_by_second_person",
    title=Words("方案由第二人批准", "Plans approved by a second person"),
    numerator=Words("由提出人以外的人批准的方案", "plans approved by somebody who did not propose them"),
    denominator=Words("已批准的方案；待批的为“未到评判”", "approved plans; those that wait are not yet judged"),
    month=Words("提出之月", "the month it was proposed"),
    clauses=handbook("3.3-2", "3.1-2"),
)
TOLD = Metric(
    name="told_with_proof",
    level="law",
    title=Words("告知有凭证", "Told with proof"),
    numerator=Words("留有发出凭证的决定告知", "decisions told with a proof of sending"),
    denominator=Words(
        "该月已告知的投诉；决定已发出未告知的为“未到评判”",
        "complaints told in the month; decisions issued and not yet told are not yet judged",
    ),
    month=TOLD_MONTH,
    clauses=(*order("art 21"), *handbook("3.3-4", "3.1-8")),
)
UNMET = Metric(
    name="unmet_demands",
    kind="watch",
    title=Words("未满足诉求占比", "Demands not met"),
    numerator=Words("未支持的诉求", "demands that were not upheld"),
    denominator=Words("该月已告知结果的诉求", "demands whose result was told in the month"),
    month=TOLD_MONTH,
    clauses=handbook("3.4-6"),
)
UPHELD = Metric(
    name="upheld_share",
    kind="watch",
    title=Words("有责率", "Complaints upheld"),
    numerator=Words("有责或部分有责的投诉", "complaints upheld in whole or part"),
    denominator=Words("该月已告知决定的投诉", "complaints decided and told in the month"),
    month=TOLD_MONTH,
    clauses=handbook("3.2-6", "3.2-8"),
)
DURATION = Metric(
    name="decision_time",
    kind="mean",
    value="hours",
    title=Words("平均办理时长", "Average time to a decision"),
    numerator=Words("从收到到告知决定的小时数（自然时间）", "hours from receipt to telling the decision (wall clock)"),
    denominator=Words("该月已告知决定的投诉", "complaints decided and told in the month"),
    month=TOLD_MONTH,
    clauses=handbook("5.1-5", "5.3-3"),
)
_ROUND = {"case": OuterRef("case"), "round": OuterRef("round")}
_WHOLE = 100


def decision_rows(cases: Sequence[UUID], at: datetime) -> Iterator[Row]:
    """Every decision, issued or being written."""
    newest = Liability.objects.filter(**_ROUND).order_by("-version").values("version")[:1]
    shares = (
        Liability.objects.filter(**_ROUND, version=Subquery(newest)).order_by()
        .values("case").annotate(n=Sum("share")).values("n")
    )  # fmt: skip
    found = Decision.objects.filter(case__in=cases, case__is_imported=False)
    for one in found.annotate(shares=Subquery(shares), risk=Exists(RiskAssessment.objects.filter(**_ROUND))):
        judged = {
            LETTER.name: all((one.facts, one.grounds, one.answers, one.remedies, one.letter_evidence_id)),
            FEEDBACK.name: all((one.process, one.outcome, one.follow_up)),
            LIABLE.name: one.shares == _WHOLE,
            RISK.name: one.risk,
        }
        for name, holds in judged.items():
            verdict: Verdict = "open" if one.state == "draft" else "kept" if holds else "broken"
            yield Row(name, one.case_id, one.issued_at or one.drafted_at, verdict)


def plan_rows(cases: Sequence[UUID], at: datetime) -> Iterator[Row]:
    """The newest plan of each round."""
    newest = Plan.objects.filter(**_ROUND).order_by("-version").values("version")[:1]
    other = Approval.objects.filter(plan=OuterRef("pk"), approved=True).exclude(approver=OuterRef("proposed_by"))
    found = Plan.objects.filter(case__in=cases, case__is_imported=False, version=Subquery(newest))
    found = found.exclude(state="rejected").annotate(other=Exists(other), verdict=F("case__complaint__verdict"))
    for one in found:
        whole = one.compensation_text and (one.verdict == "not_upheld" or (one.improvement and one.process))
        yield Row(PLAN.name, one.case_id, one.proposed_at, "kept" if whole else "broken")
        second: Verdict = "open" if one.state == "proposed" else "kept" if one.other else "broken"
        yield Row(SECOND.name, one.case_id, one.proposed_at, second)


def told_rows(cases: Sequence[UUID], at: datetime) -> Iterator[Row]:
    """Complaints that were told, and those whose decision waits for it."""
    proven = Notice.objects.filter(case=OuterRef("pk"), kind="decision", sent_at__isnull=False).exclude(
        Q(proof="") & Q(proof_evidence_id=None) & Q(outgoing_id=None)
    )
    issued = Decision.objects.filter(case=OuterRef("pk"), round=OuterRef("round"), state="issued")
    found = Complaint.objects.filter(case__in=cases, case__is_imported=False).annotate(
        proven=Exists(proven),
        issued=Subquery(issued.order_by("-version").values("issued_at")[:1]),
        received=F("case__received_at"),
        is_open=F("case__is_open"),
    )
    told: dict[UUID, datetime] = {}
    for one in found:
        if one.notified_at is not None:
            told[one.pk] = one.notified_at
            yield from _told(one)
        elif one.issued is not None and one.is_open:
            yield Row(TOLD.name, one.pk, one.issued, "open")
    results = Demand.objects.filter(case__in=list(told)).exclude(result="").values_list("case_id", "result")
    for case_id, result in results:
        yield Row(UNMET.name, case_id, told[case_id], "broken" if result == "not_upheld" else "kept")


def _told(one: Any) -> Iterator[Row]:
    yield Row(TOLD.name, one.pk, one.notified_at, "kept" if one.proven else "broken")
    if one.verdict:
        yield Row(UPHELD.name, one.pk, one.notified_at, "kept" if one.verdict == "not_upheld" else "broken")
    hours = max(0, int((one.notified_at - one.received).total_seconds() // 3600))
    yield Row(DURATION.name, one.pk, one.notified_at, "kept", hours)


SOURCES = (
    Source(metrics=lambda: (LETTER, FEEDBACK, LIABLE, RISK), rows=decision_rows),
    Source(metrics=lambda: (PLAN, SECOND), rows=plan_rows),
    Source(metrics=lambda: (TOLD, UNMET, UPHELD, DURATION), rows=told_rows),
)
