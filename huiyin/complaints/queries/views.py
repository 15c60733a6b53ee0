"""The house's own views of the queue, and how filters narrow one: the same at the desk and for programs."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from huiyin.accounts.models import User
from huiyin.accounts.queries import units_under
from huiyin.cases.queries.queue import OrderName, Wanted
from huiyin.cases.rules.views import LEADING
from huiyin.complaints.queries import waiting
from huiyin.complaints.rules.table import OPEN
from huiyin.core.actors import Actor
from huiyin.core.time import local_date

ENDED_LAST = ("closed", "withdrawn")
# With one of these a list of ended cases is short however far it goes back: each has an index of its own.
_SHORT = ("policy_number", "customer", "words", "received_from", "received_to")
_FREE = (
    "kinds", "code", "severities", "channels", "lines", "flags", "due", "due_from", "due_to", "rule", "waits",
    "product", "tag_ids", "field", "not_dispatched",
)  # fmt: skip


@dataclass(frozen=True)
class View:
    """What a view of the house shows, and in which order when nobody asks for another."""

    wanted: Wanted
    order: OrderName = "due"


def of_house(user: User, by: Actor) -> dict[str, View]:
    """The views offered to the person by code, in the order of their tabs: all that is open, mine, my team's (who leads
    one), overdue, waiting for my word (who decides), ended lately."""
    found = {"open": View(Wanted()), "mine": View(Wanted(owner_id=user.pk))}
    if team := team_units(by):
        found["team"] = View(Wanted(unit_ids=team))
    found["broken"] = View(Wanted(due="broken"))
    waits = waiting.for_word_of(by)
    if waits is not None:
        found["waiting"] = View(Wanted(among=waits, is_open=None))
    found["closed"] = View(Wanted(states=ENDED_LAST, is_open=False), "ended")
    return found


def team_units(by: Actor) -> tuple[Any, ...]:
    """The ids of the units that the person leads, with all below them."""
    return tuple(units_under(*(path for role, path in by.grants if role in LEADING)))


def narrowed(
    view: View, changes: Mapping[str, Any], *, state: str = "", unit: str | None = None
) -> tuple[Wanted, OrderName]:
    """The view with `changes` to what it shows. A `state` shows the cases in it, ended or not; `unit`, the path of a
    unit, leaves what lies in it and below, never more than the view itself shows."""
    found = dict(changes)
    if unit is not None:
        below, within = tuple(units_under(unit)), view.wanted.unit_ids
        found["unit_ids"] = tuple(one for one in below if not within or one in within) or below[:1]
    order = view.order
    if state:
        ended = state not in OPEN
        found |= {"states": (state,), "is_open": None if view.wanted.is_open is None else not ended}
        order = order if not ended or state in ENDED_LAST else "received"
    return replace(view.wanted, **found), order


def lately(wanted: Wanted, at: datetime) -> date | None:
    """The day to which a list of ended cases goes back when filters without an index of their own narrow it: a year
    ago. None: as far as there are any."""
    if wanted.is_open is True or wanted.among is not None:
        return None
    if any(getattr(wanted, name) for name in _SHORT) or not any(getattr(wanted, name) for name in _FREE):
        return None
    today = local_date(at)
    return today.replace(year=today.year - 1, day=min(today.day, 28))
