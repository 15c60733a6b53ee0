"""How a ledger entry is hashed. Anyone with Python can recompute it (`docs/decisions/0003-ledger.md`)."""

import hashlib
import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from huiyin.core import canonical

GENESIS = "0" * 64
HASHED = [
    "aggregate_kind",
    "aggregate_id",
    "seq",
    "kind",
    "at",
    "written_at",
    "actor_kind",
    "actor_id",
    "actor_label",
    "where",
    "rule_versions",
    "body",
    "prev_hash",
]


def entry_hash(entry: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical JSON of the entry's fields named in HASHED."""
    return canonical.digest({name: entry[name] for name in HASHED})


def salted(value: str, salt: str) -> str:
    """The hash that stands for a personal value in the ledger: SHA-256 of salt (32 hex characters) and value."""
    return hashlib.sha256(f"{salt}:{value}".encode()).hexdigest()


def seal(values: Mapping[str, str]) -> tuple[dict[str, str], dict[str, list[str]]]:
    """(hashes for the ledger, [salt, value] pairs to keep aside) of personal `values`; empty ones are left out."""
    hashes: dict[str, str] = {}
    kept: dict[str, list[str]] = {}
    for name, value in values.items():
        if value:
            salt = secrets.token_hex(16)
            hashes[name] = salted(value, salt)
            kept[name] = [salt, value]
    return hashes, kept


def faults(entries: Iterable[Mapping[str, Any]]) -> list[str]:
    """What is wrong with one chain, in order of `seq`; empty when it holds. A cut-off tail stays unseen."""
    found: list[str] = []
    previous, expected = GENESIS, 1
    for entry in entries:
        if entry["seq"] != expected:
            found.append(f"entry {expected} is missing")
        if entry["prev_hash"] != previous:
            found.append(f"entry {entry['seq']} does not follow the one before it")
        if entry_hash(entry) != entry["hash"]:
            found.append(f"entry {entry['seq']} was changed")
        previous, expected = entry["hash"], entry["seq"] + 1
    return found


def batch_hash(rows: Sequence[Mapping[str, Any]], previous: str) -> str:
    """The hash of one batch of the access log."""
    return canonical.digest({"prev_hash": previous, "rows": list(rows)})
