"""Who could be named for a case, and who has an interest in it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Q

from huiyin.accounts.models import Membership, Unit, UnitKind, User
from huiyin.cases.models import Case, Person, Recusal
from huiyin.cases.rules import recusal
from huiyin.core import blind
from huiyin.customers.models import Policy

LEADING = ("supervisor", "branch_manager")


@dataclass(frozen=True)
class Choice:
    """One of those who could handle: how many open cases they have, why they may not be named (empty: they may), and
    whether the role is held for the very unit asked about, not for one above or beside it."""

    user: User
    open_cases: int
    conflict: str
    is_here: bool = True


def interests(case: Case) -> recusal.Interests:
    """Whom the case concerns. Up to three statements."""
    respondent_no = _respondent_no(case)
    respondent = (
        User.objects.filter(employee_no=respondent_no).select_related("unit").first() if respondent_no else None
    )
    policy = Policy.objects.filter(pk=case.policy_id).only("seller_no").first() if case.policy_id else None
    emails = Person.objects.filter(case_id=case.pk).exclude(email_blind="").values_list("email_blind", flat=True)
    return recusal.Interests(
        respondent_no=respondent_no,
        respondent_path=respondent.unit.path if respondent else "",
        seller_no=policy.seller_no if policy else "",
        email_blinds=frozenset(emails),
    )


def _respondent_no(case: Case) -> str:
    try:
        return str(case.complaint.respondent_staff_no)
    except ObjectDoesNotExist:
        return ""


def conflict_of(case: Case, user: User) -> str:
    """The ground on which `user` may not be named for `case`, empty when there is none (declared ones are Recusal
    rows).
    """
    leads = Membership.objects.filter(user=user, role__in=LEADING).values_list("unit__path", flat=True)
    return recusal.conflict(_candidate(user, leads), interests(case))


def _candidate(user: User, leads: Iterable[str]) -> recusal.Candidate:
    return recusal.Candidate(user.employee_no, blind.email(user.email), frozenset(leads))


def choices(case: Case, role: str, unit: Unit, *, beside: bool = False) -> list[Choice]:
    """Active, present staff who hold `role` for `unit` (or above it), those nearest to the unit first, then by the
    number of their other open cases (who has this one already goes before equals); recused ones are left out, those
    with a conflict say so. `beside` adds the departments of the unit and of those above it: a sub-branch is served by
    the departments of its branch. Six statements for any number.
    """
    place = Q(unit__path__in=_above(unit.path))
    if beside:
        place |= Q(unit__kind=UnitKind.DEPARTMENT, unit__parent__path__in=_above(unit.path))
    held = (
        Membership.objects.filter(place, role=role, user__is_active=True, user__is_away=False)
        .exclude(user__in=Recusal.objects.filter(case=case, lifted_at=None).values("user"))
        .select_related("user", "unit")
    )
    nearest: dict[UUID, tuple[int, User]] = {}
    here: set[UUID] = set()
    for membership in held:
        depth, user = len(membership.unit.path), membership.user
        if user.pk not in nearest or nearest[user.pk][0] < depth:
            nearest[user.pk] = (depth, user)
        if membership.unit_id == unit.pk:
            here.add(user.pk)
    others = Case.objects.filter(owner__in=list(nearest), is_open=True).exclude(pk=case.pk)
    open_cases = Counter(others.values_list("owner", flat=True))
    grounds = conflicts_of(case, [user for _depth, user in nearest.values()])
    ordered = sorted(
        nearest.values(),
        key=lambda one: (-one[0], open_cases[one[1].pk], one[1].pk != case.owner_id, one[1].employee_no),
    )
    return [Choice(user, open_cases[user.pk], grounds[user.pk], user.pk in here) for _depth, user in ordered]


def conflicts_of(case: Case, users: Sequence[User]) -> dict[UUID, str]:
    """As `conflict_of`, for many at once. Four statements for any number, none for nobody."""
    if not users:
        return {}
    leads: dict[UUID, list[str]] = {}
    for user_id, path in Membership.objects.filter(user__in=users, role__in=LEADING).values_list("user", "unit__path"):
        leads.setdefault(user_id, []).append(path)
    concerned = interests(case)
    return {user.pk: recusal.conflict(_candidate(user, leads.get(user.pk, ())), concerned) for user in users}


def _above(path: str) -> list[str]:
    parts = path.strip("/").split("/")
    return ["/" + "/".join(parts[: n + 1]) + "/" for n in range(len(parts))]
