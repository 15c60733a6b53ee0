"""The index of files: their names at once, their texts after they were read. Nothing of the case changes by it, so the
ledger says nothing of it."""

from datetime import datetime

from huiyin.cases.models import Evidence, FileText, Readable
from huiyin.cases.queries.unread import MOST_TRIES
from huiyin.core import blind, masking
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.text.rules import tokens

MOST_TEXT = 200_000  # characters that are kept and indexed of a file
MOST_TOKENS = 30_000  # a vector holds a megabyte


@action
def begin(*, evidence: Evidence, by: Actor, at: datetime) -> bool:
    """Say before reading that it is tried, and index the name; False when the file was read or given up before."""
    row, _is_new = FileText.objects.get_or_create(
        evidence=evidence,
        defaults={
            "case_id": evidence.case_id,
            "received_at": evidence.case.received_at,
            "vector": _vector(evidence, ""),
        },
    )
    row = FileText.objects.select_for_update().get(pk=row.pk)
    if row.state != Readable.WAITING:
        return False
    if row.tries >= MOST_TRIES:
        row.state, row.fault, row.read_at = Readable.NO_TEXT, "gave_up", at
        row.save(update_fields=["state", "fault", "read_at"])
        return False
    row.tries += 1
    row.save(update_fields=["tries"])
    return True


@action
def keep(*, evidence: Evidence, text: str, by: Actor, at: datetime, fault: str = "") -> FileText:
    """Index what was read of a file; without text it is found by its name. `fault` says why there is none."""
    row = FileText.objects.select_for_update().get(pk=evidence.pk)
    cut = text.replace("\x00", " ")[:MOST_TEXT]
    row.text, row.vector = cut, _vector(evidence, cut)
    row.state = Readable.READ if cut.strip() else Readable.NO_TEXT
    row.fault, row.read_at = fault[:20], at
    row.save(update_fields=["text", "vector", "state", "fault", "read_at"])
    return row


def _vector(evidence: Evidence, text: str) -> set[str]:
    """Fingerprints of the words and pairs of the name and the text. Personal numbers count as those of people do, so
    that a phone number finds the papers in which it stands."""
    names = tokens(evidence.title) | tokens(evidence.file_name)
    words = sorted(tokens(masking.without_personal_numbers(text)))[: MOST_TOKENS - len(names)]
    found = {blind.file_token(token) for token in names.union(words)}
    for value in masking.hidden(text)[:200]:
        is_address = "@" in value
        found |= blind.number_tokens(
            phone_no="" if is_address else value,
            certificate_no="" if is_address else value,
            email_address=value if is_address else "",
        )
    return found
