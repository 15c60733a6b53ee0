"""What is measured of looking at personal data."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from uuid import UUID

from huiyin.audit.models import Access
from huiyin.core.metrics import Metric, Row, Source, handbook
from huiyin.core.words import Words

REVEALS = Metric(
    name="reveals_with_reason",
    title=Words("揭示个人信息均有事由", "Reveals with a reason"),
    numerator=Words("写明事由的揭示", "reveals of personal values for which a reason was written down"),
    denominator=Words("该月在案件中揭示个人信息的次数", "reveals of personal values of a case in the month"),
    month=Words("揭示之月", "the month of the reveal"),
    clauses=handbook("1.3-4", "7.2-4"),
)


def rows(cases: Sequence[UUID], at: datetime) -> Iterator[Row]:
    """Every reveal in these cases."""
    found = Access.objects.filter(kind="reveal", aggregate_kind="case", aggregate_id__in=cases)
    for case_id, moment, reason in found.values_list("aggregate_id", "at", "reason"):
        if case_id is not None:
            yield Row(REVEALS.name, case_id, moment, "kept" if reason.strip() else "broken")


def revealed(since: datetime, until: datetime) -> Iterable[UUID]:
    """The cases in which something was revealed in this stretch (looking leaves no entry in the ledger)."""
    found = Access.objects.filter(kind="reveal", aggregate_kind="case", at__gte=since, at__lte=until)
    return (case_id for case_id in found.values_list("aggregate_id", flat=True).distinct() if case_id)


SOURCES = (Source(metrics=lambda: (REVEALS,), rows=rows, ripe=revealed),)
