"""A new request: find the customer and the policy first, ask the least, register."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from huiyin.cases import queries as cases
from huiyin.cases.rules.people import PersonDraft
from huiyin.console.intake import finding
from huiyin.console.service.forms import NewRequest
from huiyin.console.visit import Visit, desk
from huiyin.core import masking
from huiyin.core.errors import BadInput
from huiyin.customers.models import Party, Policy
from huiyin.service.actions import intake
from huiyin.service.rules.arrival import Arrival

_PLACES = {"person": "name", "contact": "phone"}


@desk("intake", "GET POST", keeps=True)
def new(visit: Visit) -> HttpResponse:
    """The form; a button looks for the customer, chooses one with a policy, or registers."""
    if visit.request.method != "POST":
        return _form(visit, NewRequest())
    data = visit.request.POST.copy()
    if "do_choose" in data:
        data["party"], _bar, data["policy"] = str(data["do_choose"]).partition(":")
        return _form(visit, _unjudged(data))
    find = str(data.get("find", "")).strip()
    if "do_find" in data or (find and find != data.get("sought", "") and "do_register" not in data):
        return _form(visit, _unjudged(data), find=find)
    form = NewRequest(data)
    if not form.is_valid():
        return _form(visit, form, status=422)
    try:
        done = intake.register(arrival=_arrival(form, str(data.get("idempotency_key", ""))), by=visit.by, at=visit.at)
    except BadInput as fault:
        form.add_error(_PLACES.get(fault.field, fault.field) if fault.field in form.fields else None, fault.message)
        return _form(visit, form, status=422)
    if done.created:
        messages.success(visit.request, _("Registered as %(number)s.") % {"number": done.case.number})
    else:
        messages.warning(visit.request, _("This was registered before as %(number)s.") % {"number": done.case.number})
    seen = cases.visible_to(visit.user).filter(pk=done.case.pk).exists()
    return redirect("request", done.case.number) if seen else redirect("requests")


def _unjudged(data: Any) -> NewRequest:
    """The form as typed, without faults: nothing was sent off yet."""
    form = NewRequest(data)
    form.full_clean()
    form.errors.clear()
    return form


def _arrival(form: NewRequest, key: str) -> Arrival:
    given = form.cleaned_data
    person = PersonDraft(name=given["name"], phone=given["phone"], email=given["email"], party_id=given["party"])
    return Arrival(
        kind=given["kind"], channel=given["channel"], received_at=given["received_at"], text=given["text"],
        person=person, policy_id=given["policy"], policy_number=given["policy_number"], topic=given["topic"],
        preliminary=given["preliminary"], no_preliminary=given["no_preliminary"], idempotency_key=key,
    )  # fmt: skip


def _form(visit: Visit, form: NewRequest, *, find: str = "", status: int = 200) -> HttpResponse:
    party = _one(Party, form["party"].value())
    policy = _one(Policy, form["policy"].value())
    context = {
        "form": form,
        "find": find,
        "hits": finding.find(visit, find) if find else None,
        "party": party and {"name": masking.name(party.name), "phone": masking.phone(party.phone)},
        "policy": policy,
    }
    return visit.page("service/new.html", context, status)


def _one(model: Any, key: Any) -> Any:
    try:
        pk = UUID(str(key)) if key else None
    except ValueError:
        return None
    return model.objects.filter(pk=pk).first() if pk else None
