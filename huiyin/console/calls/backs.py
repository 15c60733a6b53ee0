"""`calls/backs/`: the calls that we owe, the most urgent first; taken, dialled, and what came of them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from huiyin.channels.actions import callbacks
from huiyin.channels.models import CallBack
from huiyin.channels.queries import callbacks as queries
from huiyin.channels.queries import calls
from huiyin.console.visit import Visit, desk, opens
from huiyin.core import masking
from huiyin.core.errors import BadInput
from huiyin.core.time import SHANGHAI

SHOWN = 100


@desk("cases")
def show(visit: Visit) -> HttpResponse:
    """The list: all that one may see, or one's own."""
    return visit.page("calls/backs.html", _listed(visit))


@desk("intake", "POST")
def act(visit: Visit, back_id: UUID, step: str) -> HttpResponse:
    """`take` it, see the `number` to dial, or say what came of it (`tried`)."""
    back, given = _back(visit, back_id), visit.request.POST
    common: dict[str, Any] = {"back": back, "by": visit.by, "at": visit.at}
    if step == "take":
        callbacks.take(**common)
        messages.success(visit.request, _("It is yours."))
    elif step == "number":
        number = callbacks.show_number(**common)
        return visit.page("calls/backs.html", _listed(visit) | {"clear": number, "clear_of": back.pk})
    elif step == "tried":
        try:
            done = callbacks.tried(result=given.get("result", ""), note=given.get("note", ""), **common)
        except BadInput as fault:
            return visit.page("calls/backs.html", _listed(visit) | {"fault": fault.message, "fault_of": back.pk}, 422)
        messages.success(
            visit.request, _("Kept. It stays on the list.") if done.ended_at is None else _("Kept. It has ended.")
        )
    else:
        raise Http404
    return redirect("call_backs")


@desk("intake", "POST", keeps=True)
def ask(visit: Visit, call_id: UUID) -> HttpResponse:
    """The caller wants to be called back."""
    call, given = calls.visible_to(visit.user).filter(pk=call_id).first(), visit.request.POST
    if call is None:
        raise Http404
    wish = _instant(given.get("wish", ""))
    row = callbacks.ask(call_id=call.pk, about=given.get("about", ""), wish=wish, by=visit.by, at=visit.at)
    until = row.due_at.astimezone(SHANGHAI)
    messages.success(
        visit.request,
        _("Noted: to be called back by %(time)s.") % {"time": f"{until:%Y-%m-%d %H:%M}"},
    )
    return redirect("call", call.pk)


def _instant(text: str) -> datetime | None:
    """A time in Shanghai as a form gives it. Raises BadInput for what is none."""
    if not text.strip():
        return None
    try:
        found = parse_datetime(text.strip())
    except ValueError:
        found = None
    if found is None:
        raise BadInput("back.when", _("Agree on a time within the next fourteen days."), field="wish")
    return found.replace(tzinfo=SHANGHAI) if found.tzinfo is None else found


def _back(visit: Visit, back_id: UUID) -> CallBack:
    row = queries.visible_to(visit.user).filter(pk=back_id).first()
    if row is None:
        raise Http404
    return row


def _listed(visit: Visit) -> dict[str, Any]:
    mine = visit.request.GET.get("only") == "mine"
    rows = list(queries.due(visit.user, mine=mine)[: SHOWN + 1])
    return {
        "rows": [
            {
                "row": row,
                "number": masking.phone(row.number),
                "late": row.is_late(visit.at),
                "about": masking.text(row.about),
                "note": masking.text(row.note),
                "is_mine": row.owner_id == visit.user.pk,
            }
            for row in rows[:SHOWN]
        ],
        "more": len(rows) > SHOWN,
        "mine": mine,
        "kept": queries.kept(visit.user, visit.at),
        "may_act": opens(visit.by, "intake"),
    }
