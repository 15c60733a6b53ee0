"""Telling the decision: methods, proofs, moments, failed mail, receipt (令2020-3 art 20, 21)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from huiyin.audit.models import Entry
from huiyin.cases.models import Person
from huiyin.channels import actions as channels
from huiyin.channels import jobs as mail_jobs
from huiyin.clocks.models import Clock, Task
from huiyin.complaints import sweeps
from huiyin.complaints.actions import notices
from huiyin.complaints.models import Notice
from huiyin.complaints.queries import facts
from huiyin.core.actors import system
from huiyin.core.errors import BadInput, Refused
from tests.complaints.along import DAY, HOUR, Along, mail_of
from tests.people import AT

SWEEP = system("complaints.notices")
# 15 natural days from 2 March 2026: until 17 March, 24:00 in Shanghai.
DUE = datetime(2026, 3, 17, 16, tzinfo=UTC)


def _notify(along: Along, method: str, told_at: datetime | None = None, **more: Any) -> Notice:
    at = along.later()
    return notices.notify(case=along.case, method=method, told_at=told_at or at, by=along.by("tom"), at=at, **more)


def _clock(along: Along, rule: str = "complaint.decision") -> Clock:
    return Clock.objects.get(owner_id=along.case_id, rule_code=rule)


SAID = "已在电话中说明处理决定的内容、依据和救济途径。"


@pytest.mark.parametrize(
    ("method", "proof"),
    [
        ("posted", {"reference": "EMS 1234567890123"}),
        ("sms", {"reference": "SMS-20260302-77", "text": SAID}),
        ("phone", {"reference": "CALL-8812", "text": SAID}),
    ],
)
def test_each_method_counts_from_its_own_moment_with_its_proof(
    along: Along, method: str, proof: dict[str, Any]
) -> None:
    along.issued()
    moment = along.later()
    along.later(timedelta(hours=5))
    notice = _notify(along, method, told_at=moment, **proof)
    case = along.case
    assert (case.state, case.complaint.notified_at, notice.sent_at) == ("decided_notified", moment, moment)
    clock = _clock(along)
    assert (clock.state, clock.met_at) == ("met", moment)
    entry = Entry.objects.get(aggregate_id=case.pk, kind="complaint.notified")
    assert entry.at == moment
    assert "13812345678" not in str(entry.body)


def test_handing_over_needs_the_signature_and_proves_the_day_of_receipt(along: Along) -> None:
    along.issued()
    with pytest.raises(BadInput) as refusal:
        _notify(along, "handed_over")
    assert refusal.value.code == "notice.proof"
    notice = _notify(along, "handed_over", proof_evidence_id=along.file("签收.pdf").pk)
    assert notice.received_at == notice.sent_at
    review = _clock(along, "complaint.review_application")
    assert (review.started_at, review.state) == (notice.sent_at, "running")
    # 30 natural days from 3 March in Shanghai: until 2 April, 24:00.
    local = notice.sent_at.astimezone(UTC) + timedelta(hours=8)  # type: ignore[union-attr]
    assert review.due_at == datetime(local.year, local.month, local.day, tzinfo=UTC) + timedelta(days=31) - timedelta(
        hours=8
    )


@pytest.mark.parametrize(
    ("method", "more", "code"),
    [
        ("posted", {}, "notice.proof"),
        ("posted", {"reference": "x"}, "notice.proof"),
        ("sms", {"text": SAID}, "notice.proof"),
        ("phone", {"text": SAID}, "notice.proof"),
        ("phone", {"reference": "CALL-8812"}, "input.text"),
        ("email", {}, "notice.method"),
        ("portal", {"reference": "seen on the page"}, "notice.proof"),
        ("pigeon", {"reference": "ring 4711"}, "notice.proof"),
    ],
)
def test_without_its_proof_nothing_counts_as_told(along: Along, method: str, more: dict[str, Any], code: str) -> None:
    along.issued()
    with pytest.raises(BadInput) as refusal:
        _notify(along, method, **more)
    assert refusal.value.code == code
    assert along.case.state == "plan_approved"
    assert _clock(along).state == "running"


def test_a_moment_before_the_letter_or_in_the_future_is_refused(along: Along) -> None:
    along.issued()
    for moment in (along.at - 5 * HOUR, along.at + 5 * HOUR, datetime(2026, 3, 2, 12)):  # noqa: DTZ001 - that is the point
        with pytest.raises(BadInput) as refusal:
            _notify(along, "posted", told_at=moment, reference="EMS 1234567890123")
        assert refusal.value.code == "input.told_at"


@pytest.mark.parametrize(("moment", "state"), [(DUE - timedelta(seconds=1), "met"), (DUE, "late")])
def test_the_clock_compares_the_moment_of_telling(along: Along, moment: datetime, state: str) -> None:
    along.issued()
    along.at = DUE + 3 * DAY
    _notify(along, "posted", told_at=moment, reference="EMS 1234567890123")
    assert _clock(along).state == state
    assert along.case.state == "decided_notified"


def test_telling_ends_what_else_the_decision_answers(along: Along) -> None:
    along.issued()
    assert _clock(along, "complaint.first_response").state == "running"
    along.tell()
    assert _clock(along, "complaint.first_response").state in ("met", "late")


def test_without_an_issued_letter_nobody_is_told(along: Along) -> None:
    along.approved()
    with pytest.raises(Refused) as refusal:
        _notify(along, "posted", reference="EMS 1234567890123")
    assert refusal.value.code == "step.notify"


def test_telling_twice_is_refused(along: Along) -> None:
    along.told()
    with pytest.raises(Refused):
        _notify(along, "posted", reference="EMS 1234567890123")
    assert Notice.objects.filter(case=along.case_id, kind="decision").count() == 1


def test_a_mail_counts_only_from_the_moment_the_server_took_it(along: Along, smtp_server: Any) -> None:
    along.issued()
    notice = notices.mail_decision(case=along.case, by=along.by("tom"), at=along.later())
    assert (along.case.state, notice.sent_at) == ("plan_approved", None)
    assert facts(along.case).notice_waiting
    assert notices.confirm_sent(notice=notice, by=SWEEP, at=along.later()).sent_at is None
    with pytest.raises(Refused) as refusal:
        notices.mail_decision(case=along.case, by=along.by("tom"), at=along.later())
    assert refusal.value.code == "notice.waiting"
    mail_jobs.send_mail(outgoing_id=str(notice.outgoing_id))
    outgoing = mail_of(notice)
    assert outgoing.state == "sent"
    assert sweeps.confirm_notices() == 1
    notice.refresh_from_db()
    case = along.case
    assert (case.state, case.complaint.notified_at, notice.sent_at) == (
        "decided_notified",
        outgoing.sent_at,
        outgoing.sent_at,
    )
    assert _clock(along).met_at == outgoing.sent_at
    mail = smtp_server.messages[-1]
    assert [part.get_content_type() for part in mail.iter_attachments()] == ["application/pdf"]
    assert outgoing.message_id in notice.proof
    assert sweeps.confirm_notices() == 0


def test_a_mail_that_failed_stays_visible_alarms_the_owner_and_stops_no_clock(along: Along) -> None:
    along.issued()
    notice = notices.mail_decision(case=along.case, by=along.by("tom"), at=along.later())
    channels.record_failure(
        outgoing_id=mail_of(notice).pk,
        answer="550 no such user",
        permanent=True,
        by=system("channels.mail"),
        at=along.later(),
    )
    at = along.later()
    notice = notices.confirm_sent(notice=notice, by=SWEEP, at=at)
    assert (notice.failed_at, notice.failure, notice.sent_at) == (at, "550 no such user", None)
    assert along.case.state == "plan_approved"
    assert _clock(along).state == "running"
    # The first answer is owed 24 hours after receipt, and that comes before a day has passed.
    task = Task.objects.get(owner_id=along.case_id, kind="notice", ref_id=notice.pk)
    assert (task.assignee_id, task.state, task.due_at) == (along.house["tom"].pk, "open", AT + DAY)
    assert Entry.objects.filter(aggregate_id=along.case_id, kind="complaint.notice_failed").count() == 1
    notices.confirm_sent(notice=notice, by=SWEEP, at=along.later())
    assert Task.objects.filter(ref_id=notice.pk).count() == 1
    along.tell()
    task.refresh_from_db()
    assert task.state == "done"


def test_told_by_post_while_the_mail_waits_the_later_mail_changes_nothing(along: Along) -> None:
    along.issued()
    notice = notices.mail_decision(case=along.case, by=along.by("tom"), at=along.later())
    along.tell()
    told_at = along.case.complaint.notified_at
    channels.record_sent(outgoing_id=mail_of(notice).pk, answer="250 OK", by=system("channels.mail"), at=along.later())
    notice = notices.confirm_sent(notice=notice, by=SWEEP, at=along.later())
    assert notice.sent_at is not None
    assert along.case.complaint.notified_at == told_at
    assert Entry.objects.filter(aggregate_id=along.case_id, kind="complaint.notice_sent").count() == 1


def test_without_an_address_there_is_no_mail(along: Along) -> None:
    Person.objects.filter(case=along.case_id).update(email="")
    along.issued()
    with pytest.raises(BadInput) as refusal:
        notices.mail_decision(case=along.case, by=along.by("tom"), at=along.later())
    assert refusal.value.code == "notice.address"


def _attempt(along: Along, at: datetime, **more: Any) -> Notice:
    return notices.record_attempt(
        case=along.case, method="phone", tried_at=at, reference="CALL-1", by=along.by("tom"), at=at, **more
    )


def test_an_attempt_tells_nobody_and_stops_nothing(along: Along) -> None:
    along.issued()
    _attempt(along, along.later())
    assert along.case.state == "plan_approved"
    assert _clock(along).state == "running"
    with pytest.raises(BadInput):
        notices.record_attempt(
            case=along.case, method="phone", tried_at=along.at, reference="", by=along.by("tom"), at=along.at
        )


def test_unreachable_needs_attempts_on_three_different_days(along: Along) -> None:
    along.issued()
    for _ in range(3):
        _attempt(along, along.later(timedelta(minutes=5)))
    for _ in range(2):
        with pytest.raises(Refused) as refusal:
            notices.conclude_unreachable(
                case=along.case, reason="多次拨打无人接听", by=along.by("tom"), at=along.later(timedelta(0))
            )
        assert refusal.value.code == "notice.attempts"
        last = along.later(DAY)
        _attempt(along, last)
    notice = notices.conclude_unreachable(
        case=along.case, reason="多次拨打无人接听", by=along.by("tom"), at=along.later()
    )
    assert (notice.sent_at, notice.reached) == (last, False)
    assert along.case.state == "decided_notified"
    assert _clock(along).met_at == last


def test_the_receipt_is_proven_once_and_starts_the_limit_for_a_review(along: Along) -> None:
    along.told()
    assert not Clock.objects.filter(owner_id=along.case_id, rule_code="complaint.review_application").exists()
    received = along.later(2 * DAY)
    proof = along.file("回执.pdf").pk
    notice = notices.record_receipt(
        case=along.case, received_at=received, proof_evidence_id=proof, by=along.by("tom"), at=along.later()
    )
    assert notice.received_at == received
    assert facts(along.case).decision_received_at == received
    assert _clock(along, "complaint.review_application").started_at == received
    with pytest.raises(Refused) as refusal:
        notices.record_receipt(
            case=along.case, received_at=received, proof_evidence_id=proof, by=along.by("tom"), at=along.later()
        )
    assert refusal.value.code == "notice.received"


def test_nobody_receives_a_decision_before_it_is_sent(along: Along) -> None:
    along.told()
    with pytest.raises(BadInput):
        notices.record_receipt(
            case=along.case,
            received_at=along.at - HOUR,
            proof_evidence_id=along.file().pk,
            by=along.by("tom"),
            at=along.at,
        )
