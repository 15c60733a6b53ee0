"""What open pages ask between times: whose session it is and what they may see (for the live process), what changed
(for pages that nobody tells), who else is there, and the parts of a case as they are now."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from huiyin.audit import queries as audit
from huiyin.cases import queries as cases
from huiyin.cases.actions import presence
from huiyin.cases.models import Doing
from huiyin.cases.queries import presence as present
from huiyin.console import nav
from huiyin.console.case import page as case_page
from huiyin.console.case.frame import Moment, of_case, page
from huiyin.console.visit import Visit, desk, opens
from huiyin.core.errors import BadInput

MOST_AT_ONCE = 100
_NEW_WITHIN = timedelta(days=2)


@desk("desk")
def gate(visit: Visit) -> HttpResponse:
    """`live/gate?ids=a,b`: who is signed in, and which of these cases they may see now."""
    return JsonResponse({"user": str(visit.user.pk), "ids": [str(pk) for pk in _visible(visit)]})


@desk("cases")
def poll(visit: Visit) -> HttpResponse:
    """`live/poll?ids=a,b[&news=1]`: how far the ledger of each case has come, and the newest case one may see."""
    heads = audit.last_of("case", _visible(visit))
    found: dict[str, Any] = {"heads": {str(pk): seq for pk, (seq, _hash) in heads.items()}}
    if visit.request.GET.get("news"):
        rows = cases.visible_to(visit.user).filter(received_at__gte=visit.at - _NEW_WITHIN)
        newest = rows.order_by("-received_at", "-id").values_list("pk", flat=True).first()
        found["newest"] = str(newest) if newest else ""
    return JsonResponse(found)


@desk("desk")
def numbers(visit: Visit) -> HttpResponse:
    """`live/numbers`: the numbers beside bell and menu as they are now: `unread` with its name, `alarms`."""
    return JsonResponse(nav.fresh_numbers(visit.user, visit.by, visit.at))


@desk("cases")
def around(visit: Visit) -> HttpResponse:
    """`live/around?ids=a,b`: who else is at the cases of a list, in words."""
    found = present.others(_visible(visit), visit.user, visit.at)
    return JsonResponse(
        {
            str(pk): {"text": ", ".join(_words(one) for one in there), "writes": there[0].writes}
            for pk, there in found.items()
        }
    )


@require_POST
@of_case
def here(moment: Moment) -> HttpResponse:
    """`<number>/here`: this window looks at the case, writes in it, or leaves it; answered with who else is there."""
    slot, doing = moment.request.POST.get("slot", ""), moment.request.POST.get("doing", "")
    if not slot.isalnum() or len(slot) > 32 or doing not in {*Doing.values, "leaves"}:
        raise BadInput("presence.wrong", _("The page sent something that cannot be read. Load it again."))
    if doing == "leaves":
        presence.gone(case_id=moment.case.pk, slot=slot, by=moment.by, at=moment.at)
        return HttpResponse(status=204)
    presence.here(case=moment.case, slot=slot, doing=doing, by=moment.by, at=moment.at)
    there = present.others([moment.case.pk], moment.user, moment.at).get(moment.case.pk, [])
    return render(moment.request, "console/case/_here.html", {"there": there})


@require_GET
@of_case
def fresh(moment: Moment) -> HttpResponse:
    """`<number>/fresh`: the parts of the page as they are now. Whoever asks has the case open: no new look."""
    if "HX-Request" not in moment.request.headers:
        return redirect("case", moment.case.number)
    case_page.seen(moment)
    return page(moment, "console/case/fresh.html", case_page.parts(moment, show=case_page.chosen(moment)))


def _words(one: present.Colleague) -> str:
    return (_("%(name)s is writing") if one.writes else _("%(name)s is looking at it")) % {"name": one.name}


def _visible(visit: Visit) -> list[UUID]:
    """The cases that the request names, as far as the person may see them."""
    if not opens(visit.by, "cases"):
        return []
    ids = []
    for text in visit.request.GET.get("ids", "").split(",")[:MOST_AT_ONCE]:
        try:
            ids.append(UUID(text))
        except ValueError:
            continue
    return list(cases.visible_to(visit.user).filter(pk__in=ids).values_list("pk", flat=True)) if ids else []
