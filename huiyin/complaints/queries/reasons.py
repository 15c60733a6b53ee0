"""Why this person: every change of who answers for a case, with the reason that the ledger keeps."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from huiyin.audit.models import Entry
from huiyin.cases.models import Case
from huiyin.complaints.models import Held
from huiyin.complaints.rules.entries import kind_of

KINDS = tuple(kind_of(step) for step in ("dispatch", "hand_over", "recuse"))


@dataclass(frozen=True, slots=True)
class Turn:
    """One change: who has it since, who decided, the reason given, and how it was weighed."""

    at: datetime
    by: str
    owner_id: UUID
    reason: str
    why: Mapping[str, Any]


def of(case: Case) -> list[Turn]:
    """The newest first; entries from before reasons were kept tell who and by whom. One statement."""
    rows = Entry.objects.filter(aggregate_kind="case", aggregate_id=case.pk, kind__in=KINDS).order_by("-seq")
    found = []
    for row in rows[:50]:
        owner = row.body.get("owner")
        if owner:
            why = row.body.get("why") or {}
            found.append(Turn(row.at, row.actor_label, UUID(owner), str(row.body.get("reason") or ""), why))
    return found


def held(case: Case) -> Held | None:
    """How it waits in a pool, if it does."""
    return Held.objects.filter(case=case, ended_at=None).select_related("for_user", "unit").first()
