"""A complaint that takes every turn there is, with real mail, and comes to its end all the same."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from huiyin.audit import queries as audit
from huiyin.cases.models import Case, Evidence, Person
from huiyin.channels import sweeps as mail_sweeps
from huiyin.clocks import queries as clock_queries
from huiyin.clocks.models import Clock, Task
from huiyin.complaints import sweeps
from huiyin.complaints.actions import (
    acceptance,
    agreement,
    classification,
    closure,
    dispatch,
    escalation,
    execution,
    extension,
    mediation,
    merging,
    notices,
    plan,
    rectification,
    reopening,
    review,
    reviewing,
    satisfaction,
    suspension,
    withdrawal,
)
from huiyin.complaints.actions.classification import LabelDraft
from huiyin.complaints.actions.decision import AnswerDraft
from huiyin.complaints.actions.execution import TaskDraft
from huiyin.complaints.models import Notice
from huiyin.complaints.queries import facts, turns
from huiyin.complaints.rules.arrival import DemandDraft
from huiyin.core import blobs
from huiyin.core.actors import customer
from huiyin.core.time import SHANGHAI, local_date, now
from tests.cases import make
from tests.complaints import turned
from tests.complaints.along import AMOUNT, LETTER, Along
from tests.people import House, build

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
REVIEWED: dict[str, Any] = {
    "process_finding": "调查由无利害关系的人员进行，三类来源均已取证。",
    "timing_finding": "自收到投诉至告知处理决定，扣除鉴定期间后未超过期限。",
    "outcome_finding": "护具属于医嘱要求的必要费用，应当赔付。",
    "conclusion": "变更原决定，增加赔付护具费用。",
    "grounds": "医疗保险条款第五条。",
}


class Today(Along):
    """Mail leaves by the real clock, so every step happens now; the complaint came in ten days ago."""

    def later(self, span: timedelta = timedelta(0)) -> datetime:
        self.at = now()
        return self.at

    def due(self) -> datetime | None:
        found = turns.decision_clock(self.case)
        return found.due_at if found else None


def _arrived(house: House, days: int = 10, **changes: Any) -> Today:
    moment = now()
    case = make.registered(
        house, by=house.by("ana"), at=moment, received_at=moment - days * DAY,
        demands=(DemandDraft(text="按合同赔付", amount=AMOUNT),), **changes,
    ).case  # fmt: skip
    one = Today(house, case.pk)
    acceptance.check_identity(case=one.case, how="回拨保单登记的电话核对", by=one.by("ana"), at=one.later())
    acceptance.accept(case=one.case, by=one.by("sam"), at=one.later())
    classification.classify(
        case=one.case, labels=[LabelDraft(code="C21")], primary="C21", by=one.by("sam"), at=one.later()
    )
    dispatch.dispatch(case=one.case, to=house["tom"], reason="熟悉医疗险", by=one.by("sam"), at=one.later())
    dispatch.name_investigator(case=one.case, user=house["ivy"], by=one.by("tom"), at=one.later())
    return one


def _mail_leaves() -> None:
    mail_sweeps.resend_mail()
    sweeps.confirm_notices()


def _ends(one: Today, days: int) -> datetime:
    """The first instant after a limit of `days` natural days from receipt: the day of receipt is not counted."""
    return datetime.combine(local_date(one.case.received_at) + (days + 1) * DAY, time(), SHANGHAI)


def _whole(one: Today) -> None:
    case = one.case
    assert audit.verify(("case", case.pk)) == []
    for clock in clock_queries.of_owner(("case", case.pk)):
        assert clock_queries.verify(clock) == []
    for item in Evidence.objects.filter(case=case):
        blobs.verify(item.sha256)


def _letters(server: Any, word: str) -> list[bytes]:
    """The PDFs of the mails whose subject has `word`."""
    return [
        part.get_content() for mail in server.messages if word in str(mail["Subject"])
        for part in mail.iter_attachments() if part.get_content_type() == "application/pdf"
    ]  # fmt: skip


def test_extended_twice_suspended_mediated_and_agreed(smtp_server: Any) -> None:
    one = _arrived(build())
    assert one.due() == _ends(one, 15)
    for who, length in (("sam", 30), ("hua", 60)):
        extension.request(case=one.case, reason="医院病历需调取", by=one.by("tom"), at=one.later())
        row = extension.approve(case=one.case, by=one.by(who), at=one.later())
        # The first step counts from its approval, the second only once the complainant was told.
        assert one.due() == _ends(one, 30)
        _mail_leaves()
        row.refresh_from_db()
        assert (one.due(), row.house_findings) == (_ends(one, length), [])
    assert row.effective_at == turned.notice(row.notice_id).sent_at
    assert len(_letters(smtp_server, one.case.number)) >= 2

    rested = suspension.suspend(
        case=one.case, ground="appraisal", body="江苏某司法鉴定所", reason="伤残等级有争议",
        requested_at=one.later() - timedelta(hours=1), by=one.by("tom"), at=one.later(),
    )  # fmt: skip
    _mail_leaves()
    assert (one.due(), one.case.is_paused) == (None, True)
    mediation.start(case=one.case, body="南京保险合同纠纷调解委员会", by=one.by("tom"), at=one.later())
    person = Person.objects.get(case=one.case, is_contact=True)
    mediation.agree(case=one.case, side="complainant", by=customer(person.pk), at=one.later())
    mediation.agree(case=one.case, side="insurer", by=one.by("tom"), at=one.later())
    suspension.resume(
        case=one.case,
        suspension_id=rested.pk,
        result="十级伤残",
        resumed_at=one.later(),
        by=one.by("tom"),
        at=one.later(),
    )
    assert one.due() is None  # the mediation still goes on
    mediation.end(case=one.case, result="failed", result_text="未达成一致", by=one.by("tom"), at=one.later())
    days = (local_date(now()) - local_date(rested.from_at)).days
    assert one.due() == _ends(one, 60 + days)
    until = local_date(now()) + 80 * DAY
    agreement.agree(
        case=one.case, until=until, proof_evidence_id=one.file("往来邮件.pdf").pk, by=one.by("tom"), at=one.later()
    )
    assert one.due() == datetime.combine(until + DAY, time(), SHANGHAI)
    _mail_leaves()
    assert not Notice.objects.filter(case=one.case, outgoing_id__isnull=False, sent_at=None).exists()
    assert all(pdf.startswith(b"%PDF") for pdf in _letters(smtp_server, one.case.number))
    _whole(one)


def _review_changes_it(one: Today) -> None:
    """Told by hand with the signature; the complainant applies, head office changes the decision and mails it."""
    one.issued()
    notices.notify(
        case=one.case, method="handed_over", told_at=one.later(), proof_evidence_id=one.file("签收.pdf").pk,
        by=one.by("tom"), at=one.later(),
    )  # fmt: skip
    person = Person.objects.get(case=one.case, is_contact=True)
    review.apply(case=one.case, grounds="护具费用也应赔付", by=customer(person.pk), at=one.later())
    answers = (AnswerDraft(demand=1, result="partly", text="另行补付护具费用。", amount=Decimal("680.00")),)
    row = reviewing.decide(
        case=one.case, verdict="changed", answers=answers, by=one.by("hua"), at=one.later(), **REVIEWED
    )
    assert (one.case.complaint.round, row.notified_at) == (1, None)
    _mail_leaves()
    row.refresh_from_db()
    assert row.notified_at is not None
    assert (one.case.state, one.case.complaint.round) == ("liability_set", 2)
    assert Clock.objects.get(owner_id=one.case_id, rule_code="complaint.review_decision").state == "met"


def _carry_out_the_change(one: Today) -> None:
    one.propose(compensation=Decimal("680.00"), improvement="", process="")
    # A matter that a regulator asks about is approved by the branch manager.
    plan.approve(case=one.case, reason="同意", by=one.by("max"), at=one.later())
    answers = (AnswerDraft(demand=1, result="partly", text="补付医嘱护具的费用。", amount=Decimal("680.00")),)
    one.issue(replace(LETTER, answers=answers))
    notices.mail_decision(case=one.case, by=one.by("tom"), at=one.later())
    _mail_leaves()
    assert one.case.state == "decided_notified"
    drafts = [TaskDraft(kind="payment", title="支付护具费用", assignee=one.house["tom"])]
    one.tasks = execution.start(case=one.case, tasks=drafts, by=one.by("tom"), at=one.later())
    one.pay(Decimal("680.00"))
    satisfaction.ask(case=one.case, method="portal", by=one.by("tom"), at=one.later())
    satisfaction.answer(case=one.case, score=5, by=one.by("tia"), at=one.later())


def test_reviewed_changed_and_closed_then_taken_up_again(smtp_server: Any) -> None:
    one = _arrived(build(), days=1)
    _review_changes_it(one)
    regulator = escalation.escalate(
        case=one.case, to="regulator", body="江苏金融监管局", external_ref="JS2026-17",
        due_on=local_date(now()) + 7 * DAY, by=one.by("tom"), at=one.later(),
    )  # fmt: skip
    _carry_out_the_change(one)
    escalation.answer(
        case=one.case, escalation_id=regulator.pk, text="已书面回复处理结果", proof_evidence_id=one.file("回执.pdf").pk,
        by=one.by("tom"), at=one.later(),
    )  # fmt: skip
    rectification.plan(
        case=one.case, problem="护具费用漏算", measure="更新费用清单", unit=one.house.units["JS-CP"],
        responsible=one.house["tia"], due_on=local_date(now()) + 30 * DAY, by=one.by("tom"), at=one.later(),
    )  # fmt: skip
    closure.close(case=one.case, close_code="settled", by=one.by("sam"), at=one.later())
    assert (one.case.state, facts(one.case).round) == ("closed", 2)
    assert not Task.objects.filter(owner_id=one.case_id, state="open").exists()
    reopening.reopen(
        case=one.case, ground="recurrence", reason="同样的扣费又出现", material_received_at=one.later(),
        by=one.by("sam"), at=one.later(),
    )  # fmt: skip
    assert (one.case.state, facts(one.case).round) == ("assigned", 3)
    assert one.due() == datetime.combine(local_date(now()) + 16 * DAY, time(), SHANGHAI)
    person = Person.objects.get(case=one.case, is_contact=True)
    withdrawal.withdraw(
        case=one.case, pressure_denied=True, signed_name=person.name, by=customer(person.pk), at=one.later()
    )
    _mail_leaves()
    assert one.case.state == "withdrawn"
    assert Case.objects.count() == 1  # it counts once
    _whole(one)


def test_merged_with_new_facts_and_taken_apart_again(smtp_server: Any) -> None:
    house = build()
    one = _arrived(house)
    before = one.due()
    other = _arrived(house, days=3)
    seen = merging.preview(case=other.case, master=one.case, at=now(), new_facts=True)
    assert seen.fault == ""
    merging.merge(case=other.case, master=one.case, text=seen.text, new_facts=True, by=one.by("tom"), at=one.later())
    _mail_leaves()
    assert one.due() == seen.due_at == _ends(other, 15)
    assert turns.master_of(other.case).pk == one.case_id
    assert any(other.case.number in str(mail["Subject"]) for mail in smtp_server.messages)
    merging.unmerge(case=other.case, reason="不是同一事项", by=one.by("tom"), at=one.later())
    assert (one.due(), other.due(), other.case.state) == (before, _ends(other, 15), "assigned")
    _whole(one)
    _whole(other)
