"""Customers: who they are, what they hold, what they agreed to (2.1)."""

from huiyin.customers.models.claims import Claim, ClaimDecision, ClaimMilestone, ClaimStage
from huiyin.customers.models.consents import Consent, ConsentPurpose, ConsentSource
from huiyin.customers.models.core import CoreKind, CoreLink
from huiyin.customers.models.identity import Identity, Verdict
from huiyin.customers.models.measured import Measured, MeasureRound, Principle, QualityFigure
from huiyin.customers.models.parties import CertificateKind, Party, PartyKind
from huiyin.customers.models.policies import Policy, PolicyTally
from huiyin.customers.models.record import PartRole, PartyChange, PartyTie, PolicyPart, TieKind
from huiyin.customers.models.shown import ShownKind, ShownMethod, TermsShown, Understood
from huiyin.customers.models.stages import LifeStage, Stage

__all__ = [
    "CertificateKind",
    "Claim",
    "ClaimDecision",
    "ClaimMilestone",
    "ClaimStage",
    "Consent",
    "ConsentPurpose",
    "ConsentSource",
    "CoreKind",
    "CoreLink",
    "Identity",
    "PartRole",
    "LifeStage",
    "Measured",
    "MeasureRound",
    "Party",
    "PartyChange",
    "PartyKind",
    "PartyTie",
    "Policy",
    "PolicyTally",
    "Principle",
    "QualityFigure",
    "ShownKind",
    "ShownMethod",
    "Stage",
    "TermsShown",
    "PolicyPart",
    "TieKind",
    "Understood",
    "Verdict",
]
