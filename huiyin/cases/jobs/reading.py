"""Reading files after they came in: each alone, and a file that cannot be read stops no other."""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from huiyin.cases.actions import reading
from huiyin.cases.models import Evidence
from huiyin.cases.queries import files, unread
from huiyin.core import blobs
from huiyin.core.actors import system
from huiyin.core.errors import Refused
from huiyin.core.jobs import job
from huiyin.core.reading import ENDINGS, MOST_BYTES, UnreadableError, read_bytes
from huiyin.core.time import now

log = logging.getLogger(__name__)
BY = system("cases.read_files")
MISSED_FOR, AT_ONCE = timedelta(days=30), 100


@job("cases.read_files")
def read_files(case_id: str) -> int:
    """Read the unread files of a case; returns how many were read."""
    return sum(read(evidence) for evidence in unread.of_case(UUID(case_id)))


def read_missed(at: datetime) -> int:
    """Read what jobs left unread; returns how many."""
    return sum(read(evidence) for evidence in unread.since(at - MISSED_FOR, AT_ONCE))


def read(evidence: Evidence) -> bool:
    """Read one file and index it; False when that was done before or failed (the sweep tries again)."""
    if not reading.begin(evidence=evidence, by=BY, at=now()):
        return False
    try:
        text, fault = _text(evidence)
    except Exception:
        log.exception("evidence %s could not be read", evidence.pk)
        return False
    reading.keep(evidence=evidence, text=text, fault=fault, by=BY, at=now())
    return True


def _text(evidence: Evidence) -> tuple[str, str]:
    """(text, why there is none). The same bytes are read once, however many cases hold them."""
    same = unread.same_content(evidence)
    if same is not None:
        return same.text, same.fault
    if evidence.size > MOST_BYTES:
        return "", "too_big"
    if evidence.file_name.rpartition(".")[2].lower() not in ENDINGS:
        return "", "no_text_file"
    try:
        return read_bytes(b"".join(files.opened(evidence)), evidence.file_name).text, ""
    except UnreadableError as error:
        return "", error.code
    except Refused as refusal:  # gone from the disk (what is withheld is not among the unread)
        return "", refusal.code.rpartition(".")[2]
    except blobs.BlobDamaged:
        return "", "damaged"
