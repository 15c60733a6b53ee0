"""The address of the queue: what it asks for, read for one person; and where a saved view and a list stand."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from django.http import QueryDict
from django.utils.http import url_has_allowed_host_and_scheme

from huiyin.cases.queries import queue
from huiyin.cases.queries import views as saved
from huiyin.cases.queries.queue import OrderName, Wanted
from huiyin.complaints.queries.views import lately
from huiyin.console import filters, queue_columns
from huiyin.console.visit import Visit


@dataclass(frozen=True)
class Asked:
    """What the address asks for: a view of the house, narrowed; with columns, an order, perhaps groups; `saved` names
    the saved view whose tab it is."""

    view: filters.View
    tabs: list[filters.View]
    found: filters.Filter
    given: dict[str, str]
    wanted: Wanted
    order: OrderName
    columns: tuple[str, ...]
    more: dict[str, str]  # what stays in every address of the page besides view and filters
    placed: list[saved.Placed]
    now: saved.Placed | None
    lately: bool


def read(visit: Visit, query: Any = None) -> Asked:
    """The address of the queue, read for this person."""
    query = visit.request.GET if query is None else query
    found = filters.Filter(query, user=visit.user, whole="panel" in query)
    given = {name: query.get(name, "") for name in found.given}
    tabs = filters.views(visit.user, visit.by)
    view = next((tab for tab in tabs if tab.code == query.get("view")), tabs[0])
    wanted, order = filters.wanted(view, found.given)
    ticked = ",".join(query.getlist("column"))  # the form of the columns
    columns = queue_columns.chosen(ticked or query.get("columns", ""))
    own = queue_columns.order(query.get("order", ""))
    group = query.get("group", "")
    day = lately(wanted, visit.at) if query.get("window") != "all" else None
    placed = saved.of(visit.user)
    now = next((one for one in placed if one.code == query.get("saved")), None)
    more = {
        "columns": queue_columns.written(columns),
        "order": own,
        "group": group if group in queue_columns.GROUPS else "",
        "window": "all" if query.get("window") == "all" else "",
        "saved": now.code if now else "",
    }
    wanted = replace(wanted, lately=day)
    order = queue.order_for(wanted, own or order)  # type: ignore[arg-type]
    return Asked(view, tabs, found, given, wanted, order, columns, more, placed, now, day is not None)


def view_address(placed: saved.Placed) -> str:
    """Where a saved view shows itself: everything it keeps stands in the address."""
    view = placed.view
    return filters.address(
        view.base, view.filters, columns=queue_columns.written(queue_columns.chosen(",".join(view.columns))),
        order=view.order, group=view.group, saved=placed.code,
    )  # fmt: skip


def query_of(here: str) -> QueryDict:
    """The query of an address of the queue."""
    return QueryDict(here.partition("?")[2])


def back(visit: Visit, here: str) -> str:
    """Where the list stood, if that is an address of ours."""
    ours = url_has_allowed_host_and_scheme(here, {visit.request.get_host()}) and here.startswith("/desk/queue/")
    return here if ours and urlsplit(here).path == filters.address("open", {}) else filters.address("open", {})
