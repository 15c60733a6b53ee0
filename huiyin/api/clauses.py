"""Clauses that a case names, what is disputed to ten thousand policies, and what customers were shown (6.2)."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field, StringConstraints

from huiyin.api.access import Request
from huiyin.api.answers import Answer, case_of, change, change_case
from huiyin.api.fields import Body, Moment
from huiyin.api.operations import operation
from huiyin.api.problems import Problem
from huiyin.api.products import product_of
from huiyin.cases.actions import clauses as citing
from huiyin.cases.models import Case, CitedClause
from huiyin.cases.queries import clauses as cited
from huiyin.catalog.models import Clause, Terms
from huiyin.catalog.queries import terms as versions
from huiyin.complaints.queries import clauses as disputed
from huiyin.core import masking
from huiyin.core.actors import Actor
from huiyin.core.time import now
from huiyin.customers.actions.shown import Showing, keep_shown
from huiyin.customers.models import TermsShown
from huiyin.customers.queries import shown

router = Router(tags=["Products"])
Role = Literal["disputed", "rests_on"]
Short = Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)]
Path = Annotated[str, StringConstraints(pattern=r"^\d{1,3}(\.\d{1,3}){0,4}$", max_length=20)]


class ClauseRef(Schema):
    """A clause of a version of terms."""

    product: str
    version: int
    path: str
    title: str
    digest: str = Field(description="SHA-256 of the version")


class CitedOut(Schema):
    """A clause that the case names."""

    id: UUID
    role: Role
    clause: ClauseRef
    words: str = Field(description="The customer's own words about it, personal numbers masked")
    at: datetime
    by: str


class BindingOut(Schema):
    """The terms that bind the case."""

    product: str
    version: int | None = Field(description="Null: the catalogue has none for that day")
    day: date
    by_policy: bool = Field(description="The day the policy was signed; else the day the case came in")


class CaseClauses(Schema):
    """The clauses of a case, disputed ones first."""

    items: list[CitedOut]
    binding: BindingOut


class CiteIn(Body):
    """A clause by product, version and number."""

    product: Short
    version: int = Field(ge=1, le=10_000)
    path: Path
    role: Role
    words: Annotated[str, StringConstraints(max_length=300)] = ""


class HotOut(Schema):
    """A clause, with what a year of complaints disputes of it."""

    clause: ClauseRef
    complaints: int
    upheld: int = Field(description="Of them, upheld in whole or part")
    policies: int = Field(description="Signed under the version and in force in the last year, counted last night")
    rate: float | None = Field(description="Complaints to ten thousand policies")
    low: float | None = Field(description="Where the true rate lies in 95 of 100 such years: at least")
    high: float | None = Field(description="… at most")


class HotList(Schema):
    """The fifty clauses to rewrite first, by the rate that is sure at least."""

    since: date
    items: list[HotOut]


class PhraseOut(Schema):
    """A phrase and in how many complaints it stands."""

    words: str
    complaints: int


class HotClause(HotOut):
    """One clause with the words customers use of it."""

    words: list[PhraseOut]


class ShownIn(Body):
    """What a customer was shown or told of a version before the contract."""

    kind: Literal["shown", "explained"]
    method: Literal["web", "app", "paper", "face", "phone", "video"]
    shown_at: Moment
    paths: list[Path] = Field([], max_length=400, description="Empty: all clauses on what is not covered")
    understood: Literal["not", "tick", "signature", "voice", "copied"] = "not"
    understood_at: Moment | None = None
    words: Annotated[str, StringConstraints(max_length=1000)] = ""
    policy_number: Short = ""
    application_no: Short = ""
    seller_no: Annotated[str, StringConstraints(max_length=20)] = ""
    proof: Annotated[str, StringConstraints(max_length=200)] = ""
    proof_hash: Annotated[str, StringConstraints(max_length=64)] = Field("", description="SHA-256 of the proof's file")
    key: Annotated[str, StringConstraints(max_length=80)] = Field(
        "", description="The sales system's own: the same one twice is one record, to which a policy may be added"
    )


class ShownOut(Schema):
    """A record; it never changes."""

    id: UUID
    kind: str
    version: int
    paths: list[str]
    digest: str = Field(description="SHA-256 of the clauses as they were shown")
    all_exclusions: bool
    method: str
    shown_at: datetime
    understood: str
    understood_at: datetime | None
    policy_number: str
    application_no: str
    seller_no: str
    proof: str


class ShownQuery(Schema):
    """Of which contract."""

    policy_number: Short


class ShownList(Schema):
    """The records of a contract, the oldest first."""

    items: list[ShownOut]


@operation(router, "GET", "/complaints/{number}/clauses", scope="complaints:read", response=CaseClauses, clause="6.2-4")
def list_case_clauses(request: Request, number: str) -> CaseClauses:
    """List the clauses that a complaint or request names

    With the version of the terms that binds it.
    """
    return _of(case_of(request, number))


@operation(router, "POST", "/complaints/{number}/clauses", scope="complaints:write", response=CaseClauses)
def cite_clause(request: Request, number: str, body: CiteIn) -> HttpResponse:
    """Name a clause of an approved version

    The same one twice stays one.
    """
    clause = _clause(body.product, body.version, body.path)

    def work(case: Case, by: Actor, at: datetime) -> Answer:
        citing.cite(case=case, clause=clause, role=body.role, words=body.words, by=by, at=at)
        return Answer(_of(case))

    return change_case(request, number, work)


@operation(
    router, "POST", "/complaints/{number}/clauses/{uuid:cited_id}/remove", scope="complaints:write",
    response=CaseClauses,
)  # fmt: skip
def uncite_clause(request: Request, number: str, cited_id: UUID) -> HttpResponse:
    """Take a clause off the complaint"""

    def work(case: Case, by: Actor, at: datetime) -> Answer:
        citing.uncite(case=case, cited_id=cited_id, by=by, at=at)
        return Answer(_of(case))

    return change_case(request, number, work)


@operation(router, "GET", "/disputed-clauses", scope="taxonomy:read", response=HotList, clause="6.2")
def list_disputed_clauses(request: Request) -> HotList:
    """List the clauses that customers dispute most"""
    at = now()
    return HotList(since=disputed.since(at), items=[_hot(one.clause, one.heat) for one in disputed.hottest(at)])


@operation(
    router, "GET", "/products/{product_code}/terms/{int:terms_number}/disputed/{clause_path}", scope="taxonomy:read",
    response=HotClause, clause="6.2",
)  # fmt: skip
def read_disputed_clause(request: Request, product_code: str, terms_number: int, clause_path: str) -> HotClause:
    """Read what customers dispute of a clause

    With the words they use; each was used by three customers at least.
    """
    at, clause = now(), _clause(product_code, terms_number, clause_path)
    told = _hot(clause, disputed.of_clause(clause, at)).model_dump()
    words = [PhraseOut(words=phrase, complaints=times) for phrase, times in disputed.words(clause, at)]
    return HotClause(**told, words=words)


@operation(
    router, "POST", "/products/{product_code}/terms/{int:terms_number}/shown", scope="customers:write",
    response={201: ShownOut}, clause="6.2-2",
)  # fmt: skip
def keep_terms_shown(request: Request, product_code: str, terms_number: int, body: ShownIn) -> HttpResponse:
    """Keep what a customer was shown or told of a version

    Evidence: nobody can change or delete it.
    """
    terms = _terms(product_code, terms_number)

    def work(by: Actor, at: datetime) -> Answer:
        return Answer(_shown(keep_shown(showing=Showing(terms=terms, **body.model_dump()), by=by, at=at)), 201)

    return change(request, work)


@operation(router, "GET", "/terms-shown", scope="customers:read", response=ShownList, clause="6.2-4")
def list_terms_shown(request: Request, query: Query[ShownQuery]) -> ShownList:
    """List what was shown and told before a contract"""
    number = query.policy_number.upper()
    return ShownList(items=[_shown(one) for one in shown.of_policy(number)] if number else [])


def _terms(code: str, number: int) -> Terms:
    found = versions.version(product_of(code).pk, number)
    if found is None:
        raise Problem("not-found", "terms.not_found", _("The product has no version with this number."))
    return found


def _clause(code: str, number: int, path: str) -> Clause:
    row = next((one for one in versions.clauses(_terms(code, number).pk) if one.path == path), None)
    found = versions.clause(row.pk) if row else None
    if found is None:
        raise Problem("not-found", "clause.not_found", _("No approved version has a clause of this number."))
    return found


def _ref(clause: Clause) -> ClauseRef:
    terms = clause.terms
    return ClauseRef(
        product=terms.product.code, version=terms.number, path=clause.path, title=clause.title, digest=terms.digest
    )


def _of(case: Case) -> CaseClauses:
    found = cited.binding(case)
    items = [_cited(one) for one in cited.of_case(case.pk)]
    number = found.terms.number if found.terms else None
    bound = BindingOut(product=found.product_code, version=number, day=found.day, by_policy=found.by_policy)
    return CaseClauses(items=items, binding=bound)


def _cited(one: CitedClause) -> CitedOut:
    said = {"id": one.pk, "role": one.role, "words": masking.text(one.words), "at": one.at, "by": one.by_label}
    return CitedOut.model_validate(said | {"clause": _ref(one.clause)})


def _hot(clause: Clause, heat: Any) -> HotOut:
    figures = {name: getattr(heat, name) for name in ("complaints", "upheld", "policies", "rate", "low", "high")}
    return HotOut(clause=_ref(clause), **figures)


def _shown(row: TermsShown) -> ShownOut:
    names = [name for name in ShownOut.model_fields if name != "version"]
    return ShownOut(version=row.terms.number, **{name: getattr(row, name) for name in names})
