"""The clauses that a case names, also as words, the terms that bind it, and the clauses likest to the first message."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.cases.models import Case, CitedClause, ClauseRole
from huiyin.catalog.models import Clause, Terms
from huiyin.catalog.queries import products, terms
from huiyin.core.time import local_date
from huiyin.customers.models import Policy
from huiyin.text import likeness

LIKELY, LEAST = 5, 0.02


@dataclass(frozen=True, slots=True)
class Binding:
    """The terms that bind a case: those in force on the day the policy was signed (else the day the case came in).
    `terms` None: the product or a version of that day is not in the catalogue."""

    policy: Policy | None
    product_code: str
    day: date
    by_policy: bool
    terms: Terms | None


def of_case(case_id: UUID) -> list[CitedClause]:
    """The clauses that a case names, disputed ones first, then in the order of the terms. One statement."""
    rows = CitedClause.objects.filter(case=case_id, removed_at=None).select_related("clause__terms__product")
    return sorted(rows, key=lambda one: (one.role != "disputed", one.clause.terms.product.code, one.clause.place))


def one(case_id: UUID, cited_id: UUID) -> CitedClause | None:
    """One citation of a case."""
    rows = CitedClause.objects.filter(case=case_id, removed_at=None).select_related("clause__terms__product")
    return rows.filter(pk=cited_id).first()


def binding(case: Case, product_code: str = "") -> Binding:
    """Which terms bind the case: of its policy, or of a product named by hand. At most three statements."""
    policy = Policy.objects.filter(pk=case.policy_id).first() if case.policy_id else None
    code = product_code or (policy.product_code if policy else "")
    mine = policy is not None and policy.product_code == code
    signed = (policy.signed_on or policy.starts_on) if policy is not None and mine else None
    day = signed or local_date(case.received_at)
    product = products.by_code(code) if code else None
    found = terms.in_force(product.pk, day) if product else None
    return Binding(policy, code, day, signed is not None, found)


def likely(words: str, rows: Sequence[Clause]) -> list[tuple[Clause, tuple[str, ...]]]:
    """Of some clauses those likest to what the customer wrote, with the words both have; at most five."""
    texts = {row.pk: f"{row.title}\n{row.text}" for row in rows}
    found = likeness.likest(words, texts) if words.strip() and texts else {}
    ranked = sorted(rows, key=lambda row: -found[row.pk].score if row.pk in found else 0)
    best = [row for row in ranked if row.pk in found and found[row.pk].score >= LEAST]
    return [(row, tuple(found[row.pk].words)) for row in best[:LIKELY]]


def name(clause: Clause) -> str:
    """A clause as a letter names it, in the language that is active."""
    told = {"product": clause.terms.product.name, "path": clause.path, "title": clause.title}
    if not clause.title:
        return _("clause %(path)s of the terms of “%(product)s”") % told
    return _("clause %(path)s (%(title)s) of the terms of “%(product)s”") % told


def wording(clause: Clause) -> str:
    """Its name and its words as they stand in that version, in the language that is active."""
    return _("%(name)s, version %(number)d: “%(text)s”") % {
        "name": name(clause), "number": clause.terms.number, "text": " ".join(clause.text.split()),
    }  # fmt: skip


def grounds(case_id: UUID) -> list[str]:
    """The clauses that our answer rests on, with their words."""
    return [wording(row.clause) for row in of_case(case_id) if row.role == ClauseRole.RESTS_ON]
