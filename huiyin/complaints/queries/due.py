"""What the sweeps of complaints look for: ids only, read without a lock."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.audit.models import Entry
from huiyin.cases.models import Case, Kind, State
from huiyin.channels.models import DeliveryState, Outgoing
from huiyin.complaints.models import Escalation, Mediation, Merge, Notice, Rectification, Review, Suspension
from huiyin.complaints.queries.importing import IMPORTED, MACHINE_KINDS
from huiyin.complaints.rules import terms

_FATE = (DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.HELD)
# Imported closed history that only the machine has written to since, and into which nothing is merged.
_UNTOUCHED = (
    Q(is_imported=True)
    & Exists(Entry.objects.filter(aggregate_kind="case", aggregate_id=OuterRef("pk"), kind=IMPORTED))
    & ~Exists(Entry.objects.filter(aggregate_kind="case", aggregate_id=OuterRef("pk")).exclude(kind__in=MACHINE_KINDS))
    & ~Exists(Merge.objects.filter(into_case_id=OuterRef("pk"), undone_at=None))
)
_ENDED = (State.CLOSED, State.WITHDRAWN, State.NOT_PROCEEDED, State.REROUTED)


def notices_to_confirm(limit: int = 500) -> list[UUID]:
    """Notices whose mail has left or was given up, and which do not know it yet."""
    waiting = Notice.objects.filter(sent_at=None, failed_at=None, outgoing_id__isnull=False).order_by("id")
    pairs = dict(waiting.values_list("outgoing_id", "id")[:limit])
    done = Outgoing.objects.filter(pk__in=list(pairs), state__in=_FATE).values_list("id", flat=True)
    return [pairs[outgoing] for outgoing in done]


def cases_to_archive(at: datetime, *, after: UUID | None = None, limit: int = 500) -> list[tuple[UUID, bool]]:
    """(id, is untouched import) of ended complaints whose watch period may be over, by the shortest one of all
    editions, in order of their ids. What stands open beside the path waits: it is not asked for in vain every night.
    """
    shortest = min(edition.watch_days for edition in terms.editions())
    rows = _nothing_open(Case.objects.filter(state_since__lt=at - timedelta(days=shortest)))
    if after is not None:
        rows = rows.filter(pk__gt=after)
    found = rows.annotate(imported=_UNTOUCHED).order_by("id")
    return list(found.values_list("id", "imported")[:limit])


def imported_to_archive(case_ids: Sequence[UUID]) -> QuerySet[Case]:
    """Those of the cases that are imported closed history which nobody has merged or worked on since."""
    return _nothing_open(Case.objects.filter(pk__in=case_ids)).filter(_UNTOUCHED).order_by("id")


def _nothing_open(rows: QuerySet[Case]) -> QuerySet[Case]:
    """Ended complaints with nothing open that keeps them out of the archive (as the step `archive` needs it)."""
    here = {"case": OuterRef("pk")}
    return rows.filter(
        ~Exists(Rectification.objects.filter(**here, verified_at=None)),
        ~Exists(Suspension.objects.filter(**here, to_at=None)),
        ~Exists(Mediation.objects.filter(**here, ended_at=None)),
        ~Exists(Review.objects.filter(**here, state__in=["applied", "reviewing"])),
        ~Exists(Escalation.objects.filter(**here, answered_at=None, ended_at=None)),
        kind=Kind.COMPLAINT,
        state__in=_ENDED,
    )
