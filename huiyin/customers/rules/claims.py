"""The milestones of a claim, and what each means for its limits. Pure.

A claim lives in the core system, which adjudicates; here its milestones are mirrored and its limits watched (5.1-7,
保险法 art 22 to 25, 交强险条例 art 28, 29). Messages come late and out of order, so what runs is always derived anew
from all milestones in the order in which things happened.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

# In the order of a claim's way; at one and the same instant the earlier one happened first.
WAY = (
    "reported", "acknowledged", "filed", "documents_asked", "complete", "reviewed", "assessed", "decided", "agreed",
    "advanced", "refusal_sent", "paid", "closed", "withdrawn",
)  # fmt: skip
# What may happen more than once; all else has one instant, which a later message corrects.
REPEATS = frozenset({"documents_asked"})
ENDS = frozenset({"paid", "refusal_sent", "closed", "withdrawn"})
# The events that a milestone is for the rules of the packs. Who pays or refuses has decided.
_EVENTS = {
    "reported": ("claim_reported",),
    "acknowledged": ("claim_acknowledged",),
    "filed": ("claim_filed",),
    "documents_asked": ("claim_documents_listed",),
    "complete": ("claim_proof_received",),
    "decided": ("claim_decided",),
    "agreed": ("claim_agreed",),
    "advanced": ("claim_advanced",),
    "refusal_sent": ("claim_decided", "claim_refusal_sent", "claim_completed"),
    "paid": ("claim_decided", "claim_paid", "claim_completed"),
    "closed": ("claim_completed",),
}
MOST_DOCUMENT_REQUESTS = 1  # 保险法 art 22: at once, and once


@dataclass(frozen=True)
class Milestone:
    """Something that happened to a claim."""

    kind: str
    at: datetime


def in_order(milestones: Iterable[Milestone]) -> list[Milestone]:
    """As they happened."""
    return sorted(milestones, key=lambda one: (one.at, WAY.index(one.kind)))


def events(milestones: Iterable[Milestone], *, decision: str) -> list[tuple[datetime, str]]:
    """What the milestones are for the rules, as it happened, up to the withdrawal. A refusal starts the limit of its
    letter when it is decided (保险法 art 24)."""
    found: list[tuple[datetime, str]] = []
    for one in in_order(milestones):
        if one.kind == "withdrawn":
            break
        found += [(one.at, event) for event in _EVENTS.get(one.kind, ())]
        if one.kind == "decided" and decision == "refused":
            found.append((one.at, "claim_refused"))
    return found


def stage(milestones: Sequence[Milestone]) -> str:
    """How far the claim is: the milestone that lies farthest on its way; empty before the first."""
    return max((one.kind for one in milestones), key=WAY.index, default="")


def is_ended(milestones: Sequence[Milestone]) -> bool:
    """Paid, refused by letter, closed or withdrawn."""
    return any(one.kind in ENDS for one in milestones)


def asked_again(milestones: Iterable[Milestone]) -> int:
    """How many times papers were asked for beyond the one time that the law allows (保险法 art 22)."""
    return max(0, sum(one.kind == "documents_asked" for one in milestones) - MOST_DOCUMENT_REQUESTS)
