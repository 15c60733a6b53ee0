"""The case on one page: who on the left, the conversation in the middle, the path on the right."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_GET

from huiyin.cases import queries as cases
from huiyin.cases.actions import access, notifications
from huiyin.cases.models import Case, Evidence
from huiyin.console import nav
from huiyin.console.case import composing, course, dossier, shape_panels, timeline, who
from huiyin.console.case.frame import Moment, of_case
from huiyin.console.case.frame import page as answer
from huiyin.core import masking

IN_REGISTER = 200


def parts(moment: Moment, *, show: str = "all", before: str = "") -> dict[str, Any]:
    """Everything that the three columns show."""
    papers = dossier.read(moment)
    moment.__dict__["seen"] = papers["seen"] or 0
    evidence = list(Evidence.objects.filter(case_id=moment.case.pk).order_by("-number")[:IN_REGISTER])
    known = timeline.Known({str(item.pk): item for item in evidence}, papers.names)
    return {
        "moment": moment,
        "case": moment.case,
        "now": moment.at,
        "dossier": papers,
        "complainant": masking.name(moment.case.complainant_name),
        "who": who.read(moment, papers),
        "shape": shaped(moment, papers),
        "course": course.read(moment, papers),
        "evidence": evidence[:8],
        "evidence_count": len(evidence),
        "talk": timeline.read(moment, known, show=show, before=before),
        "show": show,
        "filters": filters(moment, show),
        "composer": composing.context(moment),
    }


def shaped(moment: Moment, papers: dossier.Dossier) -> dict[str, Any]:
    """What the house itself shaped: tags, linked cases, fields, checklists. No statement of its own."""
    return {
        "tags": shape_panels.tags(papers, moment.case.number),
        "linked": shape_panels.linked(moment, papers),
        "fields": shape_panels.fields(moment),
        "checks": shape_panels.checks(moment),
    }


def filters(moment: Moment, show: str) -> list[dict[str, Any]]:
    """The kinds of entries as links."""
    url = reverse("case", args=[moment.case.number])
    return [
        {"label": label, "code": code, "url": url if code == "all" else f"{url}?show={code}", "active": code == show}
        for code, label in timeline.names().items()
    ]


def chosen(moment: Moment) -> str:
    """The filter that the URL asks for."""
    show = moment.request.GET.get("show", "all")
    return show if show in timeline.FILTERS else "all"


@require_GET
@of_case
def show(moment: Moment) -> HttpResponse:
    """`desk/complaints/<number>/`: the whole page. Opening it leaves a line in the access log."""
    access.look(case=moment.case, by=moment.by, at=moment.at)
    seen(moment)
    context = parts(moment, show=chosen(moment), before=moment.request.GET.get("before", ""))
    return answer(moment, "console/case/show.html", context)


def seen(moment: Moment) -> None:
    """What the person was told of this case is in front of them now. One statement, two when there was something."""
    if notifications.read_case(user=moment.user, case=moment.case, by=moment.by, at=moment.at):
        nav.forget_numbers(moment.user)


@require_GET
@of_case
def talk(moment: Moment) -> HttpResponse:
    """`timeline/`: the conversation alone, filtered, or what lies before a key."""
    if not moment.is_partial:
        query = moment.request.GET.urlencode()
        return redirect(reverse("case", args=[moment.case.number]) + (f"?{query}" if query else ""))
    papers = dossier.read(moment)
    evidence = Evidence.objects.filter(case_id=moment.case.pk).order_by("-number")[:IN_REGISTER]
    known = timeline.Known({str(item.pk): item for item in evidence}, papers.names)
    show, before = chosen(moment), moment.request.GET.get("before", "")
    found = timeline.read(moment, known, show=show, before=before)
    template = "console/case/_older.html" if before else "console/case/_talk.html"
    return answer(moment, template, {"talk": found, "show": show, "filters": filters(moment, show)})


def refreshed(moment: Moment, *, composer: str = "") -> HttpResponse:
    """After a change: the parts of the page that may have changed, for htmx; otherwise the page. What is being written
    in the composer stays, except in the `composer` that was just sent. Who no longer sees the case goes home.
    """
    url = reverse("case", args=[moment.case.number])
    try:
        case = cases.get(moment.user, moment.case.pk)
    except Case.DoesNotExist:
        return _away(moment)
    if not moment.is_partial:
        return redirect(url)
    fresh = Moment(moment.request, case, moment.user, moment.by, moment.at)
    context = parts(fresh) | {"sent": composer}
    response = HttpResponse(render_to_string("console/case/after.html", context, request=moment.request))
    response["HX-Reswap"] = "none"
    response["HX-Replace-Url"] = url
    return response


def _away(moment: Moment) -> HttpResponse:
    if not moment.is_partial:
        return redirect("/desk/")
    return HttpResponse(headers={"HX-Redirect": "/desk/"})


def problem(moment: Moment, context: dict[str, Any], status: int) -> HttpResponse:
    """A refusal of something that has no form of its own."""
    return render(
        moment.request, "console/case/problem.html", {"moment": moment, "case": moment.case} | context, status=status
    )
