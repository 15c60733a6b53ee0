"""`claims/<id>/`: what happened to a claim and when, its limits with their reasoning, and what was broken."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiyin.cases.actions import notifications
from huiyin.cases.queries import claims as gate
from huiyin.cases.queries import customers
from huiyin.clocks import queries as limits
from huiyin.clocks.models import Clock
from huiyin.console import nav
from huiyin.console.case.words import money
from huiyin.console.rows import line_name
from huiyin.console.visit import Visit, desk
from huiyin.customers.actions import claim_limits
from huiyin.customers.models import Claim, ClaimMilestone
from huiyin.customers.rules.claims import MOST_DOCUMENT_REQUESTS, WAY


@desk("cases")
def show(visit: Visit, claim_id: UUID) -> HttpResponse:
    """The page."""
    claim = _claim(visit, claim_id)
    language = get_language() or "zh-hans"
    alarms = limits.alarms_of(("claim", claim.pk)).filter(seen_at=None, fired_at__lte=visit.at)
    holder = claim.policy.holder_id
    opens = holder in customers.opening(visit.user, [holder], at=visit.at)
    context = {
        "claim": claim,
        "facts": _facts(claim, language),
        "holder_url": reverse("customer", args=[holder]) if opens else "",
        "milestones": _milestones(claim),
        "limits": [_limit(clock, language) for clock in _limits(claim)],
        "alarms": alarms.exists(),
    }
    return visit.page("claims/page.html", context)


@desk("cases", "POST")
def seen(visit: Visit, claim_id: UUID) -> HttpResponse:
    """Mark the warnings and breaches of the claim as seen."""
    claim = _claim(visit, claim_id)
    claim_limits.see(claim_id=claim.pk, user=visit.user, by=visit.by, at=visit.at)
    notifications.read_claim(user=visit.user, claim_id=claim.pk, by=visit.by, at=visit.at)
    nav.forget_numbers(visit.user)
    return redirect("alarms" if visit.request.POST.get("back") == "alarms" else reverse("claim", args=[claim.pk]))


def _claim(visit: Visit, claim_id: UUID) -> Claim:
    try:
        return gate.claim(visit.user, claim_id)
    except Claim.DoesNotExist:
        raise Http404 from None


def _facts(claim: Claim, language: str) -> list[tuple[str, Any]]:
    rows = [
        (_("Stage"), claim.get_stage_display() if claim.stage else ""),
        (_("Decision"), claim.get_decision_display() if claim.decision else ""),
        (_("Line"), line_name(claim.line, language)),
        (_("Unit"), claim.unit.name),
        (_("Handler"), " ".join(part for part in (claim.handler_name, claim.handler_no) if part)),
        (_("Claimed"), money(claim.claimed) if claim.claimed is not None else ""),
        (_("Paid"), money(claim.paid) if claim.paid is not None else ""),
        (_("Core system"), claim.source),
        (_("The contract says otherwise"), _contract(claim)),
    ]
    return [(name, value) for name, value in rows if value]


def _contract(claim: Claim) -> str:
    days = [
        _("decide by %(day)s") % {"day": claim.decide_by.isoformat()} if claim.decide_by else "",
        _("pay by %(day)s") % {"day": claim.pay_by.isoformat()} if claim.pay_by else "",
        claim.contract_clause,
    ]
    return " · ".join(part for part in days if part)


def _milestones(claim: Claim) -> list[dict[str, Any]]:
    """As they happened; papers asked for beyond the one time that the law allows are marked."""
    rows = sorted(ClaimMilestone.objects.filter(claim=claim), key=lambda row: (row.at, WAY.index(row.kind)))
    asked, found = 0, []
    for row in rows:
        asked += row.kind == "documents_asked"
        again = row.kind == "documents_asked" and asked > MOST_DOCUMENT_REQUESTS
        found.append({"row": row, "again": again})
    return found


def _limits(claim: Claim) -> list[Clock]:
    """Running ones first, by their end; those that were taken back are left out."""
    rows = limits.of_owner(("claim", claim.pk)).exclude(state="cancelled").prefetch_related("events")
    return sorted(rows, key=lambda clock: (clock.state != "running", clock.due_at or clock.started_at))


def _limit(clock: Clock, language: str) -> dict[str, Any]:
    found = limits.why(clock, language)
    return {
        "clock": clock,
        "why": found,
        "steps": [line.split(". ", 1)[-1] for line in found["text"].splitlines()],
        "broken": clock.breached_at is not None,
    }
