"""What a complaint has beyond the shared case (handbook chapter 3)."""

from huiyin.complaints.models.assignment import (
    Assignment,
    AssignmentTrial,
    AssignmentTrialRow,
    Held,
    HeldEnding,
    HeldReason,
    TrialState,
)
from huiyin.complaints.models.complaint import Complaint, Demand, Label
from huiyin.complaints.models.decision import Decision, Notice, Satisfaction
from huiyin.complaints.models.fairness import ToldOutcome
from huiyin.complaints.models.hand_back import HandBack, HandBackRow
from huiyin.complaints.models.inquiry import Finding, Liability, RiskAssessment, SourceCheck
from huiyin.complaints.models.plan import Approval, Payment, Plan
from huiyin.complaints.models.radar import RadarGroup, RadarLink, RadarMember, RadarRead, RadarState
from huiyin.complaints.models.suggesting import Suggestion, TextModel
from huiyin.complaints.models.turns import (
    Escalation,
    Extension,
    Mediation,
    Merge,
    Rectification,
    Reopening,
    Reroute,
    Review,
    Suspension,
    Withdrawal,
)

__all__ = [
    "Approval",
    "Assignment",
    "AssignmentTrial",
    "AssignmentTrialRow",
    "Complaint",
    "Decision",
    "Demand",
    "Escalation",
    "Extension",
    "Finding",
    "HandBack",
    "HandBackRow",
    "Held",
    "HeldEnding",
    "HeldReason",
    "Label",
    "Liability",
    "Mediation",
    "Merge",
    "Notice",
    "Payment",
    "Plan",
    "Rectification",
    "RadarGroup",
    "RadarLink",
    "RadarMember",
    "RadarRead",
    "RadarState",
    "Reopening",
    "Reroute",
    "Review",
    "RiskAssessment",
    "Satisfaction",
    "SourceCheck",
    "Suggestion",
    "Suspension",
    "TextModel",
    "ToldOutcome",
    "TrialState",
    "Withdrawal",
]
