"""One's own absences: saying them beforehand, ending them, and coming back."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from huiyin.accounts import actions
from huiyin.accounts.models import Absence
from huiyin.accounts.queries import work
from huiyin.console.house.frame import blame
from huiyin.console.team import forms
from huiyin.console.visit import Visit, desk
from huiyin.core.errors import BadInput


@desk("desk", "GET POST")
def absences(visit: Visit) -> HttpResponse:
    """One's absences, and the form for the next one."""
    form = forms.AbsenceForm(visit.request.POST if visit.request.method == "POST" else None, user=visit.user)
    if form.is_valid():
        given = form.cleaned_data | {"deputy": form.person()}
        try:
            actions.set_absence(user=visit.user, **given, by=visit.by, at=visit.at)
        except BadInput as error:
            blame(form, error)
        else:
            messages.success(visit.request, _("Your absence is kept."))
            return redirect("me_absences")
    rows = work.absences_of(visit.user)[:20]
    return visit.page("team/absences.html", {"absences": rows, "form": form}, status=422 if form.is_bound else 200)


@desk("desk", "POST")
def end(visit: Visit, absence_id: UUID) -> HttpResponse:
    """Call an absence of one's own off, or be back earlier."""
    row = Absence.objects.filter(pk=absence_id, user=visit.user).first()
    if row is None:
        raise Http404
    was_away = row.began_at is not None
    actions.end_absence(absence=row, by=visit.by, at=visit.at)
    messages.success(visit.request, _("Welcome back.") if was_away else _("The absence is called off."))
    return redirect("me_back" if was_away else "me_absences")
