"""Who may see which claim: the only door of the edges to claims.

A claim opens where its unit lies in a part of the tree that a role of the person opens, and to whoever may see a case
about its policy. Nobody opens a claim under a policy of their own or of their relatives (令2020-3 art 17).
"""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q, QuerySet

from huiyin.accounts.models import User
from huiyin.cases.queries.access import visible_to
from huiyin.cases.queries.customers import own_records
from huiyin.customers.models import Claim
from huiyin.customers.queries.claims import claims_visible_to


def listed(user: User) -> QuerySet[Claim]:
    """The claims of the person's part of the tree. One statement beside that of the rows."""
    return _not_own(user, claims_visible_to(user))


def claim(user: User, claim_id: UUID) -> Claim:
    """One claim with policy and unit. Raises Claim.DoesNotExist when there is none or it does not open: the two look
    the same from outside."""
    cases = visible_to(user).filter(policy_id__isnull=False).values("policy_id")
    rows = Claim.objects.filter(Q(pk__in=claims_visible_to(user).values("pk")) | Q(policy__in=cases))
    return _not_own(user, rows).select_related("policy", "unit").get(pk=claim_id)


def opening(user: User, claims: Collection[Claim]) -> set[UUID]:
    """Which of these claims open to the person. Three statements, however many claims; none for none."""
    if not claims:
        return set()
    ids = [one.pk for one in claims]
    found = set(listed(user).filter(pk__in=ids).values_list("pk", flat=True))
    policies = visible_to(user).filter(policy_id__in={one.policy_id for one in claims}).values("policy_id")
    return found | set(
        _not_own(user, Claim.objects.filter(pk__in=ids, policy__in=policies)).values_list("pk", flat=True)
    )


def own(user: User) -> list[UUID]:
    """The claims under policies of the person's own or of their relatives. Two statements at most."""
    people = list(own_records(user).values_list("pk", flat=True))
    return list(Claim.objects.filter(policy__holder__in=people).values_list("pk", flat=True)) if people else []


def _not_own(user: User, rows: QuerySet[Claim]) -> QuerySet[Claim]:
    people = list(own_records(user).values_list("pk", flat=True))
    return rows.exclude(policy__holder__in=people) if people else rows
