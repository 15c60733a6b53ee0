"""Reading the catalogue."""

from huiyin.catalog.queries import products, terms

__all__ = ["products", "terms"]
