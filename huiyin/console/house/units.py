"""The organisation as a tree: units, who answers for each, where it hangs."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from huiyin.accounts import actions
from huiyin.accounts.models import Unit, User
from huiyin.audit import queries as audit
from huiyin.console.entries import told
from huiyin.console.house import forms, frame, unit_packs
from huiyin.console.house.merging import Merge
from huiyin.console.visit import Visit, desk
from huiyin.core.errors import BadInput
from huiyin.core.time import local_date
from huiyin.handbook.actions import set_unit_packs


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
    """One unit: its duty person, its place in the tree, the packs it runs under."""
    is_post = visit.request.method == "POST"
    rows = Unit.objects.select_related("duty_user", "parent")
    with transaction.atomic():
        unit = get_object_or_404(rows.select_for_update(of=("self",)) if is_post else rows, pk=unit_id)
        form = forms.UnitChangeForm(visit.request.POST if is_post else None, unit=unit)
        both = _both(visit, unit)
        if form.is_valid() and (values := both.settle(form, form.cleaned_data)) is not None:
            duty, parent = values["duty_user"], values["parent"]
            if duty and duty != str(unit.duty_user_id):
                actions.set_duty_user(unit=unit, user=User.objects.get(pk=duty), by=visit.by, at=visit.at)
            if parent and parent != str(unit.parent_id):
                actions.move_unit(unit=unit, parent=Unit.objects.get(pk=parent), by=visit.by, at=visit.at)
            messages.success(visit.request, _("Kept."))
            return redirect("settings_unit", unit.pk)
    return _page(visit, unit, form=form, both=both)


def _both(visit: Visit, unit: Unit) -> Merge:
    now = {"duty_user": str(unit.duty_user_id or ""), "parent": str(unit.parent_id or "")}
    return Merge(visit.request, f"unit.{unit.pk}", now)


@desk("settings", "POST")
def choose_packs(visit: Visit, unit_id: UUID) -> HttpResponse:
    """The packs of a unit from a later day on."""
    unit = get_object_or_404(Unit.objects.select_related("duty_user", "parent"), pk=unit_id)
    form = unit_packs.PacksForm(visit.request.POST, unit=unit, today=local_date(visit.at))
    if form.is_valid():
        try:
            set_unit_packs(unit=unit, **form.cleaned_data, by=visit.by, at=visit.at)
        except BadInput as error:
            frame.blame(form, error)
        else:
            messages.success(visit.request, _("Kept. What has arrived keeps the rules it began with."))
            return redirect("settings_unit", unit.pk)
    return _page(visit, unit, packs_form=form)


def _page(
    visit: Visit, unit: Unit, *, form: Any = None, packs_form: Any = None, both: Merge | None = None
) -> HttpResponse:
    today = local_date(visit.at)
    context = {
        "unit": unit,
        "both": both or _both(visit, unit),
        "form": form or forms.UnitChangeForm(unit=unit),
        "packs_form": packs_form or unit_packs.PacksForm(unit=unit, today=today),
        "packs": unit_packs.panel(unit, today),
        "entries": told(audit.chain(("unit", unit.pk)).order_by("-seq")[:20]),
        "tabs": frame.tabs("settings_units"),
    }
    is_wrong = any(one is not None and one.is_bound for one in (form, packs_form))
    return visit.page("settings_unit.html", context, status=422 if is_wrong else 200)
