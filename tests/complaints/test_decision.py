"""The decision letter: draft, gate, issue (令2020-3 art 19, 3.3-4)."""

from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from pypdf import PdfReader

from huiyin.accounts.models import Unit
from huiyin.audit.models import Entry
from huiyin.cases.models import Evidence
from huiyin.complaints.actions import decision, plan
from huiyin.complaints.actions.decision import AnswerDraft, LetterDraft
from huiyin.complaints.models import Decision, Demand
from huiyin.complaints.queries import letter
from huiyin.complaints.rules.arrival import DemandDraft
from huiyin.core import blobs
from huiyin.core.errors import BadInput, Refused
from tests.complaints.along import AMOUNT, LETTER, Along, assigned, letter_of
from tests.people import House


def _draft(along: Along, **changes: Any) -> Decision:
    written = replace(LETTER, **changes)
    return decision.draft(case=along.case, letter_draft=written, by=along.by("tom"), at=along.later())


def _words(row: Decision) -> str:
    pages = PdfReader(BytesIO(blobs.read(letter_of(row).sha256))).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def test_a_letter_can_only_be_written_when_the_plan_is_approved(along: Along) -> None:
    along.proposed()
    with pytest.raises(Refused) as refusal:
        _draft(along)
    assert refusal.value.code == "step.draft_decision"


def test_an_unfinished_draft_is_kept_and_says_what_it_lacks(along: Along) -> None:
    along.approved()
    decision.draft(case=along.case, letter_draft=LetterDraft(facts="经核实"), by=along.by("tom"), at=along.later())
    lacking = letter.missing(along.case)
    assert len(lacking) >= 6
    with pytest.raises(Refused) as refusal:
        decision.issue(case=along.case, by=along.by("sam"), at=along.later())
    assert refusal.value.code == "step.issue_decision"
    assert len(refusal.value.needs) == len(lacking)
    assert Decision.objects.get(case=along.case_id).state == "draft"


def test_writing_again_replaces_the_one_draft(along: Along) -> None:
    along.approved()
    first = _draft(along)
    second = _draft(along, outcome="撤销原拒赔决定，按合同全额赔付。")
    assert (first.pk, second.version) == (second.pk, 1)
    assert Decision.objects.filter(case=along.case_id).count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"answers": (AnswerDraft(demand=9, result="upheld", text="支持"),)},
        {"answers": (AnswerDraft(demand=1), AnswerDraft(demand=1))},
        {"answers": (AnswerDraft(demand=1, result="perhaps"),)},
        {"answers": (AnswerDraft(demand=1, amount=Decimal("-1")),)},
        {"answers": (AnswerDraft(demand=1, amount=Decimal("1.001")),)},
        {"remedies": ("prayer",)},
        {"facts": "实" * 20_001},
    ],
)
def test_what_cannot_be_is_refused_while_writing(along: Along, changes: dict[str, object]) -> None:
    along.approved()
    with pytest.raises(BadInput):
        _draft(along, **changes)


def test_a_branch_letter_offers_the_review_by_the_unit_above(along: Along) -> None:
    row = along.issued().case.decisions.get()
    assert row.deciding_unit.code == "JS"
    assert row.remedies == ["review", "mediation", "litigation"]
    text = _words(row)
    for words in (
        "自收到本决定之日起30日内",
        "总公司",
        "南京市测试路1号",
        "申请核查",
        "申请调解",
        "提起诉讼",
        "李春梅",
        "3,200.00",
    ):
        assert words in text, words


def test_a_head_office_letter_offers_no_review(along: Along) -> None:
    along.liable()
    along.propose(compensation=Decimal("60000.00"))
    from_head_office = replace(
        LETTER, answers=(replace(LETTER.answers[0], amount=Decimal("60000.00")),), arbitration="南京仲裁委员会"
    )
    along_approve(along, "hua")
    row = along.issue(from_head_office, by="hua")
    assert row.deciding_unit.code == "HQ"
    assert row.remedies == ["mediation", "arbitration", "litigation"]
    text = _words(row)
    assert "申请核查" not in text
    assert "南京仲裁委员会" in text


def along_approve(along: Along, name: str) -> None:
    plan.approve(case=along.case, reason="同意", by=along.by(name), at=along.later())


def test_a_decision_of_head_office_is_issued_by_head_office(along: Along) -> None:
    along.proposed(compensation=Decimal("60000.00"))
    along_approve(along, "hua")
    _draft(along, answers=(replace(LETTER.answers[0], amount=Decimal("60000.00")),))
    with pytest.raises(Refused) as refusal:
        decision.issue(case=along.case, by=along.by("max"), at=along.later())
    assert refusal.value.code == "step.issue_decision"


@pytest.mark.parametrize(
    "changes",
    [
        {"process": "查了"},
        {"facts": "属实。"},
        {"facts": "同上" * 40},
        {"grounds": "按照公司的有关规定和一贯的做法处理，不再赘述理由。"},
        {"outcome": ""},
        {"follow_up": "待补充"},
        {"outcome": "赔付3200元。本决定为最终决定，您不得再投诉。"},
        {"answers": ()},
        {"answers": (replace(LETTER.answers[0], text=""),)},
        {"answers": (replace(LETTER.answers[0], amount=Decimal("3199.99")),)},
        {"answers": (replace(LETTER.answers[0], result="not_upheld"),)},
        {"remedies": ("mediation", "litigation")},
        {"remedies": ("review", "litigation")},
        {"remedies": ("review", "mediation")},
        {"remedies": ("review", "mediation", "arbitration", "litigation")},
    ],
)
def test_the_gate_lets_no_such_letter_out(along: Along, changes: dict[str, object]) -> None:
    along.approved()
    _draft(along, **changes)
    with pytest.raises(Refused) as refusal:
        decision.issue(case=along.case, by=along.by("sam"), at=along.later())
    assert refusal.value.code == "step.issue_decision"
    assert refusal.value.needs
    assert (
        not Evidence.objects.filter(case=along.case_id, kind="letter", title__isnull=False)
        .filter(file_name__isnull=False)
        .filter(pk__in=Decision.objects.filter(case=along.case_id).values("letter_evidence_id"))
        .exists()
    )


def test_the_gate_names_the_address_when_nobody_has_entered_one(along: Along, settings: Any) -> None:
    settings.INSURER = settings.INSURER | {"address": ""}
    Unit.objects.update(address="")
    along.approved()
    _draft(along)
    assert len(letter.missing(along.case)) == 2


def test_every_demand_is_answered(house: House) -> None:
    along = assigned(
        house, demands=(DemandDraft(text="按合同赔付", amount=AMOUNT), DemandDraft(text="书面道歉", amount=None))
    )
    along.approved()
    _draft(along)
    with pytest.raises(Refused):
        decision.issue(case=along.case, by=along.by("sam"), at=along.later())
    both = (LETTER.answers[0], AnswerDraft(demand=2, result="partly", text="由主管当面致歉，不另出具书面材料。"))
    row = along.issue(replace(LETTER, answers=both))
    assert "书面道歉" in _words(row)
    results = Demand.objects.filter(case=along.case_id).order_by("number").values_list("result", "amount_granted")
    assert list(results) == [("upheld", AMOUNT), ("partly", None)]


def test_issuing_leaves_letter_entry_and_results_and_keeps_the_state(along: Along) -> None:
    row = along.issued().case.decisions.get()
    case = along.case
    assert (case.state, row.state, row.number) == ("plan_approved", "issued", f"{case.number}-J1")
    item = letter_of(row)
    assert (item.kind, item.is_public, item.media_type) == ("letter", True, "application/pdf")
    entry = Entry.objects.get(aggregate_id=case.pk, kind="complaint.decision_issued")
    assert entry.body["sha256"] == item.sha256
    assert entry.body["by_branch"] is True
    # Not told yet: the limit runs on.
    assert case.next_due_rule
    assert case.complaint.notified_at is None


def test_an_issued_letter_is_not_issued_again_and_a_new_one_has_its_own_number(along: Along) -> None:
    along.issued()
    with pytest.raises(Refused):
        decision.issue(case=along.case, by=along.by("sam"), at=along.later())
    second = along.issue(replace(LETTER, outcome="撤销原拒赔决定，按合同全额赔付，并致歉。"))
    assert second.number.endswith("-J2")
    assert Decision.objects.filter(case=along.case_id, state="issued").count() == 2


def test_an_issued_decision_always_has_its_letter(along: Along) -> None:
    along.issued()
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(case=along.case_id).update(letter_evidence_id=None)


def test_after_telling_nothing_is_written_any_more(along: Along) -> None:
    along.told()
    with pytest.raises(Refused):
        _draft(along)


def test_the_letter_is_issued_by_a_leader(along: Along) -> None:
    along.approved()
    _draft(along)
    for name in ("tom", "ivy", "zoe", "aud"):
        with pytest.raises(Refused):
            decision.issue(case=along.case, by=along.by(name), at=along.later())


def test_the_first_version_comes_from_what_is_on_record(along: Along) -> None:
    along.approved()
    first = letter.suggestion(along.case)
    assert first["facts"].startswith("投诉属实")
    assert "保险法" in first["grounds"]
    assert first["remedies"] == ["review", "mediation", "litigation"]
    assert first["ways"]["review"]["unit"] == "总公司"
    assert [one["demand"] for one in first["answers"]] == [1]


def test_an_english_case_gets_an_english_letter(house: House) -> None:
    along = assigned(house, language="en")
    along.approved()
    english = LetterDraft(
        process="We spoke with you, and read the sales recording and the claim file.",
        facts="You were treated for appendicitis in January 2026. The hospital has no earlier record of it.",
        grounds="Under article 23 of the Insurance Law and clause 5 of the policy the treatment is covered.",
        outcome="We withdraw the refusal and pay the hospital bill.",
        follow_up="The sum reaches your account within ten days.",
        answers=(AnswerDraft(demand=1, result="upheld", text="We pay the claim in full.", amount=AMOUNT),),
    )
    row = along.issue(english)
    assert "Withindaysofreceiving" not in _words(row)
    assert "Within30daysofreceivingthisdecision" in _words(row)


def test_the_words_of_the_letter_warn_about_hard_words(along: Along) -> None:
    along.approved()
    _draft(along, follow_up="鉴于上述情形，赔款将予以支付，敬请谅解。")
    words = {remark.words for remark in letter.remarks(along.case)}
    assert {"鉴于上述情形", "予以", "敬请谅解"} <= words
    decision.issue(case=along.case, by=along.by("sam"), at=along.later())


def test_the_letter_goes_to_the_person_it_says(along: Along) -> None:
    along.told()
    assert "李春梅" in _words(along.case.decisions.get())
    issued = letter.issued_of(along.case)
    assert issued is not None
    assert issued.number == along.case.decisions.get().number


def test_the_draft_can_be_looked_at_as_it_will_be(along: Along) -> None:
    along.approved()
    with pytest.raises(Refused) as refusal:
        letter.preview(along.case, dated=along.at.date())
    assert refusal.value.code == "letter.incomplete"
    _draft(along, outcome="")
    with pytest.raises(Refused) as refusal:
        letter.preview(along.case, dated=along.at.date())
    assert len(refusal.value.needs) == 1
    _draft(along)
    before = along.case.version
    text = "".join(
        "".join(page.extract_text().split())
        for page in PdfReader(BytesIO(letter.preview(along.case, dated=along.at.date()))).pages
    )
    assert "(draft)" in text or "（草稿）" in text
    assert along.case.version == before
    assert not Evidence.objects.filter(
        case=along.case_id, kind="letter", pk__in=Decision.objects.values("letter_evidence_id")
    ).exists()
