"""How likely a customer is to leave within a year, why, and what premiums may come: advice, never a decision."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from huiyin.cases.models import Case
from huiyin.complaints.models.complaint import Verdict
from huiyin.core.time import local_date
from huiyin.customers.models import Claim, ClaimDecision, ConsentPurpose, Policy
from huiyin.customers.queries.record import consents_of
from huiyin.customers.rules import leaving
from huiyin.customers.rules.leaving import Shipped
from huiyin.customers.rules.likelihood import Bin, Row

LOOKED_BACK = timedelta(days=365)
ENDING = timedelta(days=90)


@dataclass(frozen=True)
class Outlook:
    """`leaving` 0 to 1; `reasons` are names of `leaving.FEATURES` that raise it, the weightiest first; `bin` the group
    of the measured rows that it lies in; `premiums` in yuan, `leaving.to_come`; `model` what it was learnt on."""

    leaving: float
    reasons: tuple[str, ...]
    bin: Bin
    premiums: int
    model: Shipped


def outlook(ids: Collection[UUID], at: datetime) -> Outlook | None:
    """For all records of one person; None without cover in force, or unless the customer agreed to portrait and
    automated decisions (PIPL art 24). Five statements at most."""
    day = local_date(at)
    agreed = next(one.state for one in consents_of(ids, day) if one.purpose == ConsentPurpose.PROFILING)
    if agreed != "given":
        return None
    policies = list(Policy.objects.filter(holder__in=ids).order_by("starts_on", "number")[:200])
    held = [
        one for one in policies
        if one.status == "in_force" and one.starts_on <= day and (one.ends_on is None or one.ends_on >= day)
    ]  # fmt: skip
    if not held:
        return None
    cases = Case.objects.filter(customer_id__in=list(ids), kind="complaint")
    right = Q(complaint__verdict__in=[Verdict.UPHELD, Verdict.PARTLY], complaint__notified_at__gt=at - LOOKED_BACK)
    claims = Claim.objects.filter(policy__in=policies, changed_at__gt=at - LOOKED_BACK)
    decided = set(claims.order_by().values_list("decision", flat=True)[:200])
    row: Row = {
        "years": (day - policies[0].starts_on).days / 365,
        "policies": float(len(held)),
        "ending": float(all(one.ends_on is not None and one.ends_on <= day + ENDING for one in held)),
        "complaint_open": float(cases.filter(is_open=True).exists()),
        "complaint_right": float(cases.filter(right).exists()),
        "claim_refused": float(ClaimDecision.REFUSED in decided),
        "claim_paid": float(ClaimDecision.PAYABLE in decided),
    }
    model = _model(settings.LEAVING_MODEL)
    found = model.model.score(row)
    return Outlook(
        leaving=found,
        reasons=tuple(name for name, _weight in model.model.reasons(row)),
        bin=model.bin_of(found),
        premiums=round(leaving.to_come(float(sum(one.premium for one in held)), found)),
        model=model,
    )


@cache
def _model(file: str) -> Shipped:
    """The house's own model, else the shipped one; a new file counts from the next start on."""
    return leaving.loaded(Path(file).read_text("utf-8")) if file else leaving.shipped()
