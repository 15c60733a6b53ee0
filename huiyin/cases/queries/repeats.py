"""Earlier cases of the same people, policy or number: is this a repeat?"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from huiyin.cases.models import Kind
from huiyin.core import pipeline

# One index for each way to be the same: an OR over them would read every case of the window, and so might a join. An
# array is looked up by key, however many cases there are, also in a plan that is made once for all values.
_SAME = {
    "phones": b"SELECT case_id FROM cases_person WHERE phone_blind = ANY(%s)",
    "certificates": b"SELECT case_id FROM cases_person WHERE certificate_blind = ANY(%s)",
    "customer": b"SELECT id FROM cases_case WHERE customer_id = %s",
    "policy": b"SELECT id FROM cases_case WHERE policy_id = %s",
    "policy_number": b"SELECT id FROM cases_case WHERE policy_number = %s AND policy_number <> ''",
}
_EARLIER = (
    b"SELECT id, number FROM cases_case WHERE id = ANY(ARRAY(%b)) AND kind = %%s AND received_at BETWEEN %%s AND %%s "
    b"AND id IS DISTINCT FROM %%s ORDER BY received_at DESC, id DESC LIMIT %%s"
)


def question(
    *,
    before: datetime,
    days: int,
    customer_id: UUID | None = None,
    policy_id: UUID | None = None,
    policy_number: str = "",
    phones: Iterable[str] = (),
    certificates: Iterable[str] = (),
    but: UUID | None = None,
    limit: int = 20,
    kind: str = Kind.COMPLAINT.value,
) -> pipeline.Statement | None:
    """The statement that finds cases of a kind (complaints) received within `days` before `before` that share customer,
    policy, phone or certificate (the last two as fingerprints), newest first: rows of id and number. None when there is
    nothing to compare."""
    known: dict[str, Any] = {
        "phones": [phone for phone in phones if phone],
        "certificates": [certificate for certificate in certificates if certificate],
        "customer": customer_id,
        "policy": policy_id,
        "policy_number": "" if policy_id else policy_number,
    }
    ways = {way: value for way, value in known.items() if value}
    if not ways:
        return None
    values = [*ways.values(), str(kind), before - timedelta(days=days), before, but, limit]
    return _statement(tuple(ways)), values


@cache
def _statement(ways: tuple[str, ...]) -> bytes:
    return _EARLIER % b" UNION ALL ".join(_SAME[way] for way in ways)
