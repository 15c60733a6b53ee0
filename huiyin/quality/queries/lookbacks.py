"""Looking back: who may see a project, how many a cause may have reached, who is still to be looked at."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from huiyin.accounts.models import Unit, UnitKind, User
from huiyin.accounts.queries import grants_of, units_under
from huiyin.accounts.rules import may_write, visible_paths
from huiyin.cases.models import Case
from huiyin.complaints.models import Complaint, Label
from huiyin.customers.models import Policy
from huiyin.quality.models import Lookback, Reached
from huiyin.quality.rules.lookbacks import MOST, Reach


def visible_to(user: User) -> QuerySet[Lookback]:
    """The projects of the units that the person sees as a whole, and those they lead."""
    grants = grants_of(user)
    seen, paths = Q(), visible_paths(grants)
    if may_write(grants):
        seen |= Q(lead=user.pk)
    if paths:
        seen |= Q(unit__in=units_under(*paths))
    return Lookback.objects.filter(seen).select_related("unit", "lead") if seen else Lookback.objects.none()


def listed(user: User) -> QuerySet[Lookback]:
    """The same, newest first."""
    return visible_to(user).order_by("-began_at", "-id")


def of_case(case_id: UUID) -> Lookback | None:
    """The newest project that began with this case."""
    return Lookback.objects.filter(case_id=case_id).order_by("-began_at").first()


def area(unit: Unit) -> str:
    """The part of the house whose policies are looked at: a department handles complaints for what it belongs to."""
    return unit.parent.path if unit.kind == UnitKind.DEPARTMENT and unit.parent else unit.path


def population(reach: Reach, unit_path: str) -> QuerySet[Policy]:
    """The policies that the cause may have reached, in this part of the house, in the order of their ids. Where the day
    of signing is not known, the first day of cover stands for it."""
    span = (reach.signed_from, reach.signed_to)
    rows = Policy.objects.filter(
        Q(signed_on__range=span) | Q(signed_on=None, starts_on__range=span), unit__in=units_under(unit_path)
    )
    for name in ("seller_no", "product_code", "line", "sales_channel"):
        if value := getattr(reach, name):
            rows = rows.filter(**{name: value})
    return rows.order_by("pk")


def size(reach: Reach, unit_path: str, *, without: UUID | None) -> tuple[int, int]:
    """(policies reached, those of them that a complaint is about): at most `MOST` + 1 are counted. `without`: the
    policy of the complaint itself."""
    found = [row.pk for row in found_policies(reach, unit_path, without=without)]
    return len(found), len(set(complained(found).values_list("policy_id", flat=True)))


def found_policies(reach: Reach, unit_path: str, *, without: UUID | None) -> list[Policy]:
    """The policies themselves with what the list keeps of them; one more than `MOST` when there are too many."""
    rows = population(reach, unit_path).only("pk", "holder_id")
    return list((rows.exclude(pk=without) if without else rows)[: MOST + 1])


def complained(policies: Sequence[UUID]) -> QuerySet[Case]:
    """The complaints about these policies, newest first."""
    about = Complaint.objects.filter(case=OuterRef("pk"))
    return Case.objects.filter(Exists(about), policy_id__in=policies).order_by("-received_at", "-id")


def same_cause(case: Case, policies: Sequence[UUID]) -> dict[UUID, UUID]:
    """For each of these policies that a complaint of the same primary class is about, that case."""
    codes = Label.objects.filter(case=case.pk, is_primary=True, removed_at=None).values("code")
    labelled = Label.objects.filter(case=OuterRef("pk"), removed_at=None, code__in=codes)
    rows = complained(policies).filter(Exists(labelled)).values_list("policy_id", "pk")
    return {policy: pk for policy, pk in rows if policy is not None}


def reached(lookback: Lookback, *, state: str = "open", after: UUID | None = None, limit: int = 50) -> list[Reached]:
    """A page of the list in the order of its ids; one more than `limit`. `state` empty: all."""
    rows = Reached.objects.filter(lookback=lookback)
    if state:
        rows = rows.filter(state=state)
    if after is not None:
        rows = rows.filter(pk__gt=after)
    return list(rows.order_by("pk")[: limit + 1])


def policies_of(rows: Sequence[Reached]) -> dict[UUID, Policy]:
    """The policies of some of the list with their holders, by id."""
    found = Policy.objects.select_related("holder").filter(pk__in=[one.policy_id for one in rows])
    return {one.pk: one for one in found}


def told(lookback: Lookback) -> dict[str, Any]:
    """How it stands: how many in each state, and what was given in all. A project has at most `MOST` on its list."""
    rows = Reached.objects.filter(lookback=lookback).values("state").annotate(n=Count("pk"), sum=Sum("amount"))
    found = list(rows.order_by())
    return {
        "counts": {one["state"]: one["n"] for one in found},
        "given": sum((one["sum"] or 0 for one in found), start=0),
    }
