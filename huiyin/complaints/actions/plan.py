"""The plan in three parts and its approval by amount and grade, with separation of duties (3.3-2, 3.1-2)."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from huiyin.accounts import queries as accounts
from huiyin.cases.models import Case
from huiyin.complaints.actions import checks, notifying
from huiyin.complaints.actions.base import begin, finish, refuse
from huiyin.complaints.models import Approval, Plan, RiskAssessment
from huiyin.complaints.queries import likeness
from huiyin.complaints.rules import approval, terms
from huiyin.complaints.rules.likeness import side
from huiyin.complaints.rules.table import LEVELS
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused

LEAST_REASON = 4  # letters or characters of the reason for an outlier


@action
def propose(
    *,
    case: Case,
    compensation: Decimal,
    compensation_text: str,
    improvement: str,
    process: str,
    by: Actor,
    at: datetime,
    ex_gratia: Decimal = Decimal(0),
) -> Plan:
    """Propose a plan (3.3-2): compensation in yuan with its ground (also when it is none), service, process.

    `ex_gratia` is the part of the compensation paid without legal duty. `improvement` and `process` may be empty when
    nothing is to be done; what is written has to be carried out before the case closes. The approval level comes from
    the dated house terms, whose version is kept. Only a member of staff proposes.
    """
    case, facts = begin(case, "propose_plan", by=by)
    if wrong := approval.fault(compensation, ex_gratia):
        raise BadInput("plan.sum", _(wrong), field="compensation")
    if by.id is None:
        raise Refused("plan.proposer", _("A plan is proposed by a person."), clause="3.3-2")
    house = terms.in_force(case.rules_on)
    found = _level(case, facts.round, compensation, ex_gratia, house)
    newest = Plan.objects.filter(case=case).aggregate(n=Max("version"))["n"] or 0
    message = _("Say what is paid and why, or why nothing is paid.")
    row = Plan.objects.create(
        case=case,
        round=facts.round,
        version=newest + 1,
        compensation=compensation,
        ex_gratia=ex_gratia,
        compensation_text=checks.text(compensation_text, "compensation_text", message, least=4, most=500),
        improvement=_part(improvement, "improvement"),
        process=_part(process, "process"),
        level=found.level,
        rule_version=house.version,
        proposed_by=accounts.person(by),
        proposed_at=at,
    )
    finish(
        case,
        "propose_plan",
        by=by,
        at=at,
        body={
            "plan_version": row.version,
            "compensation": compensation,
            "ex_gratia": ex_gratia,
            "level": found.level,
            "level_because": list(found.reasons),
        },
        personal={"improvement": row.improvement, "process": row.process, "compensation": row.compensation_text},
        outputs={"plan": row.pk},
        rule_versions=[house.version],
    )
    notifying.awaits(case, "plan", LEVELS[row.level], ref_id=row.pk, but=by.id, by=by, at=at)
    return row


@action
def approve(*, case: Case, reason: str, by: Actor, at: datetime, outlier_reason: str = "") -> Approval:
    """Approve the plan that waits (3.3-2). Never by who proposed it, wrote the findings, is recused or works where the
    complaint points at, and only at its level or above, as it stands now: grade and risk may have risen since.

    Where its sum lies outside what like complaints with the same verdict got, `outlier_reason` says why; what it was
    compared with goes into the ledger.
    """
    case, facts = begin(case, "approve_plan", by=by)
    words = _reason(reason)
    row = _waiting(case, facts.round)
    house = terms.in_force(case.rules_on)
    found = _level(case, facts.round, row.compensation, row.ex_gratia, house)
    level = max(found.level, row.level)
    if not by.has_role(*LEVELS[level], path=facts.unit_path):
        raise refuse("approve_plan", [_("The amount or grade needs the approval of a higher level.")])
    outlier = _outlier(case, row, outlier_reason)
    row.state, row.level = "approved", level
    row.save(update_fields=["state", "level"])
    versions = [house.version, *([outlier.version] if outlier.body else [])]
    return _decide(
        case, row, "approve_plan", approved=True, reason=words, by=by, at=at, rule_versions=versions, outlier=outlier
    )


@action
def send_back(*, case: Case, reason: str, by: Actor, at: datetime) -> Approval:
    """Send the plan back with the reason; a new version can be proposed (3.3-2)."""
    case, facts = begin(case, "send_back_plan", by=by)
    words = _reason(reason)
    row = _waiting(case, facts.round)
    row.state = "rejected"
    row.save(update_fields=["state"])
    version = terms.in_force(case.rules_on).version
    return _decide(case, row, "send_back_plan", approved=False, reason=words, by=by, at=at, rule_versions=[version])


@dataclass(frozen=True)
class _Outlier:
    """Why a sum outside the spread was approved, and what it was compared with. Empty when it lies inside."""

    reason: str = ""
    version: str = ""
    body: dict[str, Any] = field(default_factory=dict)


_INSIDE = _Outlier()


def _outlier(case: Case, row: Plan, reason: str) -> _Outlier:
    """Raises BadInput(`plan.outlier`) when the sum lies outside and nobody says why."""
    found = likeness.beside(case)
    where, spread = side(found.spread, row.compensation, found.claimed), found.spread
    if spread is None or not where:
        return _INSIDE
    told = {"low": spread.low, "high": spread.high, "cases": spread.cases}
    if sum(char.isalnum() for char in reason) < LEAST_REASON:
        message = _("The sum lies outside what %(cases)s like complaints got, %(low)s to %(high)s yuan. Say why.")
        if spread.basis == "share":
            message = _("Like complaints (%(cases)s) got %(low)s to %(high)s %% of their claims. Say why not here.")
        raise BadInput("plan.outlier", message % told, field="outlier_reason")
    body = told | {"side": where, "basis": spread.basis, "median": spread.median}
    words = checks.short(reason, "outlier_reason", most=500)
    return _Outlier(words, found.terms.version, {"outlier": body})


def _decide(
    case: Case,
    row: Plan,
    step: str,
    *,
    approved: bool,
    reason: str,
    by: Actor,
    at: datetime,
    rule_versions: list[str],
    outlier: _Outlier = _INSIDE,
) -> Approval:
    if by.id is None:
        raise Refused("plan.approver", _("A plan is approved by a person."), clause="3.3-2")
    word = Approval.objects.create(
        plan=row,
        case_id=case.pk,
        approver=accounts.person(by),
        level=row.level,
        approved=approved,
        reason=reason,
        outlier_reason=outlier.reason,
        at=at,
    )
    finish(
        case,
        step,
        by=by,
        at=at,
        body={"plan": row.pk, "plan_version": row.version, "level": row.level, "compensation": row.compensation}
        | outlier.body,
        personal={"reason": word.reason} | ({"outlier_reason": word.outlier_reason} if word.outlier_reason else {}),
        outputs={"approval": word.pk},
        rule_versions=rule_versions,
    )
    return word


def _reason(value: str) -> str:
    return checks.text(value, "reason", _("Give the reason of your decision on the plan."), most=500)


def _waiting(case: Case, round_: int) -> Plan:
    return Plan.objects.get(case=case, round=round_, state="proposed")


def _level(case: Case, round_: int, compensation: Decimal, ex_gratia: Decimal, house: terms.Terms) -> approval.Level:
    """The level the plan asks for as grade, flags and risk stand now."""
    risk = RiskAssessment.objects.filter(case=case, round=round_).order_by("-at", "-id").first()
    matter = approval.Matter(
        severity=case.severity,
        compensation=compensation,
        ex_gratia=ex_gratia,
        flags=frozenset(case.flags),
        regulator=bool(risk and risk.regulator),
    )
    return approval.level(matter, house.approval)


def _part(value: str, name: str) -> str:
    """A part of the plan: empty, or words that say what will be done."""
    message = _("Say what will be done, or leave it empty when there is nothing to do.")
    return checks.text(value, name, message, least=4) if value.strip() else ""
