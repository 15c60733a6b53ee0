"""The catalogue: products, what proves them (6.1), the versions of their terms (6.2)."""

from huiyin.catalog.models.products import Design, Line, Product, ProductProof, ProductStatus, ProofKind
from huiyin.catalog.models.terms import Clause, ClauseKind, Terms, TermsState

__all__ = [
    "Clause",
    "ClauseKind",
    "Design",
    "Line",
    "Product",
    "ProductProof",
    "ProductStatus",
    "ProofKind",
    "Terms",
    "TermsState",
]
