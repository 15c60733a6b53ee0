"""Products from draft to the end of their sale, and the proofs in their file (6.1)."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.accounts.models import User
from huiyin.catalog import queries
from huiyin.catalog.actions import base
from huiyin.catalog.models import Design, Line, Product, ProductProof, ProductStatus, ProofKind
from huiyin.catalog.rules import products as rules
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused
from huiyin.core.time import local_date

MOST_TEXT = 4000
LEAST_STATEMENT = 10


@dataclass(frozen=True)
class ProductDraft:
    """A product as somebody writes it. The texts are what customers read."""

    code: str
    name: str
    line: str
    design: str = "ordinary"
    filing_no: str = ""
    cover: str = ""
    premium: str = ""
    returns: str = ""
    suits: str = ""
    suits_not: str = ""


@action
def keep_product(
    *,
    draft: ProductDraft,
    by: Actor,
    at: datetime,
    keeper: User | None = None,
    product: Product | None = None,
    version: int | None = None,
) -> Product:
    """Make a product, or write it anew. The code never changes, for policies name it.

    Raises BadInput (`product.code`, `product.code_taken`, `product.code_stays`, `product.name`, `product.line`,
    `product.design`, `product.long`) and Refused (`product.not_yours`, `product.changed`, `product.lacks`).
    """
    if product is None:
        row, before = _new(draft, keeper, by, at), None
    else:
        row = base.lock(product.pk, by=by, version=version)
        before = asdict(_said(row))
        if rules.tidy_code(draft.code) != row.code:
            raise BadInput(
                "product.code_stays", _("Policies name the product by its code; it cannot change."), field="code"
            )
    tidy = {name: str(value).strip() for name, value in asdict(draft).items() if name != "code"}
    _check(tidy)
    if before is not None and (before | tidy) == before and keeper in (None, row.keeper):
        return row
    for name, value in tidy.items():
        setattr(row, name, value)
    row.keeper = keeper or row.keeper
    if row.status == ProductStatus.ON_SALE:
        _refuse_lacking([one for one in rules.lacks(tidy, {}, local_date(at)) if one not in rules.PROOFS])
    if before is None:
        row.save(force_insert=True)
    else:
        base.keep(row, at=at)
    base.record(
        row.pk,
        "kept",
        by=by,
        at=at,
        body={"code": row.code, "version": row.version, "keeper": row.keeper_id, **tidy},
        first=before is None,
    )
    return row


def _new(draft: ProductDraft, keeper: User | None, by: Actor, at: datetime) -> Product:
    base.must_keep(by)
    code = rules.tidy_code(draft.code)
    if not rules.code_is_good(code):
        raise BadInput(
            "product.code", _("A code has 1 to 20 letters, digits, hyphens and dots, such as HE01."), field="code"
        )
    if queries.products.by_code(code) is not None:
        raise BadInput("product.code_taken", _("There is a product with this code already."), field="code")
    someone = keeper or (User.objects.filter(pk=by.person).first() if by.kind == "staff" else None)
    if someone is None:
        raise BadInput("product.keeper", _("Name who looks after this product."), field="keeper")
    return Product(code=code, keeper=someone, changed_at=at)


def _said(row: Product) -> ProductDraft:
    return ProductDraft(**{name: getattr(row, name) for name in ProductDraft.__dataclass_fields__})


def _check(tidy: dict[str, str]) -> None:
    if not 2 <= len(tidy["name"]) <= 80:
        raise BadInput("product.name", _("A name has 2 to 80 characters."), field="name")
    if tidy["line"] not in Line.values:
        raise BadInput("product.line", _("Choose one of the seven lines."), field="line")
    if tidy["design"] not in Design.values or not rules.design_fits(tidy["line"], tidy["design"]):
        raise BadInput(
            "product.design",
            _("Choose one of the four designs; only life, health and annuities have others than the ordinary one."),
            field="design",
        )
    if len(tidy["filing_no"]) > 60:
        raise BadInput("product.long", _("A filing number has at most 60 characters."), field="filing_no")
    for name in ("cover", "premium", "returns", "suits", "suits_not"):
        if len(tidy[name]) > MOST_TEXT:
            raise BadInput("product.long", _("A text has at most 4,000 characters."), field=name)


@action
def put_on_sale(*, product: Product, from_on: date, by: Actor, at: datetime, version: int | None = None) -> Product:
    """Sell it from a day on. Raises Refused(`product.lacks`) naming what is missing (6.1-2), `product.status`."""
    row = base.lock(product.pk, by=by, version=version)
    if row.status == ProductStatus.ON_SALE:
        return row
    texts = {name: getattr(row, name) for name in ("cover", "premium", "returns", "suits")}
    proofs = {proof.kind: proof.review_on for proof in queries.products.proofs_of(row.pk)}
    _refuse_lacking(rules.lacks(texts, proofs, local_date(at)))
    row.status, row.sold_from, row.sold_to = ProductStatus.ON_SALE, from_on, None
    base.keep(row, at=at)
    base.record(row.pk, "put_on_sale", by=by, at=at, body={"code": row.code, "from_on": from_on.isoformat()})
    return row


def _refuse_lacking(names: list[str]) -> None:
    if names:
        raise Refused(
            "product.lacks",
            _("Before it is sold the product needs what is named here."),
            needs=[lack_words(name) for name in names],
            clause="6.1-2",
        )


def lack_words(name: str) -> str:
    """What is missing, in words (`rules.products.lacks`)."""
    words = {
        "cover": _("what it covers, in customers' words"),
        "premium": _("what it costs and how it is paid"),
        "returns": _("what it returns, or that it returns nothing"),
        "suits": _("for whom it is suitable"),
    }
    return words.get(name) or _("a proof that is not due for review: %(kind)s") % {"kind": ProofKind(name).label}


@action
def take_off_sale(*, product: Product, last_on: date, by: Actor, at: datetime, version: int | None = None) -> Product:
    """Sell it no more after a day; its terms and policies stay. Raises Refused(`product.status`)."""
    row = base.lock(product.pk, by=by, version=version)
    if row.status == ProductStatus.WITHDRAWN:
        return row
    if row.status != ProductStatus.ON_SALE or row.sold_from is None:
        raise Refused("product.status", _("Only a product on sale can be taken off it."))
    if last_on < row.sold_from:
        raise BadInput("product.sold_order", _("The last day lies before the first one."), field="last_on")
    row.status, row.sold_to = ProductStatus.WITHDRAWN, last_on
    base.keep(row, at=at)
    base.record(row.pk, "taken_off_sale", by=by, at=at, body={"code": row.code, "last_on": last_on.isoformat()})
    return row


@action
def add_proof(
    *,
    product: Product,
    kind: str,
    statement: str,
    dated_on: date,
    review_on: date,
    by: Actor,
    at: datetime,
    document: str = "",
) -> ProductProof:
    """Put a dated proof into the product's file; one of its kind that is there is kept as replaced.

    Raises BadInput (`proof.kind`, `proof.statement`, `proof.dated`, `proof.review`, `proof.document`).
    """
    row = base.lock(product.pk, by=by)
    words, paper = statement.strip(), document.strip()
    if kind not in ProofKind.values:
        raise BadInput("proof.kind", _("Choose what it proves."), field="kind")
    if not LEAST_STATEMENT <= len(words) <= MOST_TEXT:
        raise BadInput(
            "proof.statement", _("Say in 10 to 4,000 characters what is proved, and how."), field="statement"
        )
    if len(paper) > 120:
        raise BadInput("proof.document", _("Name the paper in at most 120 characters."), field="document")
    if dated_on > local_date(at):
        raise BadInput("proof.dated", _("The date of the paper lies ahead."), field="dated_on")
    if review_on <= local_date(at):
        raise BadInput("proof.review", _("Name a later day on which it is looked at again."), field="review_on")
    ProductProof.objects.filter(product=row, kind=kind, replaced_at=None).update(replaced_at=at)
    proof = ProductProof(
        product=row, kind=kind, statement=words, document=paper, dated_on=dated_on, review_on=review_on,
        by_label=by.label, at=at,
    )  # fmt: skip
    proof.save(force_insert=True)
    base.record(row.pk, "proof_added", by=by, at=at, body=_proof_body(proof))
    return proof


def _proof_body(proof: ProductProof) -> dict[str, str | UUID]:
    return {
        "proof": proof.pk, "proves": proof.kind, "statement": proof.statement, "document": proof.document,
        "dated_on": proof.dated_on.isoformat(), "review_on": proof.review_on.isoformat(),
    }  # fmt: skip
