"""The register of numbers that must be unique across all cases: the first to write a key has it, whoever comes second
finds it.
"""

from collections.abc import Sequence

from django.db import connection

from huiyin.cases.models import Case, Registry
from huiyin.complaints.queries import intake as known
from huiyin.complaints.rules.arrival import Arrival
from huiyin.core import bulk
from huiyin.core.actors import Actor

Key = tuple[str, str]


def keys(arrival: Arrival, by: Actor) -> list[Key]:
    """What makes this arrival the same as another: the sender's idempotency key, the channel's external reference."""
    found = []
    if arrival.idempotency_key.strip():
        found.append(("idempotency", f"{by.id or by.kind}:{arrival.idempotency_key.strip()}"[:200]))
    if arrival.external_ref.strip():
        found.append(("external", f"{arrival.channel}:{arrival.external_ref.strip()}"[:200]))
    return found


def number_row(case: Case) -> Registry:
    """The row that keeps a case number from being given out twice."""
    return bulk.new(Registry, kind="number", key=case.number, case_id=case.pk)


def claim(case: Case, wanted: Sequence[Key]) -> Case | None:
    """Write the keys of a new case; None when they are ours. When another transaction holds one of them, wait for it,
    take ours back, and return its case.
    """
    if not wanted:
        return None
    rows = [Registry(kind=kind, key=key, case_id=case.pk) for kind, key in sorted(wanted)]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cases_registry (id, kind, key, case_id) "
            "SELECT * FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::uuid[]) ON CONFLICT DO NOTHING RETURNING id",
            [[r.pk for r in rows], [r.kind for r in rows], [r.key for r in rows], [r.case_id for r in rows]],
        )
        written = [row[0] for row in cursor.fetchall()]
    if len(written) == len(rows):
        return None
    Registry.objects.filter(pk__in=written).delete()
    other = known.registered(wanted)
    assert other is not None, "a key is taken by a case that is not there"
    return other
