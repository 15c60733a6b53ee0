"""Keeping the outcomes of complaints that were told, for the comparison of groups."""

from huiyin.complaints.actions import fairness
from huiyin.complaints.queries.fairness import to_keep
from huiyin.core.actors import system
from huiyin.core.time import now

BY = system("complaints.keep_outcomes")
AT_ONCE, MOST = 500, 200_000


def keep_outcomes() -> int:
    """All that are missing, each AT_ONCE in its own transaction; returns how many."""
    done = 0
    while done < MOST and (ids := list(to_keep(AT_ONCE))):
        kept = fairness.keep(case_ids=ids, by=BY, at=now())
        done += kept
        if not kept:
            break
    return done
