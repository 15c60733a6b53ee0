"""Counting policies once a night, so that no page has to."""

from datetime import datetime, timedelta

from django.db import connection

from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.time import local_date
from huiyin.customers.models import PolicyTally

YEAR = timedelta(days=365)
_COUNTED = """
INSERT INTO customers_policytally (key, product_code, signed_on, policies, counted_on)
SELECT product_code || ' ' || coalesce(signed_on, starts_on), product_code, coalesce(signed_on, starts_on), count(*),
    %(day)s
FROM customers_policy WHERE ends_on IS NULL OR ends_on >= %(since)s
GROUP BY product_code, coalesce(signed_on, starts_on)
ON CONFLICT (product_code, signed_on) DO UPDATE SET policies = excluded.policies, counted_on = excluded.counted_on
"""


@action
def count_policies(*, by: Actor, at: datetime) -> int:
    """Count anew the policies that were in force at some time in the last 365 days, by product and by the day they were
    signed. Returns for how many products and days. Twice is the same as once."""
    day = local_date(at)
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, {"day": day, "since": day - YEAR})
        counted: int = cursor.rowcount
    PolicyTally.objects.filter(counted_on__lt=day).delete()
    return counted
