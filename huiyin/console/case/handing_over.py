"""The case file: ordering it with what is left out, watching it being made, taking it out."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from huiyin.audit.models import Dossier, DossierState
from huiyin.audit.queries import checkpoints
from huiyin.audit.queries.dossiers import dossier_of, dossiers_of
from huiyin.cases.models import Message, Person
from huiyin.complaints.actions import dossier
from huiyin.complaints.queries import dossier as contents
from huiyin.complaints.queries.dossier import Choices
from huiyin.console.case import taking
from huiyin.console.case.frame import Moment, of_case, page
from huiyin.console.case.page import problem
from huiyin.core import masking
from huiyin.core.errors import BadInput, Refused

SAMPLE = 80
WAIT = 2  # seconds between two looks at a file that is being made


@require_http_methods(["GET", "POST"])
@of_case
def show(moment: Moment) -> HttpResponse:
    """`dossier/`: what a case file is, the form to order one, and those that were ordered."""
    if moment.request.method == "GET":
        return _page(moment, {}, 200)
    posted = moment.request.POST
    try:
        choices = Choices(
            people=_ids(posted.getlist("people")),
            messages=_ids(posted.getlist("messages")),
            evidence=_ids(posted.getlist("evidence")),
            with_notes=posted.get("with_notes") == "on",
        )
        row = dossier.order(
            case=moment.case, reason=posted.get("reason", ""), choices=choices, by=moment.by, at=moment.at
        )
    except Refused as refusal:
        chosen = {name: set(posted.getlist(name)) for name in ("people", "messages", "evidence")}
        kept = {"trouble": taking.refusal_words(refusal), "reason": posted.get("reason", ""), "chosen": chosen}
        return _page(moment, kept, 422 if isinstance(refusal, BadInput) else 409)
    messages.success(moment.request, _("The case file is being made. You can leave this page."))
    return redirect(f"{reverse('case_dossier', args=[moment.case.number])}#order-{row.pk}")


def _ids(texts: Iterable[str]) -> frozenset[UUID]:
    try:
        return frozenset(UUID(text) for text in texts)
    except ValueError:
        raise BadInput("dossier.choice", _("Something that is to be left out does not belong to this case.")) from None


def _page(moment: Moment, kept: dict[str, Any], status: int) -> HttpResponse:
    may = dossier.may_export(moment.case, moment.by)
    offered = contents.offered(moment.case) if may else None
    newest = checkpoints.newest()
    context = {
        "may": may,
        "people": [_person(row) for row in offered.people] if offered else [],
        "messages_offered": [_message(row) for row in offered.messages] if offered else [],
        "evidence": offered.evidence if offered else [],
        "orders": [_order(moment, row) for row in dossiers_of(moment.owner)],
        "checkpoint": newest,
        "is_archived": moment.is_archived,
        **kept,
    }
    return page(moment, "console/case/dossier.html", context, status=status)


def _person(row: Person) -> dict[str, str]:
    return {"id": str(row.pk), "name": masking.name(row.name), "role": str(row.get_role_display())}


def _message(row: Message) -> dict[str, Any]:
    text = masking.text(row.text)
    return {
        "id": str(row.pk),
        "at": row.at,
        "direction": row.get_direction_display(),
        "text": text[:SAMPLE] + ("…" if len(text) > SAMPLE else ""),
    }


def _order(moment: Moment, row: Dossier) -> dict[str, Any]:
    left = row.choices
    return {
        "row": row,
        "is_ready": row.state == DossierState.READY,
        "is_being_made": row.state == DossierState.ORDERED,
        "left_out": sum(len(left.get(name, ())) for name in ("people", "messages", "evidence")),
        "with_notes": left.get("with_notes", False),
        "wait": WAIT,
        "url": reverse("case_dossier_one", args=[moment.case.number, row.pk]),
        "file_url": reverse("case_dossier_file", args=[moment.case.number, row.pk]),
    }


def _of_case(moment: Moment, order_id: UUID) -> Dossier:
    row = dossier_of(moment.owner, order_id)
    if row is None:
        raise Http404
    return row


@require_GET
@of_case
def one(moment: Moment, order_id: UUID) -> HttpResponse:
    """`dossier/<id>/`: how far a file is; the page asks again until it is there."""
    order = _order(moment, _of_case(moment, order_id))
    if not moment.is_partial:
        return redirect("case_dossier", moment.case.number)
    may = dossier.may_export(moment.case, moment.by)
    return page(moment, "console/case/_dossier_order.html", {"order": order, "may": may})


@require_GET
@of_case
def file(moment: Moment, order_id: UUID) -> HttpResponse | StreamingHttpResponse:
    """`dossier/<id>/file`: the file itself, decrypted while it travels; the access log says who took it and why."""
    row = _of_case(moment, order_id)
    try:
        pieces = dossier.hand_out(case=moment.case, dossier=row, by=moment.by, at=moment.at)
    except Refused as refusal:
        return problem(moment, taking.refusal_words(refusal), 409)
    response = StreamingHttpResponse(pieces, content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{moment.case.number}.huiyin"'
    response["Content-Length"] = str(row.size)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
