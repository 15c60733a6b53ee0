"""A page of what was found, newest or most urgent first, through the gate; and how the hits are made up.

Two ways lead to a hit: the search document of the case (texts, names, numbers) and its files. Each part of the gate and
each way is read in the order of an index and only as far as the page needs: a common word costs what a rare one does.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.db.models import Q, QuerySet

from huiyin.accounts.models import User
from huiyin.cases.models import Case, FileText
from huiyin.cases.queries import queue, search
from huiyin.cases.queries.access import visible_parts
from huiyin.cases.queries.queue import Key, Page, Wanted
from huiyin.text import rules as text

OrderName = Literal["new", "due"]
# Facets tell of the newest hits: what is older hardly changes the choice, and nothing is counted to its end.
COUNTED = 300
# By urgency the files are asked for their newest hits only: they have no limit of their own to be ordered by.
MOST_FILES = 100
MOST_EXACT = 5
FACETS = ("state", "severity", "channel", "line", "code", "is_open")


@dataclass(frozen=True, kw_only=True)
class Sought:
    """What is looked for; what is empty does not narrow it. `people` and `numbers` are tsqueries, `policy` a whole
    policy number, `in_files`: only the files are asked for the words. `not_these` are shown elsewhere already."""

    words: str = ""
    people: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    policy: str = ""
    customer_id: UUID | None = None
    in_files: bool = False
    not_these: tuple[UUID, ...] = ()
    wanted: Wanted = field(default_factory=lambda: Wanted(is_open=None))

    @property
    def is_searched(self) -> bool:
        """Is there anything for the vectors? If not, the hits are a list that filters narrow."""
        return bool(search.tsquery(self.words) or self.people or self.numbers)


@dataclass(frozen=True)
class Facets:
    """For each column its values with how many of the newest hits have them, most first. `is_all`: of all hits."""

    values: Mapping[str, list[tuple[Any, int]]]
    total: int
    is_all: bool


def page(
    user: User, sought: Sought, *, at: datetime, order: OrderName = "new", after: str = "", before: str = "",
    size: int = 25,
) -> Page:  # fmt: skip
    """One page of the hits that `user` may see, with owner and unit. Most urgent first shows open cases only.

    `after` or `before` is a key that an earlier page gave; one that cannot be read shows the first page.
    """
    if order == "due":
        return _urgent(user, sought, at=at, after=after, before=before, size=size)
    backwards = bool(before) and queue.read_key(before) is not None
    key = queue.read_key(before if backwards else after)
    if key is not None and key[0] is None:
        key = None
    found = _hits(user, sought, at, key=key, backwards=backwards, count=size + 1)
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    first, last = (queue.written(found[0]), queue.written(found[-1])) if found else ("", "")
    rows = queue.in_order([pk for _value, pk in found])
    return Page(rows, last if more or backwards else "", first if (more if backwards else key) else "")


def facets(user: User, sought: Sought, *, at: datetime) -> Facets:
    """How the newest COUNTED hits are made up; two statements."""
    ids = [pk for _at, pk in _hits(user, sought, at, key=None, backwards=False, count=COUNTED)]
    counters: dict[str, Counter[Any]] = {name: Counter() for name in FACETS}
    for row in Case.objects.filter(pk__in=ids).values_list(*FACETS):
        for name, value in zip(FACETS, row, strict=True):
            counters[name][value[:1] if name == "code" else value] += 1
    values = {name: [pair for pair in counter.most_common() if pair[0] != ""] for name, counter in counters.items()}
    return Facets(values, len(ids), len(ids) < COUNTED)


def exact(user: User, words: str) -> list[Case]:
    """The visible cases whose own number, policy number or number with the other side is what was typed, newest
    first; most often none. At most MOST_EXACT."""
    glued = re.sub(r"[\W_]", "", text.normal(words))
    if not (4 <= len(glued) <= text.LONGEST and any(map(str.isdigit, glued)) and glued.isascii()):
        return []
    parts = [part.filter(search__vector__matches=text.quoted(glued)) for part in visible_parts(user)]
    found: dict[UUID, Case] = {}
    for part in parts:
        rows = part.select_related("owner", "unit").order_by("-search__received_at", "-search__case")
        found |= {case.pk: case for case in rows[: MOST_EXACT * 4] if glued in _numbers(case)}
    return sorted(found.values(), key=lambda case: (case.received_at, case.pk), reverse=True)[:MOST_EXACT]


def _numbers(case: Case) -> set[str]:
    return {re.sub(r"[\W_]", "", text.normal(one)) for one in (case.number, case.policy_number, case.external_ref)}


def _hits(
    user: User, sought: Sought, at: datetime, *, key: Key | None, backwards: bool, count: int, only_files: bool = False
) -> list[tuple[datetime, UUID]]:
    """(received at, id) of the next `count` hits beyond `key`, in one statement. `only_files`: by files alone."""
    lists: list[QuerySet[Any, Any]] = []
    for part in visible_parts(user, looked_up=sought.is_searched):
        rows = _narrowed(part, sought, at)
        if not sought.is_searched:
            lists.append(_stretch(rows, "received_at", "id", key, backwards)[:count])
            continue
        if not (sought.in_files or only_files):
            said = _all_of(sought, search.by_word(sought.words))
            hits = rows.filter(search__vector__matches=said)
            lists.append(_stretch(hits, "search__received_at", "search__case", key, backwards)[:count])
        for files in _files(sought):
            filed = files.filter(case__in=rows)
            lists.append(_stretch(filed, "received_at", "case", key, backwards).distinct()[:count])
    if len(lists) < 2:
        return list(lists[0]) if lists else []
    columns = lists[0].query.values_select
    sign = "" if backwards else "-"
    return list(lists[0].union(*lists[1:]).order_by(*(f"{sign}{column}" for column in columns))[:count])


def _stretch(rows: QuerySet[Any], column: str, pk: str, key: Key | None, backwards: bool) -> QuerySet[Any, Any]:
    beyond, sign = ("gt", "") if backwards else ("lt", "-")
    if key is not None:
        # The plain comparison lets the index begin at the key; the second one settles equal values by id.
        rows = rows.filter(**{f"{column}__{beyond}e": key[0]})
        rows = rows.filter(Q(**{f"{column}__{beyond}": key[0]}) | Q(**{f"{pk}__{beyond}": key[1]}))
    return rows.order_by(f"{sign}{column}", f"{sign}{pk}").values_list(column, pk)


def _narrowed(rows: QuerySet[Case], sought: Sought, at: datetime) -> QuerySet[Case]:
    rows = queue.narrowed(rows, replace(sought.wanted, words=""), at)
    if sought.policy:
        rows = rows.filter(policy_number=sought.policy)
    if sought.not_these:
        rows = rows.exclude(pk__in=sought.not_these)
    if sought.customer_id:
        rows = rows.filter(customer_id=sought.customer_id)
    return rows


def _all_of(sought: Sought, said: Sequence[str]) -> str:
    return " & ".join([*said, *sought.people, *sought.numbers])


def _files(sought: Sought) -> list[QuerySet[FileText]]:
    """The files that are hits, in ways that each begin at an index: all words in one file; of two words also one in the
    file and the other in what else the case holds."""
    filed = search.in_files(sought.words)
    if not filed:
        return []
    besides = [*sought.people, *sought.numbers]
    ways = [(filed, besides)]
    if len(filed) == 2 and not sought.in_files:
        said = search.by_word(sought.words)
        ways += [([filed[0]], [said[1], *besides]), ([filed[1]], [said[0], *besides])]
    found = []
    for here, there in ways:
        rows = FileText.objects.filter(vector__matches=" & ".join(here))
        found.append(rows.filter(case__search__vector__matches=" & ".join(there)) if there else rows)
    return found


def _urgent(user: User, sought: Sought, *, at: datetime, after: str, before: str, size: int) -> Page:
    only_open = replace(sought, wanted=replace(sought.wanted, is_open=True))
    parts = [_narrowed(part, only_open, at) for part in visible_parts(user)]
    if sought.is_searched:
        said = _all_of(sought, search.by_word(sought.words))
        filed = _hits(user, only_open, at, key=None, backwards=False, count=MOST_FILES, only_files=True)
        spoken = [] if sought.in_files else [part.filter(search__vector__matches=said) for part in parts]
        parts = [*spoken, Case.objects.filter(pk__in=[pk for _received, pk in filed])]
    return queue.page_of(parts, order="due", after=after, before=before, size=size)
