"""Complaints that look organised: the groups, one with its picture and its reasons, what an investigator says of it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from huiyin.audit import actions as audit
from huiyin.catalog.rules import current
from huiyin.complaints.actions import radar as actions
from huiyin.complaints.models import RadarGroup, RadarLink
from huiyin.complaints.queries import radar as queries
from huiyin.complaints.rules import radar as rules
from huiyin.console.paging import stretch
from huiyin.console.radar import picture
from huiyin.console.visit import Visit, desk
from huiyin.core.errors import BadInput, Refused
from huiyin.core.time import local_date

SIZE = 30
PAIRS = 300
PILLS = {"open": "waiting", "confirmed": "breached", "dismissed": "closed"}
WHY = {
    "phone": gettext_lazy("the same telephone number"),
    "email": gettext_lazy("the same e-mail address"),
    "agent": gettext_lazy("the same agent acts for them"),
    "text": gettext_lazy("nearly the same words"),
}


@desk("radar")
def listed(visit: Visit) -> HttpResponse:
    """`radar/`: the groups, those that grew last first, a page by key."""
    rows, following = stretch(queries.listed(visit.user), visit.request.GET.get("after", ""), size=SIZE, by="grew_at")
    context = {
        "rows": [{"row": one, "pill": PILLS[one.state]} for one in rows],
        "next": following,
        "terms": rules.in_force(local_date(visit.at)),
    }
    return visit.page("radar/list.html", context)


@desk("radar")
def one(visit: Visit, group_id: UUID) -> HttpResponse:
    """`radar/<id>/`: one group. A line of the access log."""
    group = _group(visit, group_id)
    audit.looked(kind="read", by=visit.by, at=visit.at, aggregate=("radar_group", group.pk))
    return _page(visit, group)


@desk("radar", "POST")
def judge(visit: Visit, group_id: UUID) -> HttpResponse:
    """`radar/<id>/judge`: organised or not, and why."""
    group, given = _group(visit, group_id), visit.request.POST
    try:
        actions.judge(
            group=group, verdict=given.get("verdict", ""), reason=given.get("reason", ""), by=visit.by, at=visit.at
        )
    except BadInput as fault:
        return _page(visit, group, problem=fault.message, status=422)
    except Refused as refusal:
        return _page(visit, group, problem=refusal.message, status=409)
    messages.success(visit.request, _("Kept. Limits, sums and decisions of the complaints stay as they are."))
    return redirect("radar_group", group.pk)


def _group(visit: Visit, group_id: UUID) -> RadarGroup:
    group = queries.visible_to(visit.user).filter(pk=group_id).first()
    if group is None:
        raise Http404
    return group


def _page(visit: Visit, group: RadarGroup, *, problem: str = "", status: int = 200) -> HttpResponse:
    shown = queries.shown(visit.user, group)
    ids = [member.case_id for member, _case in shown.members]
    links = list(group.links.filter(one_id__in=ids, other_id__in=ids).order_by("-strength", "pk")[:PAIRS])
    places = picture.dots(ids)
    numbers = {member.case_id: case.number for member, case in shown.members}
    said, taxonomy = get_language() or "zh-hans", current()
    context = {
        "group": group, "pill": PILLS[group.state], "problem": problem, "hidden": shown.hidden,
        "members": [
            {
                "case": case, "place": place, "dot": places.get(member.case_id),
                "class": taxonomy.label(case.code, said) if case.code else "",
                "again": sum(one.customer == member.customer for one, _other in shown.members) > 1,
            }
            for place, (member, case) in enumerate(shown.members, start=1)
        ],
        "lines": picture.lines(_strongest(links), places),
        "reasons": [
            {
                "one": numbers[link.one_id], "other": numbers[link.other_id], "why": WHY[link.kind],
                "strength": link.strength, "words": [words for words in link.words.split("\n") if words],
            }
            for link in links
        ],
        "kinds": [{"code": code, "why": why} for code, why in WHY.items() if any(one.kind == code for one in links)],
        "burst": _burst(group, shown), "may_judge": bool(visit.by.roles & queries.JUDGES),
        "width": picture.WIDTH, "height": picture.HEIGHT, "given": visit.request.POST,
    }  # fmt: skip
    return visit.page("radar/one.html", context, status=status)


def _strongest(links: Sequence[RadarLink]) -> list[tuple[UUID, UUID, str, int]]:
    """One line for each pair: its strongest reason."""
    found: dict[tuple[UUID, UUID], tuple[UUID, UUID, str, int]] = {}
    for one in links:
        found.setdefault((one.one_id, one.other_id), (one.one_id, one.other_id, one.kind, one.strength))
    return list(found.values())


def _burst(group: RadarGroup, shown: queries.Shown) -> dict[str, Any] | None:
    """How many came in the densest days, and how many are usual there."""
    if not shown.members:
        return None
    terms = rules.in_force(local_date(group.grew_at))
    moments = [member.received_at for member, _case in shown.members]
    count = rules.densest(moments, terms.burst_days)
    paths = {case.unit.path for _member, case in shown.members}
    usual = queries.usual(paths, min(moments), terms.burst_days, terms.window)
    is_burst = rules.is_burst(count, usual, terms)
    return {"count": count, "days": terms.burst_days, "usual": round(usual, 1), "is_burst": is_burst}
