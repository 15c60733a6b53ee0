"""Complaints that were told and are not yet among the outcomes by which groups are compared, and what is known."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import F, Q, QuerySet

from huiyin.complaints.models import Complaint, Plan
from huiyin.customers.models import Party


def to_keep(most: int) -> QuerySet[Complaint, UUID]:
    """The newest told complaints without an outcome, or told anew since; at most `most`."""
    told = Complaint.objects.filter(notified_at__isnull=False).exclude(verdict="")
    missing = Q(case__told_outcome=None) | ~Q(case__told_outcome__told_at=F("notified_at"))
    return told.filter(missing).order_by("-pk").values_list("pk", flat=True)[:most]


def paid(case_ids: Collection[UUID]) -> dict[UUID, Decimal]:
    """The compensation of the newest approved plan of each; one that is missing paid nothing. One statement."""
    plans = Plan.objects.filter(case__in=list(case_ids), state="approved")
    plans = plans.order_by("case_id", "-version").distinct("case_id")
    return dict(plans.values_list("case_id", "compensation"))


def births(customers: Collection[UUID]) -> dict[UUID, date]:
    """The birth dates that are known. One statement."""
    rows = Party.objects.filter(pk__in=list(customers)).only("id", "born_on")
    found = {}
    for row in rows:
        try:
            found[row.pk] = date.fromisoformat(row.born_on)
        except ValueError:  # not known, or written otherwise by an earlier system
            continue
    return found
