"""Giving and withdrawing consent, for one purpose each (PIPL art 14, 15)."""

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput
from huiyin.core.time import local_date
from huiyin.customers.actions.base import lock, record
from huiyin.customers.models import Consent, ConsentPurpose, ConsentSource
from huiyin.customers.queries.identity import together
from huiyin.customers.rules import age_on
from huiyin.customers.rules.consents import CONSENTS_FROM, default_end


@action
def give_consent(
    *, party_id: UUID, purpose: str, source: str, by: Actor, at: datetime, proof: str = "",
    expires_on: date | None = None,
) -> Consent:  # fmt: skip
    """The customer agreed. While one stands for the purpose the same is answered; one that is over is replaced.
    Without `expires_on` it holds for three years. For a child under 14 the proof names the guardian (PIPL art 31)."""
    _check(purpose, source)
    day = local_date(at)
    ends = expires_on or default_end(day)
    if ends < day:
        raise BadInput("consent.over", _("The last day of a consent lies in the future."), field="expires_on")
    party = lock(party_id, by=by)
    if party.born_on and age_on(date.fromisoformat(party.born_on), day) < CONSENTS_FROM and not proof.strip():
        raise BadInput(
            "consent.guardian",
            _("The customer is under 14: a parent or guardian agrees. Write down who, and where the proof is."),
            field="proof",
        )
    standing = Consent.objects.select_for_update().filter(party=party, purpose=purpose, withdrawn_at=None).first()
    if standing is not None:
        if standing.expires_on is None or standing.expires_on >= day:
            return standing
        # An expired row closes where it ended, so that one row at most is open for a purpose.
        standing.withdrawn_at, standing.withdrawn_source = max(at, standing.given_at), ConsentSource.SYSTEM
        standing.save(update_fields=["withdrawn_at", "withdrawn_source"])
    row = Consent.objects.create(
        party=party, purpose=purpose, source=source, proof=proof.strip()[:200], given_at=at, expires_on=ends
    )
    record(
        party.pk, "consent_given", by=by, at=at,
        body={"purpose": purpose, "source": source, "until": ends.isoformat()},
    )  # fmt: skip
    return row


@action
def withdraw_consent(*, party_id: UUID, purpose: str, source: str, by: Actor, at: datetime) -> int:
    """The customer no longer agrees: at once, without a reason, in all records of the person. Returns how many rows it
    ended; again changes nothing (PIPL art 15: as easy as giving it)."""
    _check(purpose, source)
    ended = 0
    for one in sorted(together(party_id)):
        party = lock(one, by=by)
        row = Consent.objects.select_for_update().filter(party=party, purpose=purpose, withdrawn_at=None).first()
        if row is None:
            continue
        row.withdrawn_at, row.withdrawn_source = max(at, row.given_at), source
        row.save(update_fields=["withdrawn_at", "withdrawn_source"])
        record(party.pk, "consent_withdrawn", by=by, at=at, body={"purpose": purpose, "source": source})
        ended += 1
    return ended


def _check(purpose: str, source: str) -> None:
    if purpose not in ConsentPurpose.values:
        raise BadInput("consent.purpose", _("There is no such purpose."), field="purpose")
    if source not in ConsentSource.values:
        raise BadInput("consent.source", _("Say how the customer told us."), field="source")
