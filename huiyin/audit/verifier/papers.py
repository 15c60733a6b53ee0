"""The parts of a case file against each other: what is signed, what is there, what is left out, what contradicts."""

from __future__ import annotations

from typing import Any, BinaryIO, Dict, Iterator, List, Set, Tuple

from huiyin.audit.verifier.chain import Chain, read_chain
from huiyin.audit.verifier.container import Part, read_container, read_part
from huiyin.audit.verifier.curve import key_id, signature_holds
from huiyin.audit.verifier.forms import (
    commitments,
    lines,
    opened,
    read_object,
    salted_hash,
)
from huiyin.audit.verifier.limits import Days, check_clock
from huiyin.audit.verifier.words import Broken, Report, Unusable

FORMAT = "huiyin.dossier/1"
MANIFEST, SIGNATURE, OPENINGS = "manifest.json", "signature.json", "open.jsonl"
LAST = (OPENINGS, MANIFEST, SIGNATURE)
SMALL = 64 * 1024 * 1024


class CaseFile:
    """A case file whose container is whole: its parts by name, and its manifest."""

    def __init__(self, source: BinaryIO) -> None:
        self.source = source
        found = read_container(source)
        self.parts: Dict[str, Part] = {part.name: part for part in found}
        self.order: List[str] = [part.name for part in found]
        missing = [name for name in LAST if name not in self.parts]
        if missing:
            raise Broken("parts", "缺少 %s。" % missing[0], "%s is missing." % missing[0])
        self.raw_manifest = self.read(MANIFEST)
        self.manifest = read_object(self.raw_manifest, MANIFEST)
        self.signature = read_object(self.read(SIGNATURE), SIGNATURE)
        self.openings: Dict[str, Tuple[str, str]] = {}

    def read(self, name: str) -> bytes:
        """The contents of a small part."""
        return read_part(self.source, self.parts[name], SMALL)

    def rows(self, name: str) -> Iterator[Dict[str, Any]]:
        """The objects of a part of JSON lines; none when it is not there."""
        part = self.parts.get(name)
        if part is not None:
            self.source.seek(part.data_at)
            yield from lines(self.source, part.size, name)


def check_signature(file: CaseFile, keys: List[bytes], report: Report) -> bytes:
    """The manifest is signed by the key in the file; that key is among `keys` when some are given. Returns the key."""
    public = check_signed(file.signature, FORMAT, file.raw_manifest, "manifest.json", report)
    if file.manifest.get("format") != FORMAT:
        zh, en = "文件格式版本未知。", "The format of the file is not known to this verifier."
        raise Unusable(zh, en) if report.holds else Broken("format", zh, en)
    if file.manifest.get("key_id") != key_id(public):
        report.bad(
            "signature", "清单所写的密钥与签名密钥不符。", "The manifest names another key than the one that signed."
        )
    check_key(public, keys, report)
    return public


def check_signed(signature: Dict[str, Any], purpose: str, message: bytes, where: str, report: Report) -> bytes:
    """One signature object over `purpose`, a line feed and the message. Returns the public key it names."""
    try:
        if set(signature) != {"algorithm", "key", "key_id", "signature"} or signature["algorithm"] != "Ed25519":
            raise ValueError("fields")
        public, signed = bytes.fromhex(signature["key"]), bytes.fromhex(signature["signature"])
        if [public.hex(), signed.hex()] != [signature["key"], signature["signature"]]:
            raise ValueError("spelling")
    except (ValueError, TypeError, KeyError):
        raise Broken(
            "signature", "%s 的签名无法阅读。" % where, "The signature of %s cannot be read." % where
        ) from None
    fits = signature["key_id"] == key_id(public)
    if fits and signature_holds(public, purpose.encode("ascii") + b"\n" + message, signed):
        report.ok("signature", "%s 的签名有效。" % where, "The signature of %s is valid." % where)
    else:
        report.bad(
            "signature",
            "%s 的签名无效：内容或签名被改动。" % where,
            "The signature of %s is not valid: contents or signature were changed." % where,
        )
    return public


def check_key(public: bytes, keys: List[bytes], report: Report) -> None:
    """Is it a key that the reader trusts?"""
    name = " ".join(public.hex()[n : n + 8] for n in range(0, 64, 8))
    if not keys:
        report.note(
            "key",
            "签名密钥取自文件本身：%s。请通过其他途径与保险公司核对。" % name,
            "The key is the one in the file: %s. Compare it with the insurer's by another way." % name,
        )
    elif public in keys:
        report.ok("key", "签名密钥与您提供的一致。", "The key is one of those you gave.")
    else:
        report.bad("key", "签名密钥不是您提供的密钥：%s。" % name, "The key is none of those you gave: %s." % name)


def check_parts(file: CaseFile, report: Report) -> None:
    """Every part is the one the manifest lists, in its order; only parts that may be left out are missing."""
    listed = file.manifest.get("parts")
    if not isinstance(listed, list):
        raise Broken("parts", "清单没有列出各部分。", "The manifest lists no parts.")
    order, left_out = [], 0
    for one in listed:
        name = one.get("name") if isinstance(one, dict) else None
        part = file.parts.get(str(name))
        if part is None and isinstance(one, dict) and one.get("may_be_left_out") is True:
            left_out += 1
        elif part is None:
            report.bad("parts", "缺少 %s。" % name, "%s is missing." % name)
        else:
            order.append(part.name)
            if (part.size, part.sha256) != (one.get("size"), one.get("sha256")):
                report.bad("parts", "%s 的内容与清单不符。" % name, "%s is not what the manifest lists." % name)
    if file.order != order + list(LAST):
        report.bad(
            "parts",
            "文件中的条目与清单不一致。",
            "The file holds other parts than the manifest lists, or in another order.",
        )
    report.figures["parts"], report.figures["files_left_out"] = len(order), left_out
    report.ok("parts", "核对了 %d 个部分的哈希值。" % len(order), "The hashes of %d parts were compared." % len(order))


def check_openings(file: CaseFile, expected: Set[str], report: Report) -> None:
    """Every value that is shown fits a salted hash that is signed; counts those that are left out."""
    for row in file.rows(OPENINGS):
        hash_, salt, value = row.get("hash"), row.get("salt"), row.get("value")
        if set(row) != {"hash", "salt", "value"} or not all(isinstance(one, str) for one in (hash_, salt, value)):
            raise Broken("sealed", "个人信息的记录格式不对。", "A record of a personal value has the wrong form.")
        if hash_ not in expected or hash_ in file.openings or salted_hash(str(salt), str(value)) != hash_:
            report.bad("sealed", "一项个人信息与其哈希值不符。", "A personal value does not fit its hash.")
        file.openings[str(hash_)] = (str(salt), str(value))
    left_out = len(expected - set(file.openings))
    report.figures["values"], report.figures["values_left_out"] = len(expected), left_out
    report.ok(
        "sealed",
        "%d 项内容与加盐哈希一致。" % len(file.openings),
        "%d values fit their salted hashes." % len(file.openings),
    )


def check_papers(file: CaseFile, report: Report) -> Chain:
    """The ledger, the values, the register and the limits. Returns the chain for the comparison with checkpoints."""
    said = file.manifest["chain"]
    chain = read_chain(file.rows("ledger.jsonl"), [said["kind"], said["id"]], report)
    if [len(chain.hashes), chain.hash_at(len(chain.hashes))] != [said["entries"], said["head"]]:
        report.bad(
            "ledger", "台账条数或末条与清单不符。", "The ledger's length or last entry is not what the manifest says."
        )
    expected = set(chain.sealed)
    for row in file.rows("case.jsonl"):
        expected.update(commitments(row))
    report.figures["entries"] = len(chain.hashes)
    report.ok(
        "ledger", "核对了台账 %d 条。" % len(chain.hashes), "%d ledger entries were hashed again." % len(chain.hashes)
    )
    check_openings(file, expected, report)
    for row in file.rows("case.jsonl"):
        _check_row(file, chain, row, report)
    _check_limits(file, report)
    return chain


def _check_row(file: CaseFile, chain: Chain, row: Dict[str, Any], report: Report) -> None:
    """Rows that the ledger speaks of: evidence by its hash, messages and notes by the hash of their text."""
    body = row.get("row")
    table, id_ = row.get("table"), str(body.get("id")) if isinstance(body, dict) else ""
    if not isinstance(body, dict):
        raise Broken("form", "案件记录的格式不对。", "A record of the case has the wrong form.")
    if table == "cases.case" and [id_, body.get("number")] != [
        file.manifest["case"]["id"],
        file.manifest["case"]["number"],
    ]:
        report.bad("case", "案件编号与清单不符。", "The case is not the one the manifest names.")
    if table == "cases.evidence":
        part = file.parts.get(str(body.get("file")))
        wrong = chain.files.get(id_, body.get("sha256")) != body.get("sha256")
        if wrong or (part is not None and part.sha256 != body.get("sha256")):
            report.bad(
                "evidence",
                "证据 %s 与登记不符。" % body.get("number"),
                "Evidence item %s is not what the register says." % body.get("number"),
            )
    if table in ("cases.message", "cases.note") and id_ in chain.texts:
        text = opened(body.get("text"), file.openings)
        if isinstance(text, str) and salted_hash(id_, text) != chain.texts[id_]:
            report.bad("text", "一条消息与台账所记不符。", "A message is not what the ledger recorded.")


def _check_limits(file: CaseFile, report: Report) -> None:
    """Each limit with its rule and calendar."""
    rules = {str(row.get("version")): row for row in file.rows("rules.jsonl")}
    days: Dict[str, Days] = {}
    for row in file.rows("calendars.jsonl"):
        try:
            one = Days(row)
        except (KeyError, ValueError, TypeError):
            raise Broken("calendar", "日历的格式不对。", "A calendar has the wrong form.") from None
        days[one.version] = one
        if not one.holds:
            report.bad(
                "calendar",
                "日历 %s 与其版本号不符。" % one.version,
                "The calendar %s does not fit its version." % one.version,
            )
    count = held = 0
    for clock in file.rows("clocks.jsonl"):
        count += 1
        rule, calendar = rules.get(str(clock.get("rule_version"))), days.get(str(clock.get("calendar_version")))
        if rule is None or calendar is None:
            report.bad("limit", "时限缺少规则或日历。", "A limit's rule or calendar is not in the file.")
        else:
            held += check_clock(clock, rule, calendar, report)
    report.figures["limits"] = count
    if count == held:
        report.ok(
            "limit",
            "重新计算了 %d 个时限，结果一致。" % count,
            "%d limits were computed again with the same result." % count,
        )
