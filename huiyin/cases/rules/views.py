"""Saved views: who has a shared one, who may share and change it, and what a view keeps. Pure."""

from collections.abc import Mapping

Grants = frozenset[tuple[str, str]]

LEADING = frozenset({"supervisor", "branch_manager", "head_office_cp", "executive"})
LONGEST_NAME = 60
# Behind every place that somebody has chosen.
LAST = 10_000
# Filters that name one person's matter: a view is for work that comes again, and keeps nobody's data.
ABOUT_ONE = ("q", "policy", "customer")
_MOST_FILTERS, _LONGEST = 40, 200


def is_for(grants: Grants, unit_path: str, role: str) -> bool:
    """Is a view shared with `role` (empty: everybody) of a unit meant for the holder of `grants`? They work there or
    below."""
    return bool(unit_path) and any(path.startswith(unit_path) and role in ("", held) for held, path in grants)


def may_share(grants: Grants, unit_path: str) -> bool:
    """May the holder of `grants` share a view with a unit: one they work for, or one below what they lead?"""
    return any(path == unit_path or (role in LEADING and unit_path.startswith(path)) for role, path in grants)


def leads(grants: Grants, unit_path: str) -> bool:
    """May the holder manage what is shared with the unit?"""
    return any(role in LEADING and unit_path.startswith(path) for role, path in grants)


def kept(filters: Mapping[str, str]) -> dict[str, str]:
    """What a view keeps of the filters of an address: short texts by name. Raises ValueError when that is no address of
    the queue."""
    found = {str(name): str(value) for name, value in filters.items() if value}
    if len(found) > _MOST_FILTERS or any(len(name) + len(value) > _LONGEST for name, value in found.items()):
        raise ValueError("too much for a view")
    return found


def about_one(filters: Mapping[str, str]) -> list[str]:
    """The filters that a view does not keep."""
    return [name for name in ABOUT_ONE if filters.get(name)]
