"""The way of a complaint from its receipt to the answer, as the staff click it, and where a story may begin instead."""

from datetime import date, datetime, timedelta
from typing import Any

from huiyin.complaints.actions import acceptance, classification, dispatch
from huiyin.complaints.actions.classification import LabelDraft
from huiyin.complaints.rules.arrival import DemandDraft
from huiyin.core.actors import system
from huiyin.core.time import now
from huiyin.customers import actions as customers
from huiyin.customers.actions import PartyDraft
from tests.cases import make
from tests.complaints.along import AMOUNT, LETTER, SOURCES, Along
from tests.stories.web.hands import Stage, moment, paper, say

CERTIFICATE = "320102198001010016"
PARTY = {
    "rows-0-party": "江苏分公司理赔部",
    "rows-0-kind": "unit",
    "rows-0-share": "100",
    "rows-0-verdict": "upheld",
    "rows-0-within_insurer": True,
    "rows-0-legal_ground": "《中华人民共和国保险法》第二十三条：属于保险责任的应当及时赔付。",
    "rows-0-contract_ground": "医疗保险条款第五条",
    "rows-0-clause": "条款第五条",
}
RISK = {
    "internal_audit": "no",
    "internal_audit_reason": "个别失误，无违规迹象",
    "regulator": "no",
    "regulator_reason": "未达到报告标准",
}
PLAN = {
    "compensation": "3200.00",
    "compensation_text": "按条款第五条赔付住院医疗费用",
    "improvement": "主管致电道歉",
}
TEXTS = {
    "process": LETTER.process,
    "facts": LETTER.facts,
    "grounds": LETTER.grounds,
    "outcome": LETTER.outcome,
    "follow_up": LETTER.follow_up,
    "rows-0-result": "upheld",
    "rows-0-amount": "3200.00",
    "rows-0-text": LETTER.answers[0].text,
}


class Today(Along):
    """A complaint of today: every step happens now."""

    def later(self, span: timedelta = timedelta(0)) -> datetime:
        self.at = now()
        return self.at


def policy(stage: Stage) -> str:
    """Mrs Li's policy with the Suzhou sub-branch; its number."""
    draft = PartyDraft(
        name="李春梅", certificate_kind="id_card", certificate_no=CERTIFICATE, phone="13812345678",
        email="li@example.com",
    )  # fmt: skip
    by, at = system("test"), now()
    holder = customers.register_party(draft=draft, by=by, at=at)
    return customers.register_policy(
        number="HE2025000001", holder=holder, unit=stage.house.units["JS-SZ"], product_code="HE01", line="health",
        product_name="百万医疗", starts_on=date(2025, 6, 1), by=by, at=at,
    ).number  # fmt: skip


def received(stage: Stage, *, days: float = 0, **changes: Any) -> Today:
    """A complaint about the Jiangsu branch that came in by phone `days` ago; Tom has it."""
    at = now()
    values: dict[str, Any] = {
        "by": stage.house.by("tom"),
        "at": at,
        "received_at": at - timedelta(days=days, minutes=5),
        "demands": (DemandDraft(text="按合同赔付", amount=AMOUNT),),
    }
    return Today(stage.house, make.registered(stage.house, **(values | changes)).case.pk)


def assigned(stage: Stage, *, days: float = 0, **changes: Any) -> Today:
    """The same, accepted, with Tom as handler and Ivy as investigator."""
    one = received(stage, days=days, **changes)
    acceptance.check_identity(case=one.case, how="回拨保单登记的电话核对", by=one.by("tom"), at=one.later())
    acceptance.accept(case=one.case, by=one.by("sam"), at=one.later())
    labels = [LabelDraft(code="C21")]
    classification.classify(case=one.case, labels=labels, primary="C21", by=one.by("sam"), at=one.later())
    dispatch.dispatch(case=one.case, to=one.house["tom"], reason="熟悉医疗险", by=one.by("sam"), at=one.later())
    dispatch.name_investigator(case=one.case, user=one.house["ivy"], by=one.by("tom"), at=one.later())
    return one


def accepted(stage: Stage, number: str) -> None:
    """Identity, acceptance, class, dispatch to Tom, Ivy investigates."""
    sam = stage.desk("sam").see(number)
    sam.take("check_identity", how="回拨保单登记的电话核对")
    sam.take("accept", note="我们会在十五日内答复您。")
    sam.take("classify", {"rows-0-code": "C21", "rows-0-confidence": "100"})
    sam.take("dispatch", to=stage.pk("tom"), reason="熟悉医疗险")
    stage.desk("tom").see(number).take("name_investigator", user=stage.pk("ivy"))


def investigated(stage: Stage, number: str) -> None:
    """Three sources, findings, their review, liability, risk."""
    ivy = stage.desk("ivy").see(number)
    ivy.take("plan_sources", SOURCES)
    ivy.take("investigate")
    for source in SOURCES:
        ivy.take("finish_source", source=source, result="已核对，记录齐全。", files=[paper(f"{source}.pdf")])
    ivy.take(
        "record_finding", truth="投诉属实，医院记录显示没有既往症。", cause="审核人员误读体检报告",
        scope="仅涉及本案客户一人",
    )  # fmt: skip
    stage.desk("sam").see(number).take("review_finding", approved="yes")
    ivy.see(number).take("set_liability", PARTY)
    stage.desk("tom").see(number).take("assess_risk", RISK)


def planned(stage: Stage, number: str) -> None:
    """The plan, sent back once, approved by another person."""
    tom, sam = stage.desk("tom"), stage.desk("sam")
    tom.see(number).take("propose_plan", PLAN)
    assert tom.button("approve_plan").count() == 0, "who proposes does not approve"
    sam.see(number).take("send_back_plan", reason="请写明道歉由谁进行")
    tom.see(number).take("propose_plan", PLAN, improvement="理赔主管致电道歉")
    sam.see(number).take("approve_plan", reason="同意")


def decided(stage: Stage, number: str, amount: str = "3200.00") -> None:
    """The letter: refused while parts are missing, then whole, issued, and mailed."""
    tom, sam = stage.desk("tom").see(number), stage.desk("sam")
    texts = TEXTS | {"rows-0-amount": amount}
    tom.take("draft_decision", texts, grounds="没有依据。")
    assert sam.see(number).button("issue_decision").count() == 0, "the gate is shut while grounds are missing"
    assert say("Cite the article of law or the clause of the contract that the decision rests on.") in sam.needs(
        "Issue the decision letter"
    )
    tom.see(number).take("draft_decision", texts)
    sam.see(number).take("issue_decision")
    tom.see(number).take("notify", method="email")
    stage.minute()


def carried_out(stage: Stage, number: str) -> None:
    """A task for each part, paid and done with proof."""
    tom = stage.desk("tom").see(number)
    tom.take("execute")
    for _part in range(2):
        form = tom.begin("complete_task")
        if form.locator('[name="amount"]').count():
            fields = {"amount": "3200.00", "paid_at": moment(now()), "reference": "PAY-20261122"}
            file = paper("付款回单.pdf")
        else:
            fields, file = {}, paper("道歉录音.pdf")
        tom.page.keyboard.press("Escape")
        tom.take("complete_task", fields, files=[file])
