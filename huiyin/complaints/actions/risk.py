"""The risk assessment: internal audit yes or no, regulator yes or no, each with its reason (3.2-7)."""

from datetime import datetime

from django.utils.translation import gettext as _

from huiyin.cases.models import Case
from huiyin.complaints.actions import checks
from huiyin.complaints.actions.base import begin, finish
from huiyin.complaints.models import RiskAssessment
from huiyin.core.actions import action
from huiyin.core.actors import Actor


@action
def assess(
    *,
    case: Case,
    internal_audit: bool,
    internal_audit_reason: str,
    regulator: bool,
    regulator_reason: str,
    by: Actor,
    at: datetime,
) -> RiskAssessment:
    """Decide on internal audit and on informing the regulator (3.2-7); a "no" has its reason too.

    A later assessment stands beside the earlier one and takes its place.
    """
    case, facts = begin(case, "assess_risk", by=by)
    message = _("Give the reason of this decision, also when it is no.")
    row = RiskAssessment.objects.create(
        case=case,
        round=facts.round,
        internal_audit=internal_audit,
        internal_audit_reason=checks.text(internal_audit_reason, "internal_audit_reason", message, least=4, most=500),
        regulator=regulator,
        regulator_reason=checks.text(regulator_reason, "regulator_reason", message, least=4, most=500),
        at=at,
        by_id=by.id,
        by_label=by.label,
    )
    finish(
        case,
        "assess_risk",
        by=by,
        at=at,
        body={"assessment": row.pk, "internal_audit": internal_audit, "regulator": regulator},
        personal={"internal_audit_reason": row.internal_audit_reason, "regulator_reason": row.regulator_reason},
    )
    return row
