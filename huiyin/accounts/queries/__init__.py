"""Who somebody is and what part of the house is theirs."""

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any, cast
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib.sessions.backends.base import SessionBase
from django.core.cache import cache
from django.db.models import CharField, DateField, F, QuerySet, Value
from django.db.models.functions import Cast, Concat

from huiyin.accounts import rules
from huiyin.accounts.models import ApiToken, Membership, Relation, ReportingLine, Role, RolePolicy, Unit, User
from huiyin.core.actors import Actor
from huiyin.core.written import Written

# Who leads a unit in person directs those of its staff who have no reporting line of their own.
LEADING = ("supervisor", "branch_manager")


def grants_of(user: User) -> frozenset[tuple[str, str]]:
    """The (role, unit path) pairs of `user`: one query (the ties come with it), kept on the object for the length of a
    request."""
    return _held(user)[0] if user.is_active else frozenset()


def ties_of(user: User) -> tuple[rules.Tie, ...]:
    """Whom `user` manages or managed, which units they lead, and their declared relatives; kept like the grants."""
    return _held(user)[1]


def ties_of_many(users: Iterable[UUID]) -> dict[UUID, tuple[rules.Tie, ...]]:
    """The ties of many people in one statement, none for nobody."""
    found = {user: _Held() for user in users}
    for user, kind, value, since, until in _rows(list(found)) if found else ():
        found[user].add(kind, value, since, until)
    return {user: tuple(held.ties) for user, held in found.items()}


@dataclass
class _Held:
    grants: set[tuple[str, str]] = field(default_factory=set)
    ties: list[rules.Tie] = field(default_factory=list)

    def add(self, kind: str, value: str, since: date | None, until: date | None) -> None:
        if not kind.startswith("role:"):
            self.ties.append(rules.Tie(cast(rules.TieKind, kind), value, since, until))
            return
        role = kind.removeprefix("role:")
        self.grants.add((role, value))
        if role in LEADING:
            self.ties.append(rules.Tie("leads", value))


def _held(user: User) -> tuple[frozenset[tuple[str, str]], tuple[rules.Tie, ...]]:
    kept: tuple[frozenset[tuple[str, str]], tuple[rules.Tie, ...]] | None = getattr(user, "_kept", None)
    if kept is None:
        held = _Held()
        for _user, kind, value, since, until in _ROWS.rows(user.pk):
            held.add(kind, value, since, until)
        kept = frozenset(held.grants), tuple(held.ties)
        user._kept = kept  # type: ignore[attr-defined]
    return kept


def _rows(users: list[UUID]) -> QuerySet[Any, Any]:
    """(user, kind, value, since, until): roles, reporting lines, and relations, which bind both sides."""
    lines = ReportingLine.objects.filter(manager__in=users)
    mine, theirs = Relation.objects.filter(user__in=users), Relation.objects.filter(to_user__in=users)
    parts = (
        _part(Membership.objects.filter(user__in=users), "user", Concat(Value("role:"), "role"), "unit__path", False),
        _part(lines, "manager", Value("manages"), "user__employee_no"),
        _part(mine.filter(to_user__isnull=False), "user", Value("relative"), "to_user__employee_no"),
        _part(theirs, "to_user", Value("relative"), "user__employee_no"),
        _part(mine.exclude(certificate_blind=""), "user", Value("certificate"), "certificate_blind"),
        _part(mine.exclude(phone_blind=""), "user", Value("phone"), "phone_blind"),
    )
    return parts[0].union(*parts[1:], all=True)


_ROWS = Written(lambda user: _rows([user]))


def _part(rows: QuerySet[Any], user: str, kind: Any, value: str, dated: bool = True) -> QuerySet[Any, Any]:
    days = [F("from_on"), F("to_on")] if dated else [Cast(Value(None), DateField())] * 2
    text = CharField()
    return rows.order_by().values_list(F(f"{user}_id"), Cast(kind, text), Cast(F(value), text), *days)


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


def person(by: Actor) -> User:
    """Who acts, as a row. Raises ValueError for a process, which is nobody."""
    return User.objects.get(pk=by.person)


class _Tree:
    """The paths as this process read them under a stamp of the cache; who changes the tree takes the stamp away."""

    def __init__(self) -> None:
        self._held: tuple[str, Mapping[UUID, str]] = ("", {})

    def paths(self) -> Mapping[UUID, str]:
        stamp, paths = self._held
        if stamp and cache.get("accounts.unit_paths") == stamp:
            return paths
        stamp = secrets.token_hex(8)
        cache.set("accounts.unit_paths", stamp, 60)
        paths = MappingProxyType(dict(Unit.objects.values_list("id", "path")))
        self._held = (stamp, paths)
        return paths


_tree = _Tree()


def unit_paths() -> Mapping[UUID, str]:
    """Path of every unit; the tree is small and changes rarely, so it is kept for a minute."""
    return _tree.paths()


def units_under(*prefixes: str) -> list[UUID]:
    """Ids of the units whose path begins with one of `prefixes`."""
    return [id_ for id_, path in unit_paths().items() if path.startswith(tuple(prefixes))] if prefixes else []


def staff_with_role(role: str, unit: Unit) -> QuerySet[User]:
    """Active staff who hold `role` for `unit` or for a unit above it, nearest first."""
    above = rules.upward(unit.path)
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


def policies() -> dict[str, RolePolicy]:
    """What each role demands at sign-in; kept for a minute."""
    held: dict[str, RolePolicy] | None = cache.get("accounts.policies")
    if held is None:
        held = {policy.role: policy for policy in RolePolicy.objects.all()}
        cache.set("accounts.policies", held, 60)
    return held


def lacks_second_factor(user: User, session: SessionBase) -> bool:
    """Does a role of `user` demand a second factor that this account has not set up? (A known factor is asked at
    sign-in by allauth.) The answer "has one" is kept in the session."""
    if session.get("second_factor_known"):
        return False
    demanded = {role: policy.second_factor for role, policy in policies().items()}
    if not rules.second_factor_needed(actor(user).roles, demanded):
        return False
    has_one = Authenticator.objects.filter(
        user_id=user.pk, type__in=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    ).exists()
    if has_one:
        session["second_factor_known"] = True
    return not has_one


def session_ended(user: User, session: SessionBase, at: datetime) -> bool:
    """Has the session outlived what the strictest of the user's roles allows?"""
    began = session.get("began_at")
    if began is None:
        session["began_at"] = at.timestamp()
        return False
    minutes = rules.session_minutes(
        actor(user).roles, {role: policy.session_minutes for role, policy in policies().items()}
    )
    return rules.session_over(datetime.fromtimestamp(began, UTC), minutes, at)


def token_by_secret(secret: str, at: datetime) -> ApiToken | None:
    """The live token with this secret, with its user; None when unknown, revoked, expired, or its user is off."""
    token = (
        ApiToken.objects.select_related("user")
        .filter(secret_hash=hashlib.sha256(secret.encode()).hexdigest(), revoked_at__isnull=True, user__is_active=True)
        .first()
    )
    return token if token and (token.expires_at is None or token.expires_at > at) else None


def relations_of(user: User) -> QuerySet[Relation]:
    """The close ties that somebody declared, those in force first. Only they and those who confirm see them."""
    rows = Relation.objects.filter(user=user).select_related("to_user")
    return rows.order_by(F("to_on").desc(nulls_first=True), "-declared_at")


def relations_to_confirm(user: User) -> QuerySet[Relation]:
    """The ties of which somebody said that they are over, as far as `user` is not concerned."""
    rows = Relation.objects.filter(end_asked_on__isnull=False, to_on=None).exclude(user=user)
    return rows.exclude(to_user=user).select_related("user", "to_user").order_by("declared_at")


def manager_of(user: User) -> ReportingLine | None:
    """The reporting line of today."""
    return ReportingLine.objects.filter(user=user, to_on=None).select_related("manager").first()


def administrators() -> list[User]:
    """Everybody active who administers the system: whom an alarm of the system tells."""
    return holders_of(Role.ADMINISTRATOR)


def holders_of(*roles: str) -> list[User]:
    """Everybody active who holds one of `roles`, for whatever part of the house."""
    held = Membership.objects.filter(role__in=roles, user__is_active=True).select_related("user")
    return list({one.user_id: one.user for one in held}.values())
