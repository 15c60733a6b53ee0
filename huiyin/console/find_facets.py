"""How the hits are made up, as links that narrow the search: state, class, severity, channel, line."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language

from huiyin.cases.models import Channel, Severity, State
from huiyin.cases.queries.search_page import Facets
from huiyin.cases.rules.finding import Box
from huiyin.catalog import rules as taxonomies
from huiyin.console.find_terms import LABELS, OPENNESS

SHOWN = 6
KEYS = {"is_open": "is"}


@dataclass(frozen=True)
class Value:
    """One value of a facet: how many of the hits have it, and the search narrowed to it."""

    label: str
    count: int
    url: str


def groups(facets: Facets, box: Box, sort: str) -> list[tuple[str, list[Value]]]:
    """The facets that divide the hits, each with its values; one that holds for all of them divides nothing."""
    language = get_language() or "zh-hans"
    found = []
    for column in ("is_open", "state", "code", "severity", "line", "channel"):
        key = KEYS.get(column, column)
        counted = facets.values[column]
        if len(counted) < 2:
            continue
        values = []
        for value, count in counted[:SHOWN]:
            label = _label(column, value, language)
            typed = label if key not in ("code", "severity") else str(value)
            text = box.with_term(key, typed, language)
            parts = {"q": text, **({"sort": sort} if sort else {})}
            values.append(Value(label, count, f"{reverse('find')}?{urlencode(parts)}"))
        found.append((str(LABELS[key]), values))
    return found


def _label(column: str, value: Any, language: str) -> str:
    if column == "is_open":
        return str(OPENNESS[0 if value else 1][1])
    if column == "code":
        return taxonomies.current().label(value, language)
    if column == "line":
        return taxonomies.current().axis_label("line", value, language)
    labels = {"state": State, "severity": Severity, "channel": Channel}[column]
    return str(dict(labels.choices).get(value, value))
