"""What a role sees. Access = role × part of the tree × participation in the case; recusal removes it.

Pure: roles are codes, parts of the tree are unit paths.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

# Roles that see every case of their part of the tree; the others see only cases in which they take part.
SEES_SUBTREE = frozenset(
    {"handler", "supervisor", "branch_manager", "head_office_cp", "executive", "quality", "auditor"}
)
# Roles that may take part in a case and then see it.
SEES_OWN = frozenset(
    {"agent", "handler", "investigator", "supervisor", "branch_manager", "head_office_cp", "executive"}
)
READ_ONLY = frozenset({"auditor", "quality"})
# Roles that may take a whole case out of the house as a signed file (7.2-3).
EXPORTS = frozenset({"supervisor", "branch_manager", "head_office_cp", "executive"})

# Who says of staff of their part of the tree what they can do, how much they carry and when they are away (4.1).
ARRANGES = frozenset({"supervisor", "branch_manager", "head_office_cp"})

TieKind = Literal["manages", "leads", "relative", "certificate", "phone"]


def upward(path: str) -> list[str]:
    """The paths of all units from the root down to the one at `path`, itself the last."""
    parts = path.strip("/").split("/")
    return ["/" + "/".join(parts[: depth + 1]) + "/" for depth in range(len(parts))]


@dataclass(frozen=True)
class Tie:
    """What connects a member of staff with somebody: `value` is an employee number (manages, relative), the path of a
    unit led (leads), or a fingerprint (certificate, phone). Without `until` it holds today; an ended one counts for
    what happened between `since` and `until`, both included.
    """

    kind: TieKind
    value: str
    since: date | None = None
    until: date | None = None

    def holds(self, on: date | None) -> bool:
        """Does it count for something of that day? What has no day is judged as of today."""
        if self.until is None:
            return True
        return on is not None and (self.since is None or self.since <= on) and on <= self.until


def visible_paths(grants: frozenset[tuple[str, str]]) -> tuple[str, ...]:
    """The parts of the tree whose cases the holder of `grants` sees, shortest first, none inside another."""
    paths: list[str] = []
    for path in sorted({path for role, path in grants if role in SEES_SUBTREE}):
        if not any(path.startswith(kept) for kept in paths):
            paths.append(path)
    return tuple(paths)


def may_take_part(grants: frozenset[tuple[str, str]]) -> bool:
    """May the holder of `grants` be named in a case at all?"""
    return any(role in SEES_OWN for role, _ in grants)


def may_write(grants: frozenset[tuple[str, str]]) -> bool:
    """Does the holder have any role that changes cases (quality and auditors only read)?"""
    return any(role in SEES_OWN for role, _ in grants)


def arranges(grants: frozenset[tuple[str, str]], path: str) -> bool:
    """May the holder of `grants` say of staff of the unit at `path` what they can do and when they are away?"""
    return any(role == "administrator" or (role in ARRANGES and path.startswith(part)) for role, part in grants)


def second_factor_needed(roles: frozenset[str], policies: dict[str, bool]) -> bool:
    """Is a second factor demanded by any role held?"""
    return any(policies.get(role, False) for role in roles)


# What a token may do; an operation names the one it needs.
SCOPES = (
    "complaints:read",
    "complaints:write",
    "complaints:act",
    "webhooks:write",
    "evidence:read",
    "evidence:write",
    "taxonomy:read",
    "clocks:read",
    "people:reveal",
    "dossiers:export",
    "rules:read",
    "rules:write",
    "staff:read",
    "staff:write",
    "customers:read",
    "customers:write",
)


def session_minutes(roles: frozenset[str], policies: dict[str, int], default: int = 600) -> int:
    """How long a session of somebody with `roles` lasts: the strictest of the roles' limits."""
    return min([policies[role] for role in roles if role in policies], default=default)


# What is dated further ahead than this was written while the clock was wrong. Nothing that lets somebody in lasts
# longer because of it.
CLOCKS_APART = timedelta(minutes=5)
LINK_LASTS = timedelta(hours=24)


def session_over(began: datetime, minutes: int, at: datetime) -> bool:
    """Is a session over that began at `began` and lasts `minutes`? Also when it seems to begin later than now: the
    clock was set back since, and it would last as much longer."""
    return not -CLOCKS_APART <= at - began <= timedelta(minutes=minutes)


def link_open(expires_at: datetime, at: datetime) -> bool:
    """May a one-time link still be used? Not one that would last longer than any link does: the clock was set back."""
    return timedelta(0) < expires_at - at <= LINK_LASTS + CLOCKS_APART


def code_is_new(counter: int, spent: int | None) -> bool:
    """May a code of the step `counter` be taken, when that of the step `spent` was taken last? Each once, and never an
    older one (RFC 6238, 5.2): also when the clock was set back and old codes fit again."""
    return spent is None or counter > spent
