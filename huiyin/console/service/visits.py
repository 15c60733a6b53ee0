"""Return visits at the desk: those to be made, the nearest end of the hesitation period first; making one."""

from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.audit import actions as audit
from huiyin.cases import queries as cases
from huiyin.console.visit import Visit, desk
from huiyin.core import masking
from huiyin.core.errors import BadInput
from huiyin.service.actions import visits as actions
from huiyin.service.models import ReturnVisit
from huiyin.service.queries import visits as queries
from huiyin.service.rules.visits import ITEMS

SIZE = 50


class VisitForm(forms.Form):
    """The seven points, each yes or no, and what was said besides."""

    problem = forms.CharField(
        label=_("The problem, when there is one"), required=False, max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    note = forms.CharField(label=_("Note"), required=False, max_length=500)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        choices = [("yes", _("Yes")), ("no", _("No"))]
        points = {
            code: forms.ChoiceField(label=gettext(words), choices=choices, required=False, widget=forms.RadioSelect)
            for code, words in ITEMS.items()
        }
        self.fields = {**points, **self.fields}


@desk("intake")
def listed(visit: Visit) -> HttpResponse:
    """`visits/`: a page by key."""
    rows = queries.due(visit.user, after=_key(visit.request.GET.get("after", "")), size=SIZE)
    more, rows = len(rows) > SIZE, rows[:SIZE]
    held = queries.policies_of(rows)
    last = rows[-1] if more else None
    context = {
        "rows": [_line(one, held.get(one.policy_id)) for one in rows],
        "next_url": f"{reverse('visits')}?{urlencode({'after': f'{last.due_on}~{last.pk}'})}" if last else "",
    }
    return visit.page("service/visits.html", context)


@desk("intake")
def one(visit: Visit, visit_id: UUID) -> HttpResponse:
    """`visits/<id>/`: the points to ask; of a visit that was made what was answered. A line of the access log."""
    row = _row(visit, visit_id)
    audit.looked(kind="read", by=visit.by, at=visit.at, aggregate=("return_visit", row.pk))
    return visit.page("service/visit.html", _shown(visit, row, VisitForm()))


@desk("intake", "POST", keeps=True)
def act(visit: Visit, visit_id: UUID, step: str) -> HttpResponse:
    """make: the answers; again: nobody was reached."""
    row = _row(visit, visit_id)
    form = VisitForm(visit.request.POST)
    if not form.is_valid():
        return visit.page("service/visit.html", _shown(visit, row, form), 422)
    given = dict(form.cleaned_data)
    problem, note = given.pop("problem"), given.pop("note")
    if step == "again":
        actions.try_again(visit=row, note=note, by=visit.by, at=visit.at)
        messages.success(visit.request, gettext("Written down; the visit stays due."))
        return redirect("visits")
    if step != "make":
        raise Http404
    try:
        row = actions.make(visit=row, answers=given, problem=problem, note=note, by=visit.by, at=visit.at)
    except BadInput as fault:
        form.add_error(fault.field if fault.field in form.fields else None, fault.message)
        return visit.page("service/visit.html", _shown(visit, row, form), 422)
    messages.success(visit.request, gettext("The return visit is on record."))
    return redirect("visit", row.pk)


def _row(visit: Visit, visit_id: UUID) -> ReturnVisit:
    row = queries.visible_to(visit.user).select_related("unit").filter(pk=visit_id).first()
    if row is None:
        raise Http404
    return row


def _shown(visit: Visit, row: ReturnVisit, form: VisitForm) -> dict[str, Any]:
    policy = queries.policies_of([row]).get(row.policy_id)
    case = cases.visible_to(visit.user).filter(pk=row.case_id).first() if row.case_id else None
    return {
        **_line(row, policy),
        "form": form,
        "note": masking.text(row.note),
        "answers": [(gettext(words), row.answers.get(code, "")) for code, words in ITEMS.items()],
        "case_number": case.number if case else "",
        "customer_url": reverse("customer", args=[row.party_id]),
    }


def _line(row: ReturnVisit, policy: Any) -> dict[str, Any]:
    return {
        "row": row,
        "name": masking.name(policy.holder.name) if policy else "",
        "product": policy.product_name if policy else "",
        "number": policy.number if policy else "",
        "url": reverse("visit", args=[row.pk]),
    }


def _key(text: str) -> tuple[date, UUID] | None:
    day, _tilde, pk = text.partition("~")
    try:
        return date.fromisoformat(day), UUID(pk)
    except ValueError:
        return None
