"""The pool: what waits in one's units, the next one for oneself, and why somebody answers for a case."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiyin.accounts.models import User
from huiyin.cases import queries as cases
from huiyin.cases.models import Case
from huiyin.complaints.actions import holding
from huiyin.complaints.models import Held
from huiyin.complaints.queries import pool, reasons
from huiyin.console.case.frame import Moment, of_case
from huiyin.console.case.frame import page as case_page
from huiyin.console.rows import line
from huiyin.console.team import words
from huiyin.console.visit import Visit, desk
from huiyin.core.errors import Refused


@desk("cases")
def show(visit: Visit) -> HttpResponse:
    """What waits, the nearest limit first; what one may take oneself has a button."""
    mine = {pk for pk, _case in pool.waiting_for(visit.user, visit.at)}
    rows = [_row(held, visit.request.LANGUAGE_CODE, held.pk in mine) for held in pool.shown(visit.user)]
    is_away = visit.user.is_away or pool.is_away(visit.user, visit.at)
    return visit.page("team/pool.html", {"rows": rows, "takeable": len(mine), "is_away": is_away})


def _row(held: Held, language: str, is_mine: bool) -> dict[str, Any]:
    return {
        "held": held,
        "line": line(held.case, language),
        "needs": [*held.qualifications, *held.skills],
        "is_mine": is_mine,
    }


@desk("cases", "POST")
def take_next(visit: Visit) -> HttpResponse:
    """The next one for me: the most urgent that waits. Nothing there: said so on the page it was asked from."""
    try:
        case = holding.take_next(by=visit.by, at=visit.at)
    except Refused as refusal:
        messages.error(visit.request, refusal.message)
        return redirect("pool")
    messages.success(visit.request, _("%(number)s is yours now.") % {"number": case.number})
    return redirect("case", case.number)


@desk("cases", "POST")
def take(visit: Visit, number: str) -> HttpResponse:
    """This very one."""
    try:
        case = cases.get(visit.user, number)
    except Case.DoesNotExist:
        raise Http404 from None
    try:
        holding.take(case=case, by=visit.by, at=visit.at)
    except Refused as refusal:
        messages.error(visit.request, refusal.message)
        return redirect("pool")
    messages.success(visit.request, _("%(number)s is yours now.") % {"number": case.number})
    return redirect("case", case.number)


@require_GET
@of_case
def why(moment: Moment) -> HttpResponse:
    """`owner/`: who answered for the case from when to when, and why each of them."""
    turns = reasons.of(moment.case)
    ids: set[UUID] = set()
    for one in turns:
        ids |= words.people_in(one.why) | {one.owner_id}
    names = {user.pk: user for user in User.objects.filter(pk__in=ids)}
    rows = [_turn(one, names) for one in turns]
    return case_page(moment, "console/team/why.html", {"turns": rows, "held": reasons.held(moment.case)})


def _turn(one: reasons.Turn, names: dict[UUID, User]) -> dict[str, Any]:
    told = words.why(one.why, names)
    until = told["until"]
    return {
        "at": one.at,
        "by": one.by,
        "owner": names.get(one.owner_id),
        "reason": one.reason,
        **told,
        "until": datetime.fromisoformat(until) if until else None,
    }
