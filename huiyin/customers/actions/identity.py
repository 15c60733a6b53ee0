"""Judging whether two records are of one person, and taking that back. Nothing is copied or lost (2.1-2)."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused
from huiyin.customers.actions.base import because, lock, record
from huiyin.customers.models import Identity, Party, Verdict
from huiyin.customers.queries.identity import likeness_of


@action
def judge(*, party_id: UUID, other_id: UUID, verdict: str, reason: str, by: Actor, at: datetime) -> Identity:
    """Say that two records are of one person (`same`) or of two (`different`). The same again changes nothing.

    Raises Refused(`identity.judged`) when the opposite stands: that must be taken back first.
    """
    words = because(reason)
    if party_id == other_id or verdict not in Verdict.values:
        raise BadInput("identity.two", _("Choose two different records."), field="other_id")
    # Always in the order of the ids, so that two people who judge at once do not wait for each other.
    first, second = (lock(one, by=by) for one in sorted((party_id, other_id)))
    standing = Identity.objects.filter(party=first, other_id=second.pk, undone_at=None).first()
    if standing is not None:
        if standing.verdict == verdict:
            return standing
        raise Refused("identity.judged", _("Somebody judged otherwise. Take that back first, with a reason."))
    likeness = likeness_of(first, second)
    row = Identity.objects.create(
        party=first, other_id=second.pk, verdict=verdict, score=likeness.score, grounds=list(likeness.grounds),
        reason=words, at=at, by_id=by.id, by_label=by.label[:120],
    )  # fmt: skip
    _tell(first, second, "judged", by, at, verdict=verdict, score=likeness.score, reason=words)
    return row


@action
def take_back(*, identity_id: UUID, reason: str, by: Actor, at: datetime) -> Identity:
    """Take a judgement back: both records are as they were before it. Twice changes nothing."""
    words = because(reason)
    row = Identity.objects.get(pk=identity_id)
    first, second = (lock(one, by=by) for one in (row.party_id, row.other_id))
    row.refresh_from_db()
    if row.undone_at is not None:
        return row
    row.undone_at, row.undone_by_label, row.undone_reason = at, by.label[:120], words
    row.save(update_fields=["undone_at", "undone_by_label", "undone_reason"])
    _tell(first, second, "judgement_taken_back", by, at, verdict=row.verdict, reason=words)
    return row


def _tell(first: Party, second: Party, kind: str, by: Actor, at: datetime, **body: object) -> None:
    for one, other in ((first, second), (second, first)):
        record(one.pk, kind, by=by, at=at, body={"other": other.pk, **body})
