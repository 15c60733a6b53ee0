"""Coverage: each clause of a source with the screens, tests, rules and metrics that serve it, and what is missing."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpResponse

from huiyin.console.handbook import lights, words
from huiyin.console.handbook.contents import frame
from huiyin.console.handbook.frame import Scope, language, scope
from huiyin.console.visit import Visit, desk
from huiyin.handbook import queries as handbook
from huiyin.handbook.rules.clauses import Clause
from huiyin.insights.queries.figures import Reading

SIZE = 40
PAGE = "handbook_coverage"


@desk("desk")
def show(visit: Visit) -> HttpResponse:
    """How many clauses are covered, chapter by chapter; below, the clauses of one chapter or one state, page by key."""
    where, given = scope(visit), visit.request.GET
    code, chapter, state = given.get("source", handbook.HANDBOOK), given.get("chapter", ""), given.get("state", "")
    try:
        found = handbook.source(code)
    except handbook.NoClauseError:
        raise Http404 from None
    tops = [one for one in handbook.chapters(code) if "." not in one.id]
    if (chapter and chapter not in {one.id for one in tops}) or (state and state not in words.COVERED):
        raise Http404
    if tops and not chapter and not state:
        chapter = tops[0].id
    here = {"source": "" if code == handbook.HANDBOOK else code}
    wanted = [one for one in handbook.clauses_of(chapter, code) if not state or handbook.coverage(one).state == state]
    first = next((place + 1 for place, one in enumerate(wanted) if one.id == given.get("after", "")), 0)
    shown = wanted[first : first + SIZE]
    readings = lights.readings_of(shown, where)
    last = shown[-1].id if first + SIZE < len(wanted) else ""
    known = {one.source for one in handbook.all_clauses()}
    context = {
        "source": found,
        "title": found.title.in_language(language()),
        "rows": [_covered(one, where, readings[one.source, one.id]) for one in shown],
        "states": list(words.COVERED.values()),
        "sums": _sums(code, tops, where, here, chapter, state),
        "choice": {
            "chapter": next((one for one in tops if one.id == chapter), None),
            "state": words.COVERED.get(state),
        },
        "count": len(wanted),
        "next_url": where.url(PAGE, **here, chapter=chapter, state=state, after=last) if last else "",
        "sources": [
            (one.code, one.title.in_language(language()), one.code == code)
            for one in handbook.sources()
            if one.code in known
        ],
    }
    return visit.page("handbook/coverage.html", context | frame(where, PAGE))


def _sums(
    code: str, tops: Sequence[Any], where: Scope, here: dict[str, str], chapter: str, state: str
) -> list[dict[str, Any]]:
    """A line for each chapter and one for all, each with its clauses by state; every number opens its clauses."""
    lines = [(one.id, f"{one.id} {one.title.in_language(language())}") for one in tops]
    found = []
    for id_, name in [*lines, ("", "")]:
        held: Counter[str] = Counter(handbook.coverage(one).state for one in handbook.clauses_of(id_, code))
        found.append(
            {
                "name": name,
                "url": where.url(PAGE, **here, chapter=id_) if id_ else "",
                "all": held.total(),
                "cells": [
                    {
                        "state": each,
                        "count": held[each],
                        "url": where.url(PAGE, **here, chapter=id_, state=each),
                        "active": (id_, each) == (chapter, state),
                    }
                    for each in words.COVERED
                ],
                "active": bool(id_) and id_ == chapter and not state,
            }
        )
    return found


def _covered(one: Clause, where: Scope, readings: Sequence[Reading]) -> dict[str, Any]:
    cover = handbook.coverage(one)
    return {
        "clause": one,
        "ask": one.ask.in_language(language()),
        "url": where.url("handbook_clause", one.source, one.id),
        "state": cover.state,
        "word": words.COVERED[cover.state],
        "screens": words.screens(cover.screens),
        "tests": cover.tests,
        "metrics": [lights.row(each, where) for each in readings],
        "gap": one.gap.in_language(language()) if one.gap else "",
    }
