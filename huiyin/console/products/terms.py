"""`products/<code>/terms/…`: taking in a version, putting it right, letting it hold, comparing it with another."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from huiyin.catalog import actions
from huiyin.catalog.actions.terms import read_file, read_text
from huiyin.catalog.models import ClauseKind, Product, Terms
from huiyin.catalog.queries import products
from huiyin.catalog.queries import terms as queries
from huiyin.catalog.rules import comparing
from huiyin.catalog.rules.products import may_approve, may_keep
from huiyin.console.house.frame import tried
from huiyin.console.products.forms import ClauseForm, TermsForm
from huiyin.console.visit import Visit, desk
from huiyin.core import blobs, uploads
from huiyin.core.errors import BadInput
from huiyin.core.reading import ENDINGS, MOST_BYTES
from huiyin.core.time import local_date


@desk("desk", "GET POST", keeps=True)
def new(visit: Visit, code: str) -> HttpResponse:
    """A file (DOCX, PDF, text) or a text becomes a draft; its clauses and what they are about are looked over after."""
    actions.must_keep(visit.by)
    product = _product(code)
    posted = visit.request.method == "POST"
    form = TermsForm(visit.request.POST if posted else None, initial={"from_on": local_date(visit.at)})
    context: dict[str, Any] = {"form": form, "product": product, "types": ",".join(f".{one}" for one in ENDINGS)}
    if posted and form.is_valid():
        try:
            terms = _taken(visit, product, form.cleaned_data["text"], form.cleaned_data["from_on"])
        except BadInput as error:
            if error.field in form.fields:
                form.add_error(error.field, error.message)
            else:
                context["problem"] = error.message
        else:
            return redirect("terms", product.code, terms.number)
    return visit.page("products/terms_new.html", context, status=422 if posted else 200)


def _taken(visit: Visit, product: Product, text: str, from_on: date) -> Terms:
    sent = uploads.taken(visit.request.FILES.getlist("file"))
    about: dict[str, Any] = {"product": product, "from_on": from_on, "by": visit.by, "at": visit.at}
    if not sent:
        if not text.strip():
            raise BadInput("terms.nothing", _("Choose a file, or paste the text."), field="file")
        return actions.take_in(pieces=read_text(text), **about)
    if sent[0].size > MOST_BYTES:
        raise BadInput("terms.big", _("The file is too big (at most 25 MB)."), field="file")
    data = blobs.read(sent[0].digest)
    return actions.take_in(pieces=read_file(data, sent[0].name), source_name=sent[0].name, source=data, **about)


@desk("desk")
def show(visit: Visit, code: str, number: int) -> HttpResponse:
    """A version: what is not covered first, then every clause; in a draft each with what it is about."""
    return _page(visit, _terms(code, number))


def _page(visit: Visit, terms: Terms) -> HttpResponse:
    rows = queries.clauses(terms.pk)
    keeps = may_keep(visit.by.grants)
    draft = terms.state == "draft"
    mine = terms.written_by_id == visit.user.pk
    context = {
        "terms": terms,
        "product": terms.product,
        "exclusions": [row for row in rows if row.kind == ClauseKind.EXCLUSION],
        "clauses": rows,
        "guessed": sum(row.guessed for row in rows),
        "kinds": ClauseKind.choices,
        "may_write": keeps and draft,
        "may_discard": keeps and terms.state in ("draft", "submitted"),
        "may_decide": terms.state == "submitted" and may_approve(visit.by.grants) and not mine,
        "waits": terms.state == "submitted",
    }
    return visit.page("products/terms.html", context)


@desk("desk", "POST", keeps=True)
def act(visit: Visit, code: str, number: int, step: str) -> HttpResponse:
    """Confirm what clauses are about, hand on, approve, send back, give up."""
    terms = _terms(code, number)
    about: dict[str, Any] = {"terms": terms, "by": visit.by, "at": visit.at}
    posted = visit.request.POST
    if step == "kinds":
        kinds = {name[5:]: str(value) for name, value in posted.items() if name.startswith("kind-")}
        actions.sort_clauses(kinds=kinds, **about)
    elif step == "back":
        actions.send_back(reason=posted.get("reason", ""), **about)
    elif step in ("submit", "approve", "discard"):
        {"submit": actions.submit, "approve": actions.approve, "discard": actions.discard}[step](**about)
    else:
        raise Http404
    messages.success(visit.request, _("Kept."))
    return redirect("product", code) if step == "discard" else redirect("terms", code, number)


@desk("desk", "GET POST", keeps=True)
def write(visit: Visit, code: str, number: int, clause: str) -> HttpResponse:
    """Title and text of a clause of a draft."""
    actions.must_keep(visit.by)
    terms = _terms(code, number)
    row = next((one for one in queries.clauses(terms.pk) if one.path == clause), None)
    if row is None:
        raise Http404
    posted = visit.request.method == "POST"
    form = ClauseForm(visit.request.POST if posted else None, initial={"title": row.title, "text": row.text})
    status = 422 if posted else 200
    if posted and form.is_valid():
        done, status = tried(
            form,
            lambda: actions.write_clause(terms=terms, path=clause, **form.cleaned_data, by=visit.by, at=visit.at),
        )
        if done is not None:
            messages.success(visit.request, _("Kept."))
            return redirect("terms", code, number)
    return visit.page("products/clause.html", {"form": form, "terms": terms, "row": row}, status=status)


@desk("desk")
def compare(visit: Visit, code: str) -> HttpResponse:
    """Two versions, clause by clause; without a choice the two newest."""
    product = _product(code)
    wanted = [int(one) for one in visit.request.GET.getlist("number") if one.isascii() and one.isdigit()][:2]
    held = queries.versions(product.pk)
    chosen = sorted((one for one in held if one.number in wanted) if wanted else held[:2], key=lambda one: one.number)
    context: dict[str, Any] = {"product": product}
    if len(chosen) == 2:
        sides = [queries.pieces(queries.clauses(one.pk)) for one in chosen]
        changes = comparing.compare(*sides)
        counts = {what: sum(one.what == what for one in changes) for what in ("added", "removed", "changed")}
        context |= {"left": chosen[0], "right": chosen[1], "changes": changes, "counts": counts}
    return visit.page("products/terms_compare.html", context)


def _product(code: str) -> Product:
    found = products.by_code(code)
    if found is None:
        raise Http404
    return found


def _terms(code: str, number: int) -> Terms:
    found = queries.version(_product(code).pk, number)
    if found is None:
        raise Http404
    return found
