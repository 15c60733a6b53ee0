"""Are complainants treated alike, wherever they live, however old they are, whichever way they came? Upheld share,
compensation against the sum claimed, and days, by branch, group of age and channel (3.4, 5.3).

Counted: complaints whose decision was told in the period, as `ToldOutcome` keeps them. Upheld: in whole or part.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, QuerySet

from huiyin.accounts.models import Unit, User
from huiyin.accounts.queries import grants_of, units_under
from huiyin.accounts.rules import READ_ONLY, visible_paths
from huiyin.complaints.models import ToldOutcome
from huiyin.complaints.rules.fairness import Compared, Told, compared

WAYS = ("unit", "age", "channel")
MONTH = timedelta(days=365.25 / 12)
# Who compares groups: those who lead a part of the house, and those who inspect it.
OVERSEES = frozenset({"supervisor", "branch_manager", "head_office_cp", "executive"}) | READ_ONLY


def table(user: User, way: str, *, since: datetime, until: datetime, least: int) -> Compared:
    """The groups of `way` among the complaints of the parts of the tree that `user` oversees, told from `since` and
    before `until`. Counted in the database: one statement, and one for the units."""
    column = {"unit": "unit_id", "age": "age", "channel": "channel"}[way]
    rows = _overseen(user).filter(told_at__gte=since, told_at__lt=until)
    counted = rows.values_list(column, "verdict", "share", "days").annotate(times=Count("pk")).order_by()
    places = branches() if way == "unit" else {}
    return compared(
        (Told(places.get(group, group), verdict != "not_upheld", *rest) for group, verdict, *rest in counted), least
    )


def branches() -> Mapping[UUID, str]:
    """The code of the branch that each unit belongs to: the unit below the head office on the way to it; that of the
    head office for its own departments."""
    units = {unit.path: unit for unit in Unit.objects.all()}
    found = {}
    for path, unit in units.items():
        parts = path.strip("/").split("/")
        top = units.get("/" + "/".join(parts[:2]) + "/", unit)
        found[unit.pk] = top.code if top.kind in ("branch", "sub_branch") else parts[0]
    return found


def _overseen(user: User) -> QuerySet[ToldOutcome]:
    paths = visible_paths(frozenset((role, path) for role, path in grants_of(user) if role in OVERSEES))
    return ToldOutcome.objects.filter(unit__in=units_under(*paths)) if paths else ToldOutcome.objects.none()
