"""Which cases have alarms that their row does not show yet."""

from uuid import UUID

from huiyin.clocks.models import Alarm


def with_alarms(limit: int = 500) -> list[UUID]:
    """Ids of cases with alarms that were not carried to the case, read without a lock."""
    rows = Alarm.objects.filter(owner_kind="case", carried_at=None).order_by("id").values_list("owner_id", flat=True)
    return list(dict.fromkeys(rows[: limit * 4]))[:limit]
