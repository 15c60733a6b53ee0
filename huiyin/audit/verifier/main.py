"""The command: python3 verify_huiyin.py case.huiyin [--key FILE] [--checkpoint FILE] [--json]."""

from __future__ import annotations

import argparse
import json
import re
import sys
from typing import Any, Dict, List, Optional, Sequence

from huiyin.audit.verifier.marks import check_inside, check_outside
from huiyin.audit.verifier.papers import CaseFile, check_papers, check_parts, check_signature
from huiyin.audit.verifier.words import BAD, NOTE, Broken, Report, Unusable

HOLDS, FAULTS, NOTHING_DONE = 0, 1, 2
PROVES = (
    "本工具证明：文件自签名后一个比特也未改动；台账各条前后相连、没有缺失；所示个人信息、消息、证据就是当时登记的；各时限的到期时间由规则、事件和日历推得。",
    "It proves: not one bit was changed since the file was signed; the ledger's entries follow each other and none is"
    " missing; the personal values, messages and evidence shown are those that were recorded; every due time follows"
    " from the rule, the events and the calendar in the file.",
)
PROVES_NOT = (
    "本工具不证明：登记的内容属实；事情在登记之前未被隐瞒；密钥确属该保险公司（请通过其他途径核对）；登记时间准确（时间由保险公司的系统给出，检查点只能证明不晚于交出之时）；"
    "规则文本与监管规定一致；文件签发后案件没有新的进展。",
    "It does not prove: that what was written is true; that nothing was kept back before it was written; that the key"
    " is the insurer's (compare it by another way); that the insurer's clock was right (a checkpoint proves only: not"
    " later than it was handed over); that a rule is what the law says; that nothing happened after the file was made.",
)


def verify(path: str, keys: List[bytes], checkpoint: Optional[str]) -> Report:
    """Check a case file. Raises Unusable when there is nothing to check."""
    report = Report()
    try:
        source = open(path, "rb")  # noqa: SIM115 - closed below
    except OSError as error:
        raise Unusable(
            "无法打开 %s：%s" % (path, error.strerror), "%s cannot be opened: %s" % (path, error.strerror)
        ) from None
    with source:
        try:
            _verify(source, keys, checkpoint, report)
        except Broken as broken:
            report.bad(broken.code, broken.zh, broken.en)
        except (
            KeyError,
            TypeError,
            ValueError,
            IndexError,
            AttributeError,
            OverflowError,
            RecursionError,
            MemoryError,
        ) as error:
            text = "%s: %s" % (type(error).__name__, str(error)[:200])
            report.bad("form", "文件内容的格式不对（%s）。" % text, "The contents have the wrong form (%s)." % text)
    return report


def _verify(source: Any, keys: List[bytes], checkpoint: Optional[str], report: Report) -> None:
    file = CaseFile(source)
    report.ok("container", "容器完整，没有多余的字节。", "The container is whole and has no byte too many.")
    check_signature(file, keys, report)
    check_parts(file, report)
    chain = check_papers(file, report)
    inside = check_inside(file, chain, keys, report)
    if checkpoint is not None:
        try:
            handed = open(checkpoint, "rb")  # noqa: SIM115
        except OSError as error:
            raise Unusable(
                "无法打开 %s：%s" % (checkpoint, error.strerror),
                "%s cannot be opened: %s" % (checkpoint, error.strerror),
            ) from None
        with handed:
            check_outside(handed, file, chain, inside, keys, report)
    report.figures["case"] = file.manifest["case"]["number"]
    report.figures["made_at"] = file.manifest["made"]["at"]
    values, files = report.figures["values_left_out"], report.figures["files_left_out"]
    if values or files:
        report.note(
            "redacted",
            "已遮盖：%d 项内容，%d 个文件（其哈希值仍在）。" % (values, files),
            "Redacted: %d values and %d files (their hashes remain)." % (values, files),
        )


def read_keys(path: str) -> List[bytes]:
    """Public keys of a file: hex, one a line, or the JSON document of the keys page. Raises Unusable."""
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read(1024 * 1024)
    except (OSError, UnicodeError):
        raise Unusable("无法读取密钥文件 %s。" % path, "The key file %s cannot be read." % path) from None
    found = [bytes.fromhex(one) for one in re.findall(r"(?<![0-9a-fA-F])[0-9a-fA-F]{64}(?![0-9a-fA-F])", text)]
    if not found:
        raise Unusable(
            "%s 中没有公钥（64 位十六进制）。" % path, "There is no public key (64 hex digits) in %s." % path
        )
    return found


def as_document(report: Report) -> Dict[str, Any]:
    """The result as one JSON object."""
    return {
        "holds": report.holds,
        "faults": report.faults,
        "figures": report.figures,
        "findings": report.findings,
        "proves": {"zh": PROVES[0], "en": PROVES[1]},
        "proves_not": {"zh": PROVES_NOT[0], "en": PROVES_NOT[1]},
    }


def write_text(report: Report, write: Any) -> None:
    """The result for people: Chinese first, English below each line."""
    marks = {BAD: "✗", NOTE: "·"}
    for one in report.findings:
        write("%s %s\n  %s" % (marks.get(one["level"], "✓"), one["zh"], one["en"]))
    if report.holds:
        write("\n结论：%s 核验通过。\nResult: %s verified." % (report.figures["case"], report.figures["case"]))
    else:
        write(
            "\n结论：核验未通过，发现 %d 处问题。\nResult: NOT verified, %d fault(s)." % (report.faults, report.faults)
        )
    for text in (*(PROVES if report.holds else ()), *PROVES_NOT):
        write(text)


def main(argv: Sequence[str]) -> int:
    """0: all holds; 1: something does not; 2: nothing was checked."""
    parser = argparse.ArgumentParser(description="核验回音案件文件 / Verify a Huiyin case file, offline.")
    parser.add_argument("file", help="case.huiyin")
    parser.add_argument("--key", help="公钥文件 / file with the insurer's public keys")
    parser.add_argument("--checkpoint", help="事先取得的检查点 / a checkpoint that was handed over")
    parser.add_argument("--json", action="store_true", help="输出 JSON / one JSON object")
    options = parser.parse_args(argv)
    out = sys.stdout
    if hasattr(out, "reconfigure"):
        out.reconfigure(encoding="utf-8", errors="replace")
    try:
        report = verify(options.file, read_keys(options.key) if options.key else [], options.checkpoint)
    except Unusable as unusable:
        sys.stderr.write("%s\n%s\n" % (unusable.zh, unusable.en))
        return NOTHING_DONE
    if options.json:
        out.write(json.dumps(as_document(report), ensure_ascii=False) + "\n")
    else:
        write_text(report, lambda text: out.write(text + "\n"))
    return HOLDS if report.holds else FAULTS
