"""The bytes of the register. Whoever gives a file of a case to anybody, or reads it, gets it here and nowhere else:
what the scanner has not seen, or found something in, is refused."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from huiyin.cases.models import Evidence, Quarantine, Scan
from huiyin.cases.rules import scanning
from huiyin.core import blobs
from huiyin.core.errors import Refused


def opened(evidence: Evidence) -> Iterator[bytes]:
    """The clear bytes of an item, piece by piece. Raises as `check_free` does, Refused(`evidence.damaged`) when the
    file is gone; while it is read BlobDamaged."""
    check_free([evidence])
    if not blobs.exists(evidence.sha256):
        raise Refused(
            "evidence.damaged", _("The kept file is missing or no longer what it was. Tell the administrator.")
        )
    return blobs.chunks(evidence.sha256)


def check_free(items: Iterable[Evidence]) -> None:
    """Raises Refused(`evidence.quarantined`, `evidence.held`) when one of the items is withheld, naming it."""
    for item in items:
        if item.scan == Scan.QUARANTINED:
            raise Refused(
                "evidence.quarantined",
                _("File %(number)d is in quarantine and is given to nobody. The privacy officer or an administrator "
                  "can release it.") % {"number": item.number},
            )  # fmt: skip
        if item.scan == Scan.HELD:
            raise Refused(
                "evidence.held",
                _("File %(number)d is still being checked for viruses. Try again in a minute.")
                % {"number": item.number},
            )


def held_of(case_id: UUID) -> list[Evidence]:
    """The items of a case that wait for the scanner, in the order they came."""
    return list(Evidence.objects.filter(case=case_id, scan=Scan.HELD).order_by("number"))


def held_after(last: UUID | None, most: int) -> list[Evidence]:
    """The items of all cases that wait, oldest first, behind the item `last`."""
    rows = Evidence.objects.filter(scan=Scan.HELD).order_by("id")
    return list((rows.filter(pk__gt=last) if last is not None else rows)[:most])


def given_out_after(last: UUID | None, most: int) -> list[Evidence]:
    """The items of all cases that were never scanned or were clean, oldest first, behind the item `last`."""
    rows = Evidence.objects.filter(scan__in=(Scan.NONE, Scan.CLEAN)).order_by("id")
    return list((rows.filter(pk__gt=last) if last is not None else rows)[:most])


def waiting_since() -> datetime | None:
    """When the file came that has waited longest for the scanner; None when none waits."""
    return Evidence.objects.filter(scan=Scan.HELD).order_by("id").values_list("added_at", flat=True).first()


def quarantined() -> QuerySet[Quarantine]:
    """Everything that was withheld, newest first."""
    return Quarantine.objects.select_related("evidence", "case").order_by("-found_at", "-id")


def is_withheld(evidence: Evidence) -> bool:
    """Is the item given to nobody at present?"""
    return evidence.scan in scanning.WITHHELD


def is_quarantined(evidence_id: UUID) -> bool:
    """Was something found in the item, and nobody released it?"""
    return Evidence.objects.filter(pk=evidence_id, scan=Scan.QUARANTINED).exists()
