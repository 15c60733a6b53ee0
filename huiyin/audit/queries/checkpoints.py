"""Reading checkpoints: the newest one, the proof that a chain is in it, its file, and whether the ledger still fits."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from huiyin.audit.models import AccessBatch, Bucket, Checkpoint, Entry, Leaf
from huiyin.audit.verifier import tree
from huiyin.audit.verifier.curve import signature_holds
from huiyin.audit.verifier.marks import CHECKPOINT, record_hash
from huiyin.core import canonical, signing
from huiyin.core.errors import BadInput

LOCK = "huiyin.checkpoint"
_BATCH = 2000
MOST_FAULTS = 100
# The heads as a checkpoint saw them, bucket by bucket, each with the hash that the ledger holds at that place today.
_HEADS = """
SELECT leaf.bucket, leaf.kind, leaf.aggregate_id, leaf.seq, leaf.hash, entry.hash
FROM (
    SELECT DISTINCT ON (bucket, kind, aggregate_id) bucket, kind, aggregate_id, seq, hash
    FROM audit_leaf WHERE number <= %s ORDER BY bucket, kind, aggregate_id, number DESC
) leaf
LEFT JOIN audit_entry entry
    ON entry.aggregate_kind = leaf.kind AND entry.aggregate_id = leaf.aggregate_id AND entry.seq = leaf.seq
ORDER BY leaf.bucket
"""


@dataclass(frozen=True)
class Head:
    """One chain in a checkpoint; `present` is the hash the ledger holds at that place now, None when it is gone."""

    kind: str
    id: UUID
    seq: int
    hash: str
    present: str | None

    @property
    def text(self) -> str:
        """The head as it is hashed."""
        return tree.head_text(self.kind, str(self.id), self.seq, self.hash)


def newest() -> Checkpoint | None:
    """The newest checkpoint, None before the first."""
    return Checkpoint.objects.order_by("-number").first()


def current_leaves(buckets: Iterable[int]) -> dict[int, list[Leaf]]:
    """The heads in some buckets as of the newest checkpoint, each bucket in the order of `kind:id`."""
    rows = Leaf.objects.filter(bucket__in=list(buckets)).order_by("bucket", "kind", "aggregate_id", "-number")
    found: dict[int, list[Leaf]] = {}
    for leaf in rows.distinct("bucket", "kind", "aggregate_id"):
        found.setdefault(leaf.bucket, []).append(leaf)
    for leaves in found.values():
        leaves.sort(key=lambda leaf: f"{leaf.kind}:{leaf.aggregate_id}")
    return found


def text_of(leaf: Leaf) -> str:
    """A head as it is hashed."""
    return tree.head_text(leaf.kind, str(leaf.aggregate_id), leaf.seq, leaf.hash)


def proof_of(aggregate: tuple[str, UUID]) -> dict[str, Any] | None:
    """The newest checkpoint with the proof that a chain is in it; None when it is not (registered since).

    Call it where no checkpoint can be made meanwhile (`actions.hold_checkpoints`).
    """
    checkpoint, number = newest(), tree.bucket_number(aggregate[0], str(aggregate[1]))
    leaves = current_leaves([number]).get(number, [])
    place = next((n for n, leaf in enumerate(leaves) if (leaf.kind, leaf.aggregate_id) == aggregate), None)
    if checkpoint is None or place is None:
        return None
    levels = tree.levels_of(buckets())
    return {
        "record": json.loads(checkpoint.record),
        "signature": checkpoint.signature,
        "proof": {
            "seq": leaves[place].seq,
            "hash": leaves[place].hash,
            "place": place,
            "leaves": [tree.leaf_of(text_of(leaf)).hex() for leaf in leaves],
            "siblings": [one.hex() for one in tree.siblings_of(levels, number)],
        },
    }


def buckets() -> dict[int, bytes]:
    """The hash of every bucket that holds something."""
    return {number: bytes.fromhex(hash_) for number, hash_ in Bucket.objects.values_list("number", "hash")}


def lines_of(checkpoint: Checkpoint, *, with_heads: bool) -> Iterator[bytes]:
    """The file of a checkpoint: the signed record, and with it (the full form) every head, a line each."""
    signed = {"record": json.loads(checkpoint.record), "signature": checkpoint.signature}
    yield canonical.dumps(signed) + b"\n"
    if with_heads:
        for head in heads_at(checkpoint.number):
            yield head.text.encode() + b"\n"


def heads_at(number: int) -> Iterator[Head]:
    """The heads of a checkpoint, bucket by bucket, in the order of `kind:id` within each. Needs a transaction."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(_HEADS, [number])
        rows = iter(lambda: cursor.fetchmany(_BATCH), [])
        for _bucket, group in groupby((row for page in rows for row in page), key=lambda row: row[0]):
            heads = [Head(kind, id_, seq, hash_, present) for _b, kind, id_, seq, hash_, present in group]
            yield from sorted(heads, key=lambda head: f"{head.kind}:{head.id}")


def check(signed: dict[str, Any], given: Iterator[str]) -> list[str]:
    """What does not fit between a checkpoint's file (its record with signature, and its heads when it has them) and
    the ledger as it is now; empty when everything of that time is still there. Needs a transaction.

    At most a hundred chains are named. Raises BadInput when it is not one of this house's checkpoints.
    """
    record, signature = signed["record"], signed["signature"]
    message = CHECKPOINT.encode() + b"\n" + canonical.dumps(record)
    if not signing.is_ours(signature):
        raise BadInput("checkpoint.foreign", _("This checkpoint was not signed with a key of this house."))
    if not signature_holds(bytes.fromhex(signature["key"]), message, bytes.fromhex(signature["signature"])):
        raise BadInput("checkpoint.changed", _("The signature of this checkpoint is not valid: the file was changed."))
    number = int(record["number"])
    kept = Checkpoint.objects.filter(number=number).first()
    found = []
    if kept is None:
        found.append(f"checkpoint {number} is no longer in the database")
    elif kept.hash != record_hash(record):
        found.append(f"checkpoint {number} in the database is another one")
    found += _access_faults(record)
    first = next(given, None)
    if first is None:
        found += _faults_of(heads_at(number), record)
    else:
        found += _faults_of(_looked_up(_chained(first, given)), record)
    return found


def _access_faults(record: dict[str, Any]) -> list[str]:
    said = record["access"]
    if not said["seq"]:
        return []
    batch = AccessBatch.objects.filter(seq=said["seq"]).first()
    if batch is None:
        return [f"batch {said['seq']} of the access log is gone"]
    return [] if batch.hash == said["hash"] else [f"batch {said['seq']} of the access log was rewritten"]


def _chained(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def _faults_of(heads: Iterable[Head], record: dict[str, Any]) -> list[str]:
    found: list[str] = []
    count = 0

    def passing() -> Iterator[str]:
        nonlocal count
        for head in heads:
            count += 1
            if head.present != head.hash and len(found) < MOST_FAULTS:
                found.append(_fault(head))
            yield head.text

    root = tree.root_of_heads(passing()).hex()
    if root != record["root"] or count != record["chains"]:
        found.append(f"{record['chains']} chains were signed, {count} are known now, or their heads were rewritten")
    return found


def _fault(head: Head) -> str:
    name = f"{head.kind} {head.id}"
    if head.present is not None:
        return f"{name}: entry {head.seq} was rewritten"
    left = Entry.objects.filter(aggregate_kind=head.kind, aggregate_id=head.id).order_by("-seq").first()
    return f"{name}: removed" if left is None else f"{name}: cut off after entry {left.seq}, it had {head.seq}"


def _looked_up(texts: Iterator[str]) -> Iterator[Head]:
    """Heads of a file with what the ledger holds today, some thousand at a time."""
    while batch := [text.split(":") for text in islice(texts, _BATCH)]:
        wanted = {(kind, UUID(id_), int(seq)): hash_ for kind, id_, seq, hash_ in batch}
        rows = Entry.objects.filter(aggregate_id__in={key[1] for key in wanted}, seq__in={key[2] for key in wanted})
        present = {
            (kind, id_, seq): hash_
            for kind, id_, seq, hash_ in rows.values_list("aggregate_kind", "aggregate_id", "seq", "hash").iterator()
        }
        for (kind, id_, seq), hash_ in wanted.items():
            yield Head(kind, id_, seq, hash_, present.get((kind, id_, seq)))


def keys_document() -> dict[str, Any]:
    """The public keys as they are published, the newest first."""
    keys = [
        {"key_id": key.id, "public": key.public, "made_at": key.made_at, "retired_at": key.retired_at or None}
        for key in signing.public_keys()
    ]
    return {"algorithm": "Ed25519", "insurer": settings.INSURER["name"], "keys": keys}
