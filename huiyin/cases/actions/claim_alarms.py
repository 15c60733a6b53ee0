"""Telling people of limits of claims that come near or are broken (5.1-7), as they chose to be told."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from huiyin.accounts.models import Role
from huiyin.accounts.queries import staff_with_role
from huiyin.cases.actions import notifications
from huiyin.cases.actions.notifications import News
from huiyin.clocks.models import Alarm
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.customers.models import Claim

# What fired longer ago (the worker slept, a claim came in with its past) is on the lists and wakes nobody.
_FRESH = timedelta(days=2)
_MOST = 20


@action
def tell_claim_alarms(*, alarm_ids: Sequence[UUID], by: Actor, at: datetime) -> int:
    """Tell whoever leads on the rung of the ladder; a claim has no owner here, so what the ladder tells the owner goes
    to the supervisor of its unit. Of one limit once, however many points it passed at a time; a warning of what is
    over by now wakes nobody. The same alarm again tells nobody twice. Returns how many notifications were written."""
    alarms = Alarm.objects.filter(pk__in=list(alarm_ids), owner_kind="claim", at__gt=at - _FRESH)
    found: dict[tuple[UUID, bool], tuple[Alarm, set[UUID]]] = {}
    fresh = [alarm for alarm in alarms.select_related("clock").order_by("id") if alarm.is_breach or alarm.due_at > at]
    claims = Claim.objects.select_related("unit").in_bulk({alarm.owner_id for alarm in fresh})
    for alarm in fresh:
        _first, people = found.setdefault((alarm.clock_id, alarm.is_breach), (alarm, set()))
        people.update(_told(claims[alarm.owner_id], alarm.tell))
    news = [
        News(
            "broken" if alarm.is_breach else "warned",
            people,
            f"claim:{alarm.pk}",
            details={
                "variant": "claim", "claim": str(alarm.owner_id), "rule": alarm.clock.rule_code,
                "due": alarm.due_at.isoformat(),
            },
            ref_id=alarm.pk,
        )
        for alarm, people in found.values()
    ]  # fmt: skip
    return notifications.tell_all(news=news, by=by, at=at)


def _told(claim: Claim, tell: str) -> list[UUID]:
    role = "supervisor" if tell == "owner" else tell
    return [user.pk for user in staff_with_role(role, claim.unit)[:_MOST]] if role in Role.values else []
