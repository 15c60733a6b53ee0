"""Which clauses customers dispute, to ten thousand policies, by version; and the complaints behind a clause (6.2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from huiyin.accounts.models import User
from huiyin.cases.models import CitedClause, ClauseRole, Kind, State
from huiyin.cases.queries import visible_to
from huiyin.cases.queries.likeness import first_texts
from huiyin.catalog.models import Clause, Terms
from huiyin.catalog.queries import terms as catalog
from huiyin.complaints.models.complaint import Verdict
from huiyin.complaints.rules import clauses as rules
from huiyin.core.time import local_date
from huiyin.customers.queries.policies import held_under

YEAR = timedelta(days=365)
MOST, READ, VERSIONS = 50, 200, 6


@dataclass(frozen=True, slots=True)
class Hot:
    """A clause of a version, with what was complained of it."""

    clause: Clause
    heat: rules.Heat


@dataclass(frozen=True, slots=True)
class Line:
    """A clause by its number through the versions of a product; `cells` as the versions of the table, None where a
    version has no such clause. Each with what it is against the version before, and its tone."""

    path: str
    title: str
    cells: tuple[tuple[Hot, str, int] | None, ...]


@dataclass(frozen=True, slots=True)
class Map:
    """The clauses of a product by version, oldest first; clauses nobody complained of are left out."""

    versions: tuple[Terms, ...]
    lines: tuple[Line, ...]
    policies: tuple[int, ...]


def since(at: datetime) -> date:
    """The first day that is counted: a year back."""
    return local_date(at) - YEAR


def hottest(at: datetime, limit: int = MOST) -> list[Hot]:
    """Of all products the clauses to rewrite first: by the rate that is sure at least. Three statements, whose work
    grows with the complaints of a year that name a clause."""
    counted = _counted(CitedClause.objects.filter(received_on__gte=since(at)))
    rows = Clause.objects.filter(pk__in=counted).select_related("terms__product").defer("text", "vector")
    found = _hot(list(rows), counted)
    return sorted(found, key=lambda one: (rules.order(one.heat), one.clause.path), reverse=True)[:limit]


def of_product(product_id: UUID, at: datetime) -> Map:
    """The newest six approved versions side by side. Four statements."""
    versions = [one for one in catalog.versions(product_id) if one.state == "approved"][:VERSIONS][::-1]
    ids = [one.pk for one in versions]
    cited = CitedClause.objects.filter(received_on__gte=since(at), clause__terms__in=ids)
    rows = list(Clause.objects.filter(terms__in=ids).select_related("terms__product").defer("text", "vector"))
    held = held_under(ids)
    hot = {(one.clause.terms_id, one.clause.path): one for one in _hot(rows, _counted(cited), held)}
    named = {path: one for (_terms, path), one in hot.items() if one.heat.complaints}
    most = max((one.heat.rate or 0.0 for one in hot.values()), default=0.0)
    places = {row.path: row.place for row in sorted(rows, key=lambda row: row.terms.number)}
    titles = {row.path: row.title for row in sorted(rows, key=lambda row: row.terms.number)}
    lines = [
        Line(path, titles[path], tuple(_cells([hot.get((pk, path)) for pk in ids], most)))
        for path in sorted(named, key=lambda path: places[path])
    ]
    return Map(tuple(versions), tuple(lines), tuple(held.get(pk, 0) for pk in ids))


def _cells(row: Sequence[Hot | None], most: float) -> list[tuple[Hot, str, int] | None]:
    found: list[tuple[Hot, str, int] | None] = []
    before: rules.Heat | None = None
    for one in row:
        found.append(None if one is None else (one, rules.against(one.heat, before), rules.tone(one.heat, most)))
        before = one.heat if one is not None else before
    return found


def of_clause(clause: Clause, at: datetime) -> rules.Heat:
    """What was complained of one clause. Two statements."""
    counted = _counted(CitedClause.objects.filter(clause=clause, received_on__gte=since(at)))
    return _hot([clause], counted)[0].heat


def _counted(rows: QuerySet[CitedClause]) -> dict[UUID, tuple[int, int]]:
    """Complaints, and those upheld in whole or part, by clause. Merged ones count with the one they are part of."""
    wanted = Q(role=ClauseRole.DISPUTED, removed_at=None, case__kind=Kind.COMPLAINT) & ~Q(case__state=State.MERGED)
    upheld = Q(case__complaint__verdict__in=(Verdict.UPHELD, Verdict.PARTLY))
    sums = rows.filter(wanted).values("clause_id").annotate(
        times=Count("case", distinct=True), held=Count("case", distinct=True, filter=upheld)
    )  # fmt: skip
    return {one["clause_id"]: (one["times"], one["held"]) for one in sums.order_by()}


def _hot(
    rows: Sequence[Clause], counted: dict[UUID, tuple[int, int]], held: dict[UUID, int] | None = None
) -> list[Hot]:
    policies = held if held is not None else held_under({row.terms_id for row in rows})
    return [Hot(row, rules.heat(*counted.get(row.pk, (0, 0)), policies.get(row.terms_id, 0))) for row in rows]


def behind(user: User, clause_id: UUID, at: datetime, after: tuple[date, UUID] | None = None) -> list[CitedClause]:
    """The complaints of a year about a clause that `user` may see, newest first; a page of fifty and one more."""
    rows = CitedClause.objects.filter(clause=clause_id, role=ClauseRole.DISPUTED, removed_at=None)
    rows = rows.filter(received_on__gte=since(at), case__kind=Kind.COMPLAINT)
    if after:
        rows = rows.filter(Q(received_on__lt=after[0]) | Q(received_on=after[0], case__lt=after[1]))
    rows = rows.filter(case__in=visible_to(user, looked_up=True)).select_related("case__unit", "case__owner")
    return list(rows.order_by("-received_on", "-case")[: MOST + 1])


def words(clause: Clause, at: datetime) -> list[tuple[str, int]]:
    """What customers say when they dispute a clause, and not otherwise: told of the newest two hundred complaints about
    it, beside as many about other clauses of the house. Each phrase was used in three complaints at least."""
    cited = CitedClause.objects.filter(role=ClauseRole.DISPUTED, removed_at=None, received_on__gte=since(at))
    here = _newest(cited.filter(clause=clause))
    others = [one for one in _newest(cited.exclude(clause=clause), 2 * READ) if one not in set(here)][:READ]
    texts = first_texts([*here, *others])
    return rules.phrases([texts[one] for one in here if one in texts], [texts[one] for one in others if one in texts])


def _newest(rows: QuerySet[CitedClause], most: int = READ) -> list[UUID]:
    return list(dict.fromkeys(rows.order_by("-received_on", "-case").values_list("case_id", flat=True)[:most]))


def own_quotes(cited: Sequence[CitedClause]) -> list[str]:
    """The customers' words that handlers marked, of complaints the reader may see."""
    return list(dict.fromkeys(one.words for one in cited if one.words))
