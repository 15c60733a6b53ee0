"""`products/<code>/`: a product with its file, writing it, putting it on sale and taking it off."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from huiyin.accounts.models import User
from huiyin.audit import queries as audit
from huiyin.catalog import actions
from huiyin.catalog.actions.products import ProductDraft
from huiyin.catalog.models import Product, ProofKind
from huiyin.catalog.queries import products as queries
from huiyin.catalog.queries import terms
from huiyin.catalog.rules.products import may_keep
from huiyin.console import entries
from huiyin.console.house.frame import tried
from huiyin.console.products.forms import DayForm, ProductForm, ProofForm
from huiyin.console.visit import Visit, desk
from huiyin.core.time import local_date

HISTORY = 20


@desk("desk")
def show(visit: Visit, code: str) -> HttpResponse:
    """The page."""
    return _page(visit, _product(code))


def _page(visit: Visit, product: Product, form: forms.Form | None = None, status: int = 200) -> HttpResponse:
    held = {proof.kind: proof for proof in queries.proofs_of(product.pk)}
    today = local_date(visit.at)
    keeps = may_keep(visit.by.grants)
    context = {
        "product": product,
        "proofs": [
            {"label": label, "row": held.get(kind), "due": kind in held and held[kind].review_on <= today}
            for kind, label in ProofKind.choices
        ],
        "earlier": queries.proofs_replaced(product.pk, HISTORY),
        "keeps": keeps,
        "versions": terms.versions(product.pk),
        "today": today,
        "history": entries.told(audit.chain(("product", product.pk)).order_by("-seq")[:HISTORY]),
    }
    if keeps:
        context["proof_form"] = form if isinstance(form, ProofForm) else ProofForm(initial={"dated_on": today})
        context["day_form"] = form if isinstance(form, DayForm) else DayForm(initial={"on": today})
    return visit.page("products/page.html", context, status=status)


@desk("desk", "GET POST", keeps=True)
def new(visit: Visit) -> HttpResponse:
    """A new product."""
    actions.must_keep(visit.by)
    form = ProductForm(visit.request.POST if visit.request.method == "POST" else None, me=visit.user)
    return _written(visit, form, None)


@desk("desk", "GET POST", keeps=True)
def write(visit: Visit, code: str) -> HttpResponse:
    """Write a product anew."""
    actions.must_keep(visit.by)
    product = _product(code)
    form = ProductForm(visit.request.POST if visit.request.method == "POST" else None, product=product, me=visit.user)
    return _written(visit, form, product)


def _written(visit: Visit, form: ProductForm, product: Product | None) -> HttpResponse:
    status = 200
    if visit.request.method == "POST":
        status = 422
        if form.is_valid():
            given: dict[str, Any] = dict(form.cleaned_data)
            version = given.pop("seen")
            keeper = get_object_or_404(User, pk=given.pop("keeper"))
            row, status = tried(
                form,
                lambda: actions.keep_product(
                    draft=ProductDraft(**given), keeper=keeper, product=product, version=version,
                    by=visit.by, at=visit.at,
                ),
            )  # fmt: skip
            if row is not None:
                messages.success(visit.request, _("Kept."))
                return redirect("product", row.code)
    return visit.page("products/write.html", {"form": form, "product": product}, status=status)


@desk("desk", "POST", keeps=True)
def act(visit: Visit, code: str, step: str) -> HttpResponse:
    """Put it on sale, take it off, or put a proof into its file."""
    product = _product(code)
    form: forms.Form = ProofForm(visit.request.POST) if step == "proof" else DayForm(visit.request.POST)
    if step not in ("proof", "sale", "end"):
        raise Http404
    actions.must_keep(visit.by)
    if not form.is_valid():
        return _page(visit, product, form, 422)
    given = form.cleaned_data
    about: dict[str, Any] = {"product": product, "by": visit.by, "at": visit.at}
    if step == "proof":
        done, status = tried(form, lambda: bool(actions.add_proof(**given, **about)))
    elif step == "sale":
        actions.put_on_sale(from_on=given["on"], **about)
        done, status = True, 200
    else:
        done, status = tried(form, lambda: bool(actions.take_off_sale(last_on=given["on"], **about)))
    if not done:
        return _page(visit, product, form, status)
    messages.success(visit.request, _("Kept."))
    return redirect("product", product.code)


def _product(code: str) -> Product:
    found = queries.by_code(code)
    if found is None:
        raise Http404
    return found
