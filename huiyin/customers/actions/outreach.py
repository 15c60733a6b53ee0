"""Asked before anybody reaches out to a customer (1.3-5, PIPL art 14, 15, 24)."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.core.errors import Refused
from huiyin.core.time import local_date
from huiyin.customers.models import ConsentPurpose, Party
from huiyin.customers.queries.identity import together
from huiyin.customers.queries.record import care_of, may_reach_out
from huiyin.customers.rules.consents import no_outreach


def check_reach(party_ids: Iterable[UUID], purpose: str, *, at: datetime, in_matter: bool = False) -> None:
    """Raises Refused(`consent.withdrawn`, `consent.none`, `consent.minor`) when one of these customers must not be
    reached for a purpose. `in_matter`: in a running matter of the customer's own, where only a no counts."""
    day = local_date(at)
    for party_id in dict.fromkeys(party_ids):
        people = Party.objects.filter(pk__in=together(party_id))
        is_minor = any("minor" in care_of(party, day) for party in people)
        why = no_outreach(may_reach_out(party_id, purpose, day), purpose, is_minor=is_minor, in_matter=in_matter)
        if why:
            raise Refused(f"consent.{why}", _words(why) % {"purpose": ConsentPurpose(purpose).label}, clause="1.3-5")


def _words(why: str) -> str:
    return {
        "withdrawn": _("The customer does not want to be reached for this: %(purpose)s. Leave them in peace."),
        "none": _("The customer has not agreed to this: %(purpose)s. Ask when they next turn to us."),
        "minor": _("The customer is a minor: no offers. Speak with the guardian when they turn to us."),
    }[why]
