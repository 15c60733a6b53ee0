"""Making policy records."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from huiyin.accounts.models import Unit
from huiyin.audit import actions as audit
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.customers import queries
from huiyin.customers.models import Party, Policy


@action
def register_policy(
    *,
    number: str,
    holder: Party,
    unit: Unit,
    product_code: str,
    product_name: str,
    line: str,
    starts_on: date,
    by: Actor,
    at: datetime,
    premium: Decimal = Decimal(0),
    **details: Any,
) -> Policy:
    """Make a policy record; the same number again returns the one that is there. `details` are further columns."""
    known = queries.policy_by_number(number)
    if known is not None:
        return known
    Party.objects.select_for_update().get(pk=holder.pk)
    policy = Policy(
        number=queries.tidy_policy(number), holder=holder, unit=unit, product_code=product_code,
        product_name=product_name, line=line, starts_on=starts_on, premium=premium, **details,
    )  # fmt: skip
    policy.save(force_insert=True)
    audit.record(
        aggregate=("customer", holder.pk),
        kind="customer.policy_registered",
        by=by,
        at=at,
        body={"policy": policy.pk, "product": product_code, "line": line, "unit": unit.code, "premium": premium},
    )
    return policy
