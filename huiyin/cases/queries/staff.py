"""Who could be named for a case, and who has an interest in it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Exists, OuterRef, Q

from huiyin.accounts.models import Membership, ReportingLine, Unit, UnitKind, User
from huiyin.accounts.queries import ties_of_many
from huiyin.accounts.rules import Tie, upward
from huiyin.cases.models import Case, Person, Recusal
from huiyin.cases.rules import recusal
from huiyin.core import blind
from huiyin.core.time import local_date
from huiyin.customers.models import Policy

OPEN_LINE = ReportingLine.objects.filter(user=OuterRef("pk"), to_on=None)


@dataclass(frozen=True)
class Choice:
    """One of those who could handle: how many open cases they have, why they may not be named (empty: they may), and
    whether the role is held for the very unit asked about, not for one above or beside it."""

    user: User
    open_cases: int
    conflict: str
    is_here: bool = True


def interests(case: Case) -> recusal.Interests:
    """Whom the case concerns. Up to four statements."""
    received_on = local_date(case.received_at)
    respondent_no, happened_on = _respondent(case)
    policy = (
        Policy.objects.filter(pk=case.policy_id).only("seller_no", "signed_on", "starts_on").first()
        if case.policy_id
        else None
    )
    seller_no = policy.seller_no if policy else ""
    units = _led_with_unit(respondent_no, seller_no)
    blinds = ("email_blind", "certificate_blind", "phone_blind")
    people = list(Person.objects.filter(case_id=case.pk).values_list(*blinds))
    emails, certificates, phones = (frozenset(row[place] for row in people) - {""} for place in range(3))
    return recusal.Interests(
        respondent=recusal.Concerned(respondent_no, units.get(respondent_no, ""), happened_on or received_on),
        seller=recusal.Concerned(
            seller_no, units.get(seller_no, ""), (policy.signed_on or policy.starts_on) if policy else None
        ),
        email_blinds=emails,
        certificate_blinds=certificates,
        phone_blinds=phones,
        received_on=received_on,
    )


def _respondent(case: Case) -> tuple[str, date | None]:
    try:
        return str(case.complaint.respondent_staff_no), case.complaint.happened_on
    except ObjectDoesNotExist:
        return "", None


def _led_with_unit(*numbers: str) -> dict[str, str]:
    """The units of those who have no reporting line of their own: whoever leads the unit directs them."""
    wanted = [number for number in numbers if number]
    rows = User.objects.filter(~Exists(OPEN_LINE), employee_no__in=wanted) if wanted else User.objects.none()
    return dict(rows.values_list("employee_no", "unit__path"))


def conflict_of(case: Case, user: User) -> str:
    """The ground on which `user` may not be named for `case`, empty when there is none (declared ones are Recusal
    rows).
    """
    return recusal.conflict(candidate(user, ties_of_many([user.pk])[user.pk]), interests(case))


def candidate(user: User, ties: tuple[Tie, ...]) -> recusal.Candidate:
    """A member of staff as the rules of recusal see them."""
    return recusal.Candidate(user.employee_no, blind.email(user.email), ties)


def choices(case: Case, role: str, unit: Unit, *, beside: bool = False) -> list[Choice]:
    """Active, present staff who hold `role` for `unit` (or above it), those nearest to the unit first, then by the
    number of their other open cases (who has this one already goes before equals); recused ones are left out, those
    with a conflict say so. `beside` adds the departments of the unit and of those above it: a sub-branch is served by
    the departments of its branch. Seven statements for any number.
    """
    place = Q(unit__path__in=upward(unit.path))
    if beside:
        place |= Q(unit__kind=UnitKind.DEPARTMENT, unit__parent__path__in=upward(unit.path))
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
    """As `conflict_of`, for many at once. Five statements for any number, none for nobody."""
    if not users:
        return {}
    ties, concerned = ties_of_many([user.pk for user in users]), interests(case)
    return {user.pk: recusal.conflict(candidate(user, ties[user.pk]), concerned) for user in users}
