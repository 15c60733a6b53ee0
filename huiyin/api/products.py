"""Products: read by whoever knows the house, written by those who keep the catalogue."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field, StringConstraints

from huiyin.api import paging, staff
from huiyin.api.access import Request
from huiyin.api.answers import Answer, change, change_row, etag, versioned
from huiyin.api.fields import Body, Day
from huiyin.api.operations import operation
from huiyin.api.problems import Problem
from huiyin.catalog import actions
from huiyin.catalog.actions.products import ProductDraft
from huiyin.catalog.models import Product, ProductProof
from huiyin.catalog.queries import products as queries
from huiyin.core.actors import Actor

router = Router(tags=["Products"])
Line = Literal["life", "health", "accident", "property", "liability", "credit", "annuity"]
Design = Literal["ordinary", "participating", "universal", "unit_linked"]
ProofKind = Literal["insurable_interest", "good_faith", "sum_insured", "actuarial"]
Text = Annotated[str, StringConstraints(max_length=4000)]


class ProductWords(Body):
    """A product as somebody writes it."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=80)]
    line: Line
    design: Design = "ordinary"
    filing_no: Annotated[str, StringConstraints(strip_whitespace=True, max_length=60)] = ""
    cover: Text = ""
    premium: Text = ""
    returns: Text = ""
    suits: Text = ""
    suits_not: Text = ""
    keeper: Annotated[str, StringConstraints(max_length=20)] = Field(
        "", description="Employee number of who looks after it; empty: as it is, at first the caller"
    )


class ProductIn(ProductWords):
    """A new product."""

    code: Annotated[str, StringConstraints(min_length=1, max_length=20)] = Field(
        description="Policies name the product by it; it never changes"
    )


class SaleIn(Body):
    """A day of the sale."""

    on: Day


class ProofIn(Body):
    """A proof for the file of the product."""

    kind: ProofKind
    statement: Annotated[str, StringConstraints(min_length=10, max_length=4000)]
    document: Annotated[str, StringConstraints(max_length=120)] = ""
    dated_on: Day
    review_on: Day = Field(description="A later day on which it is looked at again")


class ProofOut(Schema):
    """A proof that holds."""

    id: UUID
    kind: ProofKind
    statement: str
    document: str
    dated_on: date
    review_on: date


class ProductRow(Schema):
    """A product of the list."""

    code: str
    name: str
    line: Line
    design: Design
    status: Literal["draft", "on_sale", "withdrawn"]
    sold_from: date | None
    sold_to: date | None = Field(description="The last day of its sale")
    filing_no: str
    version: int


class ProductOut(ProductRow):
    """A product with its texts and its file."""

    cover: str
    premium: str
    returns: str
    suits: str
    suits_not: str
    keeper: str = Field(description="Employee number")
    proofs: list[ProofOut]


class ProductPage(Schema):
    """Products by line and code."""

    items: list[ProductRow]
    next: str = Field(description="Cursor of the following page; empty on the last one")


class ProductQuery(paging.PageQuery):
    """Which products."""

    line: Line | Literal[""] = ""
    design: Design | Literal[""] = ""
    status: Literal["", "draft", "on_sale", "withdrawn"] = ""


@operation(router, "GET", "/products", scope="taxonomy:read", response=ProductPage, clause="6.1-1")
def list_products(request: Request, query: Query[ProductQuery]) -> ProductPage:
    """List the products

    By line and code.
    """
    about = ("products", request.auth.user.pk)
    line, _tilde, code = paging.unseal(query.cursor, *about).partition("~")
    found = queries.listed(
        line=query.line,
        design=query.design,
        status=query.status,
        after=(line, code) if code else None,
        limit=query.limit,
    )
    shown = found[: query.limit]
    last = f"{shown[-1].line}~{shown[-1].code}" if len(found) > len(shown) else ""
    return ProductPage(items=[ProductRow(**_row(one)) for one in shown], next=paging.seal(last, *about))


@operation(router, "POST", "/products", scope="rules:write", response={201: ProductOut}, clause="6.1-1")
def add_product(request: Request, body: ProductIn) -> HttpResponse:
    """Write a new product

    It is a draft until it is put on sale.
    """

    def work(by: Actor, at: datetime) -> Answer:
        given = body.model_dump(exclude={"keeper"})
        keeper = staff.person(body.keeper, "keeper") if body.keeper else request.auth.user
        made = actions.keep_product(draft=ProductDraft(**given), keeper=keeper, by=by, at=at)
        return versioned(_whole(made), 201)

    return change(request, work)


@operation(router, "GET", "/products/{product_code}", scope="taxonomy:read", response=ProductOut, clause="6.1-2")
def read_product(request: Request, response: HttpResponse, product_code: str) -> ProductOut:
    """Read a product with the proofs in its file"""
    product = product_of(product_code)
    response.headers["ETag"] = etag(product.version)
    return _whole(product)


@operation(router, "POST", "/products/{product_code}/change", scope="rules:write", response=ProductOut, clause="6.1-1")
def change_product(request: Request, product_code: str, body: ProductWords) -> HttpResponse:
    """Write a product anew

    All of its texts; the code stays.
    """

    def act(product: Product, by: Actor, at: datetime) -> Product:
        keeper = staff.person(body.keeper, "keeper") if body.keeper else None
        draft = ProductDraft(code=product.code, **body.model_dump(exclude={"keeper"}))
        return actions.keep_product(draft=draft, keeper=keeper, product=product, by=by, at=at)

    return _change(request, product_code, act)


@operation(router, "POST", "/products/{product_code}/sale", scope="rules:write", response=ProductOut, clause="6.1-2")
def sell_product(request: Request, product_code: str, body: SaleIn) -> HttpResponse:
    """Put a product on sale from a day on

    Refused with what is missing while a text or a proof is, or a proof is due for review.
    """
    return _change(
        request,
        product_code,
        lambda product, by, at: actions.put_on_sale(product=product, from_on=body.on, by=by, at=at),
    )


@operation(router, "POST", "/products/{product_code}/sale/end", scope="rules:write", response=ProductOut)
def end_product_sale(request: Request, product_code: str, body: SaleIn) -> HttpResponse:
    """Take a product off sale after a day

    Its terms and policies stay.
    """
    return _change(
        request,
        product_code,
        lambda product, by, at: actions.take_off_sale(product=product, last_on=body.on, by=by, at=at),
    )


@operation(router, "POST", "/products/{product_code}/proofs", scope="rules:write", response=ProductOut, clause="6.1-2")
def add_product_proof(request: Request, product_code: str, body: ProofIn) -> HttpResponse:
    """Put a dated proof into the product's file

    One of its kind that is there is kept as an earlier one.
    """

    def act(product: Product, by: Actor, at: datetime) -> Product:
        actions.add_proof(product=product, **body.model_dump(), by=by, at=at)
        return product

    return _change(request, product_code, act)


def _change(request: Request, code: str, act: Callable[[Product, Actor, datetime], Product]) -> HttpResponse:
    product = product_of(code)
    return change_row(product, request, lambda by, at: versioned(_whole(act(product, by, at))))


def product_of(code: str) -> Product:
    """The product with this code. Raises Problem 404."""
    found = queries.by_code(code)
    if found is None:
        raise Problem("not-found", "product.not_found", _("There is no product with this code."))
    return found


def _row(row: Product) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ProductRow.model_fields}


def _whole(row: Product) -> ProductOut:
    texts = {name: getattr(row, name) for name in ("cover", "premium", "returns", "suits", "suits_not")}
    proofs = [_proof(one) for one in queries.proofs_of(row.pk)]
    return ProductOut(**_row(row), **texts, keeper=row.keeper.employee_no, proofs=proofs)


def _proof(row: ProductProof) -> ProofOut:
    return ProofOut(**{name: getattr(row, name) for name in ProofOut.model_fields})
