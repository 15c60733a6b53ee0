"""A decision that was received on 3 March 2026, an application for its review, and what the unit above decides."""

from decimal import Decimal
from typing import Any

from huiyin.cases.models import Person
from huiyin.complaints.actions import notices, review, reviewing
from huiyin.complaints.actions.decision import AnswerDraft
from huiyin.complaints.models import Review
from huiyin.core.actors import customer
from tests.complaints.along import Along
from tests.complaints.turned import by_phone, sh

RULE = "complaint.review_decision"
ANSWER = AnswerDraft(demand=1, result="partly", text="另行补付护具费用。", amount=Decimal("680.00"))
WORDS: dict[str, Any] = {
    "process_finding": "调查由无利害关系的人员进行。",
    "timing_finding": "自收到投诉至告知处理决定未超过15日。",
    "outcome_finding": "护具属于医嘱要求的必要费用。",
    "conclusion": "变更原决定第一项。",
    "grounds": "《银行业保险业消费投诉处理管理办法》第二十条。",
}


def received(along: Along) -> Along:
    """Told on 3 March by a signed receipt: the 30 days for a review end on 2 April, 24:00."""
    along.issued()
    along.at = sh("03-03 15:00")
    notices.notify(
        case=along.case, method="handed_over", told_at=along.at, by=along.by("tom"), at=along.at,
        proof_evidence_id=along.file("签收.pdf").pk,
    )  # fmt: skip
    return along


def apply(along: Along, when: str, **more: Any) -> Review:
    person = Person.objects.get(case=along.case, is_contact=True)
    values: dict[str, Any] = {"grounds": "另外两项用品也应赔付。", "by": customer(person.pk), "at": sh(when)}
    return review.apply(case=along.case, **(values | more))


def decide(along: Along, when: str, verdict: str = "upheld", who: str = "hua", **more: Any) -> Review:
    values: dict[str, Any] = {**WORDS, "verdict": verdict, "way": by_phone(sh(when))}
    if verdict == "changed":
        values["answers"] = (ANSWER,)
    return reviewing.decide(case=along.case, by=along.by(who), at=sh(when), **(values | more))
