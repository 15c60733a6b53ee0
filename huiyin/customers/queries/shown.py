"""What customers were shown of the terms: of a policy, of a version, and what can be proved of a contract."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from huiyin.catalog.models import ClauseKind
from huiyin.catalog.queries import terms as catalog
from huiyin.core.time import local_date
from huiyin.customers.models import Policy, TermsShown
from huiyin.customers.rules import shown as rules

MOST = 50


@dataclass(frozen=True, slots=True)
class Proof:
    """What can be proved of a contract: its standing, the records behind it (oldest first), the numbers of the clauses
    on what is not covered. `terms_known` False: no version of that day is in the catalogue, so nothing is said."""

    standing: rules.Standing
    rows: tuple[TermsShown, ...]
    exclusions: tuple[str, ...]
    terms_known: bool


def of_policy(number: str, application_no: str = "") -> list[TermsShown]:
    """The records of a contract, the oldest first; at most fifty."""
    wanted = Q(policy_number=number) if number else Q(pk__in=())
    if application_no:
        wanted |= Q(application_no=application_no)
    rows = TermsShown.objects.filter(wanted).select_related("terms__product")
    return list(rows.order_by("shown_at", "id")[:MOST])


def of_version(terms_id: UUID, after: tuple[datetime, UUID] | None = None, limit: int = 50) -> list[TermsShown]:
    """The records of a version, the newest first, one more than `limit` when there are more."""
    rows = TermsShown.objects.filter(terms=terms_id).order_by("-shown_at", "-id")
    if after:
        rows = rows.filter(Q(shown_at__lt=after[0]) | Q(shown_at=after[0], id__lt=after[1]))
    return list(rows[: limit + 1])


def proof_of(policy: Policy, product_id: UUID) -> Proof:
    """What can be proved of a policy under the terms in force when it was signed (保险法 art 17). Three statements."""
    signed = policy.signed_on or policy.starts_on
    bound = catalog.in_force(product_id, signed)
    rows = of_policy(policy.number)
    if bound is None:
        return Proof("nothing", tuple(rows), (), terms_known=False)
    exclusions = tuple(row.path for row in catalog.clauses(bound.pk) if row.kind == ClauseKind.EXCLUSION)
    seen = [
        rules.Seen(row.kind, row.paths, local_date(row.shown_at), row.understood != "not")
        for row in rows
        if row.terms_id == bound.pk
    ]
    return Proof(rules.standing(seen, exclusions, signed), tuple(rows), exclusions, terms_known=True)
