"""Editions of the rules of assignment: drafts, what is in force, what is planned."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from huiyin.accounts.models import Unit
from huiyin.audit import queries as audit
from huiyin.catalog import rules as taxonomies
from huiyin.complaints.models import Assignment, AssignmentTrial
from huiyin.complaints.queries import candidates
from huiyin.complaints.rules import dispatch_terms as terms
from huiyin.handbook.models import DraftState

SHOWN = 100


def listed() -> list[Assignment]:
    """Drafts and editions, the newest first."""
    rows = Assignment.objects.select_related("created_by", "decided_by").order_by("-changed_at", "-id")
    return list(rows[:SHOWN])


def approved() -> QuerySet[Assignment]:
    """What is or will be in force, the last first."""
    return Assignment.objects.filter(state=DraftState.APPROVED).order_by("-effective_from")


def newest_edition() -> terms.Edition:
    """What a new draft begins with: the edition that begins last, else what is shipped."""
    row = approved().first()
    return candidates.edition_of(row) if row else terms.SHIPPED


def last_day() -> date | None:
    """The day on which the last edition begins."""
    row = approved().first()
    return row.effective_from if row else None


def version_of(row: Assignment) -> str:
    """How the ledger names the edition."""
    return candidates.edition_of(row).version


@dataclass(frozen=True)
class Text:
    """What a draft said at one of its versions."""

    body: dict[str, Any]
    effective_from: date


def text_at(row: Assignment, version: int) -> Text | None:
    """What the draft said when it was at `version`, by the ledger: the last text written up to it. None: not known."""
    if version == row.version:
        return Text(row.body, row.effective_from)
    if not 0 < version < row.version:
        return None
    told = audit.chain(row.key).filter(body__version__lte=version, body__has_key="text").order_by("-seq").first()
    return Text(told.body["text"], date.fromisoformat(told.body["effective_from"])) if told else None


def trials_of(row: Assignment) -> list[AssignmentTrial]:
    """The dry runs of an edition, the newest first."""
    return list(AssignmentTrial.objects.filter(assignment=row).order_by("-created_at")[:20])


def known_codes() -> dict[str, frozenset[str]]:
    """What a condition may name: units of the house, lines and classes of the taxonomy (those of earlier editions too,
    as open complaints carry them), languages of the desk."""
    editions = taxonomies.editions()
    return {
        "units": frozenset(Unit.objects.values_list("code", flat=True)),
        "lines": frozenset(code for one in editions for code in one.axes["line"]),
        "classes": frozenset(code for one in editions for code in (*one.classes, *one.groups, *one.reasons)),
        "languages": frozenset(code for code, _name in settings.LANGUAGES),
    }
