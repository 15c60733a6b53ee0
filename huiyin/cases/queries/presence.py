"""Who has a case before them now, besides oneself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.accounts.models import User
from huiyin.cases.models import Doing, Presence
from huiyin.cases.rules.limits import PRESENT_FOR

MOST_SHOWN = 12


@dataclass(frozen=True)
class Colleague:
    """Somebody else at the case: since when, and whether they write."""

    name: str
    employee_no: str
    writes: bool
    since: datetime


def others(cases: Iterable[UUID], user: User, at: datetime) -> dict[UUID, list[Colleague]]:
    """Colleagues at each of some cases, who writes first; cases without any are left out. The caller has asked the gate
    for the cases. One statement."""
    rows = Presence.objects.filter(case__in=list(cases), seen_at__gte=at - PRESENT_FOR).exclude(user=user)
    found: dict[UUID, dict[str, Colleague]] = {}
    for case, name, number, doing, since in rows.order_by("since").values_list(
        "case_id", "user__name", "user__employee_no", "doing", "since"
    ):
        known = found.setdefault(case, {})
        earlier = known.get(number)
        writes = doing == Doing.WRITES or (earlier is not None and earlier.writes)
        known[number] = Colleague(name, number, writes, earlier.since if earlier else since)
    return {
        case: sorted(known.values(), key=lambda one: (not one.writes, one.since))[:MOST_SHOWN]
        for case, known in found.items()
    }
