"""The page of one clause: what it asks, who answers, the law beside it, the rules it makes, and whether it is kept."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.console.handbook import lights, words
from huiyin.console.handbook.contents import frame, source_words
from huiyin.console.handbook.frame import Scope, language, scope
from huiyin.console.house.rules import length_of
from huiyin.console.visit import Visit, desk
from huiyin.core.time import local_date
from huiyin.handbook import queries as handbook
from huiyin.handbook.rules.approval import WRITERS
from huiyin.handbook.rules.clauses import Clause, LawRef
from huiyin.handbook.rules.terms import Rule
from huiyin.insights.queries import registry
from huiyin.insights.queries.figures import Reading


@desk("desk")
def show(visit: Visit, source: str, clause: str) -> HttpResponse:
    """One clause of the handbook or article of a law."""
    where = scope(visit)
    found = handbook.find_clause(source, clause)
    if found is None:
        raise Http404
    readings = lights.readings_of([found], where)[found.source, found.id]
    return visit.page("handbook/clause.html", clause_context(found, where, readings) | frame(where, "handbook"))


def clause_context(one: Clause, where: Scope, readings: list[Reading]) -> dict[str, Any]:
    """A clause as its page shows it."""
    said = language()
    cover = handbook.coverage(one)
    return {
        "clause": one,
        "ask": one.ask.in_language(said),
        "note": one.note.in_language(said),
        "kind": words.KINDS[one.kind],
        "status": words.STATUSES[one.status],
        "source": source_words(handbook.source(one.source), where),
        "actors": words.people(one.actor, one.source, said),
        "matrix": _matrix(one),
        "numbers": [
            {"value": words.number(each), "of": each.of.in_language(said), "benchmark": each.benchmark}
            for each in one.numbers
        ],
        "law": [_law(each, where) for each in one.law],
        "named_by": _named_by(one, where),
        "rules": [_rule(rule, where) for rule in registry.rules_of(one)],
        "light": lights.of_clause(readings),
        "metrics": [lights.panel(each, where) for each in readings],
        "screens": words.screens(cover.screens),
        "tests": cover.tests,
        "covered": words.COVERED[cover.state],
        "covered_code": cover.state,
        "gap": one.gap.in_language(said) if one.gap else "",
        "path": _path(one, where),
        "around": _around(one, where),
    }


def _matrix(one: Clause) -> list[tuple[str, str]]:
    found = one.responsible
    rows = (
        (_("Does it"), found.does),
        (_("Answers for it"), found.answers),
        (_("Is consulted"), found.consulted),
        (_("Is informed"), found.informed),
    )
    return [(name, "、".join(words.people(held, one.source, language()))) for name, held in rows if held]


def _law(ref: LawRef, where: Scope) -> dict[str, Any]:
    """The article of law that stands beside a clause, with its gist where the source has it."""
    source = handbook.source(ref.source)
    number = ref.article.partition("-")[0]
    gist = source.articles.get(ref.article) or source.articles.get(number)
    page = handbook.find_clause(ref.source, f"art {ref.article}") or handbook.find_clause(ref.source, f"art {number}")
    return source_words(source, where) | {
        "article": ref.article,
        "gist": gist.gist.in_language(language()) if gist else page.ask.in_language(language()) if page else "",
        "page": where.url("handbook_clause", page.source, page.id) if page else "",
    }


def _named_by(one: Clause, where: Scope) -> list[dict[str, str]]:
    """The clauses that stand beside this article of law."""
    return [
        {
            "id": other.id,
            "ask": other.ask.in_language(language()),
            "url": where.url("handbook_clause", other.source, other.id),
        }
        for other in handbook.all_clauses()
        if any(ref.source == one.source and one.id in (f"art {ref.article}", ref.article) for ref in other.law)
    ]


def _rule(rule: Rule, where: Scope) -> dict[str, Any]:
    today = local_date(where.at)
    return {
        "rule": rule,
        "title": rule.title.in_language(language()),
        "length": length_of(rule),
        "in_force": rule.in_force_on(today),
        "is_future": rule.effective_from > today,
        "is_law": rule.breach == "law",
        "url": f"{reverse('rules')}#{rule.code}",
        "versions_url": reverse("rule_versions", args=[rule.pack, rule.code]),
        "change_url": f"{reverse('rule_draft_new')}?rule={rule.pack}/{rule.code}"
        if where.by.has_role(*WRITERS)
        else "",
    }


def _path(one: Clause, where: Scope) -> list[tuple[str, str]]:
    """Where the clause stands: (words, address) from the top."""
    found = [(_("Handbook"), where.url("handbook"))]
    if one.source != handbook.HANDBOOK:
        source = source_words(handbook.source(one.source), where)
        return [*found, (source["title"], source["url"])]
    chapter = one.section.partition(".")[0]
    titles = {each.id: each.title.in_language(language()) for each in handbook.chapters()}
    url = where.url("handbook_chapter", chapter)
    return [
        *found,
        (f"{chapter} {titles.get(chapter, '')}", url),
        (f"{one.section} {titles.get(one.section, '')}", f"{url}#s{one.section}"),
    ]


def _around(one: Clause, where: Scope) -> dict[str, Any]:
    """The clauses before and after in the same source, and those of the same section."""
    held = handbook.clauses_of(source=one.source)
    place = held.index(one)
    section = [each for each in held if each.section == one.section] if one.source == handbook.HANDBOOK else list(held)
    return {
        "section": [(each.id, where.url("handbook_clause", each.source, each.id), each == one) for each in section],
        "previous": _link(held[place - 1], where) if place else None,
        "next": _link(held[place + 1], where) if place + 1 < len(held) else None,
    }


def _link(one: Clause, where: Scope) -> dict[str, str]:
    return {"id": one.id, "url": where.url("handbook_clause", one.source, one.id)}
