"""Projects that look back: the list, one with whom it may have reached, what became of each, the end."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.accounts.rules import arranges, may_write
from huiyin.audit import actions as audit
from huiyin.cases import queries as cases
from huiyin.cases.models import Case
from huiyin.console.paging import stretch
from huiyin.console.visit import Visit, desk
from huiyin.core import masking
from huiyin.core.errors import BadInput, Refused
from huiyin.core.time import local_date
from huiyin.quality.actions import lookbacks as actions
from huiyin.quality.models import Lookback, Reached, ReachedState
from huiyin.quality.queries import lookbacks as queries

SIZE = 50


class OutcomeForm(forms.Form):
    """What became of one policy."""

    outcome = forms.ChoiceField(
        label=_("What became of it"), choices=[("again", _("Tried, nobody reached")), *ReachedState.choices[1:]]
    )
    amount = forms.DecimalField(label=_("Sum given (yuan)"), max_digits=14, decimal_places=2, required=False)
    case = forms.CharField(label=_("Number of the complaint"), max_length=20, required=False)
    note = forms.CharField(label=_("How you know"), max_length=500, required=False)


@desk("cases")
def listed(visit: Visit) -> HttpResponse:
    """`lookbacks/`: newest first, a page by key."""
    rows, following = stretch(queries.listed(visit.user), visit.request.GET.get("after", ""), size=SIZE, by="began_at")
    today = local_date(visit.at)
    context = {
        "rows": [{"row": one, "done": one.size - one.open_count, "is_late": _is_late(one, today)} for one in rows],
        "next": following,
    }
    return visit.page("lookbacks/list.html", context)


@desk("cases")
def one(visit: Visit, lookback_id: UUID) -> HttpResponse:
    """`lookbacks/<id>/`: how it stands, and a page of the list by key. A line of the access log."""
    row = _row(visit, lookback_id)
    audit.looked(kind="read", by=visit.by, at=visit.at, aggregate=("lookback", row.pk))
    return _shown(visit, row)


@desk("cases", "POST", keeps=True)
def decide(visit: Visit, lookback_id: UUID, reached_id: UUID) -> HttpResponse:
    """What became of one of the list, or one more attempt."""
    row = _row(visit, lookback_id)
    reached = Reached.objects.filter(lookback=row, pk=reached_id).first()
    if reached is None:
        raise Http404
    form = OutcomeForm(visit.request.POST)
    if not form.is_valid():
        return _shown(visit, row, form=form, at=reached.pk, status=422)
    given = form.cleaned_data
    try:
        if given["outcome"] == "again":
            actions.try_again(reached=reached, note=given["note"], by=visit.by, at=visit.at)
        else:
            actions.decide(
                reached=reached, outcome=given["outcome"], note=given["note"], amount=given["amount"],
                case=_complaint(visit, given["case"]), by=visit.by, at=visit.at,
            )  # fmt: skip
    except BadInput as fault:
        form.add_error(fault.field if fault.field in form.fields else None, fault.message)
        return _shown(visit, row, form=form, at=reached.pk, status=422)
    except Refused as no:
        form.add_error(None, no.message)
        return _shown(visit, row, form=form, at=reached.pk, status=409)
    messages.success(visit.request, gettext("Written down."))
    return redirect("lookback", row.pk)


@desk("board", "POST", keeps=True)
def end(visit: Visit, lookback_id: UUID) -> HttpResponse:
    """The project is over, with what was learnt."""
    row = _row(visit, lookback_id)
    try:
        actions.end(lookback=row, result=visit.request.POST.get("result", ""), by=visit.by, at=visit.at)
    except (BadInput, Refused) as no:
        return _shown(visit, row, problem=no.message, status=422 if isinstance(no, BadInput) else 409)
    messages.success(visit.request, gettext("The project is over."))
    return redirect("lookback", row.pk)


def _row(visit: Visit, lookback_id: UUID) -> Lookback:
    row = queries.visible_to(visit.user).filter(pk=lookback_id).first()
    if row is None:
        raise Http404
    return row


def _complaint(visit: Visit, number: str) -> Case | None:
    """The complaint of this number. Raises BadInput when there is none that may be seen."""
    if not number.strip():
        return None
    try:
        return cases.get(visit.user, number)
    except Case.DoesNotExist:
        raise BadInput("lookback.case", gettext("There is no complaint with this number."), field="case") from None


def _shown(
    visit: Visit, row: Lookback, *, form: OutcomeForm | None = None, at: UUID | None = None, problem: str = "",
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    state = visit.request.GET.get("state", "open")
    state = state if state in (*ReachedState.values, "") else "open"
    found = queries.reached(row, state=state, after=_key(visit.request.GET.get("after", "")), limit=SIZE)
    more, found = len(found) > SIZE, found[:SIZE]
    held = queries.policies_of(found)
    told = queries.told(row)
    writes = may_write(visit.by.grants) and row.ended_at is None
    context = {
        "row": row,
        "is_late": _is_late(row, local_date(visit.at)),
        "counts": [(code, label, told["counts"].get(code, 0), code == state) for code, label in ReachedState.choices],
        "given": told["given"],
        "state": state,
        "lines": [
            {
                "row": each,
                "number": held[each.policy_id].number if each.policy_id in held else "",
                "name": masking.name(held[each.policy_id].holder.name) if each.policy_id in held else "",
                "note": masking.text(each.note),
                "customer_url": reverse("customer", args=[each.party_id]),
                "form": (form if each.pk == at and form is not None else OutcomeForm(auto_id=f"id_{each.pk}_%s"))
                if writes and each.state == "open"
                else None,
                "is_open": each.pk == at,
            }
            for each in found
        ],
        "next_url": f"?state={state}&after={found[-1].pk}" if more else "",
        "may_end": arranges(visit.by.grants, row.unit.path) and row.ended_at is None and row.open_count == 0,
        "problem": problem,
        "case_number": row.case_number if cases.visible_to(visit.user).filter(pk=row.case_id).exists() else "",
    }
    return visit.page("lookbacks/page.html", context, status)


def _is_late(row: Lookback, today: Any) -> bool:
    return row.ended_at is None and row.due_on < today


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
