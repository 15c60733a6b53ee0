"""Cases whose text is nearly the same, whoever complains: found by fingerprint, compared in full, shown with what they
share. Advice to whoever handles the case; no clock, amount or decision asks for it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from huiyin.accounts.models import User
from huiyin.cases.models import Case, Direction, Message
from huiyin.cases.queries.access import visible_to
from huiyin.core import masking
from huiyin.text import likeness

NEAR = 0.5  # of their shingles: from here on two texts are shown as nearly the same
LOOKED_AT, SHOWN = 300, 8
# Found first and ordered then: the newest rows of the house are not walked through in search of a match.
_FOUND = (
    "WITH found AS MATERIALIZED (SELECT case_id FROM cases_fingerprint WHERE bands && %s::bigint[])"
    " SELECT case_id FROM found WHERE case_id <> %s ORDER BY case_id DESC LIMIT %s"
)


@dataclass(frozen=True, slots=True)
class Twin:
    """A case whose text is nearly the same: the share of shingles (0 to 1), the passages that both have, and whether
    the same customer wrote it."""

    case: Case
    near: float
    passages: tuple[str, ...]
    is_same_customer: bool


def twins(user: User, case: Case) -> tuple[list[Twin], int]:
    """The cases that `user` may see whose text is nearly that of `case`, likest first, newest first among equals; and
    how many more there are among the newest LOOKED_AT. Work grows with the matches, not with the house. Three
    statements beside those of the gate."""
    text = first_texts([case.pk]).get(case.pk, "")
    bands = likeness.bands(text)
    if not bands:
        return [], 0
    with connection.cursor() as cursor:
        cursor.execute(_FOUND, [bands, case.pk, LOOKED_AT])
        ids = [row[0] for row in cursor.fetchall()]
    if not ids:
        return [], 0
    rows = {row.pk: row for row in visible_to(user, looked_up=True).select_related("unit").filter(pk__in=ids)}
    texts, own = first_texts(rows), likeness.shingles(text)
    close = {pk: likeness.overlap(own, likeness.shingles(other)) for pk, other in texts.items()}
    order = sorted(
        (pk for pk in close if close[pk] >= NEAR), key=lambda pk: (-close[pk], -rows[pk].received_at.timestamp())
    )
    shown = [_twin(case, rows[pk], close[pk], likeness.reasons(text, texts[pk])) for pk in order[:SHOWN]]
    return shown, len(order) - len(shown)


def _twin(case: Case, other: Case, near: float, passages: list[str]) -> Twin:
    is_same = case.customer_id is not None and case.customer_id == other.customer_id
    return Twin(other, near, tuple(masking.text(passage) for passage in passages), is_same)


def first_texts(case_ids: Collection[UUID]) -> dict[UUID, str]:
    """With what each case came in: the first message from the customer's side, without personal numbers. One
    statement."""
    rows = Message.objects.filter(case__in=list(case_ids), direction=Direction.IN)
    rows = rows.order_by("case_id", "at", "id").distinct("case_id")
    return {
        case_id: masking.without_personal_numbers(text or subject)
        for case_id, text, subject in rows.values_list("case_id", "text", "subject")
    }


def unread(since: datetime | None, most: int) -> QuerySet[Case, UUID]:
    """The newest cases without a fingerprint, taken in after `since` (None: ever), at most `most`."""
    rows = Case.objects.filter(fingerprint=None)
    if since is not None:
        # Ids begin with the time they were made.
        rows = rows.filter(pk__gte=UUID(int=int(since.timestamp() * 1000) << 80))
    return rows.order_by("-pk").values_list("pk", flat=True)[:most]
