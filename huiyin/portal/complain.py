"""Complaining without an account, in three short steps: what happened, who you are, how to reach you."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiyin.cases import queries as cases
from huiyin.clocks import queries as clocks
from huiyin.complaints.actions import intake
from huiyin.core import mediatypes
from huiyin.core.actors import customer
from huiyin.core.errors import BadInput
from huiyin.portal import draft as drafts
from huiyin.portal import gate, limits, sending
from huiyin.portal import visit as visits
from huiyin.portal.arriving import STEP_OF, arrival_of, contacts
from huiyin.portal.draft import Draft
from huiyin.portal.forms import PortalForm, ReachForm, WhatForm, WhoForm
from huiyin.portal.visit import Visit, portal

STEPS: dict[str, type[PortalForm]] = {"what": WhatForm, "who": WhoForm, "reach": ReachForm}
_ORDER = list(STEPS)
RECEIPT = "portal_receipt"
_TRAP = "website"


@portal("GET POST")
def step(visit: Visit, name: str) -> HttpResponse:
    """One step: show it with what is kept, or keep what was typed and go on (or back, or take a file out)."""
    draft = drafts.load(visit.session)
    if not visit.posted:
        if early := _unfinished(draft, name):
            return redirect("portal_complain", name=early)
        return _show(visit, name, STEPS[name](initial=_initial(draft)), draft)
    if _is_sent(visit):
        return redirect("portal_receipt")
    draft.take(STEPS[name].base_fields, visit.request.POST)
    wrong = draft.take_files(visit.request, sending.owner(visit.session))
    draft.drop(visit.request.POST.get("remove", ""))
    drafts.keep(visit.session, draft)
    if "remove" in visit.request.POST:
        return redirect("portal_complain", name=name)
    if "back" in visit.request.POST:
        return redirect("portal_complain", name=_ORDER[max(_ORDER.index(name) - 1, 0)])
    form = STEPS[name](_data(draft))
    if not form.is_valid() or wrong:
        return _show(visit, name, form, draft, wrong=wrong, status=422)
    if name != _ORDER[-1]:
        return redirect("portal_complain", name=_ORDER[_ORDER.index(name) + 1])
    return _send(visit, draft, form)


def _send(visit: Visit, draft: Draft, form: PortalForm) -> HttpResponse:
    """Register the complaint. Whatever is refused is said on the page, with everything still there."""
    if early := _unfinished(draft, "reach"):
        return redirect("portal_complain", name=early)
    values = _cleaned(draft)
    try:
        if visit.request.POST.get(_TRAP):
            raise BadInput("portal.trap", _("The last field must stay empty. It has been emptied: send it again."))
        gate.check_complaint(visit.request, contacts(values), visit.at)
        arrival = arrival_of(draft, values, at=visit.at, language=get_language() or settings.LANGUAGE_CODE)
        made = intake.register(arrival=arrival, by=customer(None), at=visit.at)
    except gate.TooMany as refused:
        return _show(visit, "reach", form, draft, trouble=refused, status=429)
    except BadInput as refused:
        return _show(visit, STEP_OF.get(refused.field, "reach"), None, draft, trouble=refused, status=422)
    if made.created:
        gate.sent_complaint(visit.request, contacts(values), visit.at)
    drafts.forget(visit.session)
    visits.admit(visit.session, made.case, visit.at)
    visit.session[RECEIPT] = {"case": str(made.case.pk), "key": draft.key}
    return redirect("portal_receipt")


@portal()
def receipt(visit: Visit) -> HttpResponse:
    """The receipt, to be saved or printed: number, secret, limits, what comes next. Reloading shows it again."""
    kept = visit.session.get(RECEIPT)
    case = visits.opened(visit.session, visit.at) if kept else None
    if kept is None or case is None or str(case.pk) != kept["case"]:
        return redirect("portal_open")
    shown = limits.shown(
        case, list(clocks.running(("case", case.pk)).prefetch_related("events")), only=limits.ON_RECEIPT
    )
    context = {
        "case": case,
        "secret": cases.secret_of(case),
        "limits": shown,
        "desk": limits.desk(case),
        "mailed": case.people.filter(is_contact=True).exclude(email_blind="").exists(),
    }
    return visit.page("receipt.html", context)


@portal("POST")
def discard(visit: Visit) -> HttpResponse:
    """Throw away what was typed."""
    drafts.forget(visit.session)
    return redirect("portal_home")


def _show(
    visit: Visit, name: str, form: PortalForm | None, draft: Draft, *, wrong: dict[str, list[str]] | None = None,
    trouble: Any = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    """The page of a step."""
    form = form if form is not None else STEPS[name](_data(draft))
    context = {
        "form": form,
        "step": name,
        "draft": draft,
        "faults": [
            *form.faults(),
            *((f"id_{field}", line) for field, lines in (wrong or {}).items() for line in lines),
        ],
        "file_errors": (wrong or {}).get("files", []),
        "authority_errors": (wrong or {}).get("authority", []),
        "trouble": trouble,
        "upload": upload_limits(),
        "summary": _summary(draft) if name == _ORDER[-1] else [],
    }
    return visit.page(f"step_{name}.html", context, status)


def upload_limits() -> dict[str, Any]:
    """What the upload field tells before anybody chooses a file."""
    return {
        "max_bytes": settings.UPLOAD_MAX_BYTES,
        "max_files": settings.UPLOAD_MAX_FILES,
        "types": ",".join(f".{ending}" for ending in mediatypes.endings()),
        "words": _("pictures, PDF, Word and Excel papers, recordings, videos, e-mails"),
    }


def _is_sent(visit: Visit) -> bool:
    """Was the complaint that this page belongs to sent already (pressed twice, or come back to)?"""
    key = visit.request.POST.get("draft", "")
    kept = visit.session.get(RECEIPT)
    return bool(key and kept and kept["key"] == key)


def _unfinished(draft: Draft, name: str) -> str:
    """The first step before `name` that is not filled in yet; empty when there is none."""
    before = _ORDER[: _ORDER.index(name)]
    return next((step for step in before if not STEPS[step](_data(draft)).is_valid()), "")


def _cleaned(draft: Draft) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for form in (STEPS[name](_data(draft)) for name in _ORDER):
        form.is_valid()
        found |= form.cleaned_data
    return found


def _data(draft: Draft) -> dict[str, Any]:
    return {"for_whom": "self"} | draft.values


def _initial(draft: Draft) -> dict[str, Any]:
    return {name: value for name, value in draft.values.items() if value}


def _summary(draft: Draft) -> list[tuple[str, str, str]]:
    """(label, value, step) of everything that was typed before the last step."""
    rows = []
    for name in _ORDER[:-1]:
        form = STEPS[name](_data(draft))
        for field in form:
            value = draft.values.get(field.name, "")
            if value:
                choices = dict(getattr(field.field, "choices", []))
                rows.append((str(field.label), str(choices.get(value, value)), name))
    names = "、".join(file.name for file in [*draft.files, *draft.authority])
    return [*rows, (_("Files"), names, "what")] if names else rows
