"""Sources, findings and their review (3.2)."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, IntegerField, Min, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from huiyin.cases.models import EvidenceSource
from huiyin.complaints.models import Finding, Liability, SourceCheck
from huiyin.core.metrics import Metric, Row, Source, Verdict, handbook
from huiyin.core.words import Words

SOURCES_SEEN = Metric(
    name="sources_examined",
    title=Words("三类来源均已查", "All three kinds of sources examined"),
    numerator=Words(
        "客户接触、内部系统、第三方三类来源都已查证或说明不适用的调查",
        "inquiries in which contact with the customer, internal systems and third parties were each examined or "
        "said not "
        "to apply",
    ),
    denominator=Words(
        "已有调查结论的调查；未出结论的为“未到评判”", "inquiries with findings; those without are not yet judged"
    ),
    month=Words(
        "首次写出结论之月；未出结论的按列明来源之月", "the month of the first findings, else of the plan of sources"
    ),
    clauses=handbook("3.2-3"),
)
WHOLE = Metric(
    name="findings_three_parts",
    title=Words("调查结论三要素齐全", "Findings in three parts"),
    numerator=Words("写明事实、原因、影响范围的调查结论", "findings that state truth, cause and scope"),
    denominator=Words("每轮最新的调查结论", "the newest findings of each round"),
    month=Words("写出结论之月", "the month of the findings"),
    clauses=handbook("3.2-5"),
)
REVIEWED = Metric(
    name="findings_reviewed",
    title=Words("调查结论经他人复核", "Findings reviewed by another person"),
    numerator=Words("由作者以外的人复核通过的调查结论", "findings passed by somebody other than their author"),
    denominator=Words(
        "每轮最新的调查结论；尚未认定责任、等待复核的为“未到评判”",
        "the newest findings of each round; those that wait while no liability is set are not yet judged",
    ),
    month=Words("写出结论之月", "the month of the findings"),
    clauses=handbook("3.2-1"),
)
_ROUND = {"case": OuterRef("case"), "round": OuterRef("round")}


def source_rows(cases: Sequence[UUID], at: datetime) -> Iterator[Row]:
    """One row for each inquiry (case and round)."""
    kinds = len(EvidenceSource.values)
    looked = (
        SourceCheck.objects.filter(**_ROUND).exclude(state="open").order_by()
        .values("case").annotate(n=Count("source", distinct=True)).values("n")
    )  # fmt: skip
    ready = Finding.objects.filter(case__in=cases, case__is_imported=False).order_by().values("case_id", "round")
    done = ready.annotate(
        since=Min("at"), looked=Coalesce(Subquery(looked, output_field=IntegerField()), Value(0))
    )  # fmt: skip
    for one in done:
        verdict: Verdict = "kept" if one["looked"] >= kinds else "broken"
        yield Row(SOURCES_SEEN.name, one["case_id"], one["since"], verdict)
    planned = SourceCheck.objects.filter(~Exists(Finding.objects.filter(**_ROUND)), case__in=cases)
    for case_id, _round, since in (
        planned.order_by().values("case_id", "round").annotate(since=Min("at")).values_list("case_id", "round", "since")
    ):
        yield Row(SOURCES_SEEN.name, case_id, since, "open")


def finding_rows(cases: Sequence[UUID], at: datetime) -> Iterator[Row]:
    """The newest findings of each round."""
    newest = Finding.objects.filter(**_ROUND).order_by("-version").values("version")[:1]
    found = Finding.objects.filter(case__in=cases, case__is_imported=False, version=Subquery(newest))
    for one in found.annotate(used=Exists(Liability.objects.filter(**_ROUND))):
        whole = one.truth and one.cause and one.scope
        yield Row(WHOLE.name, one.case_id, one.at, "kept" if whole else "broken")
        passed: Verdict = "broken" if one.used else "open"
        if one.reviewed_at is not None:
            passed = "kept" if one.reviewed_by_id != one.by_id else "broken"
        yield Row(REVIEWED.name, one.case_id, one.at, passed)


SOURCES = (
    Source(metrics=lambda: (SOURCES_SEEN,), rows=source_rows),
    Source(metrics=lambda: (WHOLE, REVIEWED), rows=finding_rows),
)
