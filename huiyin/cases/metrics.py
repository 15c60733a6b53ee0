"""What is measured of every case: received, its one owner, who stays away, how evidence is kept."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from huiyin.cases.models import Case, Custody, Evidence, Flag, Kind, Ownership, Participation, Recusal
from huiyin.core.metrics import Metric, Row, Source, handbook, order
from huiyin.core.words import Words

RECEIVED_MONTH = Words("收到之月", "the month of receipt")

RECEIVED = Metric(
    name="received",
    kind="count",
    title=Words("收到的投诉", "Complaints received"),
    numerator=Words("收到的投诉件数", "complaints received"),
    denominator=Words("件数，不设分母", "a count: there is nothing to divide by"),
    month=RECEIVED_MONTH,
    clauses=handbook("3.1-1", "3.1-9"),
)
REPEATED = Metric(
    name="repeat_share",
    kind="watch",
    title=Words("重复投诉率", "Repeat complaints"),
    numerator=Words(
        "90日内同一客户就同一事项再次投诉的件", "complaints by the same customer on the same matter within 90 days"
    ),
    denominator=Words("该月收到的投诉", "complaints received in the month"),
    month=RECEIVED_MONTH,
    clauses=handbook("3.4-5", "6.4-3"),
)
OWNED = Metric(
    name="one_owner_always",
    title=Words("始终有且仅有一名责任人", "One owner at every moment"),
    numerator=Words(
        "从登记起责任期间首尾相接、无空档无重叠的案件",
        "cases whose periods of ownership join without gap or overlap from the first record on",
    ),
    denominator=Words("该月收到的案件", "cases received in the month"),
    month=RECEIVED_MONTH,
    clauses=handbook("1.1-7"),
)
APART = Metric(
    name="recused_stay_away",
    level="law",
    title=Words("回避后不再办理", "Who is recused takes no part"),
    numerator=Words(
        "回避生效后未再担任责任人或参与办理的回避",
        "recusals after which the person neither owned nor took part in the case",
    ),
    denominator=Words("该月作出的回避（已撤销的不计）", "recusals made in the month; lifted ones do not count"),
    month=Words("回避之月", "the month of the recusal"),
    clauses=(*handbook("3.2-1"), *order("art 17")),
)
CUSTODY = Metric(
    name="evidence_custody",
    title=Words("证据有指纹和保管链", "Evidence with hash and custody"),
    numerator=Words(
        "有内容指纹和至少一条保管记录的证据", "items with the hash of their content and at least one record of custody"
    ),
    denominator=Words("该月登记的证据", "items of evidence registered in the month"),
    month=Words("登记之月", "the month it was registered"),
    clauses=handbook("3.2-4"),
)
HASH_LENGTH = 64


def case_rows(cases: Sequence[UUID], at: datetime) -> Iterator[Row]:
    """Received, repeated, and the chain of owners."""
    periods: dict[UUID, list[tuple[datetime, datetime | None]]] = defaultdict(list)
    owned = Ownership.objects.filter(case__in=cases).order_by("from_at", "id")
    for case_id, begin, end in owned.values_list("case_id", "from_at", "to_at"):
        periods[case_id].append((begin, end))
    found = Case.objects.filter(pk__in=cases, kind=Kind.COMPLAINT)
    for pk, received, recorded, flags, imported in found.values_list(
        "pk", "received_at", "recorded_at", "flags", "is_imported"
    ):
        yield Row(RECEIVED.name, pk, received, "kept")
        yield Row(REPEATED.name, pk, received, "broken" if Flag.REPEAT in flags else "kept")
        if not imported:
            yield Row(OWNED.name, pk, received, "kept" if _joined(periods[pk], recorded) else "broken")


def _joined(periods: Sequence[tuple[datetime, datetime | None]], recorded: datetime) -> bool:
    """Does the first period begin with the record, each next one where the last ended, and the last one go on?"""
    if not periods or periods[0][0] > recorded:
        return False
    ends = [end for _begin, end in periods]
    return ends[-1] is None and all(end == begin for end, (begin, _end) in zip(ends[:-1], periods[1:], strict=True))


def recusal_rows(cases: Sequence[UUID], at: datetime) -> Iterator[Row]:
    """Every recusal that stands, with what the person did after it."""
    after = Q(to_at=None) | Q(to_at__gt=OuterRef("at"))
    same = {"case": OuterRef("case"), "user": OuterRef("user")}
    found = Recusal.objects.filter(case__in=cases, lifted_at=None).annotate(
        acts=Exists(Ownership.objects.filter(after, **same)) | Exists(Participation.objects.filter(after, **same))
    )
    for case_id, moment, acts in found.values_list("case_id", "at", "acts"):
        yield Row(APART.name, case_id, moment, "broken" if acts else "kept")


def evidence_rows(cases: Sequence[UUID], at: datetime) -> Iterator[Row]:
    """Every item of evidence."""
    held = Exists(Custody.objects.filter(evidence=OuterRef("pk")))
    found = Evidence.objects.filter(case__in=cases).annotate(held=held)
    for case_id, moment, sha256, kept in found.values_list("case_id", "added_at", "sha256", "held"):
        yield Row(CUSTODY.name, case_id, moment, "kept" if kept and len(sha256) == HASH_LENGTH else "broken")


SOURCES = (
    Source(metrics=lambda: (RECEIVED, REPEATED, OWNED), rows=case_rows),
    Source(metrics=lambda: (APART,), rows=recusal_rows),
    Source(metrics=lambda: (CUSTODY,), rows=evidence_rows),
)
