"""Who keeps the records of core systems and of this house in step. Pure."""

from collections.abc import Iterable

TAKES_OVER = "head_office_cp"  # for the whole house: customers belong to no unit


def takes_over(grants: Iterable[tuple[str, str]]) -> bool:
    """Does somebody with these (role, unit path) pairs answer for the records of the whole house?"""
    return any(role == TAKES_OVER and path.count("/") == 2 for role, path in grants)
