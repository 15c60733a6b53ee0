"""The handbook on paper: all of it, one chapter or one source, with the figures of the moment and the part of the house
they are for.
"""

from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from huiyin.console.handbook import lights, words
from huiyin.console.handbook.frame import Scope, language, scope
from huiyin.console.visit import Visit, desk
from huiyin.core.documents import render
from huiyin.core.time import SHANGHAI
from huiyin.handbook import queries as handbook
from huiyin.handbook.rules.clauses import Clause
from huiyin.insights.queries import figures


@desk("desk")
def pdf(visit: Visit) -> HttpResponse:
    """A PDF of the whole handbook, of `chapter`, or of a `source` of law."""
    where, query = scope(visit), visit.request.GET
    data = paper(where, chapter=query.get("chapter", ""), source=query.get("source", handbook.HANDBOOK))
    content = render("handbook", data, lang="en" if language() == "en" else "zh", at=visit.at)
    response = HttpResponse(content, content_type="application/pdf")
    name = quote(f"{data['title']} {visit.at.astimezone(SHANGHAI):%Y-%m-%d}.pdf")
    response["Content-Disposition"] = f"inline; filename*=UTF-8''{name}"
    return response


def paper(where: Scope, *, chapter: str, source: str) -> dict[str, Any]:
    """What the template needs. Raises Http404 for a chapter or source that is not there."""
    said = language()
    try:
        found = handbook.source(source)
    except handbook.NoClauseError:
        raise Http404 from None
    clauses = handbook.clauses_of(chapter, source)
    if not clauses:
        raise Http404
    readings = lights.readings_of(clauses, where)
    progress = figures.progress()
    rows = [_clause(one, readings[one.source, one.id]) for one in clauses]
    return {
        "title": found.title.in_language(said),
        "insurer": settings.INSURER["name_en" if said == "en" else "name"],
        "unit": where.name,
        "span": where.span,
        "made_at": date_format(where.at.astimezone(SHANGHAI), "Y-m-d H:i"),
        "figures_at": date_format(progress.computed_at.astimezone(SHANGHAI), "Y-m-d H:i") if progress else "",
        "target": settings.HANDBOOK_TARGET,
        "parts": _parts(source, clauses, rows),
    }


def _parts(source: str, clauses: tuple[Clause, ...], rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The clauses under the titles of their chapters and sections, or one list without titles for a source of law."""
    titles = {one.id: one.title.in_language(language()) for one in handbook.chapters(source)}
    if not titles:
        return [{"level": 1, "title": _("Clauses"), "clauses": rows}]
    found: list[dict[str, Any]] = []
    held: dict[str, list[dict[str, Any]]] = {}
    for one, row in zip(clauses, rows, strict=True):
        held.setdefault(one.section, []).append(row)
    last = ""
    for section, inside in held.items():
        top = section.partition(".")[0]
        if top != last:
            found.append({"level": 1, "title": f"{top} {titles.get(top, '')}", "clauses": []})
        last = top
        found.append({"level": 2, "title": f"{section} {titles.get(section, '')}", "clauses": inside})
    return found


def _clause(one: Clause, readings: list[figures.Reading]) -> dict[str, Any]:
    said = language()
    light = lights.of_clause(readings)
    return {
        "id": one.id,
        "ask": one.ask.in_language(said),
        "kind": str(words.KINDS[one.kind]),
        "status": str(words.STATUSES[one.status]) if one.status != "in_force" else "",
        "numbers": [
            words.number(each)
            + (f" {each.of.in_language(said)}" if each.of.in_language(said) else "")
            + (f" ({_('handbook, unverified')})" if each.benchmark else "")
            for each in one.numbers
        ],
        "answers": "、".join(words.people(one.responsible.answers or one.actor, one.source, said)),
        "light": light.code,
        "word": light.word,
        "figures": [
            {
                "title": each.metric.title.in_language(said),
                "figure": words.figure(each),
                "fraction": words.fraction(each),
                "waiting": each.sums.open,
            }
            for each in readings
        ],
        "gap": one.gap.in_language(said) if one.gap else "",
    }
