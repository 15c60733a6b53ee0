"""Files whose name and text are not in the index yet."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from huiyin.cases.models import Evidence, FileText, Readable
from huiyin.cases.rules.scanning import WITHHELD

# A file that took its reader down with it is not read again for ever.
MOST_TRIES = 3


def of_case(case_id: UUID) -> QuerySet[Evidence]:
    """The unread files of a case in the order they came."""
    return _unread(Evidence.objects.filter(case=case_id)).order_by("number")


def since(begin: datetime, most: int) -> list[Evidence]:
    """The newest unread files of all cases taken in after `begin`, at most `most`."""
    lowest = UUID(int=int(begin.timestamp() * 1000) << 80)  # ids begin with the time they were made
    return list(_unread(Evidence.objects.filter(pk__gte=lowest)).order_by("-pk")[:most])


def same_content(evidence: Evidence) -> FileText | None:
    """What was read in another item with the same bytes; None when nobody has read them yet."""
    rows = FileText.objects.filter(evidence__sha256=evidence.sha256).exclude(pk=evidence.pk)
    return rows.exclude(state=Readable.WAITING).first()


def _unread(rows: QuerySet[Evidence]) -> QuerySet[Evidence]:
    """What the scanner withholds is not read: nobody finds its words, and none of our readers opens it."""
    free = rows.select_related("case").exclude(scan__in=WITHHELD)
    return free.filter(Q(found_by=None) | Q(found_by__state=Readable.WAITING))
