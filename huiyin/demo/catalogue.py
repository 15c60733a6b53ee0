"""What the demo shows of the catalogue: the products of its policies, with their terms and files; one file is due for
review."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from huiyin.accounts.models import User
from huiyin.catalog import actions
from huiyin.catalog.actions.products import ProductDraft
from huiyin.catalog.models import Product
from huiyin.catalog.rules.products import OF_POLICY_LINE
from huiyin.core.actors import Actor
from huiyin.core.time import local_date
from huiyin.demo import contracts

CONTENT = Path(__file__).parent / "content"
KEEPER, APPROVER = "ye.shujun", "xu.jingyi"
# The oldest policies are seven years old: what they are bound by is older.
OLDEST = timedelta(days=2900)
WITHDRAWN = "LF02"
DUE = ("UN01", "actuarial")


def fill(*, by: Actor, now: datetime) -> None:
    """All at once or not at all; a second time changes nothing."""
    keeper = User.objects.filter(email__startswith=f"{KEEPER}@").first()
    approver = User.objects.filter(email__startswith=f"{APPROVER}@").first()
    if Product.objects.exists() or keeper is None or approver is None:
        return
    said = yaml.safe_load((CONTENT / "catalogue.yaml").read_text(encoding="utf-8"))
    rows = yaml.safe_load((CONTENT / "products.yaml").read_text(encoding="utf-8"))["products"]
    with transaction.atomic():
        for place, (code, name, policy_line, *_rest) in enumerate(rows):
            product, began = _product(place, code, name, policy_line, said, keeper, by, now)
            contracts.fill(
                product=product, policy_line=policy_line, writer=keeper, approver=approver, began=began, now=now
            )
            _offer(product, place, said, by, began, now)


def _product(
    place: int, code: str, name: str, policy_line: str, said: dict[str, Any], keeper: User, by: Actor, now: datetime
) -> tuple[Product, datetime]:
    """The product, and when it began."""
    line, design = OF_POLICY_LINE[policy_line]
    texts = dict(zip(("cover", "premium", "returns", "suits", "suits_not"), said["lines"][line], strict=True))
    began = now - OLDEST - timedelta(days=20 * place)
    draft = ProductDraft(
        code=code, name=name, line=line, design=design, filing_no=f"恒泽报备〔{began.year}〕{place + 11}号", **texts
    )
    return actions.keep_product(draft=draft, keeper=keeper, by=by, at=began), began


def _offer(product: Product, place: int, said: dict[str, Any], by: Actor, began: datetime, now: datetime) -> None:
    """Put its file together and put it on sale; one is withdrawn again."""
    today, code = local_date(now), product.code
    for kind, (statement, paper) in said["proofs"].items():
        is_due = (code, kind) == DUE
        written = now - timedelta(days=372 if is_due else 90 + 7 * place)
        actions.add_proof(
            product=product, kind=kind, statement=statement, document=f"{paper}（{code}）",
            dated_on=local_date(written), review_on=_in_a_year(local_date(written)), by=by, at=written,
        )  # fmt: skip
    product = actions.put_on_sale(product=product, from_on=local_date(began), by=by, at=now - timedelta(days=80))
    if code == WITHDRAWN:
        actions.take_off_sale(product=product, last_on=today - timedelta(days=30), by=by, at=now - timedelta(days=40))


def _in_a_year(day: date) -> date:
    return day + timedelta(days=365)
