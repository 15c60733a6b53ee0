"""Finding policies by their numbers, and how many there are under a version of terms."""

from collections.abc import Collection
from uuid import UUID

from django.db import connection

from huiyin.customers.models import Policy

_UNDER = """
SELECT terms.id, coalesce(sum(tally.policies), 0)::bigint
FROM catalog_terms terms
JOIN catalog_product product ON product.id = terms.product_id
LEFT JOIN customers_policytally tally ON tally.product_code = product.code
    AND tally.signed_on BETWEEN terms.from_on AND coalesce(terms.to_on, 'infinity'::date)
WHERE terms.id = ANY (%s)
GROUP BY terms.id
"""


def policy_by_number(number: str) -> Policy | None:
    """The policy with this number, with its unit and holder."""
    return Policy.objects.filter(number=tidy_policy(number)).select_related("unit", "holder").first()


def tidy_policy(number: str) -> str:
    """A policy number as it is kept: capitals, without spaces."""
    return "".join(number.split()).upper()


def held_under(terms_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many policies of the last year are bound by each version of terms: those signed while it was in force, as
    they were counted last night. One statement."""
    if not terms_ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_UNDER, [list(terms_ids)])
        return dict(cursor.fetchall())
