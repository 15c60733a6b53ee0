"""Reading the words of letters: those that stand in a PDF, and those on pictures where text recognition is installed.
One letter at a time; a letter that breaks it stops no other."""

import logging
from time import monotonic
from uuid import UUID

from huiyin.cases.actions import letters
from huiyin.cases.actions.reading import keep as index
from huiyin.cases.jobs import reading
from huiyin.cases.models import Evidence, FileText, Wording
from huiyin.cases.queries import files
from huiyin.cases.queries import letters as queries
from huiyin.cases.rules import letters as rules
from huiyin.core import blobs, pages
from huiyin.core.actors import system
from huiyin.core.alone import alone
from huiyin.core.errors import Refused
from huiyin.core.jobs import job
from huiyin.core.reading import MOST_BYTES, UnreadableError, scanned
from huiyin.core.reading.pdf import pdf_pages
from huiyin.core.time import now

log = logging.getLogger(__name__)
BY = system("cases.read_letter")
# How large a page is drawn; one with fewer characters than this is a picture of a page; seconds for a whole letter.
SIDE, FEWEST, LASTS = 2000, 20, 600.0
_PDF = "application/pdf"
Read = tuple[Evidence, list[tuple[str, float]], float]


@job("cases.read_letter", queue="files")
def read_letter(case_id: str) -> int:
    """Read a letter; returns how many pages were read. What a virus scanner still holds is read by the sweep."""
    return read(UUID(case_id)) if UUID(case_id) in set(queries.waiting(1000)) else 0


def read_waiting() -> int:
    """Read what jobs left; returns how many pages were read."""
    return sum(read(one) for one in queries.waiting(5))


def read(case_id: UUID) -> int:
    """Read one letter, unless another does so just now."""
    with alone(f"cases.read_letter.{case_id}") as mine:
        if not mine or not letters.begin_reading(case_id=case_id, by=BY, at=now()):
            return 0
        found: list[Read] = []
        fault, ends = "", monotonic() + LASTS
        for evidence in queries.files_of(case_id):
            rows, wrong = _pages(evidence, rules.MOST_PAGES - len(found), ends)
            found, fault = found + rows, fault or wrong
            if rows:
                _find_by(evidence, rows)
        state = Wording.READ if any(lines for _file, lines, _took in found) else Wording.NONE
        if fault == "off" and state == Wording.NONE:
            state = Wording.OFF
        letters.keep_words(
            case_id=case_id, pages=found if state == Wording.READ else [], state=state, fault=fault, by=BY, at=now()
        )
    return len(found)


def _pages(evidence: Evidence, most: int, ends: float) -> tuple[list[Read], str]:
    """(the pages of a file, why others are missing)."""
    if most <= 0 or monotonic() > ends:
        return [], "many" if most <= 0 else "too_long"
    if evidence.size > MOST_BYTES:
        return [], "too_big"
    try:
        data = b"".join(files.opened(evidence))
        if evidence.media_type != _PDF:
            return _recognised(evidence, [data], most)
        texts = pdf_pages(data)
    except UnreadableError as error:
        return [], error.code[:20]
    except (Refused, blobs.BlobDamaged):
        return [], "damaged"
    return _of_pdf(evidence, data, texts[:most], len(texts) > most, ends)


def _of_pdf(evidence: Evidence, data: bytes, texts: list[str], is_cut: bool, ends: float) -> tuple[list[Read], str]:
    """Pages whose words stand in the file as they are; the others are looked at."""
    found: list[Read] = []
    fault = "many" if is_cut else ""
    for place, text in enumerate(texts, start=1):
        if len("".join(text.split())) >= FEWEST:
            found.append((evidence, [(line, 1.0) for line in text.splitlines() if line.strip()], 0.0))
            continue
        if monotonic() > ends:
            return found, "too_long"
        rows, wrong = _recognised(evidence, pages.drawn([data], first=place, most=1, side=SIDE), 1)
        found += rows or [(evidence, [], 0.0)]
        fault = fault or wrong
        if wrong in ("off", "no_drawing"):
            break
    return found, fault


def _recognised(evidence: Evidence, pictures: list[bytes], most: int) -> tuple[list[Read], str]:
    if not scanned.is_installed():
        return [], "off"
    if not pictures:
        return [], "no_drawing"
    answer = scanned.read(pictures)
    rows: list[Read] = [
        (evidence, [(line.text, line.sure) for line in page.lines], page.seconds) for page in answer.pages[:most]
    ]
    return rows, answer.fault


def _find_by(evidence: Evidence, rows: list[Read]) -> None:
    """A scan is found by its words, too."""
    reading.read(evidence)
    if not FileText.objects.filter(pk=evidence.pk).exists():
        return
    words = "\n\f".join(rules.text_of(lines) for _file, lines, _took in rows)
    index(evidence=evidence, text=words, by=BY, at=now())
