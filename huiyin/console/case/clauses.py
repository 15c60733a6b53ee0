"""`clauses/`: which clauses of the terms the case is about, which version binds it, and what can be proved of their
showing and explaining (6.2)."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huiyin.accounts.rules import may_write
from huiyin.cases.actions import clauses as actions
from huiyin.cases.models import CitedClause, ClauseRole
from huiyin.cases.queries import clauses as queries
from huiyin.cases.queries.likeness import first_texts
from huiyin.catalog.models import Clause, ClauseKind
from huiyin.catalog.queries import products, terms
from huiyin.console.case import taking
from huiyin.console.case.frame import Moment, of_case, page
from huiyin.console.case.page import problem
from huiyin.console.products.words import shown_line, standing_sentence
from huiyin.core import masking
from huiyin.core.errors import BadInput, Refused
from huiyin.customers.queries import shown


@require_GET
@of_case
def show(moment: Moment) -> HttpResponse:
    """The panel; a page of its own without htmx."""
    found = queries.binding(moment.case)
    template = "console/case/_clauses.html" if moment.is_partial else "console/case/clauses.html"
    panel = _panel(moment)
    matters = any(one["clause"].kind == ClauseKind.EXCLUSION for one in panel["rows"])
    return page(moment, template, {**panel, "binding": found, "proof": _proof(found), "matters": matters})


def _panel(moment: Moment) -> dict[str, Any]:
    bound = queries.of_case(moment.case.pk)
    may = may_write(moment.by.grants) and not moment.is_archived
    return {"rows": [_row(moment, one) for one in bound], "may_cite": may}


def _row(moment: Moment, one: CitedClause) -> dict[str, Any]:
    terms_of, number = one.clause.terms, moment.case.number
    return {
        "one": one,
        "clause": one.clause,
        "role": one.get_role_display(),
        "words": masking.text(one.words),
        "url": reverse("terms", args=[terms_of.product.code, terms_of.number]) + f"#c{one.clause.path}",
        "remove": reverse("case_clause_remove", args=[number, one.pk]),
    }


def _proof(found: queries.Binding) -> dict[str, Any] | None:
    """What can be proved of the contract; nothing is said of a case without a policy of a known product."""
    if found.policy is None or found.terms is None or not found.by_policy:
        return None
    proof = shown.proof_of(found.policy, found.terms.product_id)
    if not proof.terms_known or not proof.exclusions:
        return None
    return {
        "standing": proof.standing,
        "sentence": standing_sentence(proof.standing),
        "rows": [shown_line(one) for one in proof.rows],
        "exclusions": "、".join(proof.exclusions),
    }


@require_http_methods(["GET", "POST"])
@of_case
def name(moment: Moment) -> HttpResponse:
    """`clauses/name`: choose a clause of the binding version: the likest to the customer's words first, or by words."""
    sent = moment.request.POST if moment.request.method == "POST" else moment.request.GET
    found = queries.binding(moment.case, sent.get("product", "").strip())
    context: dict[str, Any] = {
        "binding": found, "roles": ClauseRole.choices, "asked": sent.get("q", ""), "sent": sent,
        "product": found.product_code, "unknown": bool(found.product_code) and found.terms is None,
        "on_sale": products.on_sale(found.day) if found.policy is None else [],
    }  # fmt: skip
    held = terms.clauses(found.terms.pk) if found.terms else []
    status = 200
    if moment.request.method == "POST":
        answer, context["problem"] = _named(moment, held, sent)
        if answer is not None:
            return answer
        status = 422
    context |= _offered(moment, held, context["asked"])
    return page(moment, "console/case/clause_name.html", context, status=status)


def _named(moment: Moment, held: Sequence[Clause], sent: Any) -> tuple[HttpResponse | None, str]:
    clause = next((row for row in held if str(row.pk) == sent.get("clause", "")), None)
    if clause is None:
        return None, _("Choose a clause.")
    try:
        actions.cite(
            case=moment.case, clause=terms.clause(clause.pk) or clause, role=sent.get("role", ""),
            words=sent.get("words", ""), by=moment.by, at=moment.at,
        )  # fmt: skip
    except BadInput as refusal:
        return None, refusal.message
    except Refused as refusal:
        return problem(moment, taking.refusal_words(refusal), 409), ""
    messages.success(moment.request, _("Clause %(path)s is named.") % {"path": clause.path})
    return redirect(reverse("case", args=[moment.case.number]) + "#case-clauses"), ""


def _offered(moment: Moment, held: Sequence[Clause], asked: str) -> dict[str, Any]:
    """The likest clauses with the words that both have, then the others in their order; or those that hold words."""
    wanted = asked.split()
    if wanted:
        fitting = [row for row in held if all(word in f"{row.path} {row.title} {row.text}" for word in wanted)]
        return {"likely": [], "others": fitting}
    said = first_texts([moment.case.pk]).get(moment.case.pk, "")
    likely = queries.likely(f"{moment.case.subject}\n{said}", held)
    ids = {row.pk for row, _words in likely}
    return {"likely": likely, "others": [row for row in held if row.pk not in ids]}


@require_POST
@of_case
def remove(moment: Moment, cited_id: UUID) -> HttpResponse:
    """`clauses/<id>/remove`: take it off; the ledger tells that it was there."""
    try:
        row = actions.uncite(case=moment.case, cited_id=cited_id, by=moment.by, at=moment.at)
    except BadInput:
        raise Http404 from None
    except Refused as refusal:
        return problem(moment, taking.refusal_words(refusal), 409)
    messages.success(moment.request, _("Clause %(path)s is taken off.") % {"path": row.clause.path})
    return redirect(reverse("case", args=[moment.case.number]) + "#case-clauses")


@require_GET
@of_case
def text(moment: Moment, cited_id: UUID) -> HttpResponse:
    """`clauses/<id>/text`: the words of a clause as they go into a message, in the language of the case."""
    row = queries.one(moment.case.pk, cited_id)
    if row is None:
        raise Http404
    with override(moment.case.language):
        words = queries.wording(row.clause)
    return page(moment, "console/case/_clause_words.html", {"words": words, "row": row})
