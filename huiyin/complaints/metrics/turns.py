"""Extensions, pauses, reviews, withdrawals, escalations: the turns a complaint may take."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef

from huiyin.cases.models import State
from huiyin.complaints.models import Complaint, Escalation, Extension, Review, Suspension, Withdrawal
from huiyin.core.metrics import Metric, Row, Source, Verdict, handbook, order
from huiyin.core.words import Words

RECEIVED = Words("收到之月", "the month of receipt")

EXTENDED = Metric(
    name="extension_share",
    kind="watch",
    title=Words("延期率", "Extended limits"),
    numerator=Words("办理期限被延长过的投诉", "complaints whose limit was extended"),
    denominator=Words("该月收到的投诉", "complaints received in the month"),
    month=RECEIVED,
    clauses=order("art 18"),
)
LAWFUL = Metric(
    name="extension_in_order",
    title=Words("延期手续齐全", "Extensions in order"),
    numerator=Words(
        "理由、审批、告知齐全的延期", "extensions with reason, approval and notice where they are asked for"
    ),
    denominator=Words(
        "该月生效的延期；待批、待告知的为“未到评判”",
        "extensions that took effect in the month; those that wait are not yet judged",
    ),
    month=Words("生效之月；未生效的按申请之月", "the month it took effect, else the month it was asked for"),
    clauses=order("art 18"),
)
PAUSED = Metric(
    name="suspension_told",
    level="law",
    title=Words("中止已告知投诉人", "Pauses told to the complainant"),
    numerator=Words(
        "已向投诉人发出告知的中止", "pauses for an outside appraisal or a mediation with a notice to the complainant"
    ),
    denominator=Words("该月开始的中止", "pauses that began in the month"),
    month=Words("中止开始之月", "the month the pause began"),
    clauses=order("art 18", "art 23"),
)
CHANGED = Metric(
    name="review_changed",
    kind="watch",
    title=Words("核查改变率", "Reviews that changed the decision"),
    numerator=Words("改变原决定或退回重办的核查", "reviews that changed the decision or returned it"),
    denominator=Words("该月作出决定的核查", "reviews decided in the month"),
    month=Words("核查决定之月", "the month the review was decided"),
    clauses=order("art 20"),
)
WITHDRAWN = Metric(
    name="withdrawal_share",
    kind="watch",
    title=Words("撤诉率", "Withdrawals"),
    numerator=Words("撤回的投诉", "complaints that were withdrawn"),
    denominator=Words("该月收到的投诉", "complaints received in the month"),
    month=RECEIVED,
    clauses=order("art 15"),
)
PRESSED = Metric(
    name="withdrawal_without_pressure",
    level="law",
    title=Words("撤回未受施压", "Withdrawals without pressure"),
    numerator=Words(
        "投诉人明确否认受到施压、许诺或威胁的撤回",
        "withdrawals whose complainant denied pressure, promises and threats",
    ),
    denominator=Words(
        "该月收到的撤回；因疑似施压暂缓的为“未到评判”",
        "withdrawals of the month; those held for suspected pressure are not yet judged",
    ),
    month=Words("收到撤回之月", "the month the withdrawal came in"),
    clauses=order("art 15"),
)
ESCALATED = Metric(
    name="escalated_share",
    kind="watch",
    title=Words("升级率", "Escalated after our answer"),
    numerator=Words(
        "我方告知决定后又诉至监管、调解、法院或媒体的投诉",
        "complaints taken to a regulator, mediator, court or the media after we had told our decision",
    ),
    denominator=Words("该月已告知决定的投诉", "complaints whose decision was told in the month"),
    month=Words("告知决定之月", "the month the decision was told"),
    clauses=handbook("3.4-5", "2.3-2"),
)


def complaint_rows(cases: Sequence[UUID], at: datetime) -> Iterator[Row]:
    """Which turns each complaint took."""
    here = OuterRef("pk")
    found = Complaint.objects.filter(case__in=cases, case__is_imported=False).annotate(
        extended=Exists(Extension.objects.filter(case=here, effective_at__isnull=False)),
        escalated=Exists(Escalation.objects.filter(case=here, at__gt=OuterRef("notified_at"))),
        received=F("case__received_at"),
        state=F("case__state"),
    )
    for one in found:
        yield Row(EXTENDED.name, one.pk, one.received, "broken" if one.extended else "kept")
        yield Row(WITHDRAWN.name, one.pk, one.received, "broken" if one.state == State.WITHDRAWN else "kept")
        if one.notified_at is not None:
            yield Row(ESCALATED.name, one.pk, one.notified_at, "broken" if one.escalated else "kept")


def extension_rows(cases: Sequence[UUID], at: datetime) -> Iterator[Row]:
    """Every extension that was not refused."""
    found = Extension.objects.filter(case__in=cases, refused_at=None)
    for case_id, asked, effective, findings in found.values_list("case_id", "at", "effective_at", "house_findings"):
        verdict: Verdict = "open" if effective is None else "broken" if findings else "kept"
        yield Row(LAWFUL.name, case_id, effective or asked, verdict)


def suspension_rows(cases: Sequence[UUID], at: datetime) -> Iterator[Row]:
    """Every pause."""
    found = Suspension.objects.filter(case__in=cases).values_list("case_id", "from_at", "pause_notice_id")
    for case_id, since, notice in found:
        yield Row(PAUSED.name, case_id, since, "kept" if notice else "broken")


def review_rows(cases: Sequence[UUID], at: datetime) -> Iterator[Row]:
    """Every review that was decided."""
    found = Review.objects.filter(case__in=cases, state="decided", decided_at__isnull=False)
    for case_id, decided, verdict in found.values_list("case_id", "decided_at", "verdict"):
        if decided is not None:
            yield Row(CHANGED.name, case_id, decided, "kept" if verdict == "upheld" else "broken")


def withdrawal_rows(cases: Sequence[UUID], at: datetime) -> Iterator[Row]:
    """Every withdrawal that was not taken back."""
    verdicts: dict[str, Verdict] = {"done": "kept", "held": "open"}
    found = Withdrawal.objects.filter(case__in=cases, state__in=verdicts)
    for case_id, received, state, denied in found.values_list("case_id", "received_at", "state", "pressure_denied"):
        yield Row(PRESSED.name, case_id, received, verdicts[state] if denied or state == "held" else "broken")


SOURCES = (
    Source(metrics=lambda: (EXTENDED, WITHDRAWN, ESCALATED), rows=complaint_rows),
    Source(metrics=lambda: (LAWFUL,), rows=extension_rows),
    Source(metrics=lambda: (PAUSED,), rows=suspension_rows),
    Source(metrics=lambda: (CHANGED,), rows=review_rows),
    Source(metrics=lambda: (PRESSED,), rows=withdrawal_rows),
)
