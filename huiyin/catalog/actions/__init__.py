"""Changes of the catalogue."""

from huiyin.catalog.actions.base import must_keep
from huiyin.catalog.actions.products import add_proof, keep_product, put_on_sale, take_off_sale
from huiyin.catalog.actions.terms import approve, discard, send_back, sort_clauses, submit, take_in, write_clause

__all__ = [
    "add_proof",
    "approve",
    "discard",
    "keep_product",
    "must_keep",
    "put_on_sale",
    "send_back",
    "sort_clauses",
    "submit",
    "take_in",
    "take_off_sale",
    "write_clause",
]
