"""Liability, plan, letter, telling."""

from datetime import datetime

from huiyin.complaints.actions import decision, liability, notices, plan, risk
from huiyin.complaints.models import Plan
from huiyin.demo.lines import VERDICTS
from huiyin.demo.play import Play

# Who approves a plan of a level.
APPROVERS = {"L1": "supervisor", "L2": "manager", "L3": "head_cp", "L4": "executive"}


def set_liability(play: Play, at: datetime) -> None:
    """Who is responsible."""
    verdict = VERDICTS[play.shape.outcome]
    party = liability.Party(
        party=play.words["party"],
        kind="unit" if verdict != "not_upheld" else "customer",
        share=100,
        verdict=verdict,
        within_insurer=verdict != "not_upheld",
        legal_ground=play.words["legal_ground"],
        contract_ground=play.words["contract_ground"],
    )
    liability.determine(case=play.case, parties=[party], by=play.actor("handler"), at=at)


def assess_risk(play: Play, at: datetime) -> None:
    """Internal audit or regulator?"""
    risk.assess(
        case=play.case,
        internal_audit=False,
        internal_audit_reason=play.words["audit_reason"],
        regulator=False,
        regulator_reason=play.words["regulator_reason"],
        by=play.actor("handler"),
        at=at,
    )


def propose_plan(play: Play, at: datetime) -> None:
    """A plan in three parts."""
    plan.propose(
        case=play.case,
        compensation=play.lines.compensation,
        compensation_text=play.words["compensation"],
        improvement=play.words["improve"],
        process=play.words["process"],
        by=play.actor("handler"),
        at=at,
    )


def approve_plan(play: Play, at: datetime) -> None:
    """Approved at its level."""
    level = Plan.objects.filter(case=play.case).latest("version").level
    approver = "approver" if "approver" in play.cast else APPROVERS[level]
    plan.approve(
        case=play.case,
        reason=play.words["approve"],
        outlier_reason=play.words["outlier"],
        by=play.actor(approver),
        at=at,
    )


def draft_decision(play: Play, at: datetime) -> None:
    """The letter is written."""
    answers = [
        decision.AnswerDraft(demand=number, result=one.result, text=one.answer, amount=one.granted)
        for number, one in enumerate(play.lines.asked, start=1)
    ]
    words = play.words
    draft = decision.LetterDraft(
        process=words["letter_process"],
        facts=words["letter_facts"],
        grounds=words["letter_grounds"],
        outcome=words["letter_outcome"],
        follow_up=words["letter_follow"],
        answers=answers,
    )
    decision.draft(case=play.case, letter_draft=draft, by=play.actor("handler"), at=at)


def issue_decision(play: Play, at: datetime) -> None:
    """The letter is issued."""
    by = play.actor("head_cp" if play.shape.head else "supervisor")
    decision.issue(case=play.case, by=by, at=at)


def tell(play: Play, at: datetime) -> None:
    """The complainant is told, by mail or by phone."""
    if play.shape.mail:
        notices.mail_decision(case=play.case, by=play.actor("handler"), at=at)
        return
    notices.notify(
        case=play.case,
        method="phone",
        told_at=at,
        reference=play.words["call"],
        text=play.words["told"],
        by=play.actor("handler"),
        at=at,
    )
