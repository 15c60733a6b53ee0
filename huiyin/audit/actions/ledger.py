"""Writing the ledger and the access log."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from huiyin.audit import queries, rules
from huiyin.audit.models import Access, AccessBatch, Entry, Sealed
from huiyin.core import bulk, canonical
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.time import now

Aggregate = tuple[str, UUID]
_together = json.JSONEncoder(ensure_ascii=False).encode


@action
def record(
    *,
    aggregate: Aggregate,
    kind: str,
    by: Actor,
    at: datetime,
    body: Mapping[str, Any] | None = None,
    personal: Mapping[str, str] | None = None,
    rule_versions: Sequence[str] = (),
    first: bool = False,
) -> Entry:
    """Append one entry to the chain of `aggregate` = (kind, id); the caller has locked the aggregate's row.

    `kind` is dotted past tense (`complaint.accepted`); `at` is when the thing happened, the moment of writing is kept
    beside it. `body` holds no personal data in clear: personal values go in `personal` and leave only salted hashes.
    `first=True` says that the aggregate was made in this very transaction, which saves looking for an earlier entry.
    """
    if not first:
        hold(aggregate)
    last = None if first else queries.last(aggregate)
    entry, sealed = draft(
        aggregate=aggregate,
        kind=kind,
        by=by,
        at=at,
        body=body,
        personal=personal,
        rule_versions=rule_versions,
        last=(last.seq, last.hash) if last else None,
    )
    entry.save(force_insert=True)
    if sealed:
        sealed.save(force_insert=True)
    return entry


def hold(aggregate: Aggregate) -> None:
    """Wait for the chain of an aggregate and keep it until the transaction ends. `record` does it by itself.

    An action has locked the row of its aggregate first, but a sweep of a lower context (a clock's alarm) cannot: the
    chain is what both share, so that two writers never take the same place in it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [_chain_name(aggregate)])


def try_hold(aggregate: Aggregate) -> bool:
    """Like `hold`, but never waits: False when somebody else is writing to the chain now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [_chain_name(aggregate)])
        row = cursor.fetchone()
    return bool(row and row[0])


def _chain_name(aggregate: Aggregate) -> str:
    return f"huiyin.chain:{aggregate[0]}:{aggregate[1]}"


def draft(
    *,
    aggregate: Aggregate,
    kind: str,
    by: Actor,
    at: datetime,
    body: Mapping[str, Any] | None = None,
    personal: Mapping[str, str] | None = None,
    rule_versions: Sequence[str] = (),
    last: tuple[int, str] | None = None,
) -> tuple[Entry, Sealed | None]:
    """An entry that follows `last` = (seq, hash), not yet written: for writers of many rows at once."""
    hashes, kept = rules.seal(personal or {})
    content = dict(canonical.plain(body or {}))
    if hashes:
        content["personal"] = hashes
    entry = bulk.new(
        Entry,
        aggregate_kind=aggregate[0],
        aggregate_id=aggregate[1],
        seq=last[0] + 1 if last else 1,
        kind=kind,
        at=at,
        written_at=now(),
        actor_kind=by.kind,
        actor_id=by.id,
        actor_label=f"{by.label} ({by.via})" if by.via else by.label,
        where=by.where,
        rule_versions=sorted(set(rule_versions)),
        body=content,
        prev_hash=last[1] if last else rules.GENESIS,
    )
    entry.hash = rules.entry_hash(queries.as_hashed(entry))
    if not kept:
        return entry, None
    return entry, bulk.new(
        Sealed,
        entry_id=entry.id,
        aggregate_kind=aggregate[0],
        aggregate_id=aggregate[1],
        values=_together(kept),
    )


@action
def looked(
    *,
    kind: str,
    by: Actor,
    at: datetime,
    aggregate: Aggregate | None = None,
    fields: Sequence[str] = (),
    reason: str = "",
) -> Access:
    """Write one line of the access log: `read` (a case or record opened), `reveal` (mask lifted), `export`."""
    return Access.objects.create(
        kind=kind,
        aggregate_kind=aggregate[0] if aggregate else "",
        aggregate_id=aggregate[1] if aggregate else None,
        fields=list(fields),
        reason=reason,
        at=at,
        actor_kind=by.kind,
        actor_id=by.id,
        actor_label=by.label,
        where=by.where,
    )


@action
def erase_sealed(*, entry_id: UUID, names: Sequence[str], by: Actor, at: datetime) -> int:
    """Erase personal values behind one entry; the chain stays whole. Returns how many were there."""
    row = Sealed.objects.select_for_update().filter(entry_id=entry_id).first()
    if row is None:
        return 0
    values = json.loads(row.values)
    gone = [values.pop(name) for name in names if name in values]
    row.values = json.dumps(values, ensure_ascii=False)
    row.save(update_fields=["values"])
    looked(
        kind="erase",
        by=by,
        at=at,
        aggregate=(row.aggregate_kind, row.aggregate_id),
        fields=list(names),
        reason="erasure",
    )
    return len(gone)


@action
def seal_access(*, by: Actor, at: datetime, until: datetime) -> AccessBatch | None:
    """Chain the rows of the access log written before `until` that no batch holds yet. None when there are none."""
    last = AccessBatch.objects.select_for_update().order_by("-seq").first()
    rows = queries.access_after(last.last_id if last else None, until, at)
    if not rows:
        return None
    previous = last.hash if last else rules.GENESIS
    return AccessBatch.objects.create(
        seq=last.seq + 1 if last else 1,
        first_id=rows[0]["id"],
        last_id=rows[-1]["id"],
        rows=len(rows),
        sealed_at=at,
        prev_hash=previous,
        hash=rules.batch_hash(rows, previous),
    )
