"""Staff, the organisation tree, who holds which role where, what they can do, and the tokens of machines."""

from huiyin.accounts.models.people import (
    ApiToken,
    IdempotencyKey,
    Membership,
    Relation,
    RelationKind,
    ReportingLine,
    Role,
    RolePolicy,
    SignInLink,
    Unit,
    UnitKind,
    User,
    UserManager,
)
from huiyin.accounts.models.tries import SharedTry
from huiyin.accounts.models.work import Absence, AbsenceKind, Competence, CompetenceKind, WorkTerms

__all__ = [
    "Absence",
    "AbsenceKind",
    "ApiToken",
    "Competence",
    "CompetenceKind",
    "IdempotencyKey",
    "Membership",
    "Relation",
    "RelationKind",
    "ReportingLine",
    "Role",
    "RolePolicy",
    "SharedTry",
    "SignInLink",
    "Unit",
    "UnitKind",
    "User",
    "UserManager",
    "WorkTerms",
]
