"""The opinion books that somebody sees: the entries of a month, pages that are missing, what stands where next."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Max, QuerySet

from huiyin.accounts.models import Unit, User
from huiyin.cases.models import BookEntry
from huiyin.cases.queries.access import visible_to
from huiyin.cases.rules import outlet as rules


@dataclass(frozen=True)
class Month:
    """A month of the book of an outlet. `missing` are (book, page) without an entry before the highest one."""

    entries: list[BookEntry]
    missing: list[tuple[int, int]]


def seen_by(user: User) -> QuerySet[BookEntry]:
    """The entries of cases that `user` may see."""
    return BookEntry.objects.filter(case__in=visible_to(user)).select_related("case", "unit")


def month_of(user: User, unit: Unit, first: date) -> Month:
    """The entries written in the month that begins with `first`, by their place; at most 500. Three statements and one
    a book."""
    until = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    rows = seen_by(user).filter(unit=unit, written_on__gte=first, written_on__lt=until)
    entries = list(rows.order_by("volume", "page", "line")[:500])
    missing: list[tuple[int, int]] = []
    for volume in sorted({one.volume for one in entries}):
        highest = max(one.page for one in entries if one.volume == volume)
        lowest = min(one.page for one in entries if one.volume == volume)
        # Whatever stands in the book counts, also what this person may not see: a page is there or it is not.
        there = BookEntry.objects.filter(unit=unit, volume=volume, page__lte=highest)
        pages = set(there.values_list("page", flat=True))
        before = max((page for page in pages if page < lowest), default=0)
        missing += [(volume, page) for page in rules.missing_pages([*pages, highest], before)]
    return Month(entries, missing)


def next_place(unit: Unit) -> tuple[int, int, int]:
    """(book, page, line) behind the last entry of the outlet: what a tablet counts on with."""
    volume = BookEntry.objects.filter(unit=unit).aggregate(last=Max("volume"))["last"] or 1
    rows = BookEntry.objects.filter(unit=unit, volume=volume).order_by("-page", "-line").values_list("page", "line")
    page, line = rows.first() or (1, 0)
    return (volume, page, line + 1) if line < rules.MOST_LINE else (volume, page + 1, 1)
