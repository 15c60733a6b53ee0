"""What the turns of a complaint look up: its decision limit and what would become of it, what is merged, who took
part.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from huiyin.accounts.models import Unit, UnitKind, User
from huiyin.accounts.queries import branch_of, root
from huiyin.cases.models import Case, Ownership, Participation, Person
from huiyin.clocks import queries as clocks
from huiyin.clocks.models import Clock, ClockEvent
from huiyin.clocks.rules.due import Due, is_met
from huiyin.clocks.rules.extension import next_step
from huiyin.complaints.models import (
    Approval,
    Decision,
    Extension,
    Finding,
    Liability,
    Merge,
    Plan,
    Review,
    Suspension,
)
from huiyin.complaints.queries import letter
from huiyin.complaints.rules.turns import Involved, Matter, Place
from huiyin.handbook.rules.terms import Step

DECISION = "complaint.decision"
# Which event of the clock a step of the path is.
_EVENTS = {
    "request_extension": "extend", "approve_extension": "extend", "suspend": "pause", "resume": "resume",
    "agree_date": "agree", "reopen": "restart", "merge": "restart",
}  # fmt: skip


@dataclass(frozen=True)
class Preview:
    """What a step would make of the decision limit. A due time is None while the limit rests."""

    before: datetime | None
    after: datetime | None
    due: Due


def decision_clock(case: Case) -> Clock | None:
    """The decision limit, if it runs."""
    return clocks.running(("case", case.pk)).filter(rule_code=DECISION).first()


def is_over(clock: Clock, at: datetime) -> bool:
    """Has the limit ended at `at`? One that rests has not."""
    return not is_met(clocks.rule_of(clock), clock.due_at, at)


def next_rung(clock: Clock) -> Step | None:
    """The next extension of the limit; None when there is none."""
    return next_step(clocks.rule_of(clock), clock.step)


def preview(case: Case, step: str, at: datetime, *, until: datetime | None = None) -> Preview | None:
    """What `step` at `at` would make of the decision limit (of a merge: with new facts, for the complaint merged into).

    `until` is the agreed date. Nothing is stored. None when no decision limit runs; raises ClockError with a sentence.
    """
    clock = decision_clock(case)
    if clock is None:
        return None
    ref = ""
    if step == "resume":
        newest = Suspension.objects.filter(case_id=case.pk, to_at=None).order_by("-at").first()
        ref = str(newest.pk) if newest else ""
    due = clocks.preview(clock, _EVENTS[step], at, until=until, ref=ref)
    return Preview(clock.due_at, due.due_at, due)


def limit_before_pause(clock: Clock) -> datetime:
    """The due time as it stood before the pause that is open now began; the due time itself when none is."""
    if clock.due_at is not None:
        return clock.due_at
    resumed = set(ClockEvent.objects.filter(clock=clock, kind="resume").values_list("ref", flat=True))
    events = [event for event in clocks.events_of(clock) if not (event.kind == "pause" and event.ref not in resumed)]
    due_at = clocks.due_of(clock, events).due_at
    assert due_at is not None, "a pause was left open"
    return due_at


def days_left_out(clock: Clock, ref: str) -> int:
    """The whole days that the pause `ref` left out of a day limit: resume date minus pause date."""
    zone = clocks.rule_of(clock).zone
    days = {event.kind: event.at.astimezone(zone).date() for event in clocks.events_of(clock) if event.ref == ref}
    return (days["resume"] - days["pause"]).days if {"pause", "resume"} <= days.keys() else 0


def homes() -> dict[str, str]:
    """Path of every unit → path of the branch or head office that it is or belongs to."""
    rows = list(Unit.objects.order_by("path").values_list("path", "kind"))
    found: dict[str, str] = {}
    for path, kind in rows:
        above = path[: path[:-1].rfind("/") + 1]
        found[path] = found.get(above, path) if kind == UnitKind.DEPARTMENT else path
    return found


def place_of(unit: Unit) -> Place:
    """Where a unit stands."""
    return Place(path=unit.path, home=branch_of(unit).path)


def head_path() -> str:
    """The path of head office."""
    return root().path


def master_of(case: Case) -> Case:
    """The case that lives on: the one `case` is merged into, or itself. Messages to the old number belong there."""
    merge = Merge.objects.filter(case_id=case.pk, undone_at=None).first()
    if merge is None:
        return case
    return Case.objects.select_related("unit", "owner", "complaint").get(pk=merge.into_case_id)


def merged_into(case: Case) -> list[Case]:
    """The complaints that are merged into `case`, oldest first."""
    ids = Merge.objects.filter(into_case_id=case.pk, undone_at=None).values("case_id")
    return list(Case.objects.filter(pk__in=ids).order_by("received_at", "id"))


def matter_of(case: Case) -> Matter:
    """A complaint as merging looks at it."""
    people = Person.objects.filter(case_id=case.pk).values_list("phone_blind", "email_blind", "certificate_blind")
    merge = Merge.objects.filter(case_id=case.pk, undone_at=None).first()
    complaint = getattr(case, "complaint", None)
    return Matter(
        id=case.pk,
        state=case.state,
        received_at=case.received_at,
        kind=case.kind,
        customer=case.customer_id,
        policy=case.policy_number,
        code=case.code,
        people=frozenset(value for row in people for value in row if value),
        told=complaint is not None and complaint.notified_at is not None,
        merged_into=merge.into_case_id if merge else None,
        children=Merge.objects.filter(into_case_id=case.pk, undone_at=None).count(),
    )


def candidates(case: Case, limit: int = 10) -> list[Case]:
    """Open complaints that `case` could be merged into, by customer, policy or person, the latest first. The edge keeps
    those that the user may see."""
    same = Q(pk=None)
    if case.customer_id:
        same |= Q(customer_id=case.customer_id)
    if case.policy_number:
        same |= Q(policy_number=case.policy_number)
    blinds = matter_of(case).people
    if blinds:
        shared = Person.objects.filter(
            Q(phone_blind__in=blinds) | Q(email_blind__in=blinds) | Q(certificate_blind__in=blinds)
        )
        same |= Q(pk__in=shared.values("case_id"))
    rows = Case.objects.filter(same, kind="complaint", is_open=True, received_at__lte=case.received_at)
    return list(rows.exclude(pk=case.pk).order_by("-received_at", "-id")[:limit])


def involved(case: Case, decision: Decision) -> Involved:
    """Who had a hand in the matter until now: owners, who took part, authors, approvers, writers of the letter. One
    statement."""
    parts = Participation.objects.exclude(role__in=["watcher", "reviewer"])
    named = (
        Ownership.objects.values_list("user_id"),
        parts.values_list("user_id"),
        Finding.objects.values_list("by_id"),
        Finding.objects.values_list("reviewed_by_id"),
        Liability.objects.values_list("by_id"),
        Plan.objects.values_list("proposed_by_id"),
        Approval.objects.values_list("approver_id"),
    )
    here = [rows.filter(case_id=case.pk).order_by() for rows in named]
    ids = [id_ for (id_,) in here[0].union(*here[1:])]
    labels = {decision.drafted_by_label, decision.issued_by_label} - {""}
    return Involved(frozenset(id_ for id_ in ids if id_ is not None), frozenset(labels))


def standing(case: Case, *, extension: bool, review: bool) -> dict[str, Any]:
    """What the rules of the path need to say who may approve the extension, or decide the review, that waits; as
    fields of `Facts`. Nothing is asked where neither waits.
    """
    found: dict[str, Any] = {"homes": homes()} if extension or review else {}
    if extension:
        row = Extension.objects.filter(case_id=case.pk, effective_at=None, refused_at=None).first()
        clock = decision_clock(case)
        rung = next_rung(clock) if clock else None
        by_law = rung is not None and rung.needs.get("approver") == "law"
        found["extension_by"] = row.by_id if row else None
        found["extension_approved"] = row is not None and row.approved_at is not None
        found["extension_law"] = frozenset(rung.approvers) if rung and by_law else frozenset()
    decision = _reviewed(case) if review else None
    if decision is not None:
        hands = involved(case, decision)
        found["reviewed_path"] = decision.deciding_unit.path
        found["involved_ids"], found["involved_labels"] = hands.ids, hands.labels
    return found


def _reviewed(case: Case) -> Decision | None:
    open_ones = Review.objects.filter(case_id=case.pk, state__in=["applied", "reviewing"]).values("decision_id")
    return Decision.objects.filter(pk__in=open_ones).select_related("deciding_unit").first()


def owner_for(case: Case) -> User | None:
    """Who can answer for a case that is taken up again: its owner if still here and not recused, else the duty person
    of the unit or of the nearest unit above. None when nobody is named.
    """
    recused = set(case.recusals.filter(lifted_at=None).values_list("user_id", flat=True))
    if case.owner.is_active and case.owner_id not in recused:
        return case.owner
    node: Unit | None = case.unit
    while node is not None:
        duty = node.duty_user
        if duty is not None and duty.is_active and not duty.is_away and duty.pk not in recused:
            return duty
        node = node.parent
    return None


def remedies_left(case: Case, decision: Decision) -> Mapping[str, object]:
    """What is open to somebody who does not agree with a review: never another review (art 20)."""
    ways = decision.ways
    return {
        "mediators": ways.get("mediators") or letter.default_mediators(case, "en" if case.language == "en" else "zh"),
        "arbitration": ways.get("arbitration", ""),
        "court": ways.get("court", ""),
    }


def extensions_over(at: datetime, limit: int = 200) -> list[UUID]:
    """Ids of cases with an extension that is not in force although the limit it was asked for has ended."""
    rows = Extension.objects.filter(effective_at=None, refused_at=None, old_due_at__lte=at).order_by("old_due_at")
    return list(rows.values_list("case_id", flat=True)[:limit])
