"""Calls: who may see which, which one is going on, what else came from a number."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from huiyin.accounts.models import User
from huiyin.accounts.queries import grants_of, units_under
from huiyin.accounts.rules import visible_paths
from huiyin.channels.models import Call
from huiyin.channels.rules.calls import LONGEST
from huiyin.core import blind
from huiyin.customers.models import Party, Policy, PolicyPart
from huiyin.customers.queries import find
from huiyin.customers.queries.policies import tidy_policy
from huiyin.customers.rules import born_on as born_by_number


def visible_to(user: User) -> QuerySet[Call]:
    """The calls that `user` may see: their own, and those of units in a part of the tree that a role opens."""
    grants = grants_of(user)
    if not grants:
        return Call.objects.none()
    seen, paths = Q(agent=user.pk), visible_paths(grants)
    if paths:
        seen |= Q(unit__in=units_under(*paths))
    return Call.objects.filter(seen).select_related("agent", "unit")


def listed(user: User, *, at: datetime, only: str = "") -> QuerySet[Call]:
    """The same newest first: all, `mine`, `live` (going on at this moment), or of one outcome."""
    rows = visible_to(user).order_by("-began_at", "-id")
    if only == "mine":
        return rows.filter(agent=user.pk)
    if only == "live":
        return rows.filter(ended_at=None, began_at__gt=at - LONGEST)
    return rows.filter(outcome=only) if only else rows


def going_on(user: User, at: datetime) -> Call | None:
    """The call that rings for `user` or that they are in; the newest when there are several."""
    rows = Call.objects.filter(agent=user.pk, ended_at=None, began_at__gt=at - LONGEST, began_at__lte=at)
    return rows.order_by("-began_at", "-id").first()


def of_case(case_id: UUID, limit: int = 20) -> list[Call]:
    """The newest calls of a case."""
    return list(Call.objects.filter(case_id=case_id).select_related("agent").order_by("-began_at", "-id")[:limit])


def of_customers(ids: Collection[UUID], limit: int = 10) -> list[Call]:
    """The newest calls in which one of these customers was identified."""
    return list(Call.objects.filter(party_id__in=ids).select_related("agent").order_by("-began_at", "-id")[:limit])


def who_said(said: Mapping[str, str], *, born_on: date | None, number_blind: str) -> Party | None:
    """The one record that fits everything that was said (keys of `callers.ASKED`). Of several records of one person
    the one with the caller's number, else the oldest. A policy is named by everybody who has a part in it."""
    if said["certificate"]:
        found = [match.party for match in find(certificate=said["certificate"])]
        if said["policy_number"]:
            among = {party.pk for party in _of_policy(said["policy_number"])}
            found = [party for party in found if party.pk in among]
    else:
        found = _of_policy(said["policy_number"])
    if said["name"]:
        found = [party for party in found if party.name_blind == blind.name(said["name"])]
    if born_on is not None:
        found = [party for party in found if _born(party) == born_on]
    found.sort(key=lambda party: (not number_blind or party.phone_blind != number_blind, party.pk))
    return found[0] if found else None


def _of_policy(number: str) -> list[Party]:
    policy = Policy.objects.filter(number=tidy_policy(number)).select_related("holder").first()
    if policy is None:
        return []
    parts = PolicyPart.objects.filter(policy=policy, to_on=None).order_by("id").values_list("party_id", flat=True)
    return list((Party.objects.in_bulk(parts[:50]) | {policy.holder_id: policy.holder}).values())


def _born(party: Party) -> date | None:
    return date.fromisoformat(party.born_on) if party.born_on else born_by_number(party.certificate_no)
