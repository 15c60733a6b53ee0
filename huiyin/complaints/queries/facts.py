"""Everything the path needs to know of one complaint, in one statement (the case page asks it on every opening).

While a letter is being written its gate reads the draft too; while a plan, an extension or a review waits, who may
decide it.
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, F, Func, IntegerField, OuterRef, Q, Subquery, Sum
from django.db.models.functions import JSONObject

from huiyin.accounts.models import UnitKind, User
from huiyin.cases.models import Case, Direction, Message, Participation, Person, Recusal
from huiyin.clocks.models import Promise, Task
from huiyin.complaints.models import (
    Complaint,
    Decision,
    Demand,
    Escalation,
    Extension,
    Finding,
    Label,
    Liability,
    Mediation,
    Merge,
    Notice,
    Payment,
    Plan,
    Rectification,
    Review,
    RiskAssessment,
    Satisfaction,
    SourceCheck,
    Suspension,
    Withdrawal,
)
from huiyin.complaints.queries import letter, turns
from huiyin.complaints.queries.shaping import SHAPE, shaped
from huiyin.complaints.rules import closing
from huiyin.complaints.rules.facts import Facts
from huiyin.core.written import Written

_CASE = OuterRef("pk")
# What belongs to the round that a reopening began; earlier rounds stay as they were.
_NOW = {"case": _CASE, "round": OuterRef("complaint__round")}
_LENGTH = {"function": "octet_length", "output_field": IntegerField()}

_PLAIN = (
    "state", "kind", "severity", "flags", "unit__path", "owner_id", "registered_by_id",
    "complaint__identity_checked_at", "complaint__verdict", "complaint__notified_at", "complaint__round",
)  # fmt: skip
_INTAKE = {
    "recused": ArraySubquery(Recusal.objects.filter(case=_CASE, lifted_at=None).values("user_id")),
    "staff": ArraySubquery(
        Participation.objects.filter(case=_CASE, to_at=None).values(row=JSONObject(user="user_id", role="role"))
    ),
    "persons": ArraySubquery(
        Person.objects.filter(case=_CASE).values(
            row=JSONObject(
                role="role", contact="is_contact", phone="phone_blind", email="email_blind",
                address=Func(F("address"), **_LENGTH), name=Func(F("name"), **_LENGTH),
                authority="authority_evidence_id",
            )
        )
    ),
    "wishes": ArraySubquery(Demand.objects.filter(case=_CASE).values(row=JSONObject(result="result"))),
    "content": Exists(Message.objects.filter(case=_CASE, direction=Direction.IN).exclude(text="")),
    "classified": Exists(Label.objects.filter(case=_CASE, is_primary=True, removed_at=None)),
}  # fmt: skip
_TURNS = {
    "suspended": Exists(Suspension.objects.filter(case=_CASE, to_at=None)),
    "mediation": Subquery(
        Mediation.objects.filter(case=_CASE, ended_at=None).values(row=JSONObject(agreed="complainant_agreed_at"))[:1]
    ),
    "review": Exists(Review.objects.filter(case=_CASE, state__in=["applied", "reviewing"])),
    "escalation": Exists(Escalation.objects.filter(case=_CASE, answered_at=None, ended_at=None)),
    "extension": Exists(Extension.objects.filter(case=_CASE, effective_at=None, refused_at=None)),
    "withdrawal_held": Exists(Withdrawal.objects.filter(case=_CASE, state="held")),
    "children": Subquery(
        Merge.objects.filter(into_case_id=_CASE, undone_at=None)
        .order_by().values("into_case_id").annotate(n=Count("id")).values("n")
    ),
}  # fmt: skip
_INQUIRY = {
    "sources": ArraySubquery(
        SourceCheck.objects.filter(**_NOW).values(row=JSONObject(source="source", state="state"))
    ),
    "finding": Subquery(
        Finding.objects.filter(**_NOW).order_by("-version")
        .values(row=JSONObject(by="by_id", reviewed="reviewed_at", sent_back="sent_back_at"))[:1]
    ),
    "parties": ArraySubquery(
        Liability.objects.filter(**_NOW).values(row=JSONObject(version="version", share="share"))
    ),
    "risks": ArraySubquery(RiskAssessment.objects.filter(case=_CASE).values(row=JSONObject(id="id", round="round"))),
}  # fmt: skip
_OUTCOME = {
    "plan": Subquery(
        Plan.objects.filter(**_NOW).order_by("-version")
        .values(row=JSONObject(
            id="id", state="state", level="level", by="proposed_by_id", compensation="compensation",
            service="improvement", process="process",
        ))[:1]
    ),
    "paid": Subquery(
        Payment.objects.filter(case=_CASE, plan__round=OuterRef("complaint__round"))
        .order_by().values("case_id").annotate(n=Sum("amount")).values("n")
    ),
    "tasks": ArraySubquery(
        Task.objects.filter(owner_kind="case", owner_id=_CASE)
        .values(row=JSONObject(kind="kind", state="state", ref="ref_id"))
    ),
    "promises": ArraySubquery(
        Promise.objects.filter(owner_kind="case", owner_id=_CASE, state="open").values(
            row=JSONObject(carried="carried_reason")
        )
    ),
    "draft": Exists(Decision.objects.filter(**_NOW, state="draft")),
    "issued": Subquery(
        Decision.objects.filter(**_NOW, state="issued").order_by("-version").values("deciding_unit__kind")[:1]
    ),
    "waiting": Exists(
        Notice.objects.filter(case=_CASE, kind="decision", sent_at=None, failed_at=None, outgoing_id__isnull=False)
    ),
    "received": Subquery(
        Notice.objects.filter(
            case=_CASE, kind="decision", received_at__isnull=False, received_at__gte=OuterRef("complaint__notified_at")
        ).order_by("received_at").values("received_at")[:1]
    ),
    "question": Subquery(
        Satisfaction.objects.filter(**_NOW)
        .values(row=JSONObject(answered="answered_at", refused="refused", unreachable="unreachable"))[:1]
    ),
    "mending": ArraySubquery(
        Rectification.objects.filter(case=_CASE).values(row=JSONObject(verified="verified_at"))
    ),
}  # fmt: skip


_FACTS = Written(
    lambda key: Case.objects.filter(pk=key).values(*_PLAIN, **_INTAKE, **_TURNS, **_INQUIRY, **_OUTCOME, **SHAPE)
)


def facts(case: Case) -> Facts:
    """The facts of `case` as they stand in the database now (its own row is read again too)."""
    row = _FACTS.one(case.pk)
    if row is None:
        raise Case.DoesNotExist
    return Facts(
        state=row["state"],
        kind=row["kind"],
        severity=row["severity"],
        flags=frozenset(row["flags"]),
        unit_path=row["unit__path"],
        owner_id=row["owner_id"],
        verdict=row["complaint__verdict"] or "",
        notified_at=row["complaint__notified_at"],
        round=row["complaint__round"] or 1,
        identity_checked=row["complaint__identity_checked_at"] is not None,
        classified=row["classified"],
        has_content=row["content"],
        **_people(row),
        **_turns(row),
        **_inquiry(row),
        **_outcome(row),
        **shaped(row),
        letter_missing=letter.missing(case) if row["draft"] else (),
        barred_ids=_barred(case) if _waits(row) else frozenset(),
        **turns.standing(case, extension=row["extension"], review=row["review"]),
    )


def _people(row: Mapping[str, Any]) -> dict[str, Any]:
    staff = [(UUID(one["user"]), one["role"]) for one in row["staff"]]
    reachable = [p for p in row["persons"] if p["name"] and (p["phone"] or p["email"] or p["address"])]
    return {
        "recused_ids": frozenset(row["recused"]),
        # Whoever took the complaint goes on with it until it is dispatched (first-contact ownership 首问负责制).
        "participant_ids": frozenset(user for user, _ in staff)
        | ({row["registered_by_id"]} - {None} if row["state"] in ("received", "accepted") else set()),
        "investigator_ids": frozenset(user for user, role in staff if role == "investigator") - set(row["recused"]),
        "handler_named": row["state"] not in ("received", "accepted"),
        "has_contact": bool(reachable),
        "authority_missing": any(p["role"] in ("agent", "heir") and not p["authority"] for p in row["persons"]),
        "has_demand": bool(row["wishes"]),
        "has_result_text": bool(row["wishes"]) and all(one["result"] for one in row["wishes"]),
    }


def _turns(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "suspended": row["suspended"],
        "mediation_open": row["mediation"] is not None,
        "mediation_agreed": bool((row["mediation"] or {}).get("agreed")),
        "review_open": row["review"],
        "escalation_open": row["escalation"],
        "extension_pending": row["extension"],
        "withdrawal_held": row["withdrawal_held"],
        "merged_children": row["children"] or 0,
    }


def _inquiry(row: Mapping[str, Any]) -> dict[str, Any]:
    finding = row["finding"] or {}
    newest = max((one["version"] for one in row["parties"]), default=0)
    return {
        "sources_planned": frozenset(one["source"] for one in row["sources"]),
        "sources_open": frozenset(one["source"] for one in row["sources"] if one["state"] == "open"),
        "has_finding": bool(finding) and not finding["sent_back"],
        "finding_by": UUID(finding["by"]) if finding.get("by") else None,
        "finding_reviewed": bool(finding.get("reviewed")),
        "has_liability": bool(newest),
        "liability_shares": sum(one["share"] for one in row["parties"] if one["version"] == newest),
        "has_risk": any(one["round"] == (row["complaint__round"] or 1) for one in row["risks"]),
    }


def _outcome(row: Mapping[str, Any]) -> dict[str, Any]:
    plan = row["plan"] or {}
    compensation = Decimal(str(plan.get("compensation", 0)))
    risks = {one["id"] for one in row["risks"]}
    given = [one for one in row["tasks"] if one["state"] != "cancelled"]
    tasks = [one for one in given if one["ref"] not in risks]
    question = row["question"] or {}
    rectifications: list[dict[str, Any]] = row["mending"]
    received: datetime | None = row["received"]
    return {
        "plan_state": plan.get("state", ""),
        "plan_level": plan.get("level", ""),
        "plan_proposer": UUID(plan["by"]) if plan.get("by") else None,
        "plan_compensation": compensation,
        "tasks_total": len(tasks),
        "tasks_open": sum(one["state"] == "open" for one in tasks),
        "risk_tasks_open": sum(one["state"] == "open" for one in given if one["ref"] in risks),
        "parts_without_task": _parts(plan) - {one["kind"] for one in tasks if one["ref"] == plan.get("id")},
        "promises_open": len(row["promises"]),
        "promises_carried": sum(bool(one["carried"]) for one in row["promises"]),
        "payment_planned": plan.get("state") == "approved" and compensation > 0,
        "payment_proven": (row["paid"] or Decimal(0)) >= compensation,
        "has_decision_draft": row["draft"],
        "decision_issued": row["issued"] is not None,
        "decided_by_branch": row["issued"] in (UnitKind.BRANCH, UnitKind.SUB_BRANCH),
        "notice_waiting": row["waiting"],
        "decision_received_at": received,
        "satisfaction_asked": bool(question),
        "satisfaction_answered": any(question.values()),
        "rectification_owed": closing.owes_rectification(row["complaint__verdict"] or ""),
        "rectification_planned": bool(rectifications),
        "rectification_open": any(not one["verified"] for one in rectifications),
    }


def _parts(plan: Mapping[str, Any]) -> frozenset[str]:
    """The parts of an approved plan that somebody has to carry out; each is the kind of its tasks."""
    if plan.get("state") != "approved":
        return frozenset()
    planned = {"payment": plan["compensation"] > 0, "service": plan["service"], "process": plan["process"]}
    return frozenset(part for part, is_planned in planned.items() if is_planned)


def _waits(row: Mapping[str, Any]) -> bool:
    """Does something wait for a word from above: findings, a plan, a review?"""
    finding = row["finding"] or {}
    unread = bool(finding) and not finding.get("reviewed") and not finding.get("sent_back")
    return row["state"] == "plan_pending" or bool(row["review"]) or (row["state"] == "investigating" and unread)


def _barred(case: Case) -> frozenset[UUID]:
    """The staff complained about, and whoever works in the department or sub-branch complained about (3.2-1)."""
    named = Complaint.objects.filter(pk=case.pk).values_list(
        "respondent_staff_no", "respondent_unit__path", "respondent_unit__kind"
    )
    number, path, kind = named.get()
    wanted = Q(pk=None)
    if number:
        wanted |= Q(employee_no=number)
    if path and kind in (UnitKind.DEPARTMENT, UnitKind.SUB_BRANCH):
        wanted |= Q(unit__path__startswith=path)
    return frozenset(User.objects.filter(wanted).values_list("id", flat=True))
