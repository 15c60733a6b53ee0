"""Handing on the open matters of somebody who is away or leaves, and taking back what went to others meanwhile: shown
row by row before it is done, each in a transaction of its own, each refusal told."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.accounts.models import User
from huiyin.accounts.queries import work
from huiyin.cases import queries as cases
from huiyin.cases.models import Case
from huiyin.cases.queries.staff import conflict_of
from huiyin.complaints.actions import dispatch
from huiyin.complaints.queries import handing
from huiyin.complaints.queries.routing import route
from huiyin.console.rows import lines
from huiyin.console.team import people, words
from huiyin.console.visit import Visit, desk
from huiyin.core.errors import Refused

AT_ONCE = 30
OFFERED = 200


@desk("board", "GET POST")
def show(visit: Visit, user_id: UUID) -> HttpResponse:
    """The open matters of somebody with who would get each; a POST hands the chosen ones over."""
    user = people.person(visit, user_id)
    to = _chosen(visit)
    if visit.request.method == "POST":
        return _done(visit, user, to)
    rows, more = _open(visit, user)
    plan = _plan(rows, user, to, visit.at)
    context = {
        "person": user,
        "rows": [{"line": line, **one} for line, one in zip(lines(rows), plan, strict=True)],
        "is_cut": more,
        "to": to,
        "absence": work.away_at(visit.at).filter(user=user).select_related("deputy").first(),
        "who": visit.request.GET.get("who", "").strip(),
        "colleagues": _colleagues(visit, user),
        "results": visit.request.session.pop("team.results", None),
    }
    return visit.page("team/matters.html", context)


def _colleagues(visit: Visit, user: User) -> list[User]:
    """Those whom the visitor leads, by the words that were typed in a name, a number or a unit."""
    found = people.seen(visit).exclude(pk=user.pk)
    for word in visit.request.GET.get("who", "").replace("\x00", "").split()[:5]:
        found = found.filter(Q(name__icontains=word) | Q(employee_no__istartswith=word) | Q(unit__name__icontains=word))
    return list(found[:OFFERED])


def _open(visit: Visit, user: User) -> tuple[list[Case], bool]:
    found = list(handing.open_of(user, visit.user)[: AT_ONCE + 1])
    return found[:AT_ONCE], len(found) > AT_ONCE


def _chosen(visit: Visit) -> User | None:
    return _person(visit, visit.request.POST.get("to", "") or visit.request.GET.get("to", ""))


def _person(visit: Visit, given: str) -> User | None:
    try:
        return User.objects.filter(is_active=True, pk=UUID(given)).first() if given else None
    except ValueError:
        return None


def _plan(rows: list[Case], user: User, to: User | None, at: datetime) -> list[dict[str, Any]]:
    """Who would get each, and why; or what stands against it."""
    if to is not None:
        why = _("You chose this person.")
        return [{"to": to, "why": why, "against": _against(conflict_of(case, to))} for case in rows]
    found = []
    for _case, going in handing.heirs(rows, user, at):
        against = "" if going.user else _("Nobody is free to take it.")
        found.append({"to": going.user, "why": words.way(going.choice.way), "against": against})
    return found


def _against(ground: str) -> str:
    return words.ground(f"conflict:{ground}") if ground else ""


def _done(visit: Visit, user: User, to: User | None) -> HttpResponse:
    wanted = visit.request.POST.getlist("ids")[:AT_ONCE]
    rows = cases.visible_to(visit.user).filter(number__in=wanted, owner=user, is_open=True)

    def hand(case: Case) -> User:
        # What was shown is what is done; only a case that was not shown is decided now.
        heir = to or _person(visit, visit.request.POST.get(f"to-{case.number}", ""))
        heir = heir or route(case, visit.at, may_wait=False, without=user).user
        if heir is None:
            raise Refused("hand_over.nobody", _("Nobody is free to take it."))
        reason = visit.request.POST.get("reason", "")
        return dispatch.hand_over(case=case, to=heir, reason=reason, by=visit.by, at=visit.at).owner

    chosen = rows.select_related("unit", "owner", "complaint__respondent_unit").order_by("next_due_at", "id")
    results = each(chosen, hand)
    gone = sorted(set(wanted) - {one["number"] for one in results})
    results += [{"number": number, "to": "", "said": _("It was handed over or ended meanwhile.")} for number in gone]
    _tell(visit, results)
    return redirect("team_matters", user.pk)


def each(rows: Iterable[Case], work_: Callable[[Case], User]) -> list[dict[str, str]]:
    """What became of each case: to whom it went, or why not."""
    results = []
    for case in rows:
        try:
            results.append({"number": case.number, "to": work_(case).name, "said": ""})
        except Refused as refusal:
            results.append({"number": case.number, "to": "", "said": refusal.message})
    return results


def _tell(visit: Visit, results: list[dict[str, str]]) -> None:
    done = sum(bool(one["to"]) for one in results)
    if not results:
        messages.error(visit.request, _("Choose at least one case."))
    elif done:
        said = ngettext("%(count)d case was handed over.", "%(count)d cases were handed over.", done)
        messages.success(visit.request, said % {"count": done})
    visit.request.session["team.results"] = results


@desk("cases", "GET POST")
def back(visit: Visit) -> HttpResponse:
    """What went from oneself to others lately and is open there; a POST takes the chosen ones back."""
    rows = handing.handed_on(visit.user, visit.at)
    if visit.request.method == "POST":
        wanted = set(visit.request.POST.getlist("ids"))
        chosen = [case for case in rows if case.number in wanted]

        def take(case: Case) -> User:
            return dispatch.hand_over(
                case=case, to=visit.user, reason=_("Back again"), by=visit.by, at=visit.at
            ).owner  # fmt: skip

        _tell(visit, each(chosen, take))
        return redirect("me_back")
    context = {"lines": lines(rows), "results": visit.request.session.pop("team.results", None)}
    return visit.page("team/back.html", context)
