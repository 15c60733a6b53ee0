"""Making a case file: its text parts in one consistent moment, then the container with the evidence."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from huiyin.audit import actions as audit
from huiyin.audit import queries as ledger
from huiyin.audit.models import Dossier
from huiyin.audit.queries import checkpoints
from huiyin.audit.verifier.papers import FORMAT, MANIFEST, OPENINGS, SIGNATURE
from huiyin.cases.models import Case, Evidence, Person
from huiyin.clocks import queries as clocks
from huiyin.complaints.jobs import container
from huiyin.complaints.jobs.container import Draft, Source
from huiyin.complaints.queries import dossier
from huiyin.complaints.queries.dossier.lines import file_name
from huiyin.core import blobs, canonical, signing
from huiyin.core.actors import Actor

_TELL_EVERY = 32 * 1024 * 1024
README = """回音案件文件

这是一个不压缩的 ZIP 文件，可用普通工具打开查看。核验请用单文件工具 verify_huiyin.py（离线，只需 Python 3.8 以上）：
    python3 verify_huiyin.py 本文件 [--key 公钥文件] [--checkpoint 检查点文件]
工具和公钥见保险公司网站的“/proof”页面；请通过另一途径核对公钥指纹。

Huiyin case file

This is a ZIP file without compression; any tool opens it. To verify it, take the single file verify_huiyin.py (nothing
but Python 3.8 or later, offline):
    python3 verify_huiyin.py THIS_FILE [--key KEYS] [--checkpoint CHECKPOINT]
The tool and the public keys are on the insurer's page "/proof"; compare the key's fingerprint by another way.

README.txt          这个说明 this text
case.jsonl          案件各表的记录；个人信息和自由文本只有加盐哈希 rows; personal values and texts as salted hashes
ledger.jsonl        台账，逐条相连 the hash-chained ledger
clocks.jsonl        时限、事件与推导 limits, their events and derivations
rules.jsonl         所用规则版本 the rule versions used
calendars.jsonl     所用日历 the calendars used
checkpoint.json     检查点与包含证明（如有） checkpoint with proof of inclusion, if there is one
evidence/           证据文件与信函 evidence files and letters
open.jsonl          哈希对应的盐与内容，可逐项删去 salts and values behind the hashes; may be left out one by one
manifest.json       清单与各部分的 SHA-256 manifest with the SHA-256 of every part
signature.json      对清单的签名（Ed25519） signature of the manifest
"""


@dataclass(frozen=True)
class Made:
    """The finished file, as `core.blobs` keeps it."""

    digest: str
    size: int
    manifest_sha256: str
    key_id: str


@dataclass
class _Texts:
    """The text parts, and what is needed for the rest."""

    sources: list[Source]
    openings: Source
    evidence: list[Evidence]
    manifest: dict[str, Any]


def make(order: Dossier, *, by: Actor, at: datetime) -> Made:
    """Make the file of an order. Raises BlobMissing or BlobDamaged when an evidence file is not what it was, Refused
    without a signing key."""
    choices = dossier.choices_of(order.choices)
    key_id = signing.key_in_use()
    with ExitStack() as drafts:
        texts = _texts(order, choices, drafts, at)
        chosen = [item for item in texts.evidence if item.pk not in choices.evidence]
        total = sum(source.size for source in texts.sources) + sum(item.size for item in chosen)
        files = {item.pk: container.of_evidence(file_name(item), item) for item in chosen}
        texts.manifest["key_id"] = key_id
        texts.manifest["parts"] = [source.listed() for source in texts.sources] + [_listed(i) for i in texts.evidence]
        manifest = container.of_bytes(MANIFEST, canonical.dumps(texts.manifest))
        signed = signing.sign(FORMAT, canonical.dumps(texts.manifest))
        signature = container.of_bytes(SIGNATURE, canonical.dumps(signed))

        def everything() -> Iterator[Source]:
            yield from texts.sources
            yield from files.values()
            yield from (texts.openings, manifest, signature)

        digest, size = container.write(everything(), _Telling(order, total, by, at))
    return Made(digest, size, manifest.sha256, key_id)


def _listed(item: Evidence) -> dict[str, Any]:
    return {"name": file_name(item), "size": item.size, "sha256": item.sha256, "may_be_left_out": True}


class _Telling:
    """Keeps the order's progress, not more often than is worth it."""

    def __init__(self, order: Dossier, total: int, by: Actor, at: datetime) -> None:
        self._order, self._total, self._by, self._at = order, total, by, at
        self._told = 0

    def __call__(self, done: int) -> None:
        if done - self._told >= _TELL_EVERY:
            self._told = done
            audit.note_progress(
                dossier_id=self._order.pk, done=min(done, self._total), total=self._total, by=self._by, at=self._at
            )


def _texts(order: Dossier, choices: dossier.Choices, drafts: ExitStack, at: datetime) -> _Texts:
    """The text parts of one moment: nobody changes the case while they are read."""
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=order.aggregate_id)
        audit.hold(("case", case.pk))
        audit.hold_checkpoints()
        last = ledger.last(("case", case.pk))
        openings = _draft(OPENINGS, drafts)
        hidden = dossier.hidden_values(Person.objects.filter(case=case, pk__in=choices.people))
        sealing = dossier.Sealing(case.pk, hidden, openings.write)
        rows = list(clocks.of_owner(("case", case.pk)).prefetch_related("events"))
        rules = {rule.version: rule for rule in map(clocks.rule_of, rows)}
        drafted = [
            _draft("case.jsonl", drafts).write_all(dossier.case_lines(case, choices, sealing)),
            _draft("ledger.jsonl", drafts).write_all(dossier.ledger_lines(case, sealing)),
            _draft("clocks.jsonl", drafts).write_all(dossier.clock_lines(rows)),
            _draft("rules.jsonl", drafts).write_all(dossier.rule_lines(rules[v] for v in sorted(rules))),
            _draft("calendars.jsonl", drafts).write_all(
                dossier.calendar_lines(sorted({row.calendar_version for row in rows}))
            ),
        ]
        proof = checkpoints.proof_of(("case", case.pk))
        evidence = list(Evidence.objects.filter(case=case).order_by("number"))
    sources = [container.of_bytes("README.txt", README.encode()), *(_finished(one, drafts) for one in drafted)]
    if proof is not None:
        sources.append(container.of_bytes("checkpoint.json", canonical.dumps(proof)))
    manifest = {
        "format": FORMAT,
        "case": {"id": case.pk, "number": case.number},
        "chain": {
            "kind": "case",
            "id": case.pk,
            "entries": last.seq if last else 0,
            "head": last.hash if last else "",
        },
        "made": {
            "at": at,
            "by": order.ordered_by_label,
            "insurer": settings.INSURER["name"],
            "order": order.pk,
        },
        "left_out": {
            "notes": not choices.with_notes,
            "people": len(choices.people),
            "messages": len(choices.messages),
            "evidence": len(choices.evidence),
        },
    }
    return _Texts(sources, _finished(openings, drafts), evidence, manifest)


def _draft(name: str, drafts: ExitStack) -> Draft:
    draft = Draft(name)
    drafts.callback(draft.discard)
    return draft


def _finished(draft: Draft, drafts: ExitStack) -> Source:
    """A part whose encrypted lines go away once the container is written."""
    source = draft.finish()
    drafts.callback(blobs.remove, source.sha256)
    return source
