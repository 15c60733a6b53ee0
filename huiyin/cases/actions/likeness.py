"""The index of nearly the same texts. Nothing of a case changes by it, so the ledger says nothing of it."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from huiyin.cases.models import Fingerprint
from huiyin.cases.queries.likeness import first_texts
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.text import likeness


@action
def read(*, case_ids: Collection[UUID], by: Actor, at: datetime) -> int:
    """Keep the fingerprints of what these cases came in with; returns how many cases were read. Twice does no harm."""
    texts = first_texts(case_ids)
    rows = [Fingerprint(case_id=pk, bands=likeness.bands(texts.get(pk, "")), made_at=at) for pk in case_ids]
    Fingerprint.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)
