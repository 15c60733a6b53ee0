"""What the house sells, for everybody: cover, what it costs, for whom it is, what is not covered, and the terms word by
word in every version that ever held (6.3-3, 6.2-2)."""

from itertools import groupby
from typing import Any

from django.http import Http404, HttpResponse

from huiyin.catalog.models import Clause, ClauseKind, Line, Product, ProductStatus, Terms, TermsState
from huiyin.catalog.queries import products as queries
from huiyin.catalog.queries import terms as versions
from huiyin.core.time import local_date
from huiyin.portal.visit import Visit, portal

COMPARED = 4


@portal()
def listed(visit: Visit) -> HttpResponse:
    """What is sold today, by line."""
    found = queries.on_sale(local_date(visit.at))
    lines = [(str(Line(line).label), list(rows)) for line, rows in groupby(found, key=lambda one: one.line)]
    return visit.page("products.html", {"lines": lines})


@portal()
def one(visit: Visit, code: str) -> HttpResponse:
    """A product as customers read it; one that is no longer sold stays, for those who hold it."""
    product = _product(code)
    today = local_date(visit.at)
    held = versions.in_force(product.pk, today)
    context = {
        "product": product,
        "terms": held,
        "exclusions": _exclusions(versions.clauses(held.pk)) if held else [],
        "versions": _versions(product),
        "today": today,
        "is_sold": product.status == ProductStatus.ON_SALE,
    }
    return visit.page("product.html", context)


@portal()
def compare(visit: Visit) -> HttpResponse:
    """Two to four products side by side: cover, premium, return, suitability (6.1-1)."""
    codes = list(dict.fromkeys(visit.request.GET.getlist("code")))[:COMPARED]
    found = queries.by_codes(codes)
    rows = [found[code] for code in codes if code in found and found[code].status != ProductStatus.DRAFT]
    return visit.page("products_compare.html", {"rows": rows})


@portal()
def terms(visit: Visit, code: str, number: int) -> HttpResponse:
    """A version word by word, what is not covered first; approved ones only."""
    product = _product(code)
    found = versions.version(product.pk, number)
    if found is None or found.state != TermsState.APPROVED:
        raise Http404
    rows = versions.clauses(found.pk)
    context: dict[str, Any] = {
        "product": product, "terms": found, "clauses": rows, "exclusions": _exclusions(rows),
        "in_force": found.from_on <= local_date(visit.at) and (not found.to_on or found.to_on >= local_date(visit.at)),
    }  # fmt: skip
    return visit.page("product_terms.html", context)


def _product(code: str) -> Product:
    found = queries.by_code(code)
    if found is None or found.status == ProductStatus.DRAFT:
        raise Http404
    return found


def _versions(product: Product) -> list[Terms]:
    return [one for one in versions.versions(product.pk) if one.state == TermsState.APPROVED]


def _exclusions(rows: list[Clause]) -> list[Clause]:
    return [row for row in rows if row.kind == ClauseKind.EXCLUSION]
