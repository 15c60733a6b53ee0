"""The queue counted in groups, each of which opens its cases; years of them by a job."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiyin.accounts.models import Unit, User
from huiyin.cases.actions import tallies
from huiyin.cases.models import Severity, State, Tally
from huiyin.cases.queries import groups, queue
from huiyin.cases.queries.queue import Wanted
from huiyin.cases.rules.tallies import share
from huiyin.catalog import rules as taxonomies
from huiyin.console import filters, queue_asked, queue_columns
from huiyin.console.rows import lines
from huiyin.console.visit import Visit, desk

# So many cases are shown inside a group at a time.
AT_ONCE = 15
# Group → the filter of the queue that shows one of its cases.
FILTER = {"owner": "owner", "unit": "unit", "code": "code", "severity": "severity", "state": "state"}


@dataclass(frozen=True)
class Shown:
    """A group on the page: its name, its counts, the address of its cases (empty where no filter says it) and of the
    first of them as rows below the group."""

    label: str
    count: int
    broken: int
    next_due_at: datetime | None
    url: str
    share: int

    @property
    def rows_url(self) -> str:
        """Where the rows inside the group are asked for."""
        return f"{reverse('queue_rows')}?{self.url.partition('?')[2]}" if self.url else ""


def shown(visit: Visit, wanted: Wanted, group: str, url: Callable[[dict[str, str]], str]) -> dict[str, Any]:
    """The groups of what the list would show: of open cases all, of others the last twelve months of receipt."""
    found = groups.stretch(wanted, visit.at)
    counted = groups.counted(visit.user, found, group, at=visit.at)
    return {
        "by": queue_columns.GROUPS[group],
        "rows": _rows(group, [(row.key, row.count, row.broken, row.next_due_at) for row in counted], url),
        "total": sum(row.count for row in counted),
        "is_cut": len(counted) == groups.MOST_GROUPS,
        "from_on": found.received_from if wanted.is_open is not True else None,
        "to_on": found.received_to if wanted.is_open is not True else None,
        "is_wide": groups.is_wide(wanted, visit.at),
    }


def _rows(
    group: str, found: Iterable[tuple[str, int, int, datetime | None]], url: Callable[[dict[str, str]], str]
) -> list[Shown]:
    counted = list(found)
    names = _names(group, [row[0] for row in counted])
    most = max((row[1] for row in counted), default=1)
    made = []
    for key, count, broken, nearest in counted:
        changes = {FILTER[group]: key} if group in FILTER else {"due_from": key, "due_to": key}
        address = url(changes) if key else ""
        made.append(
            Shown(names.get(key) or _nothing(group), count, broken, nearest, address, round(100 * count / most))
        )
    return made


def _nothing(group: str) -> str:
    return _("no limit runs") if group == "due_day" else _("not yet classified") if group == "code" else "—"


def _names(group: str, keys: Iterable[str]) -> Mapping[str, str]:
    """The words of the groups by key."""
    wanted = [key for key in keys if key]
    if group == "owner":
        return {str(pk): name for pk, name in User.objects.filter(pk__in=wanted).values_list("pk", "name")}
    if group == "unit":
        return {str(pk): name for pk, name in Unit.objects.filter(pk__in=wanted).values_list("pk", "name")}
    if group == "code":
        taxonomy, language = taxonomies.current(), get_language() or "zh-hans"
        return {key: f"{key} {taxonomy.label(key, language)}" for key in wanted}
    labels: Mapping[str, Any] = dict(Severity.choices) if group == "severity" else dict(State.choices)
    return {key: str(labels.get(key, key)) for key in wanted}


@desk("cases")
def rows(visit: Visit) -> HttpResponse:
    """`queue/rows`: the first cases of what the address asks for, to be shown inside a group; `after` goes on. Asked
    for as a page of its own it is the list itself."""
    query = visit.request.GET
    if not visit.is_partial:
        return redirect(f"{reverse('queue')}?{query.urlencode()}")
    asked = queue_asked.read(visit)
    page = queue.page(
        visit.user, asked.wanted, at=visit.at, order=asked.order, after=query.get("after", ""), size=AT_ONCE
    )
    more = query.copy()
    more["after"] = page.after
    context = {
        "lines": lines(page.rows),
        "more_url": f"{reverse('queue_rows')}?{more.urlencode()}" if page.after else "",
        "all_url": filters.address(asked.view.code, asked.given, **asked.more),
        "is_first": not query.get("after"),
    }
    return visit.page("queue_unfolded.html", context)


@desk("cases", "POST")
def order(visit: Visit) -> HttpResponse:
    """Have the groups of the list counted over its whole stretch."""
    here = queue_asked.back(visit, visit.request.POST.get("here", ""))
    asked = queue_asked.read(visit, queue_asked.query_of(here))
    tally = tallies.order(
        user=visit.user, wanted=asked.wanted, group=asked.more["group"] or "state", by=visit.by, at=visit.at,
        where=filters.address(asked.view.code, asked.given),
    )  # fmt: skip
    return redirect("queue_tally_one", tally_id=tally.pk)


@desk("cases")
def tally(visit: Visit, tally_id: UUID) -> HttpResponse:
    """How far a wide count is, and what it has found so far."""
    row = Tally.objects.filter(pk=tally_id, user=visit.user).first()
    if row is None:
        raise Http404
    days = {"since": row.from_on.isoformat(), "until": row.to_on.isoformat()}
    query = queue_asked.query_of(row.asked.get("where", "")).dict() | days

    def url(changes: dict[str, str]) -> str:
        return filters.address("open", query | changes)

    counts = sorted(row.found.items(), key=lambda pair: (-pair[1][0], pair[0]))
    context = {
        "tally": row,
        "by": queue_columns.GROUPS[row.group],
        "percent": share(row.from_on, row.to_on, row.counted_to),
        "rows": _rows(row.group, [(key, many, late, None) for key, (many, late) in counts], url),
        "total": sum(many for many, _late in row.found.values()),
        "back_url": url({}),
    }
    return visit.page("queue_tally_part.html" if visit.is_partial else "queue_tally.html", context)
