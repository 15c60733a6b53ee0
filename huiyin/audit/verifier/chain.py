"""The ledger of one case: every entry's hash again, each following the one before it."""

from __future__ import annotations

import hashlib
from typing import Any, Dict, Iterable, List, Optional

from huiyin.audit.verifier.forms import canonical_bytes, is_hash
from huiyin.audit.verifier.words import Report

FIRST = "0" * 64
COVERED = (
    "aggregate_kind", "aggregate_id", "seq", "kind", "at", "written_at", "actor_kind", "actor_id", "actor_label",
    "where", "rule_versions", "body", "prev_hash",
)  # fmt: skip


class Chain:
    """What is kept of a chain that was read: its hashes by place, and what its entries say of other parts."""

    def __init__(self) -> None:
        self.hashes: List[str] = []
        self.first_at = ""
        self.sealed: List[str] = []
        self.files: Dict[str, str] = {}
        self.texts: Dict[str, str] = {}

    def hash_at(self, seq: int) -> Optional[str]:
        """The hash of the entry at a place, None when there is none."""
        return self.hashes[seq - 1] if 0 < seq <= len(self.hashes) else None


def read_chain(entries: Iterable[Dict[str, Any]], aggregate: List[Any], report: Report) -> Chain:
    """Check the chain of an aggregate [kind, id], entry by entry."""
    chain, previous = Chain(), FIRST
    for place, entry in enumerate(entries, start=1):
        wrong = _faults(entry, aggregate, place, previous)
        for zh, en in wrong:
            report.bad("ledger", "台账第 %d 条%s。" % (place, zh), "Ledger entry %d %s." % (place, en))
        previous = str(entry.get("hash", ""))
        chain.hashes.append(previous)
        chain.first_at = chain.first_at or str(entry.get("written_at", ""))
        _take(chain, entry.get("body"))
    return chain


def _faults(entry: Dict[str, Any], aggregate: List[Any], place: int, previous: str) -> List[Any]:
    found = []
    if set(entry) != set(COVERED) | {"hash"}:
        return [("的字段不对", "has the wrong fields")]
    if [entry["aggregate_kind"], entry["aggregate_id"]] != aggregate:
        found.append(("属于别的案件", "belongs to another case"))
    if entry["seq"] != place:
        found.append(("的序号不对，有缺失", "has the wrong number: some are missing"))
    if entry["prev_hash"] != previous:
        found.append(("与上一条不衔接", "does not follow the one before it"))
    covered = {name: entry[name] for name in COVERED}
    if hashlib.sha256(canonical_bytes(covered)).hexdigest() != entry["hash"]:
        found.append(("被改动", "was changed"))
    return found


def _take(chain: Chain, body: Any) -> None:
    """Remember what an entry fixes for other parts: salted hashes, files, texts."""
    if not isinstance(body, dict):
        return
    personal = body.get("personal")
    if isinstance(personal, dict):
        chain.sealed.extend(value for value in personal.values() if is_hash(value))
    evidence = body.get("evidence")
    for item in evidence if isinstance(evidence, list) else []:
        if isinstance(item, dict) and is_hash(item.get("sha256")):
            chain.files[str(item.get("id"))] = item["sha256"]
    for name in ("message", "note"):
        if isinstance(body.get(name), str) and is_hash(body.get("text")):
            chain.texts[body[name]] = body["text"]
