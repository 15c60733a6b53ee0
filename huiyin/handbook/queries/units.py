"""Under which packs a unit runs."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q

from huiyin.accounts.models import Unit
from huiyin.handbook.models import UnitPack
from huiyin.handbook.queries import published
from huiyin.handbook.queries.rules import home


def packs_of(unit: Unit, on: date) -> tuple[str, ...]:
    """The packs that bind a unit on a day: its own, else those of the nearest unit above that has some, else the home
    packs. Answered from memory like all that is published: every complaint that arrives asks."""
    by_path: dict[str, list[str]] = {}
    for path, pack, since, until in published.read_unit_packs():
        if unit.path.startswith(path) and since <= on and (until is None or on <= until):
            by_path.setdefault(path, []).append(pack)
    nearest = max(by_path, key=len, default=None)
    return tuple(by_path[nearest]) if nearest is not None else home()


def own_packs(units: Sequence[UUID], on: date) -> dict[UUID, list[str]]:
    """The packs that units name themselves on a day; units without any are left out."""
    rows = UnitPack.objects.filter(Q(until__isnull=True) | Q(until__gte=on), unit_id__in=units, since__lte=on)
    found: dict[UUID, list[str]] = {}
    for unit_id, pack in rows.values_list("unit_id", "pack").order_by("pack"):
        found.setdefault(unit_id, []).append(pack)
    return found
