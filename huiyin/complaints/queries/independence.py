"""What speaks for and against somebody's independence in a case, and what the ledger tells of it step by step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from huiyin.accounts.models import UnitKind, User
from huiyin.accounts.queries import ties_of
from huiyin.audit import queries as audit
from huiyin.cases import queries as cases
from huiyin.cases.models import Case
from huiyin.cases.rules import recusal
from huiyin.complaints.models import Complaint
from huiyin.complaints.rules import entries
from huiyin.complaints.rules import independence as rules
from huiyin.core.actors import Actor

REEXAMINE, REEXAMINED = "case.reexamination_owed", "case.step_reexamined"


def check(case: Case, step: str, by: Actor) -> dict[str, Any] | None:
    """The examination of whoever takes a deciding step, as its ledger entry keeps it; None for steps that decide
    nothing, the system and customers. Up to six statements.
    """
    if step not in rules.DECIDING or by.kind not in ("staff", "api") or by.id is None:
        return None
    user = User.objects.select_related("unit").get(pk=by.id)
    ties, concerned = ties_of(user), cases.interests(case)
    examined = recusal.examine(cases.candidate(user, ties), concerned)
    unit = _unit_complained_about(case) if step in rules.ABOVE else None
    if unit is not None:
        examined[rules.UNIT] = (
            "conflict" if unit and user.unit.path.startswith(unit) else "clear" if unit else "unknown"
        )
    seen = {
        "policy": case.policy_id,
        "seller_known": bool(concerned.seller.number),
        "respondent_known": bool(concerned.respondent.number),
        "people": len(concerned.certificate_blinds | concerned.phone_blinds | concerned.email_blinds),
        "reports": sum(tie.kind == "manages" for tie in ties),
        "leads": sum(tie.kind == "leads" for tie in ties),
        "declared": sum(tie.kind in ("relative", "certificate", "phone") for tie in ties),
    }
    return rules.proof(examined, user=user.pk, seen=seen)


def why(examined: Mapping[str, Any]) -> str:
    """The sentence about the first ground that was found, to be translated."""
    return next(rules.SENTENCES[ground] for ground, result in examined["examined"].items() if result == "conflict")


def _unit_complained_about(case: Case) -> str:
    """The path of the department or sub-branch complained about, empty when there is none: a whole branch decides about
    itself, and the unit above reviews it (art 20)."""
    found = Complaint.objects.filter(
        pk=case.pk, respondent_unit__kind__in=(UnitKind.DEPARTMENT, UnitKind.SUB_BRANCH)
    ).values_list("respondent_unit__path", flat=True)
    return found.first() or ""


@dataclass(frozen=True)
class Line:
    """A deciding step of the case: who took it, what was examined, and whether it has to be looked at again."""

    seq: int
    kind: str
    at: datetime
    label: str
    user_id: UUID | None
    proof: dict[str, Any] | None
    owed: bool = False
    verdict: str = ""


def lines(case: Case) -> list[Line]:
    """Every deciding step that the ledger tells of, oldest first. One statement."""
    kinds = {entries.kind_of(step): step for step in rules.DECIDING}
    owed: set[int] = set()
    answered: dict[int, str] = {}
    found = []
    for entry in audit.chain(("case", case.pk)).only("seq", "kind", "at", "actor_label", "actor_id", "body"):
        if entry.kind == REEXAMINE:
            owed |= set(entry.body["steps"])
        elif entry.kind == REEXAMINED:
            answered[entry.body["step"]] = entry.body["verdict"]
        elif entry.kind in kinds and not entry.body.get("lifted"):
            found.append(entry)
    return [
        Line(
            entry.seq, kinds[entry.kind], entry.at, entry.actor_label, entry.actor_id, entry.body.get("independence"),
            entry.seq in owed and entry.seq not in answered, answered.get(entry.seq, ""),
        )
        for entry in found
    ]  # fmt: skip


def taken_by(case: Case, user: User) -> list[int]:
    """Places in the ledger of the deciding steps that somebody took and that nobody has examined again."""
    return [line.seq for line in lines(case) if line.user_id == user.pk and not line.owed and not line.verdict]


def concerned(user: User) -> Sequence[UUID]:
    """Open complaints that somebody owns or takes part in although they may not even see them. Two statements."""
    mine = cases.named_in(user)
    return list(mine.filter(is_open=True, kind="complaint", pk__in=cases.barred(user)).values_list("pk", flat=True))
