"""What a saved view shows: its view of the house, narrowed by its filters."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from huiyin.accounts.models import User
from huiyin.api import staff
from huiyin.api.schemas.queue import ViewFilters
from huiyin.cases.queries import queue
from huiyin.cases.queries.queue import OrderName, Wanted
from huiyin.complaints.queries import views
from huiyin.core.actors import Actor

_LISTS = {"severity": "severities", "channel": "channels", "line": "lines", "flag": "flags"}
_SAME = {
    "code": "code", "due": "due", "rule": "rule", "waits": "waits", "product": "product", "field": "field",
    "value": "field_value", "due_from": "due_from", "due_to": "due_to", "received_from": "received_from",
    "received_to": "received_to", "not_dispatched": "not_dispatched",
}  # fmt: skip


def wanted(
    code: str, filters: ViewFilters, order: str, *, user: User, by: Actor, at: datetime
) -> tuple[Wanted, OrderName]:
    """What a view shows and in which order. A view of the house that is not offered to the person is all that is open;
    ended complaints behind a filter without an index go back a year. Both as on the desk."""
    tabs = views.of_house(user, by)
    given = {name: value for name, value in filters.model_dump().items() if value}
    changes: dict[str, Any] = {_SAME[name]: value for name, value in given.items() if name in _SAME}
    changes |= {_LISTS[name]: (value,) for name, value in given.items() if name in _LISTS}
    if "owner" in given:
        changes["owner_id"] = staff.person(given["owner"], "owner").pk
    if "tag" in given:
        changes["tag_ids"] = (given["tag"],)
    unit = staff.unit_path(given["unit"]) if "unit" in given else None
    view = tabs.get(code, tabs["open"])
    found, own = views.narrowed(view, changes, state=given.get("state", ""), unit=unit)
    found = replace(found, lately=views.lately(found, at))
    return found, queue.order_for(found, order or own)  # type: ignore[arg-type]
