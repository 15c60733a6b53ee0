"""Close ties that staff declare: one's own, and the end of others' to be confirmed (令2020-3 art 17)."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.accounts import actions, queries
from huiyin.accounts.actions.interests import CONFIRMING
from huiyin.accounts.models import Relation, RelationKind, User
from huiyin.console.visit import Visit, desk
from huiyin.core.errors import BadInput


class DeclareForm(forms.Form):
    """A close tie. Of certificate and phone only fingerprints are kept."""

    kind = forms.ChoiceField(label=gettext_lazy("What kind of tie"), choices=RelationKind.choices)
    from_on = forms.DateField(
        label=gettext_lazy("It began on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    employee_no = forms.CharField(label=gettext_lazy("Employee number of a colleague"), max_length=20, required=False)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=60, required=False)
    certificate_no = forms.CharField(label=gettext_lazy("Certificate number"), max_length=60, required=False)
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=40, required=False)


class EndForm(forms.Form):
    """Since when a tie is over."""

    on = forms.DateField(
        label=gettext_lazy("Over since"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=300)


@desk("desk", "GET POST")
def show(visit: Visit) -> HttpResponse:
    """`me/relations/`: one's own ties; and, for those who confirm, what waits."""
    form = DeclareForm(visit.request.POST if visit.request.method == "POST" else None)
    if form.is_valid() and _declared(visit, form):
        messages.success(visit.request, _("Declared. From now on you neither see nor handle what concerns them."))
        return redirect("relations")
    may_confirm = visit.by.has_role(*CONFIRMING)
    context: dict[str, Any] = {
        "form": form,
        "end_form": EndForm(),
        "relations": queries.relations_of(visit.user),
        "waiting": queries.relations_to_confirm(visit.user)[:100] if may_confirm else [],
        "may_confirm": may_confirm,
    }
    return visit.page("relations.html", context, status=422 if form.is_bound else 200)


def _declared(visit: Visit, form: DeclareForm) -> bool:
    given = dict(form.cleaned_data)
    number = given.pop("employee_no").strip()
    colleague = User.objects.filter(employee_no=number).first() if number else None
    if number and colleague is None:
        form.add_error("employee_no", _("Nobody here has this employee number."))
        return False
    try:
        actions.declare_relation(user=visit.user, to_user=colleague, by=visit.by, at=visit.at, **given)
    except BadInput as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else "employee_no", refusal.message)
        return False
    return True


@desk("desk", "POST")
def end(visit: Visit, relation_id: UUID) -> HttpResponse:
    """Say that a tie of one's own is over."""
    row = Relation.objects.filter(pk=relation_id, user=visit.user).first()
    if row is None:
        raise Http404
    form = EndForm(visit.request.POST)
    if not form.is_valid():
        raise BadInput("relation.end", _("Give the day since when it is over, and why."))
    actions.ask_end_of_relation(relation=row, by=visit.by, at=visit.at, **form.cleaned_data)
    messages.success(visit.request, _("Head office is asked to confirm it; until then the tie goes on binding."))
    return redirect("relations")


@desk("desk", "POST")
def confirm(visit: Visit, relation_id: UUID) -> HttpResponse:
    """Confirm the end of a colleague's tie, or that it goes on."""
    row = queries.relations_to_confirm(visit.user).filter(pk=relation_id).first()
    if row is None or not visit.by.has_role(*CONFIRMING):
        raise Http404
    is_over = visit.request.POST.get("over") == "yes"
    actions.answer_end_of_relation(relation=row, is_over=is_over, by=visit.by, at=visit.at)
    return redirect("relations")
