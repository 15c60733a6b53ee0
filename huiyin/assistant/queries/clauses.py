"""What the terms in force say to a question about a product, and the words in which it is told (4.2-2, 6.2, 6.3-3).

Only approved versions of products that are or were sold answer. A choice is named `clause:<id>` or
`kind:<version>:<kind>`, so that a button can send it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from huiyin.assistant.rules import clauses as rules
from huiyin.catalog.models import Clause, ClauseKind, Product, ProductStatus, Terms, TermsState
from huiyin.catalog.queries import terms as catalog
from huiyin.core.masking import without_personal_numbers
from huiyin.knowledge.rules.ranking import Document

LONGEST, MOST_PRODUCTS, LONGEST_ANSWER = 500, 500, 1800
CLAUSE, KIND = "clause:", "kind:"


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found: answer (the first choice is it), ask (which of these?), unknown. `product` is empty when the
    question names none, or several (`products` has their names); `any_terms`: could naming one help?
    `is_bare`: nothing but the product was named"""

    verdict: rules.Verdict
    choices: tuple[str, ...] = ()
    product: str = ""
    products: tuple[str, ...] = ()
    words: str = ""
    any_terms: bool = False
    is_bare: bool = False


def look(question: str, *, on: date, known_at: datetime | None = None) -> Looked:
    """What terms in force on a day, of those approved by `known_at`, say to a question. Three statements at most."""
    words = without_personal_numbers(question)[:LONGEST]
    names = dict(_told(on).values_list("code", "name")[:MOST_PRODUCTS])
    meant = rules.named(words, names)
    if len(meant) != 1:
        both = tuple(names[one.code] for one in meant[: rules.MOST])
        return Looked("unknown", products=both, words=words, any_terms=bool(names))
    terms = _in_force(meant[0].code, on, known_at)
    if terms is None:
        return Looked("unknown", product=meant[0].code, words=words)
    verdict, choices = _among(terms, meant[0].rest)
    return Looked(verdict, choices, meant[0].code, words=words, is_bare=rules.is_bare(meant[0].rest))


def _told(on: date) -> QuerySet[Product]:
    """Products that customers may ask about: sold now or before."""
    return Product.objects.exclude(status=ProductStatus.DRAFT).filter(sold_from__lte=on).order_by("code")


def _in_force(code: str, on: date, known_at: datetime | None) -> Terms | None:
    day = Q(from_on__lte=on) & (Q(to_on=None) | Q(to_on__gte=on))
    known = Q(decided_at__lte=known_at) if known_at else Q()
    return Terms.objects.filter(day, known, product__code=code, state=TermsState.APPROVED).order_by("-from_on").first()


def _among(terms: Terms, rest: str) -> tuple[rules.Verdict, tuple[str, ...]]:
    held = catalog.clauses(terms.pk)
    kind = rules.whole_kind(rest)
    if kind and any(row.kind == kind for row in held):
        return "answer", (f"{KIND}{terms.pk}:{kind}",)
    hits = rules.rank(rest, [Document(str(row.pk), [row.title], row.text) for row in held])
    verdict = rules.verdict(hits)
    if verdict == "unknown" and (rules.asks_whether(rest) or rules.is_bare(rest)):
        both = tuple(f"{KIND}{terms.pk}:{kind}" for kind in ("cover", "exclusion") if any(r.kind == kind for r in held))
        return ("ask", both) if both else ("unknown", ())
    return verdict, tuple(f"{CLAUSE}{hit.id}" for hit in rules.offered(hits))


def is_choice(code: str) -> bool:
    """Does a choice name something of the terms, and no article?"""
    return code.startswith((CLAUSE, KIND))


def chosen(code: str) -> list[Clause]:
    """The clauses that a choice names; none for one that is not there (any more)."""
    name, _colon, rest = code.partition(":")
    rows = Clause.objects.filter(terms__state=TermsState.APPROVED).select_related("terms__product")
    try:
        if name == "clause":
            return list(rows.filter(pk=UUID(rest)))
        version, _colon, kind = rest.partition(":")
        return list(rows.filter(terms=UUID(version), kind=kind).order_by("place"))
    except ValueError:
        return []


def places(codes: Sequence[str]) -> dict[str, tuple[str, int, str]]:
    """Where choices stand: product, version, number of the (first) clause. One statement, none for no choice."""
    ids = {code: code.split(":")[1] for code in codes}
    if not ids:
        return {}
    clauses, kinds = Q(pk__in=[pk for code, pk in ids.items() if code.startswith(CLAUSE)]), Q(pk__in=[])
    for code, pk in ids.items():
        if code.startswith(KIND):
            kinds |= Q(terms=pk, kind=code.rsplit(":", 1)[1])
    found: dict[str, tuple[str, int, str]] = {}
    rows = Clause.objects.filter(clauses | kinds, terms__state=TermsState.APPROVED).order_by("place")
    for row in rows.select_related("terms__product").defer("text", "vector"):
        stands = (row.terms.product.code, row.terms.number, row.path)
        found.setdefault(f"{CLAUSE}{row.pk}", stands)
        found.setdefault(f"{KIND}{row.terms_id}:{row.kind}", stands)
    return found


def title(code: str) -> str:
    """A choice as a line to choose; empty for one that is not there."""
    rows = chosen(code)
    if not rows:
        return ""
    product = rows[0].terms.product.name
    if code.startswith(KIND):
        return f"{product}: {ClauseKind(rows[0].kind).label}"
    return f"{product} {rows[0].path} {rows[0].title}".strip()


def wording(rows: Sequence[Clause]) -> str:
    """The words of clauses as they stand, and where they stand. What is too long for a talk is named, not cut short."""
    terms = rows[0].terms
    told: list[str] = []
    left: list[str] = []
    for row in rows:
        words = f"{row.path} {row.title}\n{row.text}".strip()
        (told if sum(len(one) for one in told) + len(words) <= LONGEST_ANSWER or not told else left).append(words)
    if left:
        names = "、".join(one.partition("\n")[0] for one in left)
        told.append(_("Read the rest in the terms themselves: %(clauses)s.") % {"clauses": names})
    foot = _(
        "From the terms of “%(product)s”, version %(number)d, in force since %(day)s. A contract is bound by the "
        "version of the day it was signed; people tell you which one is yours."
    ) % {"product": terms.product.name, "number": terms.number, "day": f"{terms.from_on:%Y-%m-%d}"}
    return "\n\n".join([*told, foot])
