"""The decision letter as a PDF before it is issued: as it stands in the form, and as it is drafted."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from huiyin.complaints.models import Decision
from huiyin.complaints.queries import letter, papers
from huiyin.complaints.rules import path
from huiyin.console.case.frame import Moment, of_case
from huiyin.console.case.page import problem
from huiyin.console.case.steps.deciding import LetterForm
from huiyin.core.documents import IncompleteLetterError, render_letter
from huiyin.core.time import local_date


@require_POST
@of_case
def preview(moment: Moment) -> HttpResponse:
    """`decision/preview`: the letter as it stands in the form; nothing is kept."""
    if not path.may_role(path.BY_CODE["draft_decision"], moment.facts, moment.by) or not moment.facts.plan_state:
        raise Http404
    return _pdf(moment, LetterForm(moment, moment.request.POST).written)


@require_GET
@of_case
def draft(moment: Moment) -> HttpResponse:
    """`decision/draft.pdf`: the draft that is kept."""
    row = letter.draft_of(moment.case)
    if row is None:
        raise Http404
    return _pdf(moment, row)


def _pdf(moment: Moment, row: Decision) -> HttpResponse:
    try:
        paper = letter.paper(moment.case, row, number=_("DRAFT"), dated=local_date(moment.at))
    except IncompleteLetterError as lacking:
        text = _("It still lacks: %(fields)s.") % {"fields": ", ".join(lacking.fields)}
        return problem(moment, {"title": _("This letter cannot be shown as a PDF yet."), "text": text}, 409)
    response = HttpResponse(render_letter(paper, lang=papers.lang_of(moment.case)), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{moment.case.number}-draft.pdf"'
    return response
