"""What a metric is: a name, a version, what it counts and of what (口径), and where its rows come from.

Each context lists its own in `metrics.py`; `insights` collects them and keeps the figures. A row is one thing that was
judged: of which case, in which month it counts, and what is to be said of it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple
from uuid import UUID

from huiyin.core.words import Words

Verdict = Literal["kept", "broken", "open"]
#: share: kept of what was judged, with a light · watch: how often something happened (`broken` counts it), no light ·
#: mean: the average of the values of what was kept · count: how many.
Kind = Literal["share", "watch", "mean", "count"]
Level = Literal["law", "house"]
ClauseRef = tuple[str, str]

VERDICTS: tuple[Verdict, ...] = ("kept", "broken", "open")
HANDBOOK = "cn-handbook-2025"
ORDER_2020 = "cn-order-2020-3"


class Row(NamedTuple):
    """One thing judged. `at` says in which month (Shanghai) it counts; `value` is added up for a mean."""

    metric: str
    case_id: UUID
    at: datetime
    verdict: Verdict
    value: int = 0


@dataclass(frozen=True, kw_only=True)
class Metric:
    """A metric with its definition.

    `numerator` says what is counted, `denominator` of what, `month` which moment decides the month. `clauses` are
    (source, clause). A change of the query is a new `version`. `value` names what a mean averages: hours, points, yuan.
    """

    name: str
    version: int = 1
    kind: Kind = "share"
    level: Level = "house"
    title: Words
    numerator: Words
    denominator: Words
    month: Words
    clauses: tuple[ClauseRef, ...]
    value: str = ""


def never(since: datetime, until: datetime) -> Iterable[UUID]:
    """For sources whose verdicts change only when something is done, which the ledger tells."""
    return ()


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where the rows of some metrics come from.

    `rows(cases, at)` gives every row of these cases as judged at an instant: all at once, so that a batch of cases
    costs a fixed number of statements. `ripe(since, until)` gives the cases whose verdict changed in that stretch of
    time by nothing but the passing of time.
    """

    metrics: Callable[[], Sequence[Metric]]
    rows: Callable[[Sequence[UUID], datetime], Iterable[Row]]
    ripe: Callable[[datetime, datetime], Iterable[UUID]] = never


def handbook(*ids: str) -> tuple[ClauseRef, ...]:
    """References to clauses of the handbook."""
    return tuple((HANDBOOK, one) for one in ids)


def order(*ids: str) -> tuple[ClauseRef, ...]:
    """References to articles of the complaint order of 2020."""
    return tuple((ORDER_2020, one) for one in ids)
