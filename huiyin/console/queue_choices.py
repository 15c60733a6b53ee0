"""What can be chosen on the queue: columns and their order, the order of rows, groups, and what to do with many."""

from collections.abc import Mapping, Sequence
from typing import Any

from huiyin.accounts.rules import may_write
from huiyin.cases.models import BulkKind
from huiyin.complaints.rules.table import HANDLING
from huiyin.console import filters, queue_columns
from huiyin.console.visit import Visit

# What can be done with many, with its icon.
KINDS = (
    ("hand_over", "arrow-forward-up"), ("classify", "sitemap"), ("grade", "alert-triangle"), ("tag", "flag"),
    ("remind", "bell"), ("note", "note"),
)  # fmt: skip


def gathered(
    *, given: Mapping[str, str], view: str, more: Mapping[str, str], columns: Sequence[str], order: str
) -> dict[str, Any]:
    """The choices of the list's looks, each with the address that makes it."""

    def url(**changes: str) -> str:
        return filters.address(view, given, **{**more, **changes})

    return {
        "columns": _columns(columns),
        "orders": [(name, label, url(order=name), name == order) for name, label in queue_columns.ORDER_NAMES.items()],
        "groups": [
            (code, label, url(group=code), code == more["group"]) for code, label in queue_columns.GROUPS.items()
        ],
        "ungroup_url": url(group=""),
        "is_grouped": bool(more["group"]),
        "usual_url": url(columns=""),
        "has_own": bool(more["columns"]),
    }


def _columns(columns: Sequence[str]) -> list[tuple[str, Any, bool]]:
    """(code, label, is it shown) in the order they are shown, those that are not behind them."""
    rest = [code for code in queue_columns.COLUMNS if code not in columns]
    return [(code, queue_columns.COLUMNS[code].label, code in columns) for code in (*columns, *rest)]


def heads(
    columns: Sequence[str], order: str, view: str, given: Mapping[str, str], more: Mapping[str, str]
) -> list[dict[str, Any]]:
    """The heads of the table: code, label, the address that orders by it, and whether it is ordered so now."""
    found = []
    for code in columns:
        column = queue_columns.COLUMNS[code]
        wanted = queue_columns.turned(column, order)
        now = bool(column.order) and (order == column.order or (code == "received" and order == "oldest"))
        aria = (
            {"oldest": "ascending", "due": "ascending", "number": "ascending"}.get(order, "descending") if now else ""
        )
        url = filters.address(view, given, **{**more, "order": wanted}) if wanted else ""
        found.append({"code": code, "label": column.label, "url": url, "sorted": aria})
    return found


def bulk(visit: Visit) -> list[tuple[str, Any, str]]:
    """What somebody may do with many cases: (kind, label, icon); nothing for who only reads."""
    if not may_write(visit.by.grants):
        return []
    handles = bool(visit.by.roles & set(HANDLING))
    return [
        (kind, BulkKind(kind).label, icon)
        for kind, icon in KINDS
        if handles or kind not in (BulkKind.HAND_OVER, BulkKind.GRADE)
    ]
