"""Which customers have a complaint that is open, or was found right lately: a sign that they may leave."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from huiyin.cases.models import Case
from huiyin.complaints.models.complaint import Verdict
from huiyin.core.time import local_date
from huiyin.customers.rules import stages


def troubled(party_ids: Sequence[UUID], at: datetime) -> set[UUID]:
    """Those of these customers. One statement."""
    since = at - stages.in_force(local_date(at)).days("trouble_days")
    right = Q(complaint__verdict__in=[Verdict.UPHELD, Verdict.PARTLY], complaint__notified_at__gt=since)
    rows = Case.objects.filter(customer_id__in=list(party_ids), kind="complaint").filter(Q(is_open=True) | right)
    return {one for one in rows.order_by().values_list("customer_id", flat=True) if one}
