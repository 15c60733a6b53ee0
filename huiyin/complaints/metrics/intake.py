"""Registration, acceptance before handling, classes, refusals (3.1)."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, Func, IntegerField, Min, OuterRef, Q, Subquery
from django.db.models.functions import Least

from huiyin.cases.models import Direction, Message, Person, State
from huiyin.complaints.models import Complaint, Decision, Finding, Label, Notice, Plan, SourceCheck
from huiyin.core.metrics import Metric, Row, Source, Verdict, handbook
from huiyin.core.words import Words

RECEIVED = Words("收到之月", "the month of receipt")

REGISTERED = Metric(
    name="registered_complete",
    title=Words("登记要素齐全率", "Registered in full"),
    numerator=Words(
        "时间、内容、投诉人齐全且办结时每项诉求都有结果的投诉",
        "complaints with time, content and complainant and, once closed, a result for each demand",
    ),
    denominator=Words("已结束的投诉；在办的为“未到评判”", "complaints that have ended; open ones are not yet judged"),
    month=Words("结束之月；在办的按收到之月", "the month of the end; open ones, the month of receipt"),
    clauses=handbook("3.1-7", "3.1-1", "1.4-2"),
)
ORDERLY = Metric(
    name="accepted_before_handled",
    title=Words("先受理后处理", "Accepted before handled"),
    numerator=Words(
        "受理早于首个调查、方案或决定记录的投诉",
        "complaints accepted before the first record of inquiry, plan or decision",
    ),
    denominator=Words("已进入处理的投诉", "complaints that have been handled at all"),
    month=RECEIVED,
    clauses=handbook("1.2-6"),
)
CLASSED = Metric(
    name="classified",
    title=Words("分派时已分类", "Classed when dispatched"),
    numerator=Words("有主分类的投诉", "complaints with a primary class"),
    denominator=Words(
        "已分派的投诉；尚未分派的为“未到评判”", "complaints that were dispatched; the others are not yet judged"
    ),
    month=RECEIVED,
    clauses=handbook("3.1-3", "3.1-4", "3.1-6"),
)
REFUSED = Metric(
    name="refusal_recorded",
    title=Words("不予受理有理由并已告知", "Refusals with reason, told"),
    numerator=Words("写明理由且通知已发出的不予受理", "refusals with a written reason whose notice has left"),
    denominator=Words(
        "该月的不予受理；通知待发的为“未到评判”", "refusals of the month; those whose notice waits are not yet judged"
    ),
    month=Words("决定不予受理之月", "the month of the refusal"),
    clauses=handbook("3.1-5", "3.2-2"),
)
IDENTITY = Metric(
    name="identity_checked",
    title=Words("处理前已核实身份", "Identity checked"),
    numerator=Words("核实过投诉人身份的投诉", "complaints whose complainant's identity was checked"),
    denominator=Words("该月已告知决定的投诉", "complaints whose decision was told in the month"),
    month=Words("告知决定之月", "the month the decision was told"),
    clauses=handbook("1.2-7"),
)

_CASE = OuterRef("pk")
# A name is encrypted: whether there is one, its length tells.
_SIZE = Func(F("name"), function="octet_length", output_field=IntegerField())
_BEFORE_DISPATCH = (State.RECEIVED, State.ACCEPTED)
_CUT_SHORT = (State.NOT_PROCEEDED, State.REROUTED, State.WITHDRAWN, State.MERGED)


def _first(model: Any, column: str) -> Subquery:
    found = model.objects.filter(case=_CASE).order_by().values("case").annotate(first=Min(column)).values("first")
    return Subquery(found)


def rows(cases: Sequence[UUID], at: datetime) -> Iterator[Row]:
    """What the register says of each complaint."""
    found = Complaint.objects.filter(case__in=cases, case__is_imported=False).annotate(
        said=Exists(Message.objects.filter(case=_CASE, direction=Direction.IN).exclude(text="")),
        named=Exists(Person.objects.filter(case=_CASE).annotate(size=_SIZE).filter(size__gt=0)),
        wishes=Count("case__demands"),
        unanswered=Count("case__demands", filter=Q(case__demands__result="")),
        labelled=Exists(Label.objects.filter(case=_CASE, is_primary=True, removed_at=None)),
        handled=Least(
            _first(SourceCheck, "at"),
            _first(Finding, "at"),
            _first(Plan, "proposed_at"),
            _first(Decision, "drafted_at"),
        ),
        waiting=Exists(Notice.objects.filter(case=_CASE, sent_at=None, failed_at=None)),
        told=Exists(Notice.objects.filter(case=_CASE, sent_at__isnull=False)),
    )
    for one in found.select_related("case"):
        yield from _of(one)


def _of(one: Any) -> Iterator[Row]:
    case = one.case
    yield Row(REGISTERED.name, case.pk, case.closed_at or case.received_at, _registered(one))
    if one.handled is not None:
        in_order = one.accepted_at is not None and one.accepted_at <= one.handled
        yield Row(ORDERLY.name, case.pk, case.received_at, "kept" if in_order else "broken")
    if case.state not in _CUT_SHORT:
        waiting: Verdict = "open" if case.state in _BEFORE_DISPATCH else "broken"
        yield Row(CLASSED.name, case.pk, case.received_at, "kept" if one.labelled else waiting)
    if case.state == State.NOT_PROCEEDED:
        done: Verdict = "kept" if one.end_reason.strip() and one.told else "open" if one.waiting else "broken"
        yield Row(REFUSED.name, case.pk, case.closed_at, done)
    if one.notified_at is not None:
        yield Row(IDENTITY.name, case.pk, one.notified_at, "kept" if one.identity_checked_at else "broken")


def _registered(one: Any) -> Verdict:
    if one.case.is_open:
        return "open"
    answered = one.case.state in _CUT_SHORT or (one.wishes and not one.unanswered)
    return "kept" if one.said and one.named and answered else "broken"


SOURCES = (Source(metrics=lambda: (REGISTERED, ORDERLY, CLASSED, REFUSED, IDENTITY), rows=rows),)
