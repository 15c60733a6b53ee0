"""What a saved view shows: its view of the house, narrowed by its filters."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from huiyin.accounts.models import User
from huiyin.accounts.queries import units_under
from huiyin.api import staff
from huiyin.api.schemas.queue import ViewFilters
from huiyin.cases.queries import queue
from huiyin.cases.queries.queue import OrderName, Wanted
from huiyin.cases.rules.views import LEADING
from huiyin.complaints.queries import waiting
from huiyin.complaints.rules.table import OPEN
from huiyin.core.actors import Actor
from huiyin.core.time import local_date

_ENDED_LAST = ("closed", "withdrawn")
_LISTS = {"severity": "severities", "channel": "channels", "line": "lines", "flag": "flags"}
_SAME = {
    "code": "code", "due": "due", "rule": "rule", "waits": "waits", "product": "product", "field": "field",
    "value": "field_value", "due_from": "due_from", "due_to": "due_to", "received_from": "received_from",
    "received_to": "received_to", "not_dispatched": "not_dispatched",
}  # fmt: skip


def base(code: str, *, user: User, by: Actor) -> tuple[Wanted, OrderName]:
    """A view of the house and its order. One that is not offered to the person is all that is open, as on the desk."""
    if code == "mine":
        return Wanted(owner_id=user.pk), "due"
    if code == "team":
        team = units_under(*(path for role, path in by.grants if role in LEADING))
        return (Wanted(unit_ids=tuple(team)) if team else Wanted()), "due"
    if code == "broken":
        return Wanted(due="broken"), "due"
    if code == "waiting":
        waits = waiting.for_word_of(by)
        return (Wanted() if waits is None else Wanted(among=waits, is_open=None)), "due"
    return (Wanted(states=_ENDED_LAST, is_open=False), "ended") if code == "closed" else (Wanted(), "due")


def wanted(
    code: str, filters: ViewFilters, order: str, *, user: User, by: Actor, at: datetime
) -> tuple[Wanted, OrderName]:
    """What a view shows and in which order. Ended complaints behind a filter without an index go back a year, as in
    the queue of the desk."""
    found, own = base(code, user=user, by=by)
    given = {name: value for name, value in filters.model_dump().items() if value}
    changes: dict[str, Any] = {_SAME[name]: value for name, value in given.items() if name in _SAME}
    changes |= {_LISTS[name]: (value,) for name, value in given.items() if name in _LISTS}
    if "owner" in given:
        changes["owner_id"] = staff.person(given["owner"], "owner").pk
    if "tag" in given:
        changes["tag_ids"] = (given["tag"],)
    if "unit" in given:
        below = staff.units_below(given["unit"])
        changes["unit_ids"] = tuple(one for one in below if not found.unit_ids or one in found.unit_ids) or below[:1]
    if "state" in given:
        ended = given["state"] not in OPEN
        changes |= {"states": (given["state"],), "is_open": None if found.is_open is None else not ended}
        own = own if not ended or given["state"] in _ENDED_LAST else "received"
    made = replace(found, **changes)
    if _needs_a_year(made, set(given)):
        today = local_date(at)
        made = replace(made, lately=today.replace(year=today.year - 1, day=min(today.day, 28)))
    return made, queue.order_for(made, order or own)  # type: ignore[arg-type]


def _needs_a_year(made: Wanted, given: set[str]) -> bool:
    free = given - {"state", "owner", "unit"}
    return (
        made.is_open is not True and made.among is None and bool(free) and not free & {"received_from", "received_to"}
    )
