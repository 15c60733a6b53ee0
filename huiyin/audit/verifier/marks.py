"""Checkpoints: the signed root over all chains at one moment, against the chain in a case file."""

from __future__ import annotations

import hashlib
from typing import Any, BinaryIO, Dict, Iterator, List, Optional, Tuple

from huiyin.audit.verifier.chain import Chain
from huiyin.audit.verifier.forms import canonical_bytes, is_hash, read_object
from huiyin.audit.verifier.papers import CaseFile, check_key, check_signed
from huiyin.audit.verifier.tree import (
    BUCKETS,
    LEVELS,
    bucket_number,
    bucket_of,
    climb,
    head_text,
    leaf_of,
    root_of_heads,
)
from huiyin.audit.verifier.words import Broken, Report, Unusable

CHECKPOINT = "huiyin.checkpoint/1"
LONGEST_HEAD = 400
RECORD = {"access", "at", "chains", "format", "insurer", "number", "previous", "root"}


def record_hash(record: Dict[str, Any]) -> str:
    """What the next checkpoint names as the one before it."""
    return hashlib.sha256(canonical_bytes(record)).hexdigest()


def read_first_line(source: BinaryIO) -> Dict[str, Any]:
    """The signed record of a checkpoint file. Raises Unusable when the file is something else."""
    raw = source.readline(1024 * 1024)
    try:
        found = read_object(raw[:-1] if raw.endswith(b"\n") else raw, "checkpoint")
        if set(found) != {"record", "signature"} or set(found["record"]) != RECORD:
            raise TypeError("fields")
        if found["record"]["format"] != CHECKPOINT:
            raise TypeError("format")
    except (Broken, TypeError):
        raise Unusable("这不是检查点文件，或已损坏。", "This is no checkpoint file, or it is damaged.") from None
    return found


def heads_of(source: BinaryIO) -> Iterator[str]:
    """The heads that follow the record in a full checkpoint file, in order of `kind:id`."""
    while True:
        raw = source.readline(LONGEST_HEAD)
        if not raw:
            return
        try:
            text = raw.decode("utf-8")
        except UnicodeError:
            text = ""
        parts = text[:-1].split(":")
        if not text.endswith("\n") or len(parts) != 4 or not parts[2].isdigit() or not is_hash(parts[3]):
            raise Broken("checkpoint", "检查点文件中有一行无法阅读。", "A line of the checkpoint file cannot be read.")
        yield text[:-1]


def check_record(found: Dict[str, Any], keys: List[bytes], report: Report, beside: Optional[bytes] = None) -> None:
    """The signature over a checkpoint's record, and its key: one of `keys`, else that of the case file `beside` it."""
    record = found["record"]
    where = "checkpoint %s" % record["number"]
    public = check_signed(found["signature"], CHECKPOINT, canonical_bytes(record), where, report)
    if keys:
        check_key(public, keys, report)
    elif beside is not None and public == beside:
        report.note(
            "key",
            "检查点与案件文件由同一密钥签名。",
            "The checkpoint is signed with the same key as the case file.",
        )
    elif beside is not None:
        report.bad(
            "key",
            "检查点的签名密钥与案件文件的不同。",
            "The checkpoint is signed with another key than the case file.",
        )


def check_inside(file: CaseFile, chain: Chain, keys: List[bytes], report: Report) -> Optional[Dict[str, Any]]:
    """The checkpoint that the case file itself carries, with the proof that its chain is in it. Returns its record."""
    if "checkpoint.json" not in file.parts:
        report.note(
            "checkpoint",
            "文件不含检查点：台账末尾是否被截去，单凭本文件无法判断。",
            "The file carries no checkpoint: whether the ledger's tail was cut off cannot be seen from it alone.",
        )
        return None
    found = read_object(file.read("checkpoint.json"), "checkpoint.json")
    check_record(
        {"record": found["record"], "signature": found["signature"]},
        keys,
        report,
        bytes.fromhex(file.signature["key"]),
    )
    proof, record = found["proof"], found["record"]
    said = file.manifest["chain"]
    try:
        head = head_text(said["kind"], said["id"], proof["seq"], proof["hash"])
        leaves = [bytes.fromhex(one) for one in proof["leaves"]]
        siblings = [bytes.fromhex(one) for one in proof["siblings"]]
        number = bucket_number(said["kind"], said["id"])
        fits = leaves[proof["place"]] == leaf_of(head) and len(siblings) == LEVELS and 0 <= number < BUCKETS
        root = climb(number, bucket_of(leaves), siblings).hex()
    except (KeyError, ValueError, TypeError, IndexError):
        raise Broken("checkpoint", "检查点的证明无法阅读。", "The proof of the checkpoint cannot be read.") from None
    if not fits or root != record["root"]:
        report.bad("checkpoint", "检查点的证明不成立。", "The proof that the case is in the checkpoint does not hold.")
    else:
        compare_head(chain, proof["seq"], proof["hash"], record, report)
    return record  # type: ignore[no-any-return]


def compare_head(chain: Chain, seq: Any, hash_: Any, record: Dict[str, Any], report: Report) -> None:
    """Is the entry that a checkpoint names still there, and the same?"""
    number, at = record["number"], record["at"]
    there = chain.hash_at(int(seq))
    if there == hash_:
        report.ok(
            "checkpoint",
            "与第 %s 号检查点（%s）一致：当时的 %s 条台账都在。" % (number, at, seq),
            "It fits checkpoint %s (%s): the %s entries of that time are all there." % (number, at, seq),
        )
    elif there is None:
        report.bad(
            "checkpoint",
            "台账末尾被截去：第 %s 号检查点（%s）时有 %s 条，现在只有 %d 条。" % (number, at, seq, len(chain.hashes)),
            "The ledger's tail was cut off: at checkpoint %s (%s) it had %s entries, now %d."
            % (number, at, seq, len(chain.hashes)),
        )
    else:
        report.bad(
            "checkpoint",
            "台账在第 %s 号检查点（%s）之后被改写。" % (number, at),
            "The ledger was rewritten after checkpoint %s (%s)." % (number, at),
        )


def check_outside(
    source: BinaryIO, file: CaseFile, chain: Chain, inside: Optional[Dict[str, Any]], keys: List[bytes], report: Report
) -> None:
    """A checkpoint that the reader brings, handed over earlier."""
    found = read_first_line(source)
    record = found["record"]
    check_record(found, keys, report, bytes.fromhex(file.signature["key"]))
    own, own_head = "%s:%s:" % (file.manifest["chain"]["kind"], file.manifest["chain"]["id"]), ""
    counted: List[int] = [0]

    def passing() -> Iterator[str]:
        nonlocal own_head
        for head in heads_of(source):
            counted[0] += 1
            own_head = head if head.startswith(own) else own_head
            yield head

    root = root_of_heads(passing()).hex()
    same = inside is not None and canonical_bytes(inside) == canonical_bytes(record)
    if counted[0] and (root != record["root"] or counted[0] != record["chains"]):
        report.bad(
            "checkpoint", "检查点的明细与签名的根不符。", "The heads in the checkpoint do not give its signed root."
        )
    elif same:
        report.ok(
            "checkpoint", "文件中的检查点就是您提供的这一份。", "The checkpoint in the file is the one you brought."
        )
    elif not counted[0] and record["chains"]:
        report.bad(
            "not_compared",
            "无法比较：您提供的检查点不含明细，文件中的是另一份。请索取第 %s 号检查点的完整版。" % record["number"],
            "They cannot be compared: yours lists no heads, the file carries another. Ask for the full form of no. %s."
            % record["number"],
        )
    elif own_head:
        seq, hash_ = _seq_and_hash(own_head)
        compare_head(chain, seq, hash_, record, report)
    elif chain.first_at and chain.first_at < str(record["at"]):
        report.bad(
            "checkpoint",
            "第 %s 号检查点时应有本案，但其中没有。" % record["number"],
            "Checkpoint %s should hold this case and does not." % record["number"],
        )
    else:
        report.note(
            "checkpoint",
            "本案在第 %s 号检查点之后才登记。" % record["number"],
            "The case was registered after checkpoint %s." % record["number"],
        )


def _seq_and_hash(head: str) -> Tuple[int, str]:
    parts = head.split(":")
    return int(parts[2]), parts[3]
