"""What waits for somebody's word: plans, extensions, findings, reviews (3.1-2, 3.2-1, 3.3-2; 令2020-3 art 18, 20)."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, Value

from huiyin.accounts.queries import unit_paths, units_under
from huiyin.cases.models import State
from huiyin.complaints.models import Extension, Finding, Plan, Review
from huiyin.complaints.queries import turns
from huiyin.complaints.rules import turns as rules
from huiyin.complaints.rules.table import BY_CODE, LEADING, LEVELS, REVIEWING, STEPS
from huiyin.core.actors import Actor
from huiyin.handbook import queries as handbook
from huiyin.handbook.rules.terms import Step


def for_word_of(by: Actor) -> QuerySet[Any, Any] | None:
    """Ids of the cases in which something waits for this person's approval, review or decision; None when the roles
    held decide about nothing.

    It follows roles and separation of duties as far as a list can; the step itself asks the path once more.
    """
    parts = [
        rows.values("case_id")
        for rows in (_plans(by), _extensions(by), _findings(by), _reviews(by))
        if rows is not None
    ]
    return parts[0].union(*parts[1:]) if parts else None


def steps_for(by: Actor, case_ids: Sequence[UUID]) -> dict[UUID, str]:
    """The step of the path that waits in each of these cases; one statement, the first in the order of the path."""
    kinds = {
        "review_finding": _findings,
        "approve_plan": _plans,
        "approve_extension": _extensions,
        "decide_review": _reviews,
    }
    parts = [
        rows.filter(case__in=case_ids).order_by().annotate(awaited=Value(step)).values_list("case_id", "awaited")
        for step, find in kinds.items()
        if (rows := find(by)) is not None
    ]
    if not parts or not case_ids:
        return {}
    order = {step.code: place for place, step in enumerate(STEPS)}
    found = sorted(parts[0].union(*parts[1:]), key=lambda pair: -order[pair[1]])
    return dict(found)


def _units(by: Actor, roles: Collection[str]) -> list[UUID]:
    return units_under(*(path for role, path in by.grants if role in roles))


def _plans(by: Actor) -> QuerySet[Plan] | None:
    """Plans of a level that the person approves, not proposed by the person."""
    wanted = Q()
    for level, roles in LEVELS.items():
        if units := _units(by, roles):
            wanted |= Q(level=level, case__unit__in=units)
    if not wanted:
        return None
    return Plan.objects.filter(wanted, state="proposed", case__state=State.PLAN_PENDING).exclude(proposed_by=by.id)


def _extensions(by: Actor) -> QuerySet[Extension] | None:
    """Extensions that wait for an approval which the person can give: not one's own, and those that the law leaves to
    the unit above or a head-office executive only with that standing (art 18)."""
    units = _units(by, BY_CODE["approve_extension"].roles)
    if not units:
        return None
    asked = {place: frozenset(rung.approvers) for place, rung in enumerate(_ladder()) if place and _by_law(rung)}
    rows = Extension.objects.filter(approved_at=None, refused_at=None, effective_at=None, case__unit__in=units)
    if asked:
        standing = _standing_in(by, units)
        wanted = ~Q(step__in=asked)
        for place, approvers in asked.items():
            wanted |= Q(step=place, case__unit__in=[unit for unit in units if standing[unit] & approvers])
        rows = rows.filter(wanted)
    return rows.exclude(by_id=by.id)


def _ladder() -> Sequence[Step]:
    return handbook.versions(turns.DECISION)[-1].steps


def _by_law(rung: Step) -> bool:
    return rung.needs.get("approver") == "law"


def _standing_in(by: Actor, units: Sequence[UUID]) -> dict[UUID, frozenset[str]]:
    """As what the person would approve for each unit."""
    homes, paths = turns.homes(), unit_paths()
    head = min(homes, key=len, default="/")
    return {
        unit: rules.roles_for(
            by.grants, homes=homes, handling=rules.Place(paths[unit], homes.get(paths[unit], paths[unit])), head=head
        )
        for unit in units
    }


def _findings(by: Actor) -> QuerySet[Finding] | None:
    """Findings that nobody has reviewed, not written by the person."""
    units = _units(by, LEADING)
    rows = Finding.objects.filter(reviewed_at=None, sent_back_at=None, case__state=State.INVESTIGATING)
    return rows.filter(case__unit__in=units).exclude(by_id=by.id) if units else None


def _reviews(by: Actor) -> QuerySet[Review] | None:
    """Reviews that a unit of the person's has to decide."""
    units = _units(by, REVIEWING)
    return Review.objects.filter(state__in=("applied", "reviewing"), reviewing_unit__in=units) if units else None
