"""The handbook's contents: chapters, laws by source, one chapter with its clauses, and what serves each clause."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse

from huiyin.console.handbook import charts, lights, words
from huiyin.console.handbook.frame import Scope, language, scope, tabs
from huiyin.console.visit import Visit, desk
from huiyin.core.time import local_date
from huiyin.handbook import queries as handbook
from huiyin.handbook.rules.clauses import Chapter, Clause
from huiyin.handbook.rules.sources import Source
from huiyin.insights.queries import figures
from huiyin.insights.queries.figures import Reading


@desk("desk")
def show(visit: Visit) -> HttpResponse:
    """The chapters of the handbook and the sources of law, each with the lights of its clauses."""
    where = scope(visit)
    bound = {one.code for one in handbook.sources() if where.binds(one)}
    everything = [one for one in handbook.all_clauses() if one.source in bound or one.source == handbook.HANDBOOK]
    readings = lights.readings_of(everything, where)
    context = {
        "chapters": [_chapter(one, where, readings) for one in handbook.chapters() if "." not in one.id],
        "places": _places(where, readings),
        "known": [row for row in _sources(where) if not row["is_bound"]],
        "whole": lights.counted(
            lights.of_clause(readings[one.source, one.id]) for one in everything if one.source in bound
        ),
    }
    return visit.page("handbook/contents.html", context | frame(where, "handbook"))


@desk("desk")
def chapter(visit: Visit, chapter: str) -> HttpResponse:
    """A chapter with its sections and clauses."""
    where = scope(visit)
    found = next((one for one in handbook.chapters() if one.id == chapter and "." not in one.id), None)
    if found is None:
        raise Http404
    return visit.page("handbook/chapter.html", chapter_context(found, where) | frame(where, "handbook"))


@desk("desk")
def source(visit: Visit, source: str) -> HttpResponse:
    """A law or rule from elsewhere with its clauses."""
    where = scope(visit)
    try:
        found = handbook.source(source)
    except handbook.NoClauseError:
        raise Http404 from None
    return visit.page("handbook/source.html", source_context(found, where) | frame(where, "handbook"))


def frame(where: Scope, page: str) -> dict[str, Any]:
    """What every page of the handbook shows around its own."""
    progress = figures.progress()
    return {
        "tabs": tabs(page, where.by),
        "scope": where.bar(),
        "scope_given": where.given,
        "opens_cases": where.opens_cases,
        "target": settings.HANDBOOK_TARGET,
        "computed_at": progress.computed_at if progress else None,
        "is_redone": progress is None or progress.redo_after is not None,
        "pdf_url": where.url("handbook_pdf"),
    }


def chapter_context(found: Chapter, where: Scope) -> dict[str, Any]:
    """A chapter as its page and its paper show it. One statement."""
    said = language()
    clauses = handbook.clauses_of(found.id)
    readings = lights.readings_of(clauses, where)
    sections = [one for one in handbook.chapters() if one.id.startswith(f"{found.id}.")]
    return {
        "chapter": found,
        "title": found.title.in_language(said),
        "sections": [
            {
                "id": one.id,
                "title": one.title.in_language(said),
                "clauses": [
                    clause_row(each, where, readings[each.source, each.id])
                    for each in clauses
                    if each.section == one.id
                ],
            }
            for one in sections
        ],
        "whole": lights.counted(lights.of_clause(readings[one.source, one.id]) for one in clauses),
        "others": [_neighbour(one, where) for one in handbook.chapters() if "." not in one.id],
        "chapter_pdf_url": where.url("handbook_pdf", chapter=found.id),
    }


def source_context(found: Source, where: Scope) -> dict[str, Any]:
    """A source as its page and its paper show it. One statement."""
    clauses = handbook.clauses_of(source=found.code)
    readings = lights.readings_of(clauses, where)
    return source_words(found, where) | {
        "clauses": [clause_row(one, where, readings[one.source, one.id]) for one in clauses],
        "whole": lights.counted(lights.of_clause(readings[one.source, one.id]) for one in clauses),
        "chapter_pdf_url": where.url("handbook_pdf", source=found.code),
    }


def source_words(found: Source, where: Scope) -> dict[str, Any]:
    """What is said of a source itself."""
    said = language()
    return {
        "source": found,
        "title": found.title.in_language(said),
        "note": found.note.in_language(said),
        "status": words.STATUSES[found.status],
        "place": words.JURISDICTIONS[found.jurisdiction],
        "in_force": found.in_force_on(local_date(where.at)),
        "is_bound": where.binds(found),
        "url": where.url("handbook") if found.code == handbook.HANDBOOK else where.url("handbook_source", found.code),
    }


def clause_row(one: Clause, where: Scope, readings: Sequence[Reading]) -> dict[str, Any]:
    """A clause as one line."""
    lead = lights.leading(readings)
    return {
        "clause": one,
        "ask": one.ask.in_language(language()),
        "url": where.url("handbook_clause", one.source, one.id),
        "kind": words.KINDS[one.kind],
        "status": words.STATUSES[one.status] if one.status != "in_force" else "",
        "light": lights.of_clause(readings),
        "figure": words.figure(lead) if lead else "",
        "fraction": words.fraction(lead) if lead else "",
        "metric": lead.metric.title.in_language(language()) if lead else "",
        "path": charts.small(lead) if lead else "",
        "gap": one.gap is not None,
    }


def _chapter(one: Chapter, where: Scope, readings: Any) -> dict[str, Any]:
    clauses = handbook.clauses_of(one.id)
    return {
        "id": one.id,
        "title": one.title.in_language(language()),
        "url": where.url("handbook_chapter", one.id),
        "clauses": len(clauses),
        "lights": lights.counted(lights.of_clause(readings[each.source, each.id]) for each in clauses),
        "sections": [
            each.title.in_language(language()) for each in handbook.chapters() if each.id.startswith(f"{one.id}.")
        ],
    }


def _neighbour(one: Chapter, where: Scope) -> dict[str, Any]:
    return {"id": one.id, "title": one.title.in_language(language()), "url": where.url("handbook_chapter", one.id)}


def _places(where: Scope, readings: Any) -> list[dict[str, Any]]:
    """The sources of law that bind the units, with their lights, by where they hold."""
    found: dict[str, list[dict[str, Any]]] = {code: [] for code in words.JURISDICTIONS}
    for row in _sources(where):
        if row["is_bound"]:
            held = handbook.clauses_of(source=row["source"].code)
            counted = lights.counted(lights.of_clause(readings[each.source, each.id]) for each in held)
            found[row["source"].jurisdiction].append(row | {"lights": counted})
    return [{"name": words.JURISDICTIONS[code], "sources": rows} for code, rows in found.items() if rows]


def _sources(where: Scope) -> list[dict[str, Any]]:
    """The sources beside the handbook that have clauses."""
    found = [(one, handbook.clauses_of(source=one.code)) for one in handbook.sources() if one.code != handbook.HANDBOOK]
    return [source_words(one, where) | {"clauses": len(clauses)} for one, clauses in found if clauses]
