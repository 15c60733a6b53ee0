"""Who may open which customer's record, and the customer's cases: the only door of the edges to one record.

A record opens for staff who may see a policy or a case of the customer in their part of the tree, or who named the
customer by a whole certificate or policy number within the last hour (the access log says so). A phone number opens
nothing by itself: whoever calls from it may be a stranger. Nobody opens the record of their own relatives or their own.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.db.models.query import RawQuerySet

from huiyin.accounts.models import User
from huiyin.accounts.queries import grants_of, ties_of, units_under
from huiyin.accounts.rules import may_take_part, visible_paths
from huiyin.audit.models import Access
from huiyin.cases.models import Case, Message, Person
from huiyin.cases.queries.access import visible_to
from huiyin.clocks.models import Promise
from huiyin.core import blind
from huiyin.customers.models import Party, Policy, PolicyPart
from huiyin.customers.queries.identity import candidates, together

LOOKED_UP_FOR = timedelta(hours=1)
WHOLE_NUMBERS = ["certificate", "policy_number"]
MOST_CASES = 200


def customer(user: User, party_id: UUID, *, at: datetime) -> tuple[Party, list[UUID]]:
    """The record with the ids of all records of the same person, itself first.

    Raises Party.DoesNotExist when there is none or `user` may not open it: the two look the same from outside.
    """
    party = Party.objects.get(pk=party_id)
    ids = together(party_id)
    if _tied(user, ids) or not _opens(user, ids, at):
        raise Party.DoesNotExist
    return party, ids


def opening(user: User, ids: Collection[UUID], *, at: datetime) -> set[UUID]:
    """Which of these records `user` may open by themselves (those that open only by what was judged the same person
    are not among them). Six statements, however many records."""
    grants = grants_of(user)
    wanted = list(ids)
    if not wanted or not grants:
        return set()
    found: set[UUID] = set()
    if paths := visible_paths(grants):
        units = units_under(*paths)
        found |= set(Policy.objects.filter(holder__in=wanted, unit__in=units).values_list("holder", flat=True))
        parts = PolicyPart.objects.filter(party_id__in=wanted, to_on=None, policy__unit__in=units)
        found |= set(parts.values_list("party_id", flat=True))
    seen = visible_to(user)
    found |= {one for one in seen.filter(customer_id__in=wanted).values_list("customer_id", flat=True) if one}
    named = Person.objects.filter(party_id__in=wanted).order_by()
    found |= {one for one in named.filter(case__in=seen).values_list("party_id", flat=True) if one}
    if may_take_part(grants):
        found |= {one for one in _named(user, wanted, at).values_list("aggregate_id", flat=True) if one}
    return found - _tied(user, wanted)


def near(party: Party, other_id: UUID) -> Party:
    """The record with this id if it is proposed as one of the same person, which lets a person judge it and nothing
    more. Raises Party.DoesNotExist for every other."""
    found = next((one.party for one in candidates(party) if one.party.pk == other_id), None)
    if found is None:
        raise Party.DoesNotExist
    return found


def cases_of(user: User, ids: Collection[UUID]) -> QuerySet[Case]:
    """The cases of a customer that `user` may see: complained of by them, or with them as one of its people."""
    named = Person.objects.filter(party_id__in=ids).order_by().values("case_id")
    return visible_to(user).filter(Q(customer_id__in=ids) | Q(pk__in=named))


def contacts(case_ids: Collection[UUID], *, before: tuple[datetime, UUID] | None = None, size: int) -> list[Message]:
    """What was said in these cases, newest first: `size` messages before a place. Reads at most `size` of each case by
    its index, however many there are."""
    at, pk = before or (None, None)
    rows: RawQuerySet[Message] = Message.objects.raw(
        """
        SELECT said.* FROM unnest(%(cases)s::uuid[]) AS one(id) CROSS JOIN LATERAL (
            SELECT * FROM cases_message WHERE case_id = one.id
                AND (%(at)s::timestamptz IS NULL OR (at, id) < (%(at)s::timestamptz, %(pk)s::uuid))
            ORDER BY at DESC, id DESC LIMIT %(size)s
        ) AS said ORDER BY said.at DESC, said.id DESC LIMIT %(size)s
        """,
        {"cases": list(case_ids), "at": at, "pk": pk, "size": size},
    )
    return list(rows)


def promises(case_ids: Collection[UUID]) -> QuerySet[Promise]:
    """What was promised in these cases and is neither kept nor taken back, the next to fall due first."""
    open_ones = Promise.objects.filter(owner_kind="case", owner_id__in=case_ids, state="open")
    return open_ones.select_related("responsible").order_by(F("due_at").asc(), "id")


def own_records(user: User) -> QuerySet[Party]:
    """The person's own records, and those of somebody close to them (令2020-3 art 17)."""
    ties = [tie for tie in ties_of(user) if tie.until is None]
    certificates = [tie.value for tie in ties if tie.kind == "certificate" and tie.value]
    phones = [tie.value for tie in ties if tie.kind == "phone" and tie.value]
    own = Q(email_blind=blind.email(user.email)) if user.email else Q(pk=None)
    own |= Q(certificate_blind__in=certificates) | Q(phone_blind__in=phones)
    return Party.objects.filter(own)


def _tied(user: User, ids: Collection[UUID]) -> set[UUID]:
    return set(own_records(user).filter(pk__in=ids).values_list("pk", flat=True))


def _named(user: User, ids: Collection[UUID], at: datetime) -> QuerySet[Access]:
    named = Access.objects.filter(actor_id=user.pk, at__gt=at - LOOKED_UP_FOR, at__lte=at, kind="search")
    return named.filter(aggregate_kind="customer", aggregate_id__in=ids, fields__overlap=WHOLE_NUMBERS)


def _opens(user: User, ids: Collection[UUID], at: datetime) -> bool:
    grants = grants_of(user)
    if not grants:
        return False
    paths = visible_paths(grants)
    if paths:
        units = units_under(*paths)
        parts = PolicyPart.objects.filter(party_id__in=ids, to_on=None).values("policy")
        if Policy.objects.filter(Q(holder__in=ids) | Q(pk__in=parts), unit__in=units).exists():
            return True
    if cases_of(user, ids).exists():
        return True
    if not may_take_part(grants):
        return False
    return _named(user, ids, at).exists()
