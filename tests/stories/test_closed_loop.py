"""From the first word to the archive, through every door of the house, with real mail."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from huiyin.audit import queries as audit
from huiyin.audit.models import Entry
from huiyin.audit.rules import faults
from huiyin.cases.models import Case, Evidence, Message, Person
from huiyin.channels import sweeps as mail_sweeps
from huiyin.clocks import queries as clock_queries
from huiyin.complaints import sweeps
from huiyin.complaints.actions import (
    acceptance,
    archive,
    classification,
    closure,
    dispatch,
    execution,
    investigation,
    liability,
    notices,
    plan,
    rectification,
    risk,
    satisfaction,
)
from huiyin.complaints.actions.classification import LabelDraft
from huiyin.complaints.actions.decision import AnswerDraft
from huiyin.complaints.models import Demand, Rectification
from huiyin.complaints.queries import facts
from huiyin.complaints.queries.risk import tasks_of
from huiyin.complaints.rules import path
from huiyin.complaints.rules.arrival import DemandDraft
from huiyin.core import blobs
from huiyin.core.actors import customer, system
from huiyin.core.errors import Refused
from huiyin.core.time import now
from tests.cases import make
from tests.complaints.along import AMOUNT, LETTER, PARTY, Along, letter_of, mail_of
from tests.people import House, build

pytestmark = pytest.mark.django_db


class Today(Along):
    """A complaint of today: mail leaves by the real clock, so every step happens now."""

    def later(self, span: timedelta = timedelta(0)) -> datetime:
        self.at = now() + span
        return self.at


def _register(house: House, **changes: Any) -> Today:
    values: dict[str, Any] = {
        "by": house.by("ana"), "at": now(), "received_at": now() - timedelta(hours=1),
        "demands": (DemandDraft(text="按合同赔付", amount=AMOUNT),),
    }  # fmt: skip
    return Today(house, make.registered(house, **(values | changes)).case.pk)


def _to_the_investigator(one: Today) -> None:
    """Identity, acceptance, class, dispatch to Tom, and Ivy named."""
    acceptance.check_identity(case=one.case, how="回拨保单登记的电话核对", by=one.by("ana"), at=one.later())
    acceptance.accept(case=one.case, by=one.by("sam"), at=one.later())
    classification.classify(
        case=one.case, labels=[LabelDraft(code="C21")], primary="C21", by=one.by("sam"), at=one.later()
    )
    dispatch.dispatch(case=one.case, to=one.house["tom"], reason="熟悉医疗险", by=one.by("sam"), at=one.later())
    dispatch.name_investigator(case=one.case, user=one.house["ivy"], by=one.by("tom"), at=one.later())


def _mail_leaves() -> None:
    mail_sweeps.resend_mail()
    sweeps.confirm_notices()


def _whole(case: Case) -> None:
    """The chain holds, every clock is what its rule says, every file is what its hash says."""
    rows = Entry.objects.filter(aggregate_kind="case", aggregate_id=case.pk).order_by("seq")
    assert faults([audit.as_hashed(row) | {"hash": row.hash} for row in rows]) == []
    for clock in clock_queries.of_owner(("case", case.pk)):
        assert clock_queries.verify(clock) == []
    for item in Evidence.objects.filter(case=case):
        blobs.verify(item.sha256)


def test_an_upheld_complaint_goes_the_whole_way(smtp_server: Any) -> None:
    one = _register(build())
    _to_the_investigator(one)
    one.reviewed()
    liability.determine(case=one.case, parties=[PARTY], by=one.by("ivy"), at=one.later())
    risk.assess(
        case=one.case, internal_audit=True, internal_audit_reason="本季度第二起同类误读", regulator=False,
        regulator_reason="未达到报告标准", by=one.by("tom"), at=one.later(),
    )  # fmt: skip
    one.propose(process="体检报告由两人复核")
    plan.send_back(case=one.case, reason="请写明复核从何时开始", by=one.by("sam"), at=one.later())
    one.propose(process="")
    plan.approve(case=one.case, reason="同意", by=one.by("sam"), at=one.later())
    row = one.issue()

    notice = notices.mail_decision(case=one.case, by=one.by("tom"), at=one.later())
    assert one.case.state == "plan_approved"
    _mail_leaves()
    notice.refresh_from_db()
    assert one.case.state == "decided_notified"
    assert notice.sent_at == mail_of(notice).sent_at == one.case.complaint.notified_at
    letter = next(mail for mail in smtp_server.messages if any(mail.iter_attachments()) and row.number in str(mail))
    attached = next(part for part in letter.iter_attachments() if part.get_filename() == f"{row.number}.pdf")
    assert attached.get_content() == blobs.read(letter_of(row).sha256)

    one.start()
    one.pay()
    from_tia = one.file("道歉电话录音.pdf").pk
    for task in one.tasks[1:]:
        _complete(one, task, from_tia)
    satisfaction.ask(case=one.case, method="email", by=one.by("tom"), at=one.later())
    _mail_leaves()
    person = Person.objects.get(case=one.case_id)
    satisfaction.answer(case=one.case, score=5, words="问题解决了", by=customer(person.pk), at=one.later())
    _rectify(one)
    (audit,) = tasks_of(one.case)
    execution.complete_task(case=one.case, task=audit, note="内审立项号 2026-03", by=one.by("hua"), at=one.later())
    closure.close(case=one.case, close_code="resolved", by=one.by("sam"), at=one.later())

    case = one.case
    assert (case.state, case.is_open, case.complaint.verdict) == ("closed", False, "upheld")
    assert Demand.objects.get(case=case).amount_granted == AMOUNT
    assert not clock_queries.running(("case", case.pk)).exists()
    assert clock_queries.of_owner(("case", case.pk)).filter(rule_code="complaint.decision", state="met").count() == 1
    mending = Rectification.objects.get(case=case)
    rectification.report_done(rectification=mending, proof="培训签到表", by=one.by("tia"), at=one.later())
    rectification.verify(rectification=mending, works=True, note="抽查十份无误", by=one.by("sam"), at=one.later())
    archive.archive(case=case, by=system("complaints.archive"), at=now() + timedelta(days=91))
    assert one.case.state == "archived"
    steps = {offer.step.code for offer in path.steps(facts(one.case), one.by("tom")) if offer.ready}
    assert steps.isdisjoint({"close", "notify", "draft_decision", "add_task", "rectify"})
    _whole(one.case)
    _says_nothing_personal(one.case)


def _complete(one: Today, task: Any, proof: Any) -> None:
    execution.complete_task(case=one.case, task=task, proof_evidence_id=proof, by=one.by("tia"), at=one.later())


def _rectify(one: Today) -> None:
    rectification.plan(
        case=one.case, problem="体检报告误读", measure="培训并两人复核", unit=one.house.units["JS-CP"],
        responsible=one.house["tia"], due_on=now().date() + timedelta(days=30), by=one.by("tom"), at=one.later(),
    )  # fmt: skip


def _says_nothing_personal(case: Case) -> None:
    """No name, number or address stands in the ledger of the case in clear."""
    said = " ".join(str(row.body) for row in Entry.objects.filter(aggregate_id=case.pk))
    for clear in ("李春梅", "13812345678", "li@example.com", "320102198001010018"):
        assert clear not in said


def test_a_complaint_that_is_not_upheld_is_decided_by_head_office_and_told_in_person(smtp_server: Any) -> None:
    one = _register(build(), received_at=now() - timedelta(hours=2))
    _to_the_investigator(one)
    classification.grade(
        case=one.case, severity="L3", reason="涉及条款解释，全国适用", by=one.by("sam"), at=one.later()
    )
    one.reviewed()
    nobody = replace(PARTY, party="无责任方", kind="customer", verdict="not_upheld", within_insurer=False)
    liability.determine(case=one.case, parties=[nobody], by=one.by("ivy"), at=one.later())
    risk.assess(
        case=one.case, internal_audit=False, internal_audit_reason="没有发现违规", regulator=False,
        regulator_reason="没有发现违规", by=one.by("tom"), at=one.later(),
    )  # fmt: skip
    one.propose(compensation=Decimal(0), compensation_text="不属于保险责任，不予赔付", improvement="", process="")
    plan.approve(case=one.case, reason="同意", by=one.by("hua"), at=one.later())
    letter = replace(
        LETTER,
        outcome="维持原理赔决定，不支持赔付诉求。",
        follow_up="如有新的就医资料，可以随时补充，我们会重新审核。",
        answers=(AnswerDraft(demand=1, result="not_upheld", text="该疾病发生在等待期内，不属于保险责任。"),),
    )
    row = one.issue(letter, by="hua")
    assert (row.deciding_unit.code, "review" in row.remedies) == ("HQ", False)
    told_at = one.later()
    notices.notify(
        case=one.case, method="handed_over", told_at=told_at, proof_evidence_id=one.file("签收回执.pdf").pk,
        by=one.by("tom"), at=one.later(),
    )  # fmt: skip
    # Head office's decision is not reviewed: no limit for an application starts.
    assert not clock_queries.of_owner(("case", one.case_id)).filter(rule_code="complaint.review_application").exists()
    satisfaction.ask(case=one.case, method="phone", by=one.by("tom"), at=one.later())
    satisfaction.refuse(case=one.case, words="不想评价", by=one.by("tom"), at=one.later())
    closure.close(case=one.case, close_code="disagreed", by=one.by("hua"), at=one.later())
    case = one.case
    assert (case.state, case.complaint.verdict, case.complaint.notified_at) == ("closed", "not_upheld", told_at)
    assert not facts(case).rectification_owed
    _whole(case)


def test_every_step_done_twice_is_refused_or_changes_nothing(smtp_server: Any) -> None:
    """Somebody presses every button a second time: the state stays, nothing is there twice."""
    one = _register(build())
    _to_the_investigator(one)
    one.reviewed()
    again: list[Callable[[], Any]] = [
        lambda: acceptance.accept(case=one.case, by=one.by("sam"), at=one.later()),
        lambda: investigation.start(case=one.case, by=one.by("ivy"), at=one.later()),
        lambda: investigation.review_finding(case=one.case, approved=True, by=one.by("sam"), at=one.later()),
    ]
    before = (one.case.version, Message.objects.filter(case=one.case_id).count(), one.case.state)
    for press in again:
        with pytest.raises(Refused):
            press()
    assert (one.case.version, Message.objects.filter(case=one.case_id).count(), one.case.state) == before
    assert one.case.received_at < datetime.now(UTC)
