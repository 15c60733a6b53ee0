"""What the rules of assignment weigh: the edition of a day, the matter, and the people with all that is known of them.
A handful of statements for any number of people."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count

from huiyin.accounts.models import Membership, Unit, User
from huiyin.accounts.queries import work
from huiyin.accounts.rules import upward
from huiyin.cases import queries as cases
from huiyin.cases.models import Case, Recusal
from huiyin.complaints.models import Assignment
from huiyin.complaints.rules import dispatch_terms as terms
from huiyin.complaints.rules.dispatch_choice import Candidate, Hours
from huiyin.core import calendars, canonical
from huiyin.core.time import SHANGHAI
from huiyin.handbook.models import DraftState


def edition_on(day: date) -> terms.Edition:
    """The rules of assignment of a day: the approved edition that began last, else what is shipped."""
    row = (
        Assignment.objects.filter(state=DraftState.APPROVED, effective_from__lte=day)
        .order_by("-effective_from")
        .first()
    )
    return edition_of(row) if row else terms.SHIPPED


def edition_of(row: Assignment) -> terms.Edition:
    """A row as the rules read it, named by its day and content."""
    return terms.read(row.body, f"assignment@{row.effective_from}#{canonical.digest(row.body)[:12]}")


def matter_of(case: Case) -> terms.Matter:
    """What the conditions look at."""
    return terms.Matter(
        units=frozenset(case.unit.path.strip("/").split("/")),
        line=case.line,
        code=case.code,
        severity=case.severity,
        channel=case.channel,
        language=case.language,
        flags=frozenset(case.flags),
        amount=case.complaint.amount_claimed,
    )


@dataclass
class People:
    """Everybody who holds one of the roles for one of the places or above; `held` are (role, unit) of each."""

    users: dict[UUID, User]
    known: dict[UUID, Candidate]
    held: Sequence[tuple[UUID, str, UUID, str]]

    def of(self, role: str, unit: Unit, *, only_here: bool = False) -> list[Candidate]:
        """Those who hold `role` for `unit` or above it (`only_here`: for it alone), with how near they hold it."""
        near: dict[UUID, int] = {}
        for user, held, unit_id, path in self.held:
            if held == role and (unit_id == unit.pk or (not only_here and unit.path.startswith(path))):
                near[user] = max(near.get(user, 0), len(path))
        return [replace(self.known[user], near=depth) for user, depth in near.items()]

    def but(self, user: UUID) -> "People":
        """The same people without one."""
        known = {pk: one for pk, one in self.known.items() if pk != user}
        return People(self.users, known, [one for one in self.held if one[0] != user])

    def all(self) -> list[Candidate]:
        """Everybody, whatever the role."""
        return list(self.known.values())


def people(
    case: Case,
    roles: Iterable[str],
    places: Sequence[Unit],
    at: datetime,
    edition: terms.Edition,
    loads: Mapping[UUID, int] | None = None,
    planned: Mapping[UUID, int] | None = None,
) -> People:
    """The candidates for a case, with grounds of recusal. `loads`: points that are known otherwise, of a dry run over
    another moment, which then looks at absences and not at who is marked as away now. `planned`: points that come on
    top. About eleven statements, one for nobody.
    """
    above = {path for place in places for path in upward(place.path)}
    rows = Membership.objects.filter(role__in=list(roles), unit__path__in=above, user__is_active=True)
    users: dict[UUID, User] = {}
    held = []
    for row in rows.select_related("user", "unit"):
        users[row.user_id] = row.user
        held.append((row.user_id, row.role, row.unit_id, row.unit.path))
    if not users:
        return People({}, {}, [])
    away = set(Recusal.objects.filter(case=case, lifted_at=None).values_list("user", flat=True))
    grounds = cases.conflicts_of(case, list(users.values()))
    facts = work.working(users, at)
    points = loads if loads is not None else loads_of(users, edition.effort, besides=case)
    more = planned or {}
    return People(
        users,
        {
            pk: candidate(
                user,
                facts[pk],
                points.get(pk, 0) + more.get(pk, 0),
                edition,
                at,
                has_it=case.owner_id == pk,
                is_then=loads is not None,
            ).with_law(pk in away, grounds[pk])
            for pk, user in users.items()
        },
        held,
    )


def candidate(
    user: User,
    facts: work.Working,
    load: int,
    edition: terms.Edition,
    at: datetime,
    *,
    has_it: bool = False,
    is_then: bool = False,
) -> Candidate:
    """Somebody as the choice sees them at a moment, without grounds of recusal. `is_then`: a moment that has passed."""
    absence = facts.absence
    own = facts.terms.capacity if facts.terms else None
    return Candidate(
        id=user.pk,
        number=user.employee_no,
        load=load,
        capacity=own if own is not None else edition.capacity,
        skills=frozenset(facts.skills),
        qualifications=frozenset(facts.qualifications),
        is_on_duty=on_duty(facts, at),
        is_away=absence is not None or (user.is_away and not is_then),
        back_at=absence.to_at if absence else None,
        deputy=absence.deputy_id if absence else None,
        has_it=has_it,
    )


def on_duty(facts: work.Working, at: datetime) -> bool:
    """Is it working time of somebody? Who has no hours always works."""
    if facts.hours is None:
        return True
    starts, ends, days = facts.hours
    local = at.astimezone(SHANGHAI)
    return Hours(starts, ends, frozenset(days)).hold(local, calendars.current("cn").is_working(local.date()))


def loads_of(users: Iterable[UUID], effort: terms.Effort, *, besides: Case | None = None) -> dict[UUID, int]:
    """The points of the open matters of people. One statement."""
    rows = Case.objects.filter(owner__in=list(users), is_open=True).order_by()
    if besides is not None:
        rows = rows.exclude(pk=besides.pk)
    found: dict[UUID, int] = defaultdict(int)
    grouped = rows.values_list("owner_id", "severity", "is_paused", "flags").annotate(number=Count("pk"))
    for owner, severity, paused, flags, number in grouped:
        found[owner] += number * effort.of(severity, frozenset(flags), paused)
    return dict(found)


def earlier_owner(case: Case) -> UUID | None:
    """Who had the customer's last complaint; None for a customer who is not known or complains for the first time."""
    if case.customer_id is None:
        return None
    rows = Case.objects.filter(customer_id=case.customer_id, kind="complaint").exclude(pk=case.pk)
    return rows.order_by("-received_at").values_list("owner_id", flat=True).first()
