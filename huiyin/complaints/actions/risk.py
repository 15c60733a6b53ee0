"""The risk assessment (3.2-7): internal audit yes or no, regulator yes or no, each with its reason and its follower."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from huiyin.cases.models import Case
from huiyin.clocks import actions as clocks
from huiyin.clocks.models import Task, TaskKind
from huiyin.complaints.actions import checks
from huiyin.complaints.actions.base import begin, finish
from huiyin.complaints.models import RiskAssessment
from huiyin.complaints.queries.risk import Follower, follower, tasks_of
from huiyin.complaints.rules import terms
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

    A "yes" gives the role that the house terms name a task with its date. A later assessment stands beside the earlier
    one and takes its place: an open task that both ask for stays, one that is no longer asked for is cancelled.
    """
    case, facts = begin(case, "assess_risk", by=by)
    message = _("Give the reason of this decision, also when it is no.")
    before = {task.title: task for task in tasks_of(case) if task.state == "open"}
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
    added = list(_see_to(case, row, set(before), by=by, at=at))
    asked = {_title(name) for name in terms.RISKS if getattr(row, name)}
    for title, task in before.items():
        if title not in asked:
            clocks.cancel_task(task=task, reason=_("A later risk assessment no longer asks for it."), by=by, at=at)
    finish(
        case,
        "assess_risk",
        by=by,
        at=at,
        body={
            "assessment": row.pk,
            "internal_audit": internal_audit,
            "regulator": regulator,
            "tasks": [{"id": task.pk, "assignee": task.assignee_id, "due_at": task.due_at} for task in added],
        },
        personal={"internal_audit_reason": row.internal_audit_reason, "regulator_reason": row.regulator_reason},
        rule_versions=[terms.in_force(case.rules_on).version],
    )
    return row


def _see_to(case: Case, row: RiskAssessment, there: set[str], *, by: Actor, at: datetime) -> Iterable[Task]:
    for name in terms.RISKS:
        if not getattr(row, name) or _title(name) in there:
            continue
        found: Follower = follower(case, name)
        yield clocks.add_task(
            owner=("case", case.pk),
            kind=TaskKind.OTHER,
            title=_title(name),
            assignee=found.user,
            due_at=at + timedelta(days=found.days),
            ref_id=row.pk,
            by=by,
            at=at,
        )


def _title(name: str) -> str:
    titles = {
        "internal_audit": _("Have internal audit look into it, and note its file number"),
        "regulator": _("Inform the regulator, and note date and number of the report"),
    }
    return titles[name]
