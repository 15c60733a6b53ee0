"""Following a complaint: in with number and secret, the story, its files, out again."""

from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from huiyin.cases import queries as cases
from huiyin.cases.actions import access
from huiyin.cases.actions import evidence as register
from huiyin.cases.models import Case, Kind
from huiyin.cases.rules import numbers
from huiyin.core.actors import customer
from huiyin.core.errors import BadInput
from huiyin.portal import gate, joined, papers, requesting, story_page
from huiyin.portal import visit as visits
from huiyin.portal.forms import FollowForm
from huiyin.portal.visit import Following, Visit, following, portal


@portal("GET POST")
def enter(visit: Visit, number: str = "") -> HttpResponse:
    """Ask for number and secret. An unknown number and a wrong secret get the same answer."""
    if not visit.posted:
        case = visits.opened(visit.session, visit.at) if number else None
        if case is not None and case.number == numbers.tidy(number):
            return redirect("portal_story", number=_where(visit, case).number)
        return visit.page("open.html", {"form": FollowForm(initial={"number": number})})
    form = FollowForm(visit.request.POST)
    if not form.is_valid():
        return visit.page("open.html", {"form": form, "faults": form.faults()}, status=422)
    given = numbers.tidy(form.cleaned_data["number"])
    try:
        gate.check_follow(visit.request, given, visit.at)
    except gate.TooMany as refused:
        return visit.page("open.html", {"form": form, "trouble": refused}, status=429)
    case = cases.by_secret(given, form.cleaned_data["secret"])
    if case is None:
        gate.failed_follow(visit.request, given, visit.at)
        message = _("Number and code do not fit together. Look at your receipt, or call us: we find your complaint.")
        return visit.page("open.html", {"form": form, "trouble": BadInput("portal.unknown", message)}, status=422)
    access.look(case=case, by=customer(None), at=visit.at)
    visits.admit(visit.session, case, visit.at)
    return redirect("portal_story", number=_where(visit, case).number)


def _where(visit: Visit, case: Case) -> Case:
    """The page to show: of a merged complaint that of the one that lives on, when it is the same customer's."""
    master = joined.master_of(case)
    if master is None or not joined.same_customer(case, master):
        return case
    told = {"number": case.number, "master": master.number}
    messages.info(visit.request, _("Complaint %(number)s is handled together with %(master)s. Here it goes on.") % told)
    return master


@portal("POST")
def leave(visit: Visit) -> HttpResponse:
    """Close the complaint on this device: whoever comes next sees nothing."""
    visits.leave(visit.session)
    visit.session.pop("portal_receipt", None)
    return redirect("portal_home")


@following()
def story(visit: Following) -> HttpResponse:
    """Everything about the complaint, or the request, that concerns its customer, in plain words."""
    if visit.case.kind == Kind.REQUEST:
        return visit.page("request_story.html", requesting.context(visit.case, visit.at))
    return visit.page("story.html", story_page.context(visit.case, visit.by, visit.at))


@following()
def file(visit: Following, file: object) -> HttpResponseBase:
    """A letter we sent, or what the customer handed in."""
    item = next((item for item in papers.of_customer(visit.case) if item.pk == file), None)
    if item is None:
        raise Http404
    answer = StreamingHttpResponse(
        register.read(evidence=item, by=visit.by, at=visit.at),
        content_type=item.media_type or "application/octet-stream",
    )
    answer["Content-Disposition"] = content_disposition_header(True, item.file_name) or "attachment"
    answer["Content-Length"] = str(item.size)
    return answer
