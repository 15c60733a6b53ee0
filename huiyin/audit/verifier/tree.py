"""The tree of a checkpoint: one root over the heads of all chains, with short proofs that one head is in it.

A head is `kind:id:seq:hash`. It lies in one of 65,536 buckets, by the first two bytes of SHA-256 of `kind:id`. The hash
of a bucket covers the hashes of its heads in the order of `kind:id`; a binary tree of sixteen levels covers the
buckets.
"""

from __future__ import annotations

import hashlib
from typing import Any, Dict, Iterable, List, Mapping, Sequence

LEVELS = 16
BUCKETS = 1 << LEVELS


def _sha(mark: bytes, data: bytes) -> bytes:
    return hashlib.sha256(mark + data).digest()


def head_text(kind: str, id_: str, seq: int, hash_: str) -> str:
    """One head as it is hashed."""
    return "%s:%s:%d:%s" % (kind, id_, seq, hash_)


def leaf_of(head: str) -> bytes:
    """The hash of one head."""
    return _sha(b"\x00", head.encode("utf-8"))


def bucket_number(kind: str, id_: str) -> int:
    """In which bucket the head of a chain lies."""
    return int.from_bytes(hashlib.sha256(("%s:%s" % (kind, id_)).encode("utf-8")).digest()[:2], "big")


def bucket_of(leaves: Iterable[bytes]) -> bytes:
    """The hash of a bucket from the hashes of its heads, ordered by `kind:id`."""
    return _sha(b"\x01", b"".join(leaves))


EMPTY = bucket_of(())


def levels_of(buckets: Mapping[int, bytes]) -> List[Dict[int, bytes]]:
    """The tree from the buckets that hold something up to the root; what is missing in a level is empty there."""
    found: List[Dict[int, bytes]] = [dict(buckets)]
    for level in range(LEVELS):
        below, blank = found[-1], EMPTIES[level]
        above: Dict[int, bytes] = {}
        for number in {place >> 1 for place in below}:
            pair = below.get(2 * number, blank) + below.get(2 * number + 1, blank)
            above[number] = _sha(b"\x02", pair)
        found.append(above)
    return found


def _empties() -> List[bytes]:
    found = [EMPTY]
    for _ in range(LEVELS):
        found.append(_sha(b"\x02", found[-1] + found[-1]))
    return found


EMPTIES = _empties()


def root_of(buckets: Mapping[int, bytes]) -> bytes:
    """The root over all buckets."""
    return levels_of(buckets)[-1].get(0, EMPTIES[LEVELS])


def siblings_of(levels: Sequence[Mapping[int, bytes]], bucket: int) -> List[bytes]:
    """What one needs besides a bucket's hash to compute the root, from the bottom up."""
    return [levels[level].get((bucket >> level) ^ 1, EMPTIES[level]) for level in range(LEVELS)]


def climb(bucket: int, hash_: bytes, siblings: Sequence[bytes]) -> bytes:
    """The root that follows from a bucket's hash and its siblings."""
    for level, other in enumerate(siblings):
        pair = other + hash_ if (bucket >> level) & 1 else hash_ + other
        hash_ = _sha(b"\x02", pair)
    return hash_


def root_of_heads(heads: Iterable[str]) -> bytes:
    """The root over heads given in the order of `kind:id` (or any order that keeps it within a bucket)."""
    hashed: Dict[int, Any] = {}
    for head in heads:
        kind, id_ = head.split(":", 2)[:2]
        number = bucket_number(kind, id_)
        if number not in hashed:
            hashed[number] = hashlib.sha256(b"\x01")
        hashed[number].update(leaf_of(head))
    return root_of({number: one.digest() for number, one in hashed.items()})
