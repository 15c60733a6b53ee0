"""Who somebody is and what part of the house is theirs."""

from uuid import UUID

from django.core.cache import cache
from django.db.models import QuerySet

from huiyin.accounts.models import Membership, Unit, User
from huiyin.core.actors import Actor


def grants_of(user: User) -> frozenset[tuple[str, str]]:
    """The (role, unit path) pairs of `user`: one query, kept on the object for the length of a request."""
    held: frozenset[tuple[str, str]] | None = getattr(user, "_grants", None)
    if held is None:
        rows = Membership.objects.filter(user_id=user.pk).values_list("role", "unit__path")
        held = frozenset((role, path) for role, path in rows) if user.is_active else frozenset()
        user._grants = held  # type: ignore[attr-defined]
    return held


def actor(user: User, *, where: str = "", via: str = "") -> Actor:
    """The actor that `user` is, with roles; `where` is the address it came from, `via` the API token's name."""
    return Actor(
        kind="api" if via else "staff",
        id=user.pk,
        label=f"{user.name} {user.employee_no}",
        grants=grants_of(user),
        where=where,
        via=via,
    )


def unit_paths() -> dict[UUID, str]:
    """Path of every unit; the tree is small and changes rarely, so it is kept for a minute."""
    paths: dict[UUID, str] | None = cache.get("accounts.unit_paths")
    if paths is None:
        paths = dict(Unit.objects.values_list("id", "path"))
        cache.set("accounts.unit_paths", paths, 60)
    return paths


def units_under(*prefixes: str) -> list[UUID]:
    """Ids of the units whose path begins with one of `prefixes`."""
    return [id_ for id_, path in unit_paths().items() if path.startswith(tuple(prefixes))] if prefixes else []


def staff_with_role(role: str, unit: Unit) -> QuerySet[User]:
    """Active staff who hold `role` for `unit` or for a unit above it, nearest first."""
    above = ["/" + "/".join(unit.path.strip("/").split("/")[: i + 1]) + "/" for i in range(unit.path.count("/") - 1)]
    return (
        User.objects.filter(is_active=True, memberships__role=role, memberships__unit__path__in=above)
        .order_by("-memberships__unit__path", "employee_no")
        .distinct()
    )


def upper_unit(unit: Unit) -> Unit | None:
    """The nearest branch, sub-branch or head office above `unit`'s own branch: who reviews its decisions."""
    home = branch_of(unit)
    node = home.parent
    while node is not None and node.kind == "department":
        node = node.parent
    return node


def branch_of(unit: Unit) -> Unit:
    """The branch, sub-branch or head office that `unit` is or belongs to (departments belong to their parent)."""
    node = unit
    while node.kind == "department" and node.parent is not None:
        node = node.parent
    return node


def root() -> Unit:
    """Head office."""
    return Unit.objects.get(parent__isnull=True)
