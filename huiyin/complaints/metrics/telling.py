"""How customers are told: whether news came before they asked, and how often a reply is a template word for word."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from huiyin.cases.models import Case, Direction, Message, TemplateUse
from huiyin.complaints.models import Notice
from huiyin.core.metrics import Metric, Row, Source, handbook
from huiyin.core.words import Words

UNASKED = Metric(
    name="told_unasked",
    title=Words("节点主动告知率", "Milestones told unasked"),
    numerator=Words(
        "告知时客户自上次被告知以来没有来问过的节点告知",
        "notices before which the customer had not written since they were last told something",
    ),
    denominator=Words("该月送出的节点告知（受理、延期、决定等）", "notices of milestones sent in the month"),
    month=Words("送出之月", "the month it was sent"),
    clauses=handbook("2.2-3"),
)
WORD_FOR_WORD = Metric(
    name="template_unchanged_share",
    kind="watch",
    title=Words("原样套用模板的回复", "Replies that are a template unchanged"),
    numerator=Words("一字未改使用模板的回复", "messages whose words are those of a template"),
    denominator=Words("该月员工发给客户的消息", "messages of staff to customers in the month"),
    month=Words("发出之月", "the month it was sent"),
    clauses=handbook("2.2-4"),
)


def notice_rows(cases: Sequence[UUID], at: datetime) -> Iterator[Row]:
    """Every notice that went out, with what was said before it. Three statements."""
    notices = Notice.objects.filter(case__in=cases, case__is_imported=False).order_by("created_at", "id")
    found = list(notices.values_list("case_id", "created_at", "sent_at"))
    received = dict(
        Case.objects.filter(pk__in={case_id for case_id, _made, _sent in found}).values_list("pk", "received_at")
    )
    asked: dict[UUID, list[datetime]] = defaultdict(list)
    told: dict[UUID, list[datetime]] = defaultdict(list)
    said = Message.objects.filter(case__in=received).order_by("at", "id").values_list("case_id", "direction", "at")
    for case_id, direction, moment in said:
        (asked if direction == Direction.IN else told)[case_id].append(moment)
    for case_id, made, _sent in found:
        told[case_id].append(made)
    for moments in told.values():
        moments.sort()
    for case_id, made, sent in found:
        if sent is None:
            continue
        before = told[case_id][: bisect_left(told[case_id], made)]
        since = max([received[case_id], *before[-1:]])
        came = any(since < moment < made for moment in asked[case_id])
        yield Row(UNASKED.name, case_id, sent, "broken" if came else "kept")


def reply_rows(cases: Sequence[UUID], at: datetime) -> Iterator[Row]:
    """Every message of staff to a customer."""
    same = Exists(TemplateUse.objects.filter(message=OuterRef("pk"), is_changed=False))
    sent = Message.objects.filter(case__in=cases, direction=Direction.OUT, author_id__isnull=False)
    for case_id, moment, is_same in sent.annotate(same=same).values_list("case_id", "at", "same"):
        yield Row(WORD_FOR_WORD.name, case_id, moment, "broken" if is_same else "kept")


SOURCES = (
    Source(metrics=lambda: (UNASKED,), rows=notice_rows),
    Source(metrics=lambda: (WORD_FOR_WORD,), rows=reply_rows),
)
