"""`calls/`: the log of calls that one may see, newest first, a page by key."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.accounts.models import User
from huiyin.cases import queries as cases
from huiyin.channels.models import Call, CallOutcome
from huiyin.channels.queries import calls as queries
from huiyin.channels.rules.calls import LONGEST
from huiyin.console.paging import stretch
from huiyin.console.visit import Visit, desk
from huiyin.core import masking

SHOWN = 50
# What a list can be narrowed to; the others are rare and stand among all.
OUTCOMES = (CallOutcome.MISSED, CallOutcome.ABANDONED)


@desk("cases")
def show(visit: Visit) -> HttpResponse:
    """The list, perhaps only one's own, those going on, or those with one outcome."""
    only = visit.request.GET.get("only", "")
    choices = [
        ("", pgettext("list", "All")),
        ("mine", _("Mine")),
        ("live", _("Going on")),
        *((one.value, one.label) for one in OUTCOMES),
    ]
    only = only if only in dict(choices) else ""
    rows, following = stretch(
        queries.listed(visit.user, at=visit.at, only=only),
        visit.request.GET.get("after", ""),
        size=SHOWN,
        by="began_at",
    )
    context = {
        "rows": lines(rows, visit.user, visit.at),
        "only": only,
        "choices": [(code, label, code == only) for code, label in choices],
        "next": following,
    }
    return visit.page("calls/list.html", context)


def lines(rows: Iterable[Call], user: User, at: datetime) -> list[dict[str, Any]]:
    """Calls as a list shows them: the number masked, the matter only for who sees it. One statement."""
    found = list(rows)
    numbers = seen_numbers({row.case_id for row in found if row.case_id}, user)
    return [
        {
            "row": row,
            "number": masking.phone(row.number) or _("no number"),
            "case": numbers.get(row.case_id, "") if row.case_id else "",
            "spoken": spoken(row.seconds),
            "state": state(row, at),
        }
        for row in found
    ]


def seen_numbers(ids: set[UUID], user: User) -> dict[UUID, str]:
    """The numbers of those of these matters that somebody may see."""
    return dict(cases.visible_to(user).filter(pk__in=ids).values_list("pk", "number")) if ids else {}


def state(row: Call, at: datetime) -> str:
    """How a call stands, in words. One whose end nobody told for hours is no longer said to go on."""
    if row.outcome:
        return str(row.get_outcome_display())
    if row.began_at <= at - LONGEST:
        return _("End not told")
    return _("In conversation") if row.answered_at else _("Ringing")


def spoken(seconds: int | None) -> str:
    """How long they spoke, as m:ss."""
    return "" if seconds is None else f"{seconds // 60}:{seconds % 60:02d}"
