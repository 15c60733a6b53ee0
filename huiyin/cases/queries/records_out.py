"""Customers, policies and claims as the rows of a file, page by page, of what opens to the person."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from huiyin.accounts.models import User
from huiyin.cases.queries import record_feed as gate
from huiyin.core import masking
from huiyin.customers.models import Claim, Party, Policy

RECORDS = ("customers", "policies", "claims")
PAGE = 1_000
Mask = Callable[[str], str]
# Columns of each file; a mask for those that are personal.
_CUSTOMER: Mapping[str, Mask | None] = {
    "id": None, "external_ref": None, "kind": None, "name": masking.name, "certificate_kind": None,
    "certificate_no": masking.number, "phone": masking.phone, "email": masking.email, "address": masking.address,
    "born_on": lambda value: f"{value[:4]}-**-**" if value else "", "created_at": None, "verified_at": None,
    "version": None,
}  # fmt: skip
_POLICY: Mapping[str, Mask | None] = {
    "id": None, "number": masking.number, "holder_id": None, "insured_name": masking.name, "product_code": None,
    "product_name": None, "line": None, "sales_channel": None, "seller_no": None, "unit": None, "signed_on": None,
    "starts_on": None, "ends_on": None, "hesitation_ends_on": None, "premium": None, "status": None,
}  # fmt: skip
_CLAIM: Mapping[str, Mask | None] = {
    "id": None, "source": None, "number": None, "policy_number": masking.number, "unit": None, "line": None,
    "cover": None, "stage": None, "is_open": None, "decision": None, "claimed": None, "paid": None, "due_at": None,
    "breaches": None, "version": None, "created_at": None, "changed_at": None,
}  # fmt: skip
_COLUMNS = {"customers": _CUSTOMER, "policies": _POLICY, "claims": _CLAIM}
_OPENING = {"customers": gate.customers_open, "policies": gate.policies_open, "claims": gate.claims_open}


def title(record: str) -> str:
    """What the file is called in words."""
    return {"customers": _("Customers"), "policies": _("Policies"), "claims": _("Claims")}[record]


def personal(record: str) -> list[str]:
    """The columns that stand masked in the file unless they are wanted clear."""
    return [name for name, mask in _COLUMNS[record].items() if mask]


def lines(record: str, user: User | None, *, clear: bool, at: datetime) -> Iterator[list[str]]:
    """The headings, then every record that opens to the person (all without one: a process of the house), in the order
    of the ids. Reads PAGE records at a time, whatever there are."""
    columns = _COLUMNS[record]
    yield list(columns)
    last: UUID | None = None
    while page := _page(record, last):
        last = page[-1].pk
        shown = {row.pk for row in page} if user is None else set(_OPENING[record](user, [row.pk for row in page], at))
        for row in page:
            if row.pk in shown:
                yield [_cell(row, name, None if clear else mask) for name, mask in columns.items()]


def _page(record: str, after: UUID | None) -> Sequence[Any]:
    rows: dict[str, QuerySet[Any]] = {
        "customers": Party.objects.all(),
        "policies": Policy.objects.select_related("unit"),
        "claims": Claim.objects.select_related("unit", "policy"),
    }
    found = rows[record].order_by("pk")
    return list((found.filter(pk__gt=after) if after else found)[:PAGE])


def _cell(row: Model, name: str, mask: Mask | None) -> str:
    value: Any = getattr(row, name, None)
    if name == "unit":
        value = value.code if value else ""
    elif name == "policy_number":
        value = row.policy.number  # type: ignore[attr-defined]
    text = "" if value is None else value.isoformat() if hasattr(value, "isoformat") else str(value)
    return mask(text) if mask else text
