"""Who may write a rule, who may approve it, and what must be there before it is published (domain 8.1: two people)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

#: Whoever drafts and whoever approves holds one of these for the whole house; they are never the same person.
WRITERS = ("head_office_cp", "executive")
APPROVERS = ("head_office_cp", "executive")


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a draft when somebody wants to submit or approve it.

    `replay` is none, running, stopped, stale or fresh; `differing` counts the examples that say something else than
    expected, None when they were not run on this very text; `last_from` is when the newest version of the rule begins.
    """

    replay: str
    differing: int | None
    effective_from: date
    today: date
    last_from: date | None
    is_based_on_last: bool


def lacking(standing: Standing) -> list[str]:
    """What is missing before the draft can go on, as codes in the order people mend them; empty when nothing is."""
    found = []
    if not standing.is_based_on_last:
        found.append("based_on_old")
    if standing.differing is None:
        found.append("examples_not_run")
    elif standing.differing:
        found.append("examples_differ")
    if standing.effective_from <= standing.today:
        found.append("date_past")
    if standing.last_from is not None and standing.effective_from <= standing.last_from:
        found.append("date_overlaps")
    if standing.replay != "fresh":
        found.append(f"replay_{standing.replay}")
    return found


def may_approve(person: UUID | None, author: UUID, editors: Collection[UUID]) -> bool:
    """Whether somebody is a second person: neither the author nor anybody who edited."""
    return person is not None and person != author and person not in editors
