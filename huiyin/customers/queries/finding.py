"""Finding customers and policies by what a caller says, without asking again for what is held (令2020-3 art 13)."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from huiyin.core import blind
from huiyin.customers.models import Party, Policy
from huiyin.customers.queries.policies import tidy_policy

MOST = 20


@dataclass(frozen=True)
class Match:
    """One customer with the policies held, newest first."""

    party: Party
    policies: tuple[Policy, ...]


def find(
    *, name: str = "", phone: str = "", certificate: str = "", email: str = "", policy_number: str = ""
) -> list[Match]:
    """Customers that fit everything given, at most MOST; nothing given finds nobody.

    A name finds by its whole or any part of two characters; the others only as a whole. Two statements. Whoever shows
    the result goes through `customers.actions.look_up`, which writes the access log.
    """
    wanted = Q()
    if name.strip():
        pairs = blind.name_pairs(name)
        wanted &= Q(name_blind=blind.name(name)) | (Q(name_pairs__contains=pairs) if pairs else Q(pk__in=[]))
    for field, value in (
        ("phone_blind", blind.phone(phone)),
        ("certificate_blind", blind.certificate(certificate)),
        ("email_blind", blind.email(email)),
    ):
        if value:
            wanted &= Q(**{field: value})
    if policy_number.strip():
        wanted &= Q(pk__in=Policy.objects.filter(number=tidy_policy(policy_number)).values("holder"))
    if not wanted:
        return []
    # In the order of the ids, but by no index of theirs: walking that one until enough fit would read every customer.
    parties = list(Party.objects.filter(wanted).order_by(Cast("pk", TextField()))[:MOST])
    policies: dict[UUID, list[Policy]] = {party.pk: [] for party in parties}
    for policy in Policy.objects.filter(holder__in=parties).select_related("unit").order_by("-starts_on", "number"):
        policies[policy.holder_id].append(policy)
    return [Match(party, tuple(policies[party.pk])) for party in parties]
