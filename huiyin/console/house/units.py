"""The organisation as a tree: units, who answers for each, where it hangs."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from huiyin.accounts import actions
from huiyin.accounts.models import Unit, User
from huiyin.console.house import forms, frame
from huiyin.console.visit import Visit, desk
from huiyin.core.errors import BadInput


@desk("settings", "GET POST")
def listed(visit: Visit) -> HttpResponse:
    """The tree, and a form for a new unit."""
    form = forms.UnitForm(visit.request.POST if visit.request.method == "POST" else None)
    if form.is_valid():
        parent = Unit.objects.get(pk=form.cleaned_data["parent"])
        try:
            unit = actions.add_unit(**(form.cleaned_data | {"parent": parent}), by=visit.by, at=visit.at)
        except BadInput as error:
            frame.blame(form, error)
        else:
            messages.success(visit.request, _("Unit %(name)s added.") % {"name": unit.name})
            return redirect("settings_units")
    units = Unit.objects.select_related("duty_user").order_by("path")
    rows = [(unit, min(unit.path.strip("/").count("/"), 4)) for unit in units]
    context = {"rows": rows, "form": form, "tabs": frame.tabs("settings_units")}
    return visit.page("settings_units.html", context, status=422 if form.is_bound else 200)


@desk("settings", "GET POST")
def one(visit: Visit, unit_id: UUID) -> HttpResponse:
    """One unit: its duty person and its place in the tree."""
    unit = get_object_or_404(Unit.objects.select_related("duty_user", "parent"), pk=unit_id)
    form = forms.UnitChangeForm(visit.request.POST if visit.request.method == "POST" else None, unit=unit)
    if form.is_valid():
        duty, parent = form.cleaned_data["duty_user"], form.cleaned_data["parent"]
        if duty and duty != str(unit.duty_user_id):
            actions.set_duty_user(unit=unit, user=User.objects.get(pk=duty), by=visit.by, at=visit.at)
        if parent and parent != str(unit.parent_id):
            actions.move_unit(unit=unit, parent=Unit.objects.get(pk=parent), by=visit.by, at=visit.at)
        messages.success(visit.request, _("Kept."))
        return redirect("settings_unit", unit.pk)
    context = {"unit": unit, "form": form, "tabs": frame.tabs("settings_units")}
    return visit.page("settings_unit.html", context, status=422 if form.is_bound else 200)
