"""A new complaint on one page: find the customer, write down what happened, check, register. Works without scripts."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.cases import queries as cases
from huiyin.complaints.actions import intake
from huiyin.console import drafts as own_drafts
from huiyin.console.calls import attaching
from huiyin.console.intake import draft as drafts
from huiyin.console.intake import files, finding, own_fields
from huiyin.console.intake.draft import Draft
from huiyin.console.rows import lines, rule_title
from huiyin.console.visit import Visit, desk
from huiyin.core import masking, mediatypes
from huiyin.core.errors import BadInput

ACCEPTED = ",".join(f".{ending}" for ending in mediatypes.endings())


@desk("intake", "GET POST")
def new(visit: Visit) -> HttpResponse:
    """The form; what a POST is for says its button: `find`, `choose`, `more`, `edit`, `check` or `register`."""
    if visit.request.method != "POST":
        taken = own_drafts.taken_up(visit.request, visit.user)
        return _form(visit, drafts.begun(taken[0] if taken else None, []))
    data, wish, value = _asked(visit.request.POST.copy())
    found, wrong = files.arrived(visit.request, visit.user)
    held = [one for one in files.kept(data.getlist("kept"), visit.user.pk) if one.note != data.get("drop")]
    if wish == "choose":
        data["party"], _bar, data["policy"] = value.partition(":")
    if wish == "more":
        data[f"{value}-TOTAL_FORMS"] = str(min(int(data.get(f"{value}-TOTAL_FORMS") or 1) + 1, 50))
    draft = drafts.begun(data, [*held, *found])
    draft.problems += wrong
    if wish in ("check", "register"):
        return _check(visit, draft, register=wish == "register")
    return _form(visit, draft, find=data.get("find", "") if wish == "find" else "")


def _asked(data: QueryDict) -> tuple[QueryDict, str, str]:
    """The form, what is wished of it, and the wish's value: a button's value may carry one (`choose` = party:policy).

    The Enter key looks for what stands in the box unless that was looked for already; then it goes on to the check.
    """
    for wish in ("find", "choose", "more", "edit", "check", "register"):
        if f"do_{wish}" in data:
            return data, wish, str(data[f"do_{wish}"])
    if "drop" in data:
        return data, "edit", ""
    sought = str(data.get("find", "")).strip()
    return data, "find" if sought and sought != data.get("sought", "") else "check", ""


def _form(visit: Visit, draft: Draft, *, find: str = "", status: int = 200) -> HttpResponse:
    party, policy = draft.party, draft.policy
    context = _common(draft) | {
        "find": find,
        "hits": finding.find(visit, find) if find else None,
        "party": party and {"name": masking.name(party.name), "phone": masking.phone(party.phone), "row": party},
        "policy": policy,
        "earlier": lines(_of_customer(visit, party.pk)) if party else [],
        "max_bytes": settings.UPLOAD_MAX_BYTES,
        "max_files": settings.UPLOAD_MAX_FILES,
        "types": ACCEPTED,
    }
    return visit.page("intake.html", context, status=status)


def _of_customer(visit: Visit, party: Any) -> Any:
    rows = cases.visible_to(visit.user).filter(customer_id=party).select_related("owner", "unit")
    return rows.order_by("-received_at")[:5]


def _common(draft: Draft) -> dict[str, Any]:
    return {"draft": draft, "form": draft.form, "demands": draft.demands, "speakers": draft.speakers}


def _check(visit: Visit, draft: Draft, *, register: bool) -> HttpResponse:
    """What will be registered, to be read once more; or the form again with its faults."""
    key = visit.request.POST.get("idempotency_key", "")
    arrival = drafts.arrival_of(draft, at=visit.at, key=key)
    if arrival is None:
        return _form(visit, draft, status=422)
    if register:
        return _register(visit, draft, arrival)
    language = visit.request.LANGUAGE_CODE
    context = _common(draft) | {
        "arrival": arrival,
        "masked_name": masking.name(draft.party.name) if draft.party else "",
        "policy": draft.policy,
        "limits": [(rule_title(one.rule_code, language), one) for one in drafts.limits(arrival)],
        "earlier": lines(drafts.earlier(arrival, visit.user)),
        "carried": _carried(visit.request.POST),
        "channel": dict(draft.form.fields["channel"].choices).get(arrival.channel),  # type: ignore[attr-defined]
    }
    return visit.page("intake_check.html", context)


def _register(visit: Visit, draft: Draft, arrival: Any) -> HttpResponse:
    try:
        done = intake.register(arrival=arrival, by=visit.by, at=visit.at)
    except BadInput as error:
        drafts.refused(draft, error)
        return _form(visit, draft, status=422)
    own_drafts.sent(visit.request, own_drafts.NEW_COMPLAINT, case=None, by=visit.by, at=visit.at)
    if not done.created:
        messages.warning(visit.request, _("This was registered before as %(number)s.") % {"number": done.case.number})
        seen = cases.visible_to(visit.user).filter(pk=done.case.pk).exists()
        return _go(visit, reverse("case", args=[done.case.number]) if seen else reverse("new_complaint"))
    own_fields.keep(visit, done.case, draft.own)
    attaching.attach(visit, draft.form.cleaned_data["call"], done.case)
    return _go(visit, reverse("receipt", args=[done.case.number]))


def _go(visit: Visit, url: str) -> HttpResponse:
    return HttpResponse(status=204, headers={"HX-Redirect": url}) if visit.is_partial else redirect(url)


def _carried(data: QueryDict) -> list[tuple[str, str]]:
    """Everything typed, for hidden fields of the page that checks it."""
    left_out = ("csrfmiddlewaretoken", "find", "sought", "kept", "drop", "idempotency_key")
    return [
        (name, value)
        for name, values in data.lists()
        if name not in left_out and not name.startswith("do_")
        for value in values
    ]
