"""Decided complaints like one that is being decided: which, why, with which outcome, and how widely those spread.

The list shows what its reader may see; the spread is of the whole house, numbers without a name, so that it is the same
for whoever decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from uuid import UUID

from django.db.models import Q, QuerySet

from huiyin.accounts.models import User
from huiyin.cases.models import Case, CitedClause, Kind
from huiyin.cases.queries import visible_to
from huiyin.cases.queries.likeness import first_texts
from huiyin.complaints.models import Liability
from huiyin.complaints.queries.fairness import paid as paid_in
from huiyin.complaints.rules import likeness as rules
from huiyin.complaints.rules.likeness import LikeTerms, Matter, Outcome, Spread
from huiyin.core.time import local_date
from huiyin.customers.models import Policy
from huiyin.text import likeness as text

# Of the newest decided complaints of the class so many are compared in full; when the class has fewer, those of the
# line fill up.
LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class Like:
    """A decided complaint: how like (0 to 100), the reasons beside the words, the words, and how it ended."""

    case: Case
    score: int
    reasons: tuple[str, ...]
    words: tuple[str, ...]
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Beside:
    """What lies beside a decision: those like it, likest first, and where their outcomes spread. `spread` is None when
    too few have the same verdict, or none is set yet; `days` are quartiles of natural days, empty likewise."""

    likes: tuple[Like, ...]
    spread: Spread | None
    days: tuple[Decimal, ...]
    verdict: str
    claimed: Decimal | None
    terms: LikeTerms


def beside(case: Case) -> Beside:
    """The decided complaints of the house that are like `case`, at most as many as the terms say. At most seven
    statements, however many complaints there are."""
    terms = rules.in_force(case.rules_on)
    if getattr(case, "complaint", None) is None:  # nobody has said yet what it is, or it is something else
        return Beside((), None, (), "", None, terms)
    rows = _candidates(case)
    everyone = {case.pk: case} | {row.pk: row for row in rows}
    texts = first_texts(everyone)
    matters, paid = _matters(everyone), paid_in(everyone)
    alike = text.likest(texts.get(case.pk, ""), {row.pk: texts.get(row.pk, "") for row in rows})
    found = []
    for row in rows:
        score, reasons = rules.likeness(matters[case.pk], matters[row.pk], alike[row.pk].score)
        if score >= terms.least_percent:
            outcome = _outcome(row, matters[row.pk], paid)
            found.append(Like(row, score, reasons, alike[row.pk].words, outcome))
    found.sort(key=lambda one: (-one.score, -one.case.received_at.timestamp()))
    likes, verdict = tuple(found[: terms.most]), case.complaint.verdict
    claimed = matters[case.pk].claimed
    spread = rules.spread([one.outcome for one in likes], verdict, claimed, terms) if verdict else None
    return Beside(likes, spread, _days(likes, terms), verdict, claimed, terms)


def shown(user: User, found: Beside) -> list[Like]:
    """The likest that `user` may see, as many as the terms show."""
    ids = [one.case.pk for one in found.likes]
    seen = set(visible_to(user, looked_up=True).filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
    return list(islice((one for one in found.likes if one.case.pk in seen), found.terms.shown))


def _candidates(case: Case) -> list[Case]:
    """The newest decided complaints of the same class, then of the same line: each read by an index."""
    rows: list[Case] = []
    for column in ("code", "line"):
        value = getattr(case, column)
        if value and len(rows) < LOOKED_AT:
            more = _decided().filter(**{column: value}).exclude(pk__in=[case.pk, *(row.pk for row in rows)])
            rows += more.order_by("-received_at", "-id")[: LOOKED_AT - len(rows)]
    return rows


def _decided() -> QuerySet[Case]:
    told = Q(complaint__notified_at__isnull=False) & ~Q(complaint__verdict="")
    return Case.objects.filter(told, is_open=False, kind=Kind.COMPLAINT).select_related("complaint", "unit")


def _matters(cases: dict[UUID, Case]) -> dict[UUID, Matter]:
    """What each is compared by. Three statements."""
    held = Policy.objects.filter(pk__in={row.policy_id for row in cases.values() if row.policy_id})
    policies = {pk: (product, line) for pk, product, line in held.values_list("id", "product_code", "line")}
    clauses: dict[UUID, set[str]] = {}
    for case_id, clause in Liability.objects.filter(case__in=cases).exclude(clause="").values_list("case_id", "clause"):
        clauses.setdefault(case_id, set()).add(clause)
    cited = CitedClause.objects.filter(case__in=cases, removed_at=None).order_by()
    for case_id, product, path in cited.values_list("case_id", "clause__terms__product__code", "clause__path"):
        clauses.setdefault(case_id, set()).add(f"{product} {path}")
    found = {}
    for pk, row in cases.items():
        product, line = policies.get(row.policy_id, ("", "")) if row.policy_id else ("", "")
        found[pk] = Matter(
            code=row.code,
            line=row.line or line,
            product=product,
            clauses=frozenset(clauses.get(pk, ())),
            claimed=row.complaint.amount_claimed or None,
        )
    return found


def _outcome(row: Case, matter: Matter, paid: dict[UUID, Decimal]) -> Outcome:
    told = row.complaint.notified_at
    days = (local_date(told) - local_date(row.received_at)).days if told else None
    return Outcome(row.complaint.verdict, paid.get(row.pk, Decimal(0)), matter.claimed, days)


def _days(likes: Sequence[Like], terms: LikeTerms) -> tuple[Decimal, ...]:
    """First quartile, median and third quartile of the days to the decision."""
    days = [Decimal(one.outcome.days) for one in likes if one.outcome.days is not None]
    if len(days) < terms.least_cases:
        return ()
    return tuple(rules.quantile(days, Decimal(part)) for part in ("0.25", "0.5", "0.75"))
