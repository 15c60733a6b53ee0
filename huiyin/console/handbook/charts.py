"""Lines over twelve months as inline pictures: no script, the same on paper, with the numbers in a table behind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from huiyin.console.handbook import words
from huiyin.core.metrics import Metric
from huiyin.insights.queries.figures import Reading, share
from huiyin.insights.rules import Sums

WIDTH, HEIGHT = 560, 150
LEFT, RIGHT, TOP, BOTTOM = 44, 10, 10, 24
SMALL_WIDTH, SMALL_HEIGHT = 84, 20


@dataclass(frozen=True)
class Dot:
    """A month of the line. `value` and `of` in words for the table; `y` is None where nothing was judged."""

    month: date
    x: float
    y: float | None
    value: str
    of: str
    waiting: int


@dataclass(frozen=True)
class Line:
    """A line as a template draws it: `path` (SVG), the dots, and what the axis says at its ends."""

    path: str
    dots: tuple[Dot, ...]
    top: str
    bottom: str
    width: int = WIDTH
    height: int = HEIGHT


def line(reading: Reading) -> Line:
    """The twelve months of a metric, large."""
    values = [_value(reading.metric, sums) for _month, sums in reading.trend]
    most = _most(reading.metric, values)
    step = (WIDTH - LEFT - RIGHT) / max(len(values) - 1, 1)
    dots = tuple(
        Dot(
            month=month,
            x=round(LEFT + place * step, 1),
            y=None if value is None else round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / most), 1),
            value=_words(reading.metric, value),
            of=words.count(sums.judged),
            waiting=sums.open,
        )
        for place, ((month, sums), value) in enumerate(zip(reading.trend, values, strict=True))
    )
    return Line(
        _path([(dot.x, dot.y) for dot in dots]), dots, _words(reading.metric, most), _words(reading.metric, 0.0)
    )


def small(reading: Reading) -> str:
    """The same in a line of a list: the path only, `SMALL_WIDTH` by `SMALL_HEIGHT`; empty when nothing was judged."""
    values = [_value(reading.metric, sums) for _month, sums in reading.trend]
    most, step = _most(reading.metric, values), (SMALL_WIDTH - 4) / max(len(values) - 1, 1)
    points = [
        (
            round(2 + place * step, 1),
            None if value is None else round(2 + (SMALL_HEIGHT - 4) * (1 - value / most), 1),
        )
        for place, value in enumerate(values)
    ]
    return _path(points)


def _value(metric: Metric, sums: Sums) -> float | None:
    match metric.kind:
        case "count":
            return float(sums.kept)
        case "mean":
            return sums.total / sums.kept if sums.kept else None
    found = share(metric, sums)
    return None if found is None else float(found)


def _most(metric: Metric, values: Sequence[float | None]) -> float:
    if metric.kind == "share":
        return 1000.0
    return max([value for value in values if value] or [1.0])


def _words(metric: Metric, value: float | None) -> str:
    if value is None:
        return "—"
    match metric.kind:
        case "count":
            return words.count(int(value))
        case "mean":
            return words.amount(metric.value, value)
    return words.percent(int(value))


def _path(points: Sequence[tuple[float, float | None]]) -> str:
    """The line through the points; a month without a value leaves a gap, one alone is a short stroke."""
    parts: list[str] = []
    last_there = False
    for place, (x, y) in enumerate(points):
        if y is None:
            last_there = False
            continue
        alone = not last_there and (place + 1 == len(points) or points[place + 1][1] is None)
        parts.append(f"{'L' if last_there else 'M'}{x} {y}" + ("h0.1" if alone else ""))
        last_there = True
    return "".join(parts)
