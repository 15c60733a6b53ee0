"""Which rows make up a case, table by table, and which of their fields are personal or free text.

A field that is encrypted in the database, long text, or JSON that people wrote into, appears in a case file only as a
salted hash; salt and value stand beside it in a part of their own and can be left out one by one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models

from huiyin.cases.models import (
    Case,
    CaseCheck,
    CaseLink,
    CaseTag,
    Custody,
    Evidence,
    FieldValue,
    Mention,
    Message,
    MessageMove,
    Note,
    Ownership,
    Participation,
    Person,
    Quarantine,
    Recusal,
    TemplateUse,
)
from huiyin.clocks.models import Alarm, Promise, Task
from huiyin.complaints.models import (
    Approval,
    Complaint,
    Decision,
    Demand,
    Escalation,
    Extension,
    Finding,
    Label,
    Liability,
    Mediation,
    Merge,
    Notice,
    Payment,
    Plan,
    Rectification,
    Reopening,
    Reroute,
    Review,
    RiskAssessment,
    Satisfaction,
    SourceCheck,
    Suspension,
    Withdrawal,
)
from huiyin.core.fields import EncryptedTextField

# Texts of this length and more may hold anything.
FREE_TEXT = 200
# The keyed fingerprints by which the house finds people, and what only concerns its own screens.
_NEVER = frozenset(
    {
        "secret_hash", "phone_blind", "email_blind", "certificate_blind", "next_due_at", "next_due_rule", "due_level",
        "is_paused", "is_provisional", "blind",
    }
)  # fmt: skip
_ALSO_SEALED = frozenset({"policy_number", "party", "vulnerabilities", "signed_how", "reference"})


@dataclass(frozen=True)
class Table:
    """One table of the case: `of` selects the rows of a case id."""

    model: type[models.Model]
    of: Callable[[Any], Mapping[str, Any]]

    @property
    def name(self) -> str:
        """context.model, in small letters."""
        return str(self.model._meta.label_lower)

    def fields(self) -> list[Any]:
        """The columns that are told."""
        return [field for field in self.model._meta.concrete_fields if field.name not in _NEVER]


def is_sealed(field: Any) -> bool:
    """Does the field appear as a salted hash only?"""
    if isinstance(field, EncryptedTextField | models.TextField | models.JSONField) or field.name in _ALSO_SEALED:
        return True
    is_words = isinstance(field, models.CharField) and (field.max_length or 0) >= FREE_TEXT
    return is_words and not field.choices


def _by_case(model: type[models.Model]) -> Table:
    return Table(model, lambda id_: {"case_id": id_})


def _by_owner(model: type[models.Model]) -> Table:
    return Table(model, lambda id_: {"owner_kind": "case", "owner_id": id_})


NOTES = _by_case(Note)
TABLES = (
    Table(Case, lambda id_: {"pk": id_}),
    *map(_by_case, (Ownership, Participation, Recusal, Person, Message)),
    NOTES,
    *map(_by_case, (Evidence, Custody, Quarantine, Complaint, Demand, Label, SourceCheck, Finding)),
    *map(_by_case, (Liability, RiskAssessment)),
    *map(_by_case, (Plan, Approval, Payment, Decision, Notice, Satisfaction, Extension, Suspension, Review, Mediation)),
    *map(_by_case, (CaseTag, CaseLink, CaseCheck, FieldValue, Mention, MessageMove, TemplateUse)),
    *map(_by_case, (Escalation, Withdrawal, Merge, Reroute, Rectification, Reopening)),
    *map(_by_owner, (Task, Promise, Alarm)),
)
