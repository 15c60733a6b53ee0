"""Which clauses customers dispute: of all products those to rewrite first, of one product by version, of one clause the
complaints and their words (6.2)."""

from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse

from huiyin.catalog.models import Clause
from huiyin.catalog.queries import products
from huiyin.catalog.queries import terms as versions
from huiyin.complaints.queries import clauses as queries
from huiyin.complaints.rules.clauses import Heat
from huiyin.console.visit import Visit, desk
from huiyin.core import masking


@desk("desk")
def ranked(visit: Visit) -> HttpResponse:
    """`products/heat/`: the fifty clauses of the house with the highest rate that is sure."""
    rows = [
        {"clause": one.clause, "terms": one.clause.terms, **_told(one.heat), "url": _behind(one.clause)}
        for one in queries.hottest(visit.at)
    ]
    return visit.page("products/heat.html", {"rows": rows, "since": queries.since(visit.at)})


@desk("desk")
def of_product(visit: Visit, code: str) -> HttpResponse:
    """`products/<code>/heat/`: clauses down, versions across, the newest first."""
    product = products.by_code(code)
    if product is None:
        raise Http404
    found = queries.of_product(product.pk, visit.at)
    lines = [
        {"path": line.path, "title": line.title, "cells": [_cell(cell) for cell in reversed(line.cells)]}
        for line in found.lines
    ]
    versions_held = zip(reversed(found.versions), reversed(found.policies), strict=True)
    heads = [{"terms": one, "policies": held} for one, held in versions_held]
    context = {"product": product, "heads": heads, "lines": lines, "since": queries.since(visit.at)}
    return visit.page("products/heat_product.html", context)


def _cell(cell: tuple[queries.Hot, str, int] | None) -> dict[str, Any] | None:
    if cell is None:
        return None
    hot, against, tone = cell
    return {**_told(hot.heat), "against": against, "tone": tone, "url": _behind(hot.clause)}


def _told(heat: Heat) -> dict[str, Any]:
    """The figures of a clause as a page shows them: to ten thousand policies, with one decimal."""
    shown = {name: f"{value:.1f}" for name in ("rate", "low", "high") if (value := getattr(heat, name)) is not None}
    return {"heat": heat, **shown}


def _behind(clause: Clause) -> str:
    return reverse("clause_complaints", args=[clause.terms.product.code, clause.terms.number, clause.path])


@desk("desk")
def complaints(visit: Visit, code: str, number: int, path: str) -> HttpResponse:
    """`products/<code>/terms/<number>/clauses/<path>/complaints`: the words of customers, and the complaints behind the
    figure that this person may see."""
    clause = _clause(code, number, path)
    found = queries.behind(visit.user, clause.pk, visit.at, after=_after(visit.request.GET.get("after", "")))
    rows = found[: queries.MOST]
    address = visit.request.path
    last = rows[-1] if rows else None
    context = {
        "clause": clause,
        "terms": clause.terms,
        **_told(queries.of_clause(clause, visit.at)),
        "phrases": queries.words(clause, visit.at),
        "rows": [{"case": one.case, "words": masking.text(one.words)} for one in rows],
        "next_url": f"{address}?{urlencode({'after': f'{last.received_on}~{last.case_id}'})}"
        if last and len(found) > len(rows)
        else "",
        "first_url": address if "after" in visit.request.GET else "",
        "since": queries.since(visit.at),
    }
    return visit.page("products/clause_complaints.html", context)


def _clause(code: str, number: int, path: str) -> Clause:
    product = products.by_code(code)
    terms = versions.version(product.pk, number) if product else None
    row = next((one for one in versions.clauses(terms.pk) if one.path == path), None) if terms else None
    found = versions.clause(row.pk) if row else None
    if found is None:
        raise Http404
    return found


def _after(text: str) -> tuple[date, UUID] | None:
    """The key of the row before; nonsense begins at the beginning."""
    day, _tilde, case = text.partition("~")
    try:
        return date.fromisoformat(day), UUID(case)
    except ValueError:
        return None
