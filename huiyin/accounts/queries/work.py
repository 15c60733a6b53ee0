"""What assignment must know of people: what they can do on a day, when they work, how much they carry, who is away."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from uuid import UUID

from django.db.models import F, Q, QuerySet

from huiyin.accounts.models import Absence, Competence, CompetenceKind, UnitKind, User, WorkTerms
from huiyin.accounts.queries import branch_of
from huiyin.accounts.rules import ARRANGES, READ_ONLY
from huiyin.core.actors import Actor
from huiyin.core.time import local_date

# Who sees the people of their part of the tree: who leads them, and who inspects.
OVERSEES = ARRANGES | READ_ONLY | {"executive"}


@dataclass
class Working:
    """What holds of somebody at a moment. `skills` and `qualifications` are those valid on that day."""

    skills: set[str] = field(default_factory=set)
    qualifications: set[str] = field(default_factory=set)
    absence: Absence | None = None
    terms: WorkTerms | None = None

    @property
    def hours(self) -> tuple[time, time, tuple[int, ...]] | None:
        """(from, to, days of the week) of work; None when nobody said."""
        if self.terms is None or self.terms.starts is None or self.terms.ends is None:
            return None
        return self.terms.starts, self.terms.ends, tuple(self.terms.weekdays)


def working(users: Iterable[UUID], at: datetime) -> dict[UUID, Working]:
    """What holds of many people at `at`. Three statements, none for nobody."""
    found: dict[UUID, Working] = {pk: Working() for pk in users}
    if not found:
        return found
    day, ids = local_date(at), list(found)
    valid = Competence.objects.filter(
        Q(to_on=None) | Q(to_on__gte=day), Q(revoked_on=None) | Q(revoked_on__gt=day), user__in=ids, from_on__lte=day
    )
    for user, kind, code in valid.values_list("user_id", "kind", "code"):
        (found[user].skills if kind == CompetenceKind.SKILL else found[user].qualifications).add(code)
    for absence in away_at(at).filter(user__in=ids):
        found[absence.user_id].absence = absence
    for terms in WorkTerms.objects.filter(user__in=ids):
        found[terms.user_id].terms = terms
    return found


def capacities(users: Iterable[UUID]) -> dict[UUID, int]:
    """How many points those carry who have a bound of their own. One statement."""
    rows = WorkTerms.objects.filter(user__in=list(users), capacity__isnull=False)
    return {user: capacity for user, capacity in rows.values_list("user_id", "capacity") if capacity is not None}


def away_at(at: datetime) -> QuerySet[Absence]:
    """Absences that hold at a moment, whether or not the sweep has followed them yet."""
    return Absence.objects.filter(
        Q(to_at=None) | Q(to_at__gt=at), Q(ended_at=None) | Q(ended_at__gt=at), from_at__lte=at
    )


def absences_of(user: User) -> QuerySet[Absence]:
    """Somebody's absences, those to come and running first, then the last ones."""
    return (
        Absence.objects.filter(user=user)
        .select_related("deputy")
        .order_by(F("ended_at").desc(nulls_first=True), "from_at")
    )


def competences_of(user: User) -> QuerySet[Competence]:
    """Everything that was ever written down of somebody, what counts first."""
    rows = Competence.objects.filter(user=user)
    return rows.order_by(F("revoked_on").desc(nulls_first=True), "kind", "code", "-from_on")


def known_codes(kind: str) -> list[str]:
    """The codes in use, so that forms can offer them."""
    rows = Competence.objects.filter(kind=kind, revoked_on=None).order_by("code")
    return list(rows.values_list("code", flat=True).distinct())


def seen_by(by: Actor) -> QuerySet[User]:
    """Active staff of the parts of the tree that somebody leads or inspects; nobody for whoever only handles cases."""
    parts = Q(pk__in=())
    for role, path in by.grants:
        if role in OVERSEES:
            parts |= Q(unit__path__startswith=path)
    return User.objects.filter(parts, is_active=True).select_related("unit").order_by("unit__path", "employee_no")


def colleagues_of(user: User) -> list[User]:
    """Who could stand in for somebody: active staff of the same branch (at head office, of head office itself), those
    of the same unit first."""
    home = branch_of(user.unit)
    near = Q(unit=home) | Q(unit__parent=home, unit__kind=UnitKind.DEPARTMENT)
    rows = User.objects.filter(near, is_active=True).exclude(pk=user.pk).order_by("employee_no")[:200]
    return sorted(rows, key=lambda one: (one.unit_id != user.unit_id, one.employee_no))


def absences_to_begin(at: datetime) -> Sequence[Absence]:
    """Whose time has come."""
    return list(Absence.objects.filter(from_at__lte=at, began_at=None, ended_at=None).order_by("from_at")[:500])


def absences_to_end(at: datetime) -> Sequence[Absence]:
    """Whose time is over."""
    return list(Absence.objects.filter(to_at__lte=at, ended_at=None).order_by("to_at")[:500])
