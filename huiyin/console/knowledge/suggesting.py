"""Articles that may answer a complaint, while somebody writes: the three likeliest, to insert with where they stand."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_POST

from huiyin.assistant.queries import title, wording
from huiyin.cases.models import Case, Direction, Message
from huiyin.cases.queries import clauses
from huiyin.console.case.frame import Moment, of_case, page
from huiyin.core.time import local_date
from huiyin.knowledge import queries
from huiyin.knowledge.actions import questions
from huiyin.knowledge.models import ArticleVersion, Where
from huiyin.knowledge.queries import answers

MOST, LEAST, READ = 3, 0.08, 300


def likely(case: Case, moment: Moment) -> list[tuple[ArticleVersion, int]]:
    """The public articles likest to what the customer wrote, with their score in percent: at most three. They go into
    words for customers, so what is for staff only is not among them."""
    said = Message.objects.filter(case=case, direction=Direction.IN).order_by("at", "id").values_list("text", flat=True)
    words = f"{case.subject}\n{said.first() or ''}"[:READ]
    today = local_date(moment.at)
    found = [(pk, score) for pk, score in answers.answer(words, on=today).all_ if score >= LEAST][:MOST]
    versions = {one.pk: one for one in queries.in_force(today, None).filter(pk__in=[pk for pk, _score in found])}
    return [(versions[pk], round(score * 100)) for pk, score in found if pk in versions]


@require_GET
@of_case
def listed(moment: Moment) -> HttpResponse:
    """`articles/`: the likeliest three and the clauses that the case names; without htmx as a page of their own."""
    rows = [
        {"version": one, "title": title(one), "text": wording(one), "score": score}
        for one, score in likely(moment.case, moment)
    ]
    template = "console/knowledge/_suggested.html" if moment.is_partial else "console/knowledge/suggested.html"
    return page(moment, template, {"rows": rows, "clauses": clauses.of_case(moment.case.pk)})


@require_GET
@of_case
def text(moment: Moment, version_id: UUID) -> HttpResponse:
    """`articles/<id>`: the words as they are inserted, in the language of the complaint, with article and version."""
    version = _version(moment, version_id)
    with override(moment.case.language):
        words = wording(version)
    return page(moment, "console/knowledge/_words.html", {"version": version, "words": words})


@require_POST
@of_case
def used(moment: Moment, version_id: UUID) -> HttpResponse:
    """`articles/<id>/used`: it was written into a message; `useful` 1 or 0: somebody says whether it helped."""
    version, said = _version(moment, version_id), moment.request.POST.get("useful", "")
    use = questions.use(version=version, where=Where.CASE, case_id=moment.case.pk, by=moment.by, at=moment.at)
    if said in ("0", "1"):
        questions.judge(use=use, helpful=said == "1", by=moment.by, at=moment.at)
        messages.success(moment.request, _("Kept."))
        return redirect("case_articles", moment.case.number)
    return HttpResponse(status=204)


def _version(moment: Moment, version_id: UUID) -> ArticleVersion:
    found = queries.in_force(local_date(moment.at), None).filter(pk=version_id).first()
    if found is None:
        raise Http404
    return found
