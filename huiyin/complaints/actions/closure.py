"""Closing: the gate of the handbook (3.4-1), the four things every record holds (3.1-7), and the limits left over."""

from datetime import datetime

from django.utils.translation import gettext as _

from huiyin.cases.models import Case
from huiyin.clocks import actions as clocks
from huiyin.clocks import queries as clock_queries
from huiyin.clocks.models import Clock
from huiyin.complaints.actions import checks
from huiyin.complaints.actions.base import begin, finish, refuse
from huiyin.complaints.models import Label
from huiyin.complaints.rules import closing, terms
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput


@action
def close(*, case: Case, close_code: str, by: Actor, at: datetime, reason: str = "") -> Case:
    """Close the complaint: told, carried out and paid with proof, the question answered, the problem's rectification
    planned, nothing left open (3.4-1); content, complainant, time and result on record (3.1-7).

    Limits that still run end with it, except the complainant's own (applying for a review). Parts (child cases) that
    are still open ask for a reason. Raises Refused(`step.close`) naming everything that is missing,
    BadInput(`close.code`) for a code not in the house terms.
    """
    case, facts = begin(case, "close", by=by)
    if fault := closing.parts_fault(facts.parts_open, reason):
        raise refuse("close", [fault])
    house = terms.in_force(case.rules_on)
    if close_code not in house.codes:
        raise BadInput("close.code", _("Choose how the complaint ended."), field="close_code")
    left = [clock for clock in clock_queries.running(("case", case.pk)) if _is_ours(clock)]
    if any(clock.rule_code == "complaint.regulator_due" for clock in left):
        raise refuse("close", [_("The regulator set a date and has not been answered yet: answer first.")])
    case.complaint.close_code = close_code
    case.complaint.end_reason = checks.short(reason, "reason", most=500)
    case.complaint.state_before_end = case.state
    case.complaint.save(update_fields=["close_code", "end_reason", "state_before_end"])
    ended = [
        clock
        for rule in sorted({one.rule_code for one in left})
        for clock in clocks.cancel(owner=("case", case.pk), at=at, by=by, rule=rule)
    ]
    codes = (
        Label.objects.filter(case=case, removed_at=None).order_by("-is_primary", "code").values_list("code", flat=True)
    )
    return finish(
        case,
        "close",
        by=by,
        at=at,
        body={"close_code": close_code, "cause_codes": list(codes), "cancelled": [one.rule_code for one in ended]},
        personal={"reason": case.complaint.end_reason},
        outputs={"close_code": close_code},
        clocks=ended,
        rule_versions=[house.version],
    )


def _is_ours(clock: Clock) -> bool:
    return clock_queries.rule_of(clock).obliges == "insurer"
