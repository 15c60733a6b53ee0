"""What every change of a customer begins with."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.accounts.rules import may_take_part
from huiyin.audit import actions as audit
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused
from huiyin.customers.models import Party

REASON_LEAST = 4


def lock(party_id: UUID, *, by: Actor, version: int | None = None) -> Party:
    """The customer's row, locked. Raises Refused(`customer.not_yours`) for roles that only read, `customer.changed`
    when the row is no longer at `version`."""
    party = Party.objects.select_for_update().get(pk=party_id)
    if by.kind != "system" and not may_take_part(by.grants):
        raise Refused("customer.not_yours", _("Your role reads customers' records and does not change them."))
    if version is not None and party.version != version:
        raise Refused(
            "customer.changed", _("Somebody has changed this record meanwhile. Look at it again, then decide anew.")
        )
    return party


def because(reason: str) -> str:
    """The reason, tidied. Raises BadInput for one under four characters."""
    words = " ".join(reason.split())
    if len(words) < REASON_LEAST:
        raise BadInput(
            "customer.reason", _("Say on whose word, and how you know; at least four characters."), field="reason"
        )
    return words[:300]


def record(party_id: UUID, kind: str, *, by: Actor, at: datetime, **parts: Any) -> None:
    """One entry in the customer's chain of the ledger; `parts` as in `audit.actions.record`."""
    audit.record(aggregate=("customer", party_id), kind=f"customer.{kind}", by=by, at=at, **parts)
