"""A request as its rules see it, gathered in three small statements."""

from typing import Any

from huiyin.cases.models import Case, Kind, Participation, Recusal
from huiyin.handbook.queries.units import packs_of
from huiyin.service.models import HandOver, Request
from huiyin.service.rules.path import Facts

_STAMPS = {
    "check_identity": "identity_checked_at",
    "check_papers": "papers_complete_at",
    "accept": "accepted_at",
    "process": "processed_at",
    "answer": "answered_at",
    "close": "closed_at",
}


def facts(case: Case, request: Request) -> Facts:
    """What the path needs to know of a case and its request now."""
    done = {code for code, stamp in _STAMPS.items() if getattr(request, stamp) is not None}
    done |= {"sort"} if request.topic else set()
    handed = open_hand_over(case)
    parts = Participation.objects.filter(case=case, to_at=None).values_list("user_id", flat=True)
    return Facts(
        kind=request.kind,
        state=request.state,
        is_request=case.kind == Kind.REQUEST,
        unit_path=case.unit.path,
        done=frozenset(done | set(request.skipped)),
        taking_part=frozenset({case.owner_id, *parts}),
        barred=frozenset(Recusal.objects.filter(case=case, lifted_at=None).values_list("user_id", flat=True)),
        handed_to=handed.to_id if handed else None,
    )


def open_hand_over(case: Case) -> HandOver | None:
    """The hand-over that waits for its confirmation."""
    rows = HandOver.objects.select_related("to").filter(case=case, taken_at=None, given_back_at=None)
    return rows.first()


def packs_of_case(case: Case) -> tuple[str, ...]:
    """The packs of the unit of a case on the day whose rules bind it."""
    return packs_of(case.unit, case.rules_on)


def clock_facts(case: Case) -> dict[str, Any]:
    """What the rules of limits weigh of a request; what is not known is left out."""
    found = {"kind": case.kind, "line": case.line, "channel": case.sales_channel}
    return {name: value for name, value in found.items() if value}
