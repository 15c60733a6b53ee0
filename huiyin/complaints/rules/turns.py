"""What the turns of a complaint ask beside the path: who may approve, review, merge; what a late application is.
Pure.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from huiyin.complaints.rules.table import REVIEWING
from huiyin.core.noop import _

# Roles whose holder can approve an extension; the rule of the clock says which of them a step asks for.
APPROVING = frozenset({"supervisor", "branch_manager", "head_office_cp", "executive"})
# What an escalation says of the case from then on.
FLAGS = {"regulator": "regulator_referred", "media": "media", "court": "litigation"}
ESCALATED_TO = ("regulator", "mediator", "court", "media")
MEDIATED = ("settled", "failed", "withdrawn")
REROUTED_TO = ("violation_report", "petition", "inquiry", "claim_filing")


@dataclass(frozen=True)
class Place:
    """Where a unit stands: `home` is the path of the branch or head office it is or belongs to."""

    path: str
    home: str


def roles_for(
    grants: Iterable[tuple[str, str]], *, homes: Mapping[str, str], handling: Place, head: str
) -> frozenset[str]:
    """The roles of an approver as the rule of the limit names them (令2020-3 art 18), for a case handled at `handling`.

    Only grants that cover the handling unit count. `upper_unit` is added when one is held for a unit above the handling
    branch; `executive` only when held at head office (an executive of a branch stands for the branch). `homes` maps the
    path of a unit to that of its branch, `head` is the path of head office.
    """
    found: set[str] = set()
    for role, path in grants:
        if role not in APPROVING or not handling.path.startswith(path):
            continue
        home = homes.get(path, path)
        found.add("branch_manager" if role == "executive" and home != head else role)
        if home != handling.home and handling.home.startswith(home):
            found.add("upper_unit")
    return frozenset(found)


def admission(received_at: datetime | None, in_time: bool | None) -> str:
    """What can be said of the time of an application for review (art 20): without proof of receipt nothing is late."""
    if received_at is None or in_time is None:
        return "no_proof"
    return "in_time" if in_time else "late"


@dataclass(frozen=True)
class Involved:
    """Who had a hand in the decision under review: ids of staff, and the names under which rows keep others."""

    ids: frozenset[UUID] = frozenset()
    labels: frozenset[str] = frozenset()


def reviewer_fault(
    grants: Iterable[tuple[str, str]],
    *,
    reviewer: UUID | None,
    label: str,
    involved: Involved,
    homes: Mapping[str, str],
    decided_by: str,
) -> str:
    """Why somebody may not decide the review of a decision of the unit with path `decided_by` (art 20); empty when
    they may.

    The reviewer stands for a unit above it; who took part in the matter before does not review it (art 17).
    """
    above = any(
        role in REVIEWING
        and (home := homes.get(path, path)) != decided_by
        and decided_by.startswith(home)
        and decided_by.startswith(path)
        for role, path in grants
    )
    if not above or reviewer is None:
        return _("A review is decided by the unit above the one that decided, not by that unit itself.")
    if reviewer in involved.ids or label in involved.labels:
        return _("You took part in this complaint before, so somebody else reviews it.")
    return ""


@dataclass(frozen=True)
class Matter:
    """One complaint as merging looks at it. `people` are fingerprints of phones, e-mail addresses and certificates."""

    id: UUID
    state: str
    received_at: datetime
    kind: str = "complaint"
    customer: UUID | None = None
    policy: str = ""
    code: str = ""
    people: frozenset[str] = frozenset()
    told: bool = False
    merged_into: UUID | None = None
    children: int = 0


def ties(one: Matter, other: Matter) -> tuple[str, ...]:
    """What two complaints have in common: customer, person, policy, class."""
    found = {
        "customer": one.customer is not None and one.customer == other.customer,
        "person": bool(one.people & other.people),
        "policy": bool(one.policy) and one.policy == other.policy,
        "class": bool(one.code) and one.code == other.code,
    }
    return tuple(name for name, holds in found.items() if holds)


def merge_fault(child: Matter, master: Matter, *, reason: str | None, open_states: Sequence[str]) -> str:
    """Why `child` cannot be merged into `master` (art 18); empty when it can. No chains, no cycles, nothing across an
    end.

    Being about the same person or policy is enough; otherwise somebody says why it is the same matter (None: not
    yet).
    """
    if child.id == master.id:
        return _("A complaint cannot be merged into itself.")
    if master.kind != "complaint":
        return _("Only complaints are merged, and this is another kind of case.")
    if master.merged_into is not None:
        return _("That complaint is itself merged into another one: merge into that one.")
    if child.children:
        return _("Other complaints are merged into this one: merge them the other way round, or undo that first.")
    if master.state not in open_states:
        return _("The complaint to merge into has ended: reopen it first, or handle both.")
    if child.received_at < master.received_at:
        return _(
            "The later complaint is merged into the earlier one, whose limit ends first: do it the other way round."
        )
    if master.told:
        return _("The complaint to merge into has been decided and told; a new matter needs its own answer.")
    related = {"customer", "person", "policy"} & set(ties(child, master))
    if not related and reason is not None and len(reason.strip()) < 4:
        return _("The two have no person or policy in common: say why they are the same matter.")
    return ""


def both_agreed(complainant: datetime | None, insurer: datetime | None) -> datetime | None:
    """From when both sides accept a mediation (art 23): the later of the two; None while one is missing."""
    return max(complainant, insurer) if complainant is not None and insurer is not None else None


def nearest_date(dates: Iterable[date | None]) -> date | None:
    """The earliest of the dates that a regulator set and nobody has answered yet."""
    return min((day for day in dates if day is not None), default=None)
