"""What a case has to do with others, read from both ends; details only of cases that the reader may see."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from huiyin.accounts.models import User
from huiyin.cases.models import Case, CaseLink, LinkKind
from huiyin.cases.queries.access import visible_to
from huiyin.cases.rules import links as rules

MOST = 100
STEPS_UP = 50


@dataclass(frozen=True)
class Linked:
    """A link as it stands at one case. `case` is None when the reader may not see the other one."""

    id: UUID
    relation: str
    title: str
    reason: str
    at: datetime
    by_label: str
    case: Case | None


def of_case(case: Case, user: User) -> list[Linked]:
    """The links of a case, parents and children first; the newest hundred. Two statements, one when it has none."""
    rows = list(
        CaseLink.objects.filter(Q(case=case.pk) | Q(other=case.pk), removed_at=None).order_by("-at", "-id")[:MOST]
    )
    ends = {row.other_id if row.case_id == case.pk else row.case_id for row in rows}
    seen = visible_to(user, looked_up=True).filter(pk__in=ends).select_related("owner").in_bulk() if ends else {}
    found = []
    for row in rows:
        is_turned = row.case_id != case.pk
        said = rules.relation(row.kind, is_turned=is_turned)
        other = seen.get(row.case_id if is_turned else row.other_id)
        reason = row.reason if other else ""
        found.append(Linked(row.pk, said.code, said.title, reason, row.at, row.by_label, other))
    return sorted(found, key=lambda one: (one.relation not in ("child_of", "parent_of"), one.relation))


def open_children(case: UUID) -> int:
    """How many parts of a case are still open (cases that nobody may see count too)."""
    return CaseLink.objects.filter(other=case, kind=LinkKind.CHILD_OF, removed_at=None, case__is_open=True).count()


def onward(kind: str, start: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """Where links of a kind lead from `start`, on and on: one statement for each step."""
    found: dict[UUID, set[UUID]] = {}
    waiting = set(start)
    for _step in range(STEPS_UP):
        if not waiting:
            break
        for case, other in CaseLink.objects.filter(case__in=waiting, kind=kind, removed_at=None).values_list(
            "case_id", "other_id"
        ):
            found.setdefault(case, set()).add(other)
        waiting = {one for case in waiting for one in found.get(case, ())} - set(found)
    return found
