"""What the sweeps of complaints look for: ids only, read without a lock."""

from datetime import datetime, timedelta
from uuid import UUID

from huiyin.cases.models import Case, Kind, State
from huiyin.channels.models import DeliveryState, Outgoing
from huiyin.complaints.models import Notice
from huiyin.complaints.rules import terms

_FATE = (DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.HELD)
_ENDED = (State.CLOSED, State.WITHDRAWN, State.NOT_PROCEEDED, State.REROUTED)


def notices_to_confirm(limit: int = 500) -> list[UUID]:
    """Notices whose mail has left or was given up, and which do not know it yet."""
    waiting = Notice.objects.filter(sent_at=None, failed_at=None, outgoing_id__isnull=False).order_by("id")
    pairs = dict(waiting.values_list("outgoing_id", "id")[:limit])
    done = Outgoing.objects.filter(pk__in=list(pairs), state__in=_FATE).values_list("id", flat=True)
    return [pairs[outgoing] for outgoing in done]


def cases_to_archive(at: datetime, *, after: UUID | None = None, limit: int = 500) -> list[UUID]:
    """Ended complaints whose watch period may be over, by the shortest one of all editions, in order of their ids."""
    shortest = min(edition.watch_days for edition in terms.editions())
    rows = Case.objects.filter(kind=Kind.COMPLAINT, state__in=_ENDED, state_since__lt=at - timedelta(days=shortest))
    if after is not None:
        rows = rows.filter(pk__gt=after)
    return list(rows.order_by("id").values_list("id", flat=True)[:limit])
