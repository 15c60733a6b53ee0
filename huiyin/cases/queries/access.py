"""Who sees which case: role × part of the tree × participation, minus recusal. The only door of the edges."""

import hmac
from collections.abc import Collection
from uuid import UUID

from django.db.models import Q, QuerySet

from huiyin.accounts.models import User
from huiyin.accounts.queries import grants_of, unit_paths, units_under
from huiyin.accounts.rules import may_take_part, visible_paths
from huiyin.cases.models import Case, Participation
from huiyin.cases.queries.barred import barred
from huiyin.cases.rules import numbers, secrets
from huiyin.core import crypto
from huiyin.core.among import among


def visible_to(user: User, *, looked_up: bool = False) -> QuerySet[Case]:
    """The cases that `user` may see, as one condition on the case: unit in a part of the tree that a role opens, or
    owned, registered or taken part in; never a case from which the user is recused or in which a rule finds an interest
    of theirs (`barred`). Ended cases included. `looked_up`: few cases are named beside it, and each is asked for itself
    rather than all that somebody has registered in years.
    """
    grants = grants_of(user)
    if not grants:
        return Case.objects.none()
    away = among(barred(user)) if looked_up else Q(pk__in=barred(user))
    paths = visible_paths(grants)
    if _is_whole_house(paths):
        return Case.objects.filter(~away)
    seen = Q(unit__in=units_under(*paths)) if paths else Q()
    if may_take_part(grants):
        mine = Q(owner=user.pk) | Q(registered_by=user.pk)
        taking_part = Participation.objects.filter(user=user.pk, to_at=None).values("case_id")
        if looked_up:
            own = mine | among(taking_part)
        else:
            own = Q(pk__in=Case.objects.filter(mine).values("pk").union(taking_part, all=True))
        seen = seen | own if paths else own
    elif not paths:
        return Case.objects.none()
    return Case.objects.filter(seen & ~away)


def visible_parts(user: User, *, looked_up: bool = False) -> list[QuerySet[Case]]:
    """The same cases as `visible_to` as parts that each have an index to be read in order by, for pages of a list: the
    parts of the tree, owned, registered, taken part in. A case may be in several. `looked_up`: the order comes from
    another table, and cases are looked up one by one."""
    grants = grants_of(user)
    away = among(barred(user)) if looked_up else Q(pk__in=barred(user))
    rows = Case.objects.filter(~away)
    paths = visible_paths(grants)
    if _is_whole_house(paths):
        return [rows]
    parts = [rows.filter(unit__in=units_under(*paths))] if paths else []
    if may_take_part(grants):
        taking_part = Participation.objects.filter(user=user.pk, to_at=None).values("case_id")
        parts += [rows.filter(owner=user.pk), rows.filter(registered_by=user.pk), rows.filter(among(taking_part))]
    return parts


def get(user: User, ref: str | UUID) -> Case:
    """The visible case with this number (as typed: spaces, hyphens and small letters do) or id.

    Raises Case.DoesNotExist when there is none or `user` may not see it: the two look the same from outside.
    """
    return visible_to(user, looked_up=True).select_related("unit", "owner", "complaint").get(_is(ref))


def named(user: User, refs: Collection[str]) -> QuerySet[Case]:
    """The visible cases among those with these numbers (as typed) or ids."""
    keys = [_key(ref) for ref in refs]
    wanted = Q(pk__in=[value for column, value in keys if column == "pk"])
    wanted |= Q(number__in=[value for column, value in keys if column == "number"])
    return visible_to(user, looked_up=True).select_related("unit", "owner").filter(wanted)


def find(ref: str | UUID) -> Case | None:
    """The case with this number or id whoever asks: for actions, jobs and the portal's own check, never for a page."""
    return Case.objects.select_related("unit", "owner").filter(_is(ref)).first()


def by_secret(number: str, secret: str) -> Case | None:
    """The case that a customer names by its number and code; None unless both fit (compared in constant time)."""
    case = find(number)
    given = secret_hash(secret)
    kept = case.secret_hash if case else ""
    fits = hmac.compare_digest(given.encode(), (kept or "0" * len(given)).encode())
    return case if case is not None and kept and fits else None


def secret_hash(secret: str) -> str:
    """What is kept of a secret: a keyed fingerprint of it as it is read, however it was typed."""
    return crypto.blind("portal", secrets.tidy(secret))


def secret_for(case_id: UUID) -> str:
    """The secret a case begins with: derived from its id with the index key, so that a repeat gets the same again."""
    return secrets.secret_from(crypto.blind("portal-secret", str(case_id)))


def secret_of(case: Case) -> str:
    """The secret that `case` was registered with; empty when it has been replaced since."""
    secret = secret_for(case.pk)
    return secret if secret_hash(secret) == case.secret_hash else ""


def _is(ref: str | UUID) -> Q:
    return Q(_key(ref))


def _key(ref: str | UUID) -> tuple[str, str | UUID]:
    """The column that a number or id stands in, and what stands there."""
    if isinstance(ref, UUID):
        return "pk", ref
    try:
        return "pk", UUID(ref)
    except ValueError:
        return "number", numbers.tidy(ref)


def _is_whole_house(paths: tuple[str, ...]) -> bool:
    return bool(paths) and all(path.startswith(paths) for path in unit_paths().values())
