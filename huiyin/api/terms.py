"""Versions of terms: taken in as text, sorted, approved by a second person, read and compared clause by clause."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field, StringConstraints

from huiyin.api.access import Request
from huiyin.api.answers import Answer, change
from huiyin.api.fields import Body, Day
from huiyin.api.operations import operation
from huiyin.api.problems import Problem
from huiyin.api.products import product_of
from huiyin.catalog import actions
from huiyin.catalog.actions.terms import read_text
from huiyin.catalog.models import Clause, Terms
from huiyin.catalog.queries import terms as queries
from huiyin.catalog.rules import comparing
from huiyin.catalog.rules.terms import Piece
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput

router = Router(tags=["Products"])
Kind = Literal["cover", "exclusion", "period", "benefit", "dispute", "other"]


class ClauseIn(Body):
    """A clause as the core system knows it."""

    path: Annotated[str, StringConstraints(pattern=r"^\d{1,3}(\.\d{1,3}){0,4}$", max_length=20)]
    kind: Kind
    title: Annotated[str, StringConstraints(max_length=80)] = ""
    text: Annotated[str, StringConstraints(max_length=20_000)] = ""


class TermsVersionIn(Body):
    """A new version: its clauses, or a text in which they are found and what they are about is guessed."""

    from_on: Day
    text: Annotated[str, StringConstraints(max_length=400_000)] = ""
    clauses: list[ClauseIn] = Field([], max_length=400)


class KindsIn(Body):
    """What clauses are about, by number."""

    kinds: dict[str, Kind] = Field(max_length=400)


class BackIn(Body):
    """What has to be different."""

    reason: Annotated[str, StringConstraints(min_length=4, max_length=300)]


class TermsClauseOut(Schema):
    """A clause."""

    path: str
    kind: Kind
    guessed: bool = Field(description="Nobody has confirmed yet what it is about")
    because: str = Field(description="The word it was guessed by")
    title: str
    text: str


class TermsRow(Schema):
    """A version of the list."""

    number: int
    state: Literal["draft", "submitted", "approved", "discarded"]
    from_on: date
    to_on: date | None
    digest: str = Field(description="SHA-256 of the clauses, once approved")


class TermsOut(TermsRow):
    """A version with its clauses."""

    clauses: list[TermsClauseOut]


class TermsList(Schema):
    """The versions, the newest first, without those given up."""

    items: list[TermsRow]


class TermsChangeOut(Schema):
    """What became of a clause."""

    what: str = Field(description="`same`, `moved`, `changed`, `added` or `removed`")
    old_path: str
    new_path: str
    words: list[tuple[str, str]] = Field(description="Of a changed one: `same`, `added` or `removed`, and the words")


class ChangeList(Schema):
    """Every clause, in the order of the newer version."""

    items: list[TermsChangeOut]


class DiffQuery(Schema):
    """Two versions by number."""

    left: int = Field(ge=1)
    right: int = Field(ge=1)


@operation(router, "GET", "/products/{product_code}/terms", scope="taxonomy:read", response=TermsList, clause="6.2-1")
def list_terms(request: Request, product_code: str) -> TermsList:
    """List the versions of a product's terms"""
    return TermsList(items=[TermsRow(**_row(one)) for one in queries.versions(product_of(product_code).pk)])


@operation(
    router, "GET", "/products/{product_code}/terms/diff", scope="taxonomy:read", response=ChangeList, clause="6.2-1"
)
def diff_terms(request: Request, product_code: str, query: Query[DiffQuery]) -> ChangeList:
    """Compare two versions clause by clause"""
    sides = [queries.pieces(queries.clauses(_terms(product_code, number).pk)) for number in (query.left, query.right)]
    return ChangeList(
        items=[
            TermsChangeOut(
                what=one.what,
                old_path=one.old.path if one.old else "",
                new_path=one.new.path if one.new else "",
                words=list(one.words),
            )
            for one in comparing.compare(*sides)
        ]
    )


@operation(
    router,
    "GET",
    "/products/{product_code}/terms/{int:terms_number}",
    scope="taxonomy:read",
    response=TermsOut,
    clause="6.2-1",
)
def read_terms(request: Request, product_code: str, terms_number: int) -> TermsOut:
    """Read a version with its clauses"""
    return _whole(_terms(product_code, terms_number))


@operation(
    router,
    "POST",
    "/products/{product_code}/terms",
    scope="rules:write",
    response={201: TermsOut},
    clause="6.2-1",
)
def take_in_terms(request: Request, product_code: str, body: TermsVersionIn) -> HttpResponse:
    """Take in a version of the terms

    Give its clauses, or a text: then what each clause is about is guessed, and waits to be confirmed.
    """
    product = product_of(product_code)

    def work(by: Actor, at: datetime) -> Answer:
        if bool(body.clauses) == bool(body.text.strip()):
            raise BadInput("terms.nothing", _("Give the clauses or the text."), field="text")
        pieces = [Piece(**one.model_dump()) for one in body.clauses] or read_text(body.text)
        made = actions.take_in(
            product=product, pieces=pieces, from_on=body.from_on, guessed=not body.clauses, by=by, at=at
        )
        return Answer(_whole(made), 201)

    return change(request, work)


@operation(
    router, "POST", "/products/{product_code}/terms/{int:terms_number}/kinds", scope="rules:write", response=TermsOut
)
def sort_terms(request: Request, product_code: str, terms_number: int, body: KindsIn) -> HttpResponse:
    """Say what the clauses of a draft are about

    Whoever says it confirms the guess.
    """
    return _change(
        request,
        product_code,
        terms_number,
        lambda terms, by, at: actions.sort_clauses(terms=terms, kinds=dict(body.kinds), by=by, at=at),
    )


@operation(
    router, "POST", "/products/{product_code}/terms/{int:terms_number}/submit", scope="rules:write", response=TermsOut
)
def submit_terms(request: Request, product_code: str, terms_number: int) -> HttpResponse:
    """Hand a draft to a second person

    Refused while a guess waits or one of the items that terms contain is missing.
    """
    return _change(request, product_code, terms_number, lambda terms, by, at: actions.submit(terms=terms, by=by, at=at))


@operation(
    router, "POST", "/products/{product_code}/terms/{int:terms_number}/approve", scope="rules:write", response=TermsOut
)
def approve_terms(request: Request, product_code: str, terms_number: int) -> HttpResponse:
    """Approve a version that somebody else wrote

    It holds from its day on; the version before ends the day before. Nothing of it changes after.
    """
    return _change(
        request, product_code, terms_number, lambda terms, by, at: actions.approve(terms=terms, by=by, at=at)
    )


@operation(
    router, "POST", "/products/{product_code}/terms/{int:terms_number}/back", scope="rules:write", response=TermsOut
)
def send_back_terms(request: Request, product_code: str, terms_number: int, body: BackIn) -> HttpResponse:
    """Give a version back to who wrote it"""
    return _change(
        request,
        product_code,
        terms_number,
        lambda terms, by, at: actions.send_back(terms=terms, reason=body.reason, by=by, at=at),
    )


@operation(
    router, "POST", "/products/{product_code}/terms/{int:terms_number}/discard", scope="rules:write", response=TermsOut
)
def discard_terms(request: Request, product_code: str, terms_number: int) -> HttpResponse:
    """Give up a version that is not approved"""
    return _change(
        request, product_code, terms_number, lambda terms, by, at: actions.discard(terms=terms, by=by, at=at)
    )


def _change(request: Request, code: str, number: int, act: Callable[[Terms, Actor, datetime], object]) -> HttpResponse:
    terms = _terms(code, number)

    def work(by: Actor, at: datetime) -> Answer:
        act(terms, by, at)
        return Answer(_whole(_terms(code, number)))

    return change(request, work)


def _terms(code: str, number: int) -> Terms:
    found = queries.version(product_of(code).pk, number)
    if found is None:
        raise Problem("not-found", "terms.not_found", _("The product has no version with this number."))
    return found


def _row(terms: Terms) -> dict[str, Any]:
    return {name: getattr(terms, name) for name in TermsRow.model_fields}


def _whole(terms: Terms) -> TermsOut:
    return TermsOut(**_row(terms), clauses=[_clause(one) for one in queries.clauses(terms.pk)])


def _clause(row: Clause) -> TermsClauseOut:
    return TermsClauseOut(**{name: getattr(row, name) for name in TermsClauseOut.model_fields})
