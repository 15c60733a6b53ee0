"""Versions of terms: of a product, in force on a day, their clauses, found by words."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from huiyin.catalog.models import Clause, Terms, TermsState
from huiyin.catalog.rules.terms import Piece
from huiyin.text.rules import query

MOST_VERSIONS, MOST_CLAUSES, MOST_FOUND = 100, 400, 20


def versions(product_id: UUID) -> list[Terms]:
    """The versions of a product, the newest first, without those given up; at most 100."""
    rows = Terms.objects.filter(product=product_id).exclude(state=TermsState.DISCARDED)
    return list(rows.select_related("written_by", "decided_by").order_by("-number")[:MOST_VERSIONS])


def version(product_id: UUID, number: int) -> Terms | None:
    """One version by its number."""
    rows = Terms.objects.select_related("product", "written_by", "decided_by")
    return rows.filter(product=product_id, number=number).first()


def _binding(day: date) -> Q:
    return Q(state=TermsState.APPROVED, from_on__lte=day) & (Q(to_on=None) | Q(to_on__gte=day))


def in_force(product_id: UUID, day: date) -> Terms | None:
    """The version that is in force on a day; a policy is bound by that of the day it was made."""
    return Terms.objects.filter(_binding(day), product=product_id).select_related("product").first()


def in_force_of(codes: Iterable[str], day: date) -> dict[str, Terms]:
    """The versions in force on a day of products by code."""
    rows = Terms.objects.filter(_binding(day), product__code__in=set(codes)).select_related("product")
    return {row.product.code: row for row in rows}


def clauses(terms_id: UUID) -> list[Clause]:
    """The clauses of a version in their order."""
    return list(Clause.objects.filter(terms=terms_id).order_by("place")[:MOST_CLAUSES])


def pieces(rows: Sequence[Clause]) -> list[Piece]:
    """Clauses as `rules.terms` and `rules.comparing` take them."""
    return [Piece(row.path, row.title, row.text, row.kind, row.because) for row in rows]


def found(words: str, day: date, *, codes: Iterable[str] = (), limit: int = MOST_FOUND) -> list[Clause]:
    """Clauses in force on a day that hold all of `words`; of the products with these codes, or of any. Empty words or
    `codes` with a single product: its clauses in their order."""
    rows: QuerySet[Clause] = Clause.objects.filter(
        Q(terms__state=TermsState.APPROVED, terms__from_on__lte=day) & (Q(terms__to_on=None) | Q(terms__to_on__gte=day))
    )
    wanted = set(codes)
    if wanted:
        rows = rows.filter(terms__product__code__in=wanted)
    asked = query(words)
    if asked:
        rows = rows.filter(vector__matches=asked)
    elif not wanted:
        return []
    rows = rows.select_related("terms", "terms__product")
    return list(rows.order_by("terms__product__code", "place")[:limit])


def clause(clause_id: UUID) -> Clause | None:
    """A clause of an approved version."""
    rows = Clause.objects.filter(terms__state=TermsState.APPROVED).select_related("terms", "terms__product")
    return rows.filter(pk=clause_id).first()
