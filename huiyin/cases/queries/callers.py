"""What somebody may know of the person they have on the phone: the door of the edges during a call (2.2-1, 1.2-7).

A caller who proved who they are is told of all their own matters, whoever works on them: that is what they call for.
Who has them on the phone therefore sees of each its number, state, limit and promises, and may write down what was
said; the matter itself opens only to those who take part in it (`access.visible_to`).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from huiyin.accounts.models import User
from huiyin.cases.models import Case, Kind, Person
from huiyin.cases.models.people import PersonRole
from huiyin.cases.queries.access import visible_to
from huiyin.cases.queries.barred import barred
from huiyin.cases.queries.customers import customer
from huiyin.channels.models import Call
from huiyin.channels.rules.callers import AFTERWARDS
from huiyin.customers.models import Party

MOST = 50
# Who reports a violation or petitions is spoken to by those who handle it.
_TOLD = (Kind.COMPLAINT, Kind.REQUEST, Kind.INQUIRY, Kind.CLAIM_FILING, Kind.UNTRIAGED)
_SPEAKS = (PersonRole.COMPLAINANT, PersonRole.AGENT, PersonRole.HEIR, PersonRole.REPRESENTATIVE)


@dataclass(frozen=True)
class Caller:
    """Who was identified, with the ids of all records of the same person."""

    party: Party
    ids: list[UUID]


def caller(user: User, call: Call, *, at: datetime) -> Caller | None:
    """Who is on the phone, for whoever has them there or spoke to them within the last hour; None while nobody was
    identified, for everybody else, and where the record must not open to `user` (their own, a relative's)."""
    if call.party_id is None or call.identified_at is None or call.agent_id != user.pk:
        return None
    if at > (call.ended_at or max(call.identified_at, call.began_at)) + AFTERWARDS:
        return None
    try:
        party, ids = customer(user, call.party_id, at=at)
    except Party.DoesNotExist:
        return None
    return Caller(party, ids)


def matters(user: User, found: Caller) -> QuerySet[Case]:
    """The caller's own matters, open ones first; never one from which `user` must stay away."""
    return _of(found.ids).exclude(pk__in=barred(user)).select_related("owner", "unit").order_by(
        "-is_open", "-received_at", "-id"
    )  # fmt: skip


def sees(user: User, ids: Collection[UUID]) -> set[UUID]:
    """Which of these matters open to `user` themselves."""
    return set(visible_to(user, looked_up=True).filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()


def _of(ids: Collection[UUID]) -> QuerySet[Case]:
    spoke = Person.objects.filter(party_id__in=ids, role__in=_SPEAKS).order_by().values("case_id")
    return Case.objects.filter(Q(customer_id__in=ids) | Q(pk__in=spoke), kind__in=_TOLD)
