"""One's own drafts."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.accounts.models import User
from huiyin.cases.models import Draft
from huiyin.cases.queries.access import visible_to
from huiyin.cases.rules import drafts as rules

OFFERED = 5


@dataclass(frozen=True)
class Kept:
    """A draft, readable. `number` and `subject` are those of its case while its writer may see it."""

    id: UUID
    case_id: UUID | None
    place: str
    slot: str
    fields: dict[str, list[str]]
    saved_at: datetime
    number: str = ""
    subject: str = ""

    @property
    def gist(self) -> str:
        """What it is recognised by."""
        return rules.gist(self.fields)


def of_forms(user: User, case_id: UUID | None, places: Sequence[str], at: datetime) -> list[Kept]:
    """What somebody has written into these forms and not sent, the newest first. One statement."""
    rows = Draft.objects.filter(user=user, case=case_id, place__in=places, saved_at__gte=at - rules.KEPT_FOR)
    return [_kept(row) for row in rows.order_by("-saved_at", "-id")[:OFFERED]]


def one(user: User, draft_id: UUID) -> Kept | None:
    """One of somebody's own drafts."""
    row = Draft.objects.filter(pk=draft_id, user=user).first()
    return _kept(row) if row else None


def listed(user: User, at: datetime, *, before: tuple[datetime, UUID] | None = None, limit: int = 50) -> list[Kept]:
    """All of somebody's drafts, the newest first, from behind a key. Two statements."""
    rows = Draft.objects.filter(user=user, saved_at__gte=at - rules.KEPT_FOR).order_by("-saved_at", "-id")
    if before is not None:
        rows = rows.filter(saved_at__lte=before[0]).exclude(saved_at=before[0], id__gte=before[1])
    found = list(rows[:limit])
    ids = {row.case_id for row in found if row.case_id}
    seen = {pk: (number, text) for pk, number, text in visible_to(user, looked_up=True).filter(pk__in=ids).values_list(
        "pk", "number", "subject"
    )}  # fmt: skip
    return [_kept(row, *(seen.get(row.case_id, ("", "")) if row.case_id else ("", ""))) for row in found]


def _kept(row: Draft, number: str = "", subject: str = "") -> Kept:
    return Kept(
        row.pk, row.case_id, row.place, row.slot, json.loads(row.fields), row.saved_at, number=number, subject=subject
    )
