"""Reading cases. `visible_to` is the only way an edge gets one."""

from huiyin.cases.queries.access import (
    by_secret,
    find,
    get,
    named,
    secret_for,
    secret_hash,
    secret_of,
    visible_parts,
    visible_to,
)
from huiyin.cases.queries.alarms import with_alarms
from huiyin.cases.queries.barred import barred, named_in, working_people
from huiyin.cases.queries.search import findable, matching
from huiyin.cases.queries.staff import Choice, candidate, choices, conflict_of, conflicts_of, interests

__all__ = [
    "Choice", "barred", "by_secret", "candidate", "choices", "conflict_of", "conflicts_of", "find",
    "findable", "get", "interests", "matching", "named", "named_in", "secret_for", "secret_hash", "secret_of",
    "visible_parts", "visible_to", "with_alarms", "working_people",
]  # fmt: skip
