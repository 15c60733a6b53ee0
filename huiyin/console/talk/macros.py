"""Macros of the house: the list, one with its steps, made and changed on one page."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiyin.accounts.models import Unit
from huiyin.cases.models import Macro
from huiyin.catalog.rules import current
from huiyin.complaints.actions import macros as actions
from huiyin.complaints.actions.templates import WRITERS, may_write
from huiyin.complaints.queries import macros as queries
from huiyin.complaints.rules import macros as rules
from huiyin.console.talk.forms import MacroForm, MacroSteps, contest, offered
from huiyin.console.talk.naming import name_of
from huiyin.console.talk.templates import tabs
from huiyin.console.visit import Visit, desk
from huiyin.core.errors import BadInput, Clash, Refused

SHOWN = 50


@desk("cases")
def listed(visit: Visit) -> HttpResponse:
    """The macros by name, a page at a time; `retired=1` those out of use."""
    retired, said = visit.request.GET.get("retired") == "1", get_language() or "zh-hans"
    found = list(queries.after(queries.shelf(retired=retired), visit.request.GET.get("after", ""))[: SHOWN + 1])
    rows = [
        {
            "row": one,
            "name": name_of(one),
            "class": current().label(one.class_code, said) if one.class_code else "",
            "steps": [_(rules.KINDS[step["kind"]][0]) for step in one.steps],
        }
        for one in found[:SHOWN]
    ]
    context = {
        "rows": rows,
        "next_url": _next(found[SHOWN - 1], retired) if len(found) > SHOWN else "",
        "retired": retired,
        "may_write": any(role in WRITERS for role in visit.by.roles),
        "tabs": tabs("macros"),
    }
    return visit.page("talk/macros.html", context)


def _next(last: Macro, retired: bool) -> str:
    asked = {"after": f"{last.name}~{last.pk}"} | ({"retired": "1"} if retired else {})
    return f"{reverse('macros')}?{urlencode(asked)}"


@desk("cases", "GET POST", keeps=True)
def new(visit: Visit) -> HttpResponse:
    """A new macro."""
    form = MacroForm(visit.request.POST if visit.request.method == "POST" else None, by=visit.by)
    if not form.fields["unit"].choices:  # type: ignore[attr-defined]
        raise Refused("template.role", _("Only who leads a unit makes macros."))
    return _edit(visit, form, None)


@desk("cases", "GET POST", keeps=True)
def one(visit: Visit, macro_id: UUID) -> HttpResponse:
    """A macro: its steps, to be changed by who may."""
    row = _row(macro_id)
    if visit.request.method == "POST" or may_write(visit.by, row.unit):
        begin = {"name": row.name, "name_en": row.name_en, "class_code": row.class_code, "seen": row.version}
        data = visit.request.POST if visit.request.method == "POST" else None
        return _edit(visit, MacroForm(data, by=visit.by, initial=begin, fixed=True), row)
    return _page(visit, None, None, row, 200)


def _edit(visit: Visit, form: MacroForm, row: Macro | None) -> HttpResponse:
    if visit.request.method != "POST":
        return _page(
            visit, form, MacroSteps(initial=row.steps if row else None, prefix="steps", form_kwargs=offered()), row, 200
        )
    data = visit.request.POST.copy()
    if "more" in data:
        count = int(data.get("steps-TOTAL_FORMS") or 0) if str(data.get("steps-TOTAL_FORMS")).isdecimal() else 0
        data["steps-TOTAL_FORMS"] = str(min(count + 1, rules.MOST_STEPS))
    steps = MacroSteps(data, prefix="steps", form_kwargs=offered())
    if "more" in data or not (steps.is_valid() & form.is_valid()):
        return _page(visit, form, steps, row, 200 if "more" in data else 422)
    wanted = [one.as_step for one in steps if one.cleaned_data.get("kind")]
    given: dict[str, Any] = {name: form.cleaned_data[name] for name in ("name", "name_en", "class_code")}
    try:
        if row is None:
            unit = get_object_or_404(Unit, pk=form.cleaned_data["unit"])
            row = actions.begin(**given, unit=unit, steps=wanted, by=visit.by, at=visit.at)
        else:
            seen = form.cleaned_data["seen"] or 0
            row = actions.change(macro=row, **given, steps=wanted, seen=seen, by=visit.by, at=visit.at)
    except BadInput as fault:
        form.add_error(fault.field if fault.field in form.fields else None, fault.message)
        return _page(visit, form, steps, row, 422)
    except Refused as refusal:
        contest(form, refusal) if isinstance(refusal, Clash) else form.add_error(None, refusal.message)
        return _page(visit, form, steps, row, 409)
    messages.success(visit.request, _("Kept."))
    return redirect("macro", row.pk)


def _page(visit: Visit, form: Any, steps: Any, row: Macro | None, status: int) -> HttpResponse:
    context = {
        "form": form,
        "steps": steps,
        "row": row,
        "name": name_of(row) if row else _("New macro"),
        "shown": [(_(rules.KINDS[step["kind"]][0]), step) for step in row.steps] if row else [],
        "tabs": tabs("macros"),
    }
    return visit.page("talk/macro.html", context, status=status)


@desk("cases", "POST")
def act(visit: Visit, macro_id: UUID, step: str) -> HttpResponse:
    """Take it out of use, or back."""
    row = _row(macro_id)
    if step not in ("retire", "restore"):
        raise Http404
    actions.retire(macro=row, retired=step == "retire", by=visit.by, at=visit.at)
    messages.success(visit.request, _("Kept."))
    return redirect("macro", row.pk)


def _row(macro_id: UUID) -> Macro:
    return get_object_or_404(Macro.objects.select_related("unit", "made_by"), pk=macro_id)
