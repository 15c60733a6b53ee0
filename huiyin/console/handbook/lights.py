"""What a page shows of a metric: its light with icon and word, its figure, and the lists behind it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from huiyin.console.handbook import charts, words
from huiyin.console.handbook.frame import Scope, language
from huiyin.core.metrics import Metric
from huiyin.handbook import queries as handbook
from huiyin.handbook.rules.clauses import Clause
from huiyin.insights import rules
from huiyin.insights.queries import figures, registry
from huiyin.insights.queries.figures import Reading

ORDER = ("kept", "broken", "open", "watch", "none")


@dataclass(frozen=True)
class Light:
    """A light: its code, the word and the picture that stand with the colour."""

    code: str
    word: str
    icon: str


def light(code: str) -> Light:
    """The light of a code of `words.LIGHTS`."""
    word, icon = words.LIGHTS[code]
    return Light(code, str(word), icon)


def readings_of(clauses: Sequence[Clause], scope: Scope) -> Mapping[tuple[str, str], list[Reading]]:
    """The readings behind each clause; one statement for all of them. What does not bind the units is not judged."""
    bound = {code: scope.binds(handbook.source(code)) for code in {one.source for one in clauses}}
    by_clause = {(one.source, one.id): registry.of_clause(one) if bound[one.source] else [] for one in clauses}
    wanted = list({metric.name: metric for found in by_clause.values() for metric in found}.values())
    read = {one.metric.name: one for one in figures.readings(wanted, scope.unit_ids, scope.at, scope.span)}
    return {key: [read[metric.name] for metric in found] for key, found in by_clause.items()}


def of_clause(readings: Sequence[Reading]) -> Light:
    """The light of a clause: the worst of its metrics; none without a metric."""
    return light(rules.worst(one.light for one in readings) if readings else "none")


def leading(readings: Sequence[Reading]) -> Reading | None:
    """The metric that a line of a list shows for a clause: the one whose light the clause has."""
    if not readings:
        return None
    worst = rules.worst(one.light for one in readings)
    return next((one for one in readings if one.light == worst), readings[0])


def counted(lights: Iterable[Light]) -> list[dict[str, Any]]:
    """How many of each light, in order; lights that nobody has are left out."""
    found = Counter(one.code for one in lights)
    return [{"light": light(code), "count": found[code]} for code in ORDER if found[code]]


def row(reading: Reading, scope: Scope) -> dict[str, Any]:
    """A metric in a list."""
    said = language()
    return {
        "name": reading.metric.name,
        "title": reading.metric.title.in_language(said),
        "url": scope.url("handbook_metric", reading.metric.name),
        "light": light(reading.light),
        "figure": words.figure(reading),
        "fraction": words.fraction(reading),
        "path": charts.small(reading),
        "open": reading.sums.open,
    }


def panel(reading: Reading, scope: Scope) -> dict[str, Any]:
    """A metric at large: definition, light, line, and the lists of cases behind it."""
    said, metric = language(), reading.metric
    return row(reading, scope) | {
        "metric": metric,
        "numerator": metric.numerator.in_language(said),
        "denominator": metric.denominator.in_language(said),
        "month": metric.month.in_language(said),
        "line": charts.line(reading),
        "later": reading.later.open,
        "lists": [
            {"name": name, "count": count, "url": scope.url("handbook_cases", metric.name, verdict=verdict)}
            for verdict, name, count in _lists(metric, reading)
        ],
    }


def _lists(metric: Metric, reading: Reading) -> list[tuple[str, str, int]]:
    match metric.kind:
        case "watch":
            return [
                ("broken", _("It happened"), reading.sums.broken),
                ("kept", _("It did not happen"), reading.sums.kept),
            ]
        case "count" | "mean":
            return [("kept", _("Counted"), reading.sums.kept)]
    return [
        ("broken", str(words.LIGHTS["broken"][0]), reading.sums.broken),
        ("open", str(words.LIGHTS["open"][0]), reading.sums.open),
        ("kept", str(words.LIGHTS["kept"][0]), reading.sums.kept),
    ]
