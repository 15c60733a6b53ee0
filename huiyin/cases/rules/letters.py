"""What must be right about a letter before it is taken, and what its lines come to. Pure."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from huiyin.core.noop import _

MOST_FILES, MOST_PAGES, MOST_TRIES = 20, 40, 3
MOST_TEXT, MOST_PAGE_TEXT = 20_000, 20_000
# A stamp from longer ago is no slip only when somebody says so.
LONG_AGO = timedelta(days=30)
# Below this a line is shown as unsure: of 0 to 1, as the reader says it.
SURE = 0.9
KINDS = frozenset({"application/pdf", "image/tiff", "image/jpeg", "image/png", "image/bmp", "image/webp"})


@dataclass(frozen=True)
class Fault:
    """What is wrong: a code, the field, and a sentence to translate."""

    code: str
    field: str
    sentence: str


def faults(
    *, received_on: date, posted_on: date | None, today: date, old_confirmed: bool, kinds: Sequence[str]
) -> Iterator[Fault]:
    """What keeps a letter from being taken. `kinds` are the MIME types of its files."""
    if received_on > today:
        yield Fault("future", "received_on", _("The stamp cannot be of a day to come. Look at it again."))
    elif today - received_on > LONG_AGO and not old_confirmed:
        yield Fault(
            "long_ago", "received_on",
            _("The stamp is of more than thirty days ago. If that is so, confirm it: every limit runs from that day."),
        )  # fmt: skip
    if posted_on is not None and posted_on > received_on:
        yield Fault("postmark", "posted_on", _("The letter cannot have been posted after it was received."))
    if not kinds:
        yield Fault("files", "files", _("Add the pages of the letter: a PDF, or pictures of its pages."))
    if len(kinds) > MOST_FILES:
        yield Fault("many", "files", _("At most 20 files make one letter. Put its pages into one PDF or TIFF."))
    if any(kind not in KINDS for kind in kinds):
        yield Fault("kind", "files", _("A letter comes as PDF, TIFF, JPG, PNG, BMP or WebP. Scan it as one of them."))


def lines_of(kept: str) -> list[tuple[str, float]]:
    """The lines of a page as they were read, top to bottom."""
    return [(str(text), float(sure)) for text, sure in json.loads(kept)] if kept else []


def kept_lines(lines: Sequence[tuple[str, float]]) -> str:
    """Lines as they are kept."""
    return json.dumps([[text, sure] for text, sure in lines], ensure_ascii=False)


def text_of(lines: Sequence[tuple[str, float]]) -> str:
    """The words of a page; what could not be read stands as a gap to be filled."""
    return "\n".join(text or "□□□" for text, _sure in lines)


def unsure(lines: Sequence[tuple[str, float]]) -> int:
    """How many lines are to be looked at closely."""
    return sum(not text or sure < SURE for text, sure in lines)
