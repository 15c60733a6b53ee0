"""Products by code, line and what is due in their files."""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from huiyin.catalog.models import Product, ProductProof, ProductStatus
from huiyin.catalog.rules.products import tidy_code

MOST = 500


def by_code(code: str) -> Product | None:
    """The product with this code, however it is typed."""
    return Product.objects.select_related("keeper").filter(code=tidy_code(code)).first()


def by_codes(codes: Iterable[str]) -> dict[str, Product]:
    """The products that are there of these codes."""
    return {row.code: row for row in Product.objects.filter(code__in=set(codes))}


def listed(
    *, line: str = "", design: str = "", status: str = "", after: tuple[str, str] | None = None, limit: int = 50
) -> list[Product]:
    """Products by line and code, one more than `limit` when there are more; `after` is the (line, code) before them."""
    rows = Product.objects.select_related("keeper").order_by("line", "code")
    wanted = {"line": line, "design": design, "status": status}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    if after:
        rows = rows.filter(line__gte=after[0]).exclude(line=after[0], code__lte=after[1])
    return list(rows[: limit + 1])


def on_sale(day: date) -> list[Product]:
    """What is sold on a day, by line and code; at most 500."""
    rows = Product.objects.filter(status=ProductStatus.ON_SALE, sold_from__lte=day)
    return list(rows.order_by("line", "code")[:MOST])


def proofs_of(product_id: UUID) -> list[ProductProof]:
    """The proofs that hold, one of each kind at most."""
    return list(ProductProof.objects.filter(product=product_id, replaced_at=None).order_by("kind"))


def proofs_replaced(product_id: UUID, limit: int = 50) -> list[ProductProof]:
    """Earlier proofs, the newest first."""
    rows = ProductProof.objects.filter(product=product_id, replaced_at__isnull=False)
    return list(rows.order_by("-replaced_at", "-id")[:limit])


def reviews_due(day: date, *, keepers: Collection[UUID] | None = None, limit: int = 50) -> list[ProductProof]:
    """Proofs of products not yet withdrawn that have to be looked at again by `day`, the longest overdue first."""
    rows = ProductProof.objects.filter(replaced_at=None, review_on__lte=day).exclude(
        product__status=ProductStatus.WITHDRAWN
    )
    if keepers is not None:
        rows = rows.filter(product__keeper__in=keepers)
    return list(rows.select_related("product", "product__keeper").order_by("review_on", "id")[:limit])
