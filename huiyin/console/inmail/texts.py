"""The text messages that wait for a person: what could not be read, or not be sorted. Masked words only."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from huiyin.cases import queries as cases
from huiyin.cases.actions import sms_withheld as actions
from huiyin.cases.queries.mail import texts_readable_by
from huiyin.channels.models import MailState, SmsMessage
from huiyin.console.paging import stretch
from huiyin.console.visit import Visit, desk
from huiyin.core import masking

SHOWN = 30


@desk("withheld")
def listed(visit: Visit) -> HttpResponse:
    """`incoming/texts/`: what is in quarantine, newest first, a page by key, each with its words."""
    rows = texts_readable_by(visit.user).filter(state=MailState.QUARANTINED).order_by("-received_at", "-id")
    found, following = stretch(rows, visit.request.GET.get("after", ""), size=SHOWN, by="received_at")
    context = {"rows": [_row(visit, one) for one in found], "next": following}
    return visit.page("inmail/texts.html", context)


@desk("withheld", "POST")
def act(visit: Visit, text_id: UUID, step: str) -> HttpResponse:
    """Make a matter of it (`release`), or turn it down (`turn-down`)."""
    rows = texts_readable_by(visit.user).filter(state=MailState.QUARANTINED)
    row, reason = get_object_or_404(rows, pk=text_id), visit.request.POST.get("reason", "")
    if step == "turn-down":
        actions.turn_down_text(row=row, reason=reason, by=visit.by, at=visit.at)
        messages.success(visit.request, _("The text message is turned down. It stays on record."))
        return redirect("inmail_texts")
    if step != "release":
        raise Http404
    done = actions.release_text(row=row, reason=reason, by=visit.by, at=visit.at)
    case = cases.visible_to(visit.user).filter(pk=done.case_id).first() if done.case_id else None
    if case is None:
        return redirect("inmail_texts")
    messages.success(visit.request, _("The text message stands in %(number)s now.") % {"number": case.number})
    return redirect("triage_one", case.number)


def _row(visit: Visit, row: SmsMessage) -> dict[str, Any]:
    number, words = actions.open_text(row=row, by=visit.by, at=visit.at)
    return {"row": row, "number": masking.phone(number) if number else "—", "words": masking.text(words)[:500] or "—"}
