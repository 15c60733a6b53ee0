"""A complaint brought along its path, to where a test begins. Times: registered on Monday 2 March 2026, 10:00 in
Shanghai (`AT`), so that the decision is owed before 18 March, 00:00; everything after that hour by hour.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from huiyin.cases.actions import evidence as register
from huiyin.cases.models import Case, Evidence, Participation
from huiyin.channels.models import Outgoing
from huiyin.clocks.models import Task
from huiyin.complaints.actions import (
    decision,
    execution,
    investigation,
    liability,
    notices,
    plan,
    rectification,
    risk,
    satisfaction,
)
from huiyin.complaints.actions.decision import AnswerDraft, LetterDraft
from huiyin.complaints.actions.execution import TaskDraft
from huiyin.complaints.actions.liability import Party
from huiyin.complaints.models import Decision, Label, Notice
from huiyin.complaints.rules.arrival import DemandDraft
from huiyin.core import blobs
from huiyin.core.files import Stored
from tests.cases import make
from tests.people import AT, House

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
SOURCES = {
    "customer_contact": "向投诉人了解住院经过和投保时的告知情况",
    "internal_system": "调取投保录音、健康告知和理赔审核记录",
    "third_party": "向医院调取历年就诊记录",
}
PARTY = Party(
    party="江苏分公司理赔部",
    kind="unit",
    share=100,
    verdict="upheld",
    within_insurer=True,
    legal_ground="《中华人民共和国保险法》第二十三条：属于保险责任的应当及时赔付。",
    contract_ground="医疗保险条款第五条",
    clause="条款第五条",
)
LETTER = LetterDraft(
    process="我们与您通话核实，调取了投保录音和理赔记录，并向医院查询了历年就诊情况。",
    facts="经核实，您于2025年6月投保，2026年1月因急性阑尾炎住院。医院记录显示您此前没有相关病史，理赔部门将体检中的囊肿误认为既往症。",
    grounds="根据《中华人民共和国保险法》第二十三条和医疗保险条款第五条，急性阑尾炎属于保险责任，拒赔没有依据。",
    outcome="撤销原拒赔决定，按合同赔付住院医疗费用。",
    follow_up="赔款将在十日内支付到您的账户；理赔部门对审核人员重新培训。",
    answers=(AnswerDraft(demand=1, result="upheld", text="支持您的诉求，按合同全额赔付。", amount=Decimal("3200.00")),),
)
AMOUNT = Decimal("3200.00")


@dataclass
class Along:
    """One complaint and the hour it is. Every step takes an hour; `case` is read again on every use."""

    house: House
    case_id: UUID
    at: datetime = AT
    tasks: list[Task] = field(default_factory=list)

    @property
    def case(self) -> Case:
        return Case.objects.select_related("complaint", "unit", "owner").get(pk=self.case_id)

    def by(self, name: str) -> Any:
        return self.house.by(name)

    def later(self, span: timedelta = HOUR) -> datetime:
        self.at += span
        return self.at

    def file(self, name: str = "凭证.pdf") -> Evidence:
        """A proof in the register, new bytes each time."""
        data = f"%PDF-1.7 {name} {uuid4()}".encode()
        stored = Stored(digest=blobs.store(data), size=len(data), name=name, content_type="application/pdf")
        return register.add(
            case=self.case, files=[stored], kind="proof", source="internal_system", by=self.by("tom"), at=self.at
        )[0]

    def investigating(self) -> "Along":
        investigation.plan_sources(case=self.case, plans=SOURCES, by=self.by("ivy"), at=self.later())
        investigation.start(case=self.case, by=self.by("ivy"), at=self.later())
        return self

    def found(self) -> "Along":
        self.investigating()
        for source in SOURCES:
            investigation.finish_source(
                case=self.case, source=source, result="已核对，记录齐全。", by=self.by("ivy"), at=self.later()
            )
        investigation.record_finding(
            case=self.case, truth="投诉属实，医院记录显示没有既往症。", cause="审核人员误读体检报告",
            scope="仅涉及本案客户一人", by=self.by("ivy"), at=self.later(),
        )  # fmt: skip
        return self

    def reviewed(self) -> "Along":
        self.found()
        investigation.review_finding(case=self.case, approved=True, by=self.by("sam"), at=self.later())
        return self

    def liable(self, parties: Sequence[Party] = (PARTY,), *, regulator: bool = False) -> "Along":
        self.reviewed()
        liability.determine(case=self.case, parties=parties, by=self.by("ivy"), at=self.later())
        risk.assess(
            case=self.case, internal_audit=False, internal_audit_reason="个别失误，无违规迹象", regulator=regulator,
            regulator_reason="未达到报告标准", by=self.by("tom"), at=self.later(),
        )  # fmt: skip
        return self

    def proposed(self, **changes: Any) -> "Along":
        self.liable()
        self.propose(**changes)
        return self

    def propose(self, **changes: Any) -> None:
        values: dict[str, Any] = {
            "compensation": AMOUNT, "compensation_text": "按条款第五条赔付住院医疗费用", "improvement": "主管致电道歉",
            "process": "", "by": self.by("tom"), "at": self.later(),
        }  # fmt: skip
        plan.propose(case=self.case, **(values | changes))

    def approved(self, **changes: Any) -> "Along":
        self.proposed(**changes)
        plan.approve(case=self.case, reason="同意", by=self.by("sam"), at=self.later())
        return self

    def issued(self, **changes: Any) -> "Along":
        self.approved(**changes)
        self.issue()
        return self

    def issue(self, letter: LetterDraft = LETTER, by: str = "sam") -> Decision:
        decision.draft(case=self.case, letter_draft=letter, by=self.by("tom"), at=self.later())
        return decision.issue(case=self.case, by=self.by(by), at=self.later())

    def told(self) -> "Along":
        self.issued()
        self.tell()
        return self

    def tell(self) -> Notice:
        moment = self.later()
        return notices.notify(
            case=self.case, method="posted", told_at=moment, reference="EMS 1234567890123", by=self.by("tom"), at=moment
        )

    def executing(self) -> "Along":
        self.told()
        self.start()
        return self

    def start(self) -> None:
        drafts = [
            TaskDraft(kind="payment", title="支付赔款", assignee=self.house["tom"]),
            TaskDraft(kind="service", title="致电道歉", assignee=self.house["tia"]),
        ]
        self.tasks = execution.start(case=self.case, tasks=drafts, by=self.by("tom"), at=self.later())

    def pay(self, amount: Decimal = AMOUNT) -> None:
        moment = self.later()
        execution.pay(
            case=self.case, task=self.tasks[0], amount=amount, paid_at=moment, reference="PAY-20260302",
            proof_evidence_id=self.file("回单.pdf").pk, by=self.by("tom"), at=moment,
        )  # fmt: skip

    def carried_out(self) -> "Along":
        self.executing()
        self.pay()
        execution.complete_task(
            case=self.case,
            task=self.tasks[1],
            proof_evidence_id=self.file("录音.pdf").pk,
            by=self.by("tia"),
            at=self.later(),
        )
        return self

    def asked(self) -> "Along":
        self.carried_out()
        satisfaction.ask(case=self.case, method="portal", by=self.by("tom"), at=self.later())
        return self

    def answered(self) -> "Along":
        self.asked()
        satisfaction.answer(case=self.case, score=4, by=self.by("tia"), at=self.later(), words="处理得还可以")
        return self

    def rectified(self) -> "Along":
        self.answered()
        moment = self.later()
        rectification.plan(
            case=self.case, problem="体检报告误读", measure="培训并增加复核", unit=self.house.units["JS-CP"],
            responsible=self.house["tia"], due_on=moment.date() + 30 * DAY, by=self.by("tom"), at=moment,
        )  # fmt: skip
        return self


def letter_of(row: Decision) -> Evidence:
    """The letter of an issued decision, as it lies in the register."""
    assert row.letter_evidence_id is not None
    return Evidence.objects.get(pk=row.letter_evidence_id)


def mail_of(notice: Notice) -> Outgoing:
    """The mail that carries a notice."""
    assert notice.outgoing_id is not None
    return Outgoing.objects.get(pk=notice.outgoing_id)


def assigned(house: House, **changes: Any) -> Along:
    """A complaint that has come to its investigator: Tom owns it, Ivy investigates. Put there by hand, so that these
    tests stand on their own; the stories take the real way."""
    values = {"demands": (DemandDraft(text="按合同赔付", amount=AMOUNT),)} | changes
    case = make.registered(house, **values).case
    Case.objects.filter(pk=case.pk).update(state="assigned", owner=house["tom"])
    case.ownerships.filter(to_at=None).update(user=house["tom"])
    case.complaint.identity_checked_at = AT
    case.complaint.save(update_fields=["identity_checked_at"])
    Label.objects.get_or_create(
        case=case, is_primary=True, removed_at=None,
        defaults={"code": "C21", "taxonomy_version": "cn-2025", "set_at": AT, "set_by_label": "Tom"},
    )  # fmt: skip
    Participation.objects.create(case=case, user=house["ivy"], role="investigator", from_at=AT)
    return Along(house, case.pk)
