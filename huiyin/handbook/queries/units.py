"""Under which packs a unit runs."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from huiyin.accounts.models import Unit
from huiyin.handbook.models import UnitPack
from huiyin.handbook.queries import published, rules
from huiyin.handbook.queries.clauses import HANDBOOK
from huiyin.handbook.queries.rules import home
from huiyin.handbook.rules.sources import Source


@dataclass(frozen=True, slots=True)
class Held:
    """The packs that bind a unit, and the path of the unit that names them; "" when nobody does (the home packs)."""

    packs: tuple[str, ...]
    path: str


def held_by(unit: Unit, on: date, *, above: bool = False) -> Held:
    """What binds a unit on a day: what it names itself, else what the nearest unit above names, else the home packs.
    `above`: as if it named nothing itself. Answered from memory like all that is published: every complaint asks."""
    by_path: dict[str, list[str]] = {}
    for path, pack, since, until in published.read_unit_packs():
        if above and path == unit.path:
            continue
        if unit.path.startswith(path) and since <= on and (until is None or on <= until):
            by_path.setdefault(path, []).append(pack)
    nearest = max(by_path, key=len, default="")
    return Held(tuple(by_path[nearest]) if nearest else home(), nearest)


def packs_of(unit: Unit, on: date) -> tuple[str, ...]:
    """The packs that bind a unit on a day."""
    return held_by(unit, on).packs


def jurisdictions_of(units: Collection[Unit], on: date) -> frozenset[str]:
    """Where the packs hold that bind these units on a day; without units those of the house."""
    packs = {code for unit in units for code in held_by(unit, on).packs}
    return frozenset(rules.pack(code).jurisdiction for code in packs or home())


def is_binding(source: Source, jurisdictions: Collection[str], on: date) -> bool:
    """Does a source bind who is ruled by these jurisdictions? Otherwise it is known, but nothing is judged by it."""
    return source.jurisdiction in jurisdictions and (source.code == HANDBOOK or source.in_force_on(on))


def rows_of(unit: Unit) -> list[UnitPack]:
    """Everything that a unit named itself, newest first; the day it was set from is in each row."""
    return list(UnitPack.objects.filter(unit=unit).order_by("-since", "pack"))


def own_packs(units: Sequence[UUID], on: date) -> dict[UUID, list[str]]:
    """The packs that units name themselves on a day; units without any are left out."""
    rows = UnitPack.objects.filter(Q(until__isnull=True) | Q(until__gte=on), unit_id__in=units, since__lte=on)
    found: dict[UUID, list[str]] = {}
    for unit_id, pack in rows.values_list("unit_id", "pack").order_by("pack"):
        found.setdefault(unit_id, []).append(pack)
    return found
