"""Requests that have ended and were kept at hand long enough."""

from datetime import datetime
from uuid import UUID

from huiyin.cases.models import Kind
from huiyin.service.models import Request
from huiyin.service.rules.archive import latest_end


def to_archive(at: datetime, *, after: UUID | None = None, limit: int = 500) -> list[UUID]:
    """Ids of cases whose request was closed or ended so long ago that it may go to the archive, in their order."""
    rows = Request.objects.filter(
        state__in=["closed", "ended"], case__kind=Kind.REQUEST, case__state_since__lt=latest_end(at)
    )
    if after is not None:
        rows = rows.filter(pk__gt=after)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])
