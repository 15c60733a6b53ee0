"""What the demo shows of disputed clauses: complaints of the last year that name one, what customers were shown before
some contracts, and policies counted."""

from datetime import datetime, time, timedelta

from django.db import transaction

from huiyin.cases.actions.clauses import cite
from huiyin.cases.models import Case, CitedClause, ClauseRole, Kind, State
from huiyin.cases.queries import clauses as queries
from huiyin.cases.queries.likeness import first_texts
from huiyin.catalog.models import Terms
from huiyin.catalog.queries import terms
from huiyin.core.actors import Actor
from huiyin.core.time import SHANGHAI, local_date
from huiyin.customers.actions.shown import Showing, keep_shown
from huiyin.customers.actions.tallying import count_policies
from huiyin.customers.models import Policy, TermsShown

MOST, SHOWN = 120, 36
# What is known of every third contract: shown and explained in time, shown only, shown too late.
WAYS = (("explained", "video", "voice", -1), ("shown", "app", "tick", -1), ("shown", "paper", "not", 3))


def fill(*, by: Actor, now: datetime) -> None:
    """All at once or not at all; a second time changes nothing."""
    if CitedClause.objects.exists() or TermsShown.objects.exists():
        return
    with transaction.atomic():
        rows = Case.objects.filter(kind=Kind.COMPLAINT, policy_id__isnull=False, received_at__gte=a_year_before(now))
        cases = list(rows.exclude(state__in=(State.ARCHIVED, State.MERGED)).order_by("-received_at", "-id")[:MOST])
        texts = first_texts([case.pk for case in cases])
        for place, case in enumerate(cases):
            _dispute(case, texts.get(case.pk, ""), by, now, shown=place < SHOWN)
    count_policies(by=by, at=now)


def a_year_before(now: datetime) -> datetime:
    """A year back."""
    return now - timedelta(days=365)


def _dispute(case: Case, text: str, by: Actor, now: datetime, *, shown: bool) -> None:
    found = queries.binding(case)
    if found.terms is None or found.policy is None:
        return
    likely = queries.likely(f"{case.subject}\n{text}", terms.clauses(found.terms.pk))
    if likely:
        clause = terms.clause(likely[0][0].pk)
        assert clause is not None
        cite(case=case, clause=clause, role=ClauseRole.DISPUTED, words="，".join(likely[0][1][:2]), by=by, at=now)
    if shown:
        _show(found.policy, found.terms, by, now)


def _show(policy: Policy, bound: Terms, by: Actor, now: datetime) -> None:
    kind, method, understood, days = WAYS[int(policy.number[-1], 36) % len(WAYS)]
    signed = policy.signed_on or policy.starts_on
    at = datetime.combine(signed + timedelta(days=days), time(10, 20), tzinfo=SHANGHAI)
    if local_date(at) >= local_date(now):
        return
    keep_shown(
        showing=Showing(
            terms=bound, kind=kind, method=method, shown_at=at, understood=understood,
            understood_at=None if understood == "not" else at + timedelta(minutes=6), policy_number=policy.number,
            seller_no=policy.seller_no, proof=f"投保提示档案 {policy.number[-6:]}", key=f"demo-{policy.number}",
        ),
        by=by, at=now,
    )  # fmt: skip
