"""What the radar reads of cases, and who sees which group: investigators of a member, and head office."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Exists, F, OuterRef, QuerySet

from huiyin.accounts.models import User
from huiyin.accounts.queries import grants_of
from huiyin.cases.models import Case, Channel, Kind, Person, PersonRole
from huiyin.cases.queries import visible_to as cases_of
from huiyin.cases.queries.likeness import first_texts
from huiyin.complaints.models import RadarGroup, RadarMember, RadarRead, RadarState
from huiyin.complaints.rules.radar import Terms, Trace
from huiyin.core import blind

# Those who may look: the handler of a case does not, so that nothing is held against a customer.
LOOKS = frozenset({"investigator", "head_office_cp", "auditor"})
JUDGES = frozenset({"investigator", "head_office_cp"})
# Where the words are the customer's own; what staff wrote down sounds alike for other reasons.
OWN_WORDS = frozenset({Channel.PORTAL, Channel.EMAIL, Channel.LETTER, Channel.REGULATOR, Channel.API})
COMES_AS = (PersonRole.COMPLAINANT, PersonRole.REPRESENTATIVE)
MOST_PARTNERS = 200
_ALIKE = (
    "WITH found AS MATERIALIZED (SELECT case_id FROM cases_fingerprint WHERE bands && %s::bigint[])"
    " SELECT case_id FROM found ORDER BY case_id DESC LIMIT %s"
)


def visible_to(user: User) -> QuerySet[RadarGroup]:
    """The groups that the person may look at: shown ones with a case that they see, and a role that looks."""
    if not {role for role, _path in grants_of(user)} & LOOKS:
        return RadarGroup.objects.none()
    seen = RadarMember.objects.filter(
        Exists(cases_of(user).filter(pk=OuterRef("case_id"))), group=OuterRef("pk")
    )  # fmt: skip
    return RadarGroup.objects.filter(Exists(seen), is_shown=True).exclude(state=RadarState.JOINED)


def unread(since: datetime, most: int) -> list[UUID]:
    """Complaints that came in since then, have a fingerprint and were not looked at, the oldest first."""
    rows = Case.objects.filter(
        ~Exists(RadarRead.objects.filter(case_id=OuterRef("pk"))), fingerprint__isnull=False, kind=Kind.COMPLAINT,
        received_at__gte=since, is_imported=False,
    )  # fmt: skip
    return list(rows.order_by("received_at", "pk").values_list("pk", flat=True)[:most])


def traces(ids: Collection[UUID]) -> dict[UUID, Trace]:
    """What these cases may share with others. Three statements."""
    rows = {row.pk: row for row in Case.objects.filter(pk__in=ids)}
    people: dict[UUID, list[Person]] = {pk: [] for pk in rows}
    for person in Person.objects.filter(case__in=rows, role__in=(*COMES_AS, PersonRole.AGENT)):
        people[person.case_id].append(person)
    texts = first_texts([pk for pk, row in rows.items() if row.channel in OWN_WORDS])
    return {pk: _trace(row, people[pk], texts.get(pk, "")) for pk, row in rows.items()}


def _trace(case: Case, people: Sequence[Person], text: str) -> Trace:
    agents = [one for one in people if one.role == PersonRole.AGENT]
    return Trace(
        case_id=case.pk,
        customer=_customer(case, people),
        at=case.received_at,
        phones=frozenset(one.phone_blind for one in people) - {""},
        emails=frozenset(one.email_blind for one in people) - {""},
        agents=frozenset(mark for one in agents for mark in (one.certificate_blind, one.phone_blind)) - {""},
        text=text,
    )


def _customer(case: Case, people: Sequence[Person]) -> str:
    """Who complains, so that a person who comes twice is one: the customer, the certificate, or the name."""
    if case.customer_id:
        return str(case.customer_id)
    first = next((one for one in people if one.role in COMES_AS), None)
    if first is None:
        return str(case.pk)
    return first.certificate_blind or blind.name(first.name) or str(case.pk)


def partners(trace: Trace, bands: Sequence[int], terms: Terms) -> list[UUID]:
    """Cases that may be linked with one: those that share a number, and those whose text may be nearly the same, at
    most MOST_PARTNERS of each, the newest. Four statements; work grows with the matches."""
    people = Person.objects.filter(case__received_at__range=(trace.at - terms.window, trace.at + terms.window))
    marks = trace.phones | trace.agents
    found: set[UUID] = set()
    for name, values in (("phone_blind", marks), ("email_blind", trace.emails), ("certificate_blind", trace.agents)):
        if values:
            ids = people.filter(**{f"{name}__in": values}).order_by("-case_id").values_list("case_id", flat=True)
            found.update(ids[:MOST_PARTNERS])
    if bands and trace.text:
        with connection.cursor() as cursor:
            cursor.execute(_ALIKE, [list(bands), MOST_PARTNERS])
            found.update(row[0] for row in cursor.fetchall())
    return sorted(found - {trace.case_id})


def usual(unit_paths: Collection[str], until: datetime, days: int, over: timedelta) -> float:
    """How many complaints usually come in so many days in these parts of the house: the mean of the time `over` before
    `until`."""
    rows = Case.objects.filter(kind=Kind.COMPLAINT, received_at__gte=until - over, received_at__lt=until)
    times = rows.filter(unit__path__in=unit_paths).values_list("received_at", flat=True)[:100_000]
    return len(times) * days / over.days


@dataclass(frozen=True)
class Shown:
    """A group as somebody sees it: the members that they may see, and how many there are beside."""

    group: RadarGroup
    members: list[tuple[RadarMember, Case]]
    hidden: int


def shown(user: User, group: RadarGroup, most: int = 200) -> Shown:
    """The members of a group that the person may see, in the order in which they came. Two statements beside
    the gate's."""
    rows = list(group.members.order_by("received_at", "case_id")[:most])
    seen = cases_of(user).select_related("unit", "complaint").in_bulk([one.case_id for one in rows])
    members = [(one, seen[one.case_id]) for one in rows if one.case_id in seen]
    return Shown(group, members, group.cases - len(members))


def of_case(user: User, case: Case) -> RadarGroup | None:
    """The group of a case, for those who may look."""
    return visible_to(user).filter(members__case_id=case.pk).first()


def listed(user: User) -> QuerySet[RadarGroup]:
    """The groups, those that grew last first."""
    return visible_to(user).order_by(F("grew_at").desc(), "-id")
