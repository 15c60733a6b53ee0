"""The queue counted in groups; years of it by a job."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router

from huiyin.accounts.models import Unit, User
from huiyin.api.access import Request
from huiyin.api.answers import Answer, change
from huiyin.api.filters import Narrowing, wanted
from huiyin.api.operations import operation
from huiyin.api.problems import Problem
from huiyin.api.schemas import queue as shown
from huiyin.cases.actions import tallies
from huiyin.cases.models import Tally
from huiyin.cases.queries import groups
from huiyin.cases.rules.tallies import share
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput
from huiyin.core.time import now

router = Router(tags=["Complaints"])
# What a job cannot keep, because it is another instant, or another person's word, by the time it reads.
_PASSING = ("due_from", "due_before", "waiting")


class GroupQuery(Narrowing):
    """What is counted, and by what."""

    by: shown.GroupName


class TallyIn(GroupQuery):
    """The same, over the whole stretch."""


@operation(router, "GET", "/groups", scope="complaints:read", response=shown.GroupsOut)
def list_groups(request: Request, query: Query[GroupQuery]) -> shown.GroupsOut:
    """Count complaints in groups

    Of what the caller may see and the filters leave: open ones all, ended ones of the last twelve months of receipt, or
    of at most a year up to `received_to`. `is_wide` says that more was asked for.
    """
    at, asked = now(), wanted(query, request.auth.actor)
    found = groups.stretch(asked, at)
    rows = groups.counted(request.auth.user, found, query.by, at=at)
    ended = found.is_open is not True
    return shown.GroupsOut(
        by=query.by,
        items=_rows(query.by, [(row.key, row.count, row.broken, row.next_due_at) for row in rows]),
        received_from=found.received_from if ended else None,
        received_to=found.received_to if ended else None,
        is_wide=groups.is_wide(asked, at),
    )


@operation(router, "POST", "/groups/counts", scope="complaints:read", response={202: shown.TallyOut})
def order_count(request: Request, body: TallyIn) -> HttpResponse:
    """Have groups counted over years

    A job goes through the receipts month by month; read the count for its progress. One that is being counted already
    is returned. The last twenty of a person are kept.
    """
    if held := [name for name in _PASSING if getattr(body, name)]:
        message = _("A count over years takes no hours of limits, and nothing that waits for you. Leave this out.")
        raise BadInput("tally.filter", message, field=held[0])

    def work(by: Actor, at: datetime) -> Answer:
        row = tallies.order(user=request.auth.user, wanted=wanted(body, by), group=body.by, by=by, at=at)
        return Answer(_tally(row), 202)

    return change(request, work)


@operation(router, "GET", "/groups/counts/{uuid:count_id}", scope="complaints:read", response=shown.TallyOut)
def read_count(request: Request, count_id: UUID) -> shown.TallyOut:
    """Read how far a count is, and what it has found

    One's own.
    """
    row = Tally.objects.filter(pk=count_id, user=request.auth.user).first()
    if row is None:
        raise Problem("not-found", "tally.not_found", _("There is no such count. The last twenty are kept."))
    return _tally(row)


def _tally(row: Tally) -> shown.TallyOut:
    counts = sorted(row.found.items(), key=lambda pair: (-pair[1][0], pair[0]))
    names = ("id", "from_on", "to_on", "counted_to", "ended_at", "failure")
    return shown.TallyOut(
        **{name: getattr(row, name) for name in names},
        by=row.group,
        percent=share(row.from_on, row.to_on, row.counted_to),
        items=_rows(row.group, [(key, many, late, None) for key, (many, late) in counts]),
    )


def _rows(by: str, found: Iterable[tuple[str, int, int, Any]]) -> list[shown.GroupOut]:
    rows = list(found)
    names = _names(by, [row[0] for row in rows if row[0]])
    return [
        shown.GroupOut(key=names.get(key, key), count=count, broken=late, next_due_at=due)
        for key, count, late, due in rows
    ]


def _names(by: str, keys: list[str]) -> Mapping[str, str]:
    """People and units as the interface names them."""
    if by == "owner":
        return {str(pk): name for pk, name in User.objects.filter(pk__in=keys).values_list("pk", "employee_no")}
    if by == "unit":
        return {str(pk): name for pk, name in Unit.objects.filter(pk__in=keys).values_list("pk", "code")}
    return {}
