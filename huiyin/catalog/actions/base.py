"""What every change of the catalogue begins with."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.audit import actions as audit
from huiyin.catalog.models import Product
from huiyin.catalog.rules.products import may_keep
from huiyin.core.actors import Actor
from huiyin.core.errors import Refused


def must_keep(by: Actor) -> None:
    """Raises Refused(`product.not_yours`) for whoever does not keep the catalogue."""
    if by.kind != "system" and not may_keep(by.grants):
        raise Refused(
            "product.not_yours",
            _("Products and terms are written by head-office consumer protection and knowledge editors."),
            clause="6.1-1",
        )


def lock(product_id: UUID, *, by: Actor, version: int | None = None) -> Product:
    """The product's row, locked, for whoever keeps the catalogue. Raises Refused(`product.changed`) when it is no
    longer at `version`."""
    must_keep(by)
    product = Product.objects.select_for_update().get(pk=product_id)
    if version is not None and product.version != version:
        raise Refused(
            "product.changed", _("Somebody has changed this product meanwhile. Look at it again, then decide anew.")
        )
    return product


def keep(product: Product, *, at: datetime) -> None:
    """Save the row as its next version."""
    product.version += 1
    product.changed_at = at
    product.save()


def record(product_id: UUID, kind: str, *, by: Actor, at: datetime, **parts: Any) -> None:
    """One entry in the product's chain of the ledger; `parts` as in `audit.actions.record`."""
    audit.record(aggregate=("product", product_id), kind=f"product.{kind}", by=by, at=at, **parts)
