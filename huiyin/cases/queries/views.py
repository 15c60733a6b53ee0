"""The saved views of the queue that somebody has: their own, and those shared with the units they work for."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from huiyin.accounts.models import Unit, User
from huiyin.accounts.queries import grants_of, unit_paths
from huiyin.cases.models import SavedView, ViewPlace
from huiyin.cases.rules import views as rules
from huiyin.core.actors import Actor

MOST = 200


@dataclass(frozen=True)
class Placed:
    """A view as one person has it: a tab or only listed, in which place, opened first or not."""

    view: SavedView
    is_tab: bool
    is_first: bool
    place: int
    is_mine: bool

    @property
    def code(self) -> str:
        """As the address of the queue names it."""
        return str(self.view.pk)


def of(user: User) -> list[Placed]:
    """Own and shared views in the person's order; two statements. A shared view is a tab until the person says
    otherwise."""
    rows = SavedView.objects.filter(_reach(user)).select_related("unit", "owner").order_by("name", "id")[:MOST]
    grants, found = grants_of(user), list[Placed]()
    places = {row.view_id: row for row in ViewPlace.objects.filter(user=user.pk)}
    for view in rows:
        if view.owner_id != user.pk and not rules.is_for(grants, view.unit.path if view.unit else "", view.role):
            continue
        row = places.get(view.pk)
        found.append(
            Placed(
                view,
                is_tab=row.is_tab if row else True,
                is_first=row.is_first if row else False,
                place=row.place if row else rules.LAST,
                is_mine=view.owner_id == user.pk,
            )
        )
    return sorted(found, key=lambda one: (one.place, one.view.name, one.code))


def get(user: User, view_id: UUID) -> Placed:
    """One of them. Raises SavedView.DoesNotExist for a view that is not theirs or is no more."""
    for placed in of(user):
        if placed.view.pk == view_id:
            return placed
    raise SavedView.DoesNotExist


def first_of(placed: Iterable[Placed]) -> Placed | None:
    """The view that the queue opens with."""
    return next((one for one in placed if one.is_first), None)


def may_share_with(by: Actor) -> list[Unit]:
    """The units whose staff the person may share a view with: those they work for, and those below what they lead."""
    ids = [id_ for id_, path in unit_paths().items() if rules.may_share(by.grants, path)]
    return list(Unit.objects.filter(pk__in=ids, is_active=True).order_by("path"))


def _reach(user: User) -> Q:
    """Own ones and those of the units that hold a role of the person, or lie above it."""
    held = {path for _role, path in grants_of(user)}
    units = [id_ for id_, path in unit_paths().items() if any(own.startswith(path) for own in held)]
    return Q(owner=user.pk) | Q(unit__in=units)
