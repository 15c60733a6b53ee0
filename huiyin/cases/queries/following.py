"""Who may be called into a note, who follows a case, what somebody follows."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from huiyin.accounts.models import User
from huiyin.accounts.queries import units_under
from huiyin.cases.models import Case, Mention, Watch
from huiyin.cases.queries.access import visible_to
from huiyin.cases.queries.barred import barred
from huiyin.cases.rules import mentions as rules


@dataclass(frozen=True)
class Colleague:
    """Somebody to choose after an @: `handle` is what is written; `why` says why they may not be called (empty: they
    may): `away`, `recused` or `no_access`."""

    user: User
    handle: str
    why: str = ""


def why_not(case: Case, user: User) -> str:
    """Why somebody may not be called into a case: `inactive`, `recused`, `no_access`; empty when they may. Up to
    three statements."""
    if not user.is_active:
        return "inactive"
    if visible_to(user, looked_up=True).filter(pk=case.pk).exists():
        return ""
    return "recused" if Case.objects.filter(pk=case.pk, pk__in=barred(user)).exists() else "no_access"


def colleagues(case: Case, words: str, limit: int = 8) -> list[Colleague]:
    """Who could be meant by the beginning of a name or number: people of the case's part of the tree first, each with
    whether they may see it. Two statements and up to three for each person found."""
    words = " ".join(words.split())[: rules.LONGEST]
    rows = User.objects.filter(is_active=True).select_related("unit")
    if words:
        rows = rows.filter(Q(name__istartswith=words) | Q(employee_no__istartswith=words))
    branch = "/".join(case.unit.path.split("/")[:3]) + "/"
    near = set(units_under(branch))
    found = sorted(rows.order_by("name")[:50], key=lambda one: (one.unit_id not in near, one.name, one.employee_no))
    found = found[:limit]
    names = Counter(
        User.objects.filter(is_active=True, name__in=[one.name for one in found]).values_list("name", flat=True)
    )
    return [
        Colleague(
            one, rules.handle(one.name, one.employee_no, is_shared=names[one.name] > 1), why_not(case, one)
        )
        for one in found
    ]  # fmt: skip


def called(text: str) -> tuple[list[User], list[str]]:
    """Whom a note calls, and the names that several people have so that nobody can say who is meant. One statement,
    none for a text without @."""
    found = rules.calls(text)
    if not found:
        return [], []
    wanted = Q(name__in=rules.prefixes(found)) | Q(employee_no__in=list(rules.numbers(found)))
    people = {one.employee_no: one for one in User.objects.filter(wanted, is_active=True)}
    known: dict[str, list[rules.Named]] = {}
    for one in people.values():
        known.setdefault(one.name, []).append(rules.Named(one.name, one.employee_no))
    users: dict[str, User] = {}
    unclear = []
    for call in found:
        meant = rules.meant(call, known)
        if len(meant) > 1:
            unclear.append(meant[0].name)
        users |= {one.number: people[one.number] for one in meant[:1] if len(meant) == 1}
    return list(users.values()), unclear


def watchers(case: Case) -> QuerySet[Watch]:
    """Who follows a case, longest first."""
    return Watch.objects.filter(case=case).select_related("user").order_by("at", "id")


def watching(case: Case, user: User) -> bool:
    """Does somebody follow the case?"""
    return Watch.objects.filter(case=case, user=user).exists()


def watchers_of(case_ids: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """The ids of those who follow each of several cases: one statement."""
    found: dict[UUID, set[UUID]] = {}
    for case_id, user_id in Watch.objects.filter(case_id__in=list(case_ids)).values_list("case_id", "user_id"):
        found.setdefault(case_id, set()).add(user_id)
    return found


def watched_by(user: User) -> QuerySet[Watch]:
    """What somebody follows and may still see, newest first."""
    rows = Watch.objects.filter(user=user, case__in=visible_to(user))
    return rows.select_related("case__owner", "case__unit").order_by("-at", "-id")


def mentions_of(user: User) -> QuerySet[Mention]:
    """Where somebody was called and may still look, newest first."""
    rows = Mention.objects.filter(user=user, note__taken_back_at=None, case__in=visible_to(user))
    return rows.select_related("case", "note").order_by("-at", "-id")
