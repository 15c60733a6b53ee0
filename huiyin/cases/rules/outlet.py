"""The opinion book of an outlet: where an entry stands, by when it is answered, which pages are missing. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from huiyin.core.noop import _

# (from that day of writing on, natural days to the answer), the newest last; a change is a row appended. The law asks
# for a book (令2010-4), the days are the house's own.
LIMITS = ((date(2025, 1, 1), 7),)
MOST_TEXT, MOST_ANSWER, MOST_PAGE, MOST_LINE, MOST_VOLUME = 5_000, 2_000, 999, 99, 999


@dataclass(frozen=True)
class Fault:
    """What is wrong: a code, the field, and a sentence to translate."""

    code: str
    field: str
    sentence: str


def days_on(day: date) -> int:
    """The days that bind an entry written on `day`; before the first row, its days."""
    return next((days for since, days in reversed(LIMITS) if since <= day), LIMITS[0][1])


def due_on(written_on: date) -> date:
    """The last day for the answer."""
    return written_on + timedelta(days=days_on(written_on))


def faults(*, written_on: date, today: date, volume: int, page: int, line: int, text: str) -> Iterator[Fault]:
    """What keeps an entry from being taken."""
    if written_on > today:
        yield Fault("future", "written_on", _("The entry cannot be of a day to come."))
    if not 1 <= volume <= MOST_VOLUME:
        yield Fault("volume", "volume", _("Give the number of the book, from 1."))
    if not 1 <= page <= MOST_PAGE:
        yield Fault("page", "page", _("Give the number of the page, from 1 to 999."))
    if not 1 <= line <= MOST_LINE:
        yield Fault("line", "line", _("Give the number of the line, from 1 to 99."))
    if not text.strip():
        yield Fault("text", "text", _("Write down what stands there, word for word."))


def missing_pages(pages: Iterable[int], after: int = 0) -> list[int]:
    """The pages between the last one before (`after`) and the highest that nobody has entered anything from: torn out,
    left empty, or not entered yet. Each is to be explained."""
    found = set(pages)
    return [page for page in range(after + 1, max(found, default=after)) if page not in found]
