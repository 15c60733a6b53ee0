"""`calls/<id>/`: who calls, what they hold, what is open, what was promised; and what is done while they are on the
phone. Until the caller has said what only they know, the page shows no more than the telephone does."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiyin.accounts.rules import may_take_part
from huiyin.cases.actions import calling
from huiyin.cases.models import Case
from huiyin.cases.queries import callers as gate
from huiyin.cases.queries import customers as customers_gate
from huiyin.channels.actions import callers
from huiyin.channels.models import Call
from huiyin.channels.queries import calls as queries
from huiyin.channels.rules.callers import AFTERWARDS, MOST_WRONG
from huiyin.console.calls.listed import lines as call_lines
from huiyin.console.calls.listed import seen_numbers, spoken, state
from huiyin.console.customers import words
from huiyin.console.customers.door import MASKS
from huiyin.console.rows import lines
from huiyin.console.visit import Visit, desk
from huiyin.core import masking
from huiyin.core.errors import BadInput, Refused
from huiyin.core.time import SHANGHAI, local_date
from huiyin.customers import actions as customers
from huiyin.customers.queries import record as records

MOST_ENDED, MOST_CALLS, MOST_PROMISES = 5, 5, 20


@desk("cases")
def show(visit: Visit, call_id: UUID) -> HttpResponse:
    """The screen."""
    return visit.page("calls/screen.html", _shown(visit, _call(visit, call_id)))


@desk("intake", "POST")
def identify(visit: Visit, call_id: UUID) -> HttpResponse:
    """Compare what the caller said with the record; nothing is told of what was wrong in it."""
    call, given = _call(visit, call_id), visit.request.POST
    said = {name: given.get(name, "") for name in ("certificate", "policy_number", "name", "born_on")}
    try:
        found = callers.identify(call_id=call.pk, said=said, by=visit.by, at=visit.at)
    except BadInput as fault:
        return _again(visit, call, said, fault.message, 422)
    except Refused as fault:
        return _again(visit, call, said, fault.message, 409)
    if found is None:
        return _again(visit, call, said, _("This does not fit any record. Ask once more, letter by letter."), 422)
    messages.success(visit.request, _("Identified. Whoever looked is in the access log."))
    return redirect("call", call.pk)


@desk("intake", "POST", keeps=True)
def say(visit: Visit, call_id: UUID) -> HttpResponse:
    """Write what the caller said into one of their matters."""
    call, given = _call(visit, call_id), visit.request.POST
    try:
        case_id = UUID(given.get("matter", ""))
        message = calling.say(call=call, case_id=case_id, text=given.get("text", ""), by=visit.by, at=visit.at)
    except (ValueError, Case.DoesNotExist):
        raise Http404 from None
    except BadInput as fault:
        context = _shown(visit, call) | {
            "fault": fault.message,
            "fault_at": str(case_id),
            "text": given.get("text", ""),
        }
        return visit.page("calls/screen.html", context, 422)
    messages.success(visit.request, _("Written down. %(name)s is told.") % {"name": message.case.owner.name})
    return redirect("call", call.pk)


@desk("desk")
def ringing(visit: Visit) -> HttpResponse:
    """`calls/now`: the call that rings for the visitor or that they are in, as a part of a page; 204 for none."""
    call = queries.going_on(visit.user, visit.at)
    if call is None:
        return HttpResponse(status=204)
    context = {"call": call, "number": masking.phone(call.number) or _("no number")}
    return visit.page("calls/now.html", context)


def _call(visit: Visit, call_id: UUID) -> Call:
    row = queries.visible_to(visit.user).filter(pk=call_id).first()
    if row is None:
        raise Http404
    return row


def _again(visit: Visit, call: Call, said: dict[str, str], fault: str, status: int) -> HttpResponse:
    call.refresh_from_db(fields=["wrong_answers"])
    return visit.page("calls/screen.html", _shown(visit, call) | {"said": said, "wrong": fault}, status)


def _shown(visit: Visit, call: Call) -> dict[str, Any]:
    mine = call.agent_id == visit.user.pk
    is_over = call.ended_at is not None and visit.at > call.ended_at + AFTERWARDS
    found = gate.caller(visit.user, call, at=visit.at) if mine else None
    context: dict[str, Any] = {
        "call": call,
        "number": masking.phone(call.number) or _("no number"),
        "spoken": spoken(call.seconds),
        "state": state(call, visit.at),
        "case": seen_numbers({call.case_id}, visit.user).get(call.case_id, "") if call.case_id else "",
        "works": mine and not is_over and may_take_part(visit.by.grants),
        "is_over": is_over,
        "is_locked": call.wrong_answers >= MOST_WRONG,
        "begun_at": (call.answered_at or call.began_at).astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M"),
    }
    if found is not None:
        calling.look(call=call, found=found, by=visit.by, at=visit.at)
        return context | _known(visit, call, found)
    if context["works"] and call.party_id is not None:
        return context | {"is_closed": True}
    return context | ({"names": _on_record(visit, call)} if context["works"] else {})


def _on_record(visit: Visit, call: Call) -> list[str]:
    """First characters of whose records hold this number: enough to greet, too little to tell."""
    if not call.number_blind:
        return []
    return [MASKS["name"](match.party.name) for match in customers.look_up(phone=call.number, by=visit.by, at=visit.at)]


def _known(visit: Visit, call: Call, found: gate.Caller) -> dict[str, Any]:
    rows = list(gate.matters(visit.user, found)[: gate.MOST])
    seen = gate.sees(visit.user, [case.pk for case in rows])
    promised: dict[UUID, list[Any]] = {}
    for one in customers_gate.promises([case.pk for case in rows])[:MOST_PROMISES]:
        promised.setdefault(one.owner_id, []).append({"row": one, "text": masking.text(one.text)})
    open_ones: list[dict[str, Any]] = []
    ended: list[dict[str, Any]] = []
    for line in lines(rows):
        told = {"line": line, "opens": line.case.pk in seen, "promised": promised.get(line.case.pk, [])}
        (open_ones if line.case.is_open else ended).append(told)
    day, language, party = local_date(visit.at), get_language() or "zh-hans", found.party
    return {
        "party": party,
        "name": MASKS["name"](party.name),
        "record_url": reverse("customer", args=[party.pk]),
        "open": open_ones,
        "ended": ended[:MOST_ENDED],
        "care": [words.care(code, language) for code in records.care_of(party, day)],
        "phone_fits": bool(call.number_blind) and call.number_blind == party.phone_blind,
        "policies": [
            (held.policy, [words.part(role) for role in held.parts]) for held in records.policies_of(found.ids)
        ],
        "calls": [
            one
            for one in call_lines(queries.of_customers(found.ids, MOST_CALLS + 1), visit.user, visit.at)
            if one["row"].pk != call.pk
        ][:MOST_CALLS],
    }
