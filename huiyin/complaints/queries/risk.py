"""What a "yes" of the risk assessment leads to: who sees to it, and the tasks that were given (3.2-7)."""

from dataclasses import dataclass

from django.db.models import QuerySet

from huiyin.accounts.models import User
from huiyin.cases import queries as cases
from huiyin.cases.models import Case
from huiyin.clocks.models import Task
from huiyin.complaints.models import RiskAssessment
from huiyin.complaints.rules import terms


@dataclass(frozen=True)
class Follower:
    """Who sees to it, and within how many natural days."""

    user: User
    days: int


def follower(case: Case, name: str) -> Follower:
    """The nearest person without a conflict who holds the first of the roles that the house terms name for `name`
    (internal_audit, regulator); the owner where nobody holds one."""
    asked = terms.in_force(case.rules_on).risk[name]
    for role in asked.roles:
        for choice in cases.choices(case, role, case.unit):
            if not choice.conflict:
                return Follower(choice.user, asked.days)
    return Follower(case.owner, asked.days)


def tasks_of(case: Case) -> QuerySet[Task]:
    """The tasks that risk assessments of the case have led to."""
    rows = RiskAssessment.objects.filter(case_id=case.pk).values("pk")
    return Task.objects.filter(owner_kind="case", owner_id=case.pk, ref_id__in=rows)
