"""The columns of the queue, the orders it can be read in, and the groups it can be counted by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy, pgettext_lazy

from huiyin.cases.queries.queue import ORDERS


@dataclass(frozen=True)
class Column:
    """A column: its name and the order that its head asks for (empty: none)."""

    code: str
    label: Any
    order: str = ""


COLUMNS: Mapping[str, Column] = {
    one.code: one
    for one in (
        Column("who", gettext_lazy("Complainant")),
        Column("subject", gettext_lazy("Subject")),
        Column("class", gettext_lazy("Class")),
        Column("severity", gettext_lazy("Severity"), "severity"),
        Column("owner", gettext_lazy("Owner")),
        Column("limit", gettext_lazy("Nearest limit"), "due"),
        Column("state", gettext_lazy("State")),
        Column("received", pgettext_lazy("time", "Received"), "received"),
        Column("kind", gettext_lazy("Kind of matter")),
        Column("unit", gettext_lazy("Unit")),
        Column("channel", gettext_lazy("Channel")),
        Column("line", gettext_lazy("Line")),
        Column("rule", gettext_lazy("Name of the limit")),
        Column("changed", gettext_lazy("In this state since"), "ended"),
        Column("policy", gettext_lazy("Policy number")),
        Column("tags", gettext_lazy("Tags")),
    )
}
DEFAULT = ("who", "subject", "class", "severity", "owner", "limit", "state", "received")
ORDER_NAMES: Mapping[str, Any] = {
    "due": gettext_lazy("Nearest limit first"),
    "received": gettext_lazy("Newest receipt first"),
    "oldest": gettext_lazy("Oldest receipt first"),
    "ended": gettext_lazy("Last change of state first"),
    "severity": gettext_lazy("Most severe first"),
    "number": gettext_lazy("By number"),
}
GROUPS: Mapping[str, Any] = {
    "owner": gettext_lazy("Owner"),
    "unit": gettext_lazy("Unit"),
    "code": gettext_lazy("Class"),
    "severity": gettext_lazy("Severity"),
    "state": gettext_lazy("State"),
    "due_day": gettext_lazy("Day the limit ends"),
}


def chosen(text: str) -> tuple[str, ...]:
    """The columns that an address names, each once, in its order; the usual ones when it names none that is known."""
    found = tuple(dict.fromkeys(code for code in text.split(",") if code in COLUMNS))
    return found or DEFAULT


def written(columns: Sequence[str]) -> str:
    """Columns as they stand in an address: empty for the usual ones."""
    return "" if tuple(columns) == DEFAULT else ",".join(columns)


def order(text: str) -> str:
    """The order that an address names; empty for one that is not offered."""
    return text if text in ORDER_NAMES and text in ORDERS else ""


def turned(column: Column, now: str) -> str:
    """The order that a click on a column's head asks for; a second click on the receipt turns it round."""
    return "oldest" if column.code == "received" and now == "received" else column.order
