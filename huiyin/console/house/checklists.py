"""The checklists of the house for administrators: each change is a version."""

from typing import Any

from django import forms
from django.contrib import messages
from django.forms import BaseFormSet, formset_factory
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from huiyin.cases.actions import checklists as actions
from huiyin.cases.models import ChecklistVersion, State
from huiyin.cases.rules import checklists as rules
from huiyin.console.house import frame
from huiyin.console.visit import Visit, desk


def stages() -> list[tuple[str, Any]]:
    """The stages that a list may belong to, in the order of the path."""
    return [(stage, State(stage).label) for stage in rules.STAGES]


class ListForm(forms.Form):
    """A list apart from its lines."""

    code = forms.SlugField(label=pgettext_lazy("shape", "Code"), max_length=40)
    title_zh = forms.CharField(label=gettext_lazy("Name in Chinese"), max_length=80)
    title_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=120)
    stage = forms.ChoiceField(label=gettext_lazy("Stage"))
    class_code = forms.CharField(label=gettext_lazy("Only for this class"), max_length=8, required=False)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, row: ChecklistVersion | None = None) -> None:
        names = ("code", "title_zh", "title_en", "stage", "class_code")
        begin = {name: getattr(row, name) for name in names} if row else {}
        super().__init__(data, initial=begin | {"seen": row.version if row else 0})
        self.fields["stage"].choices = stages()  # type: ignore[attr-defined]
        if row is not None:
            self.fields["code"].disabled = True


class LineForm(forms.Form):
    """One line, in both languages."""

    zh = forms.CharField(label=gettext_lazy("In Chinese"), max_length=200, required=False)
    en = forms.CharField(label=gettext_lazy("In English"), max_length=200, required=False)
    clause = forms.CharField(label=gettext_lazy("Clause"), max_length=80, required=False)
    mandatory = forms.BooleanField(label=gettext_lazy("Needed to go on"), required=False)


Lines = formset_factory(LineForm, extra=2, max_num=rules.MOST_LINES, absolute_max=rules.MOST_LINES + 10)


def _lines(data: Any, row: ChecklistVersion | None) -> "BaseFormSet[LineForm]":
    return Lines(data, prefix="lines", initial=row.lines if row and data is None else None)


@desk("settings")
def listed(visit: Visit) -> HttpResponse:
    """The lists in force by stage, then those that are attached no more."""
    newest: dict[str, ChecklistVersion] = {}
    for row in ChecklistVersion.objects.order_by("code", "version"):
        newest[row.code] = row
    places = {stage: at for at, stage in enumerate(rules.STAGES)}
    rows = sorted(newest.values(), key=lambda row: (row.until_at is not None, places[row.stage], row.code))
    shown = [{"row": row, "title": title(row), "count": len(row.lines)} for row in rows]
    return visit.page("settings_checklists.html", {"rows": shown, "tabs": frame.tabs("settings_checklists")})


def title(row: ChecklistVersion) -> str:
    """The name of a list in the language of the page."""
    return row.title_zh if (get_language() or "zh").startswith("zh") else row.title_en


@desk("settings", "GET POST")
def new(visit: Visit) -> HttpResponse:
    """A new list."""
    return _form(visit, None)


@desk("settings", "GET POST")
def one(visit: Visit, code: str) -> HttpResponse:
    """One list: its newest version as a form for the next, and the versions so far."""
    return _form(visit, _newest(code))


@desk("settings", "POST")
def retire(visit: Visit, code: str) -> HttpResponse:
    """Attach it to no more cases."""
    actions.retire_list(code=_newest(code).code, by=visit.by, at=visit.at)
    messages.success(visit.request, _("The list is attached to no more cases. What is under way keeps it."))
    return redirect("settings_checklist", code)


def _newest(code: str) -> ChecklistVersion:
    row = ChecklistVersion.objects.filter(code=code).order_by("-version").first()
    if row is None:
        raise Http404
    return row


def _form(visit: Visit, row: ChecklistVersion | None) -> HttpResponse:
    data = visit.request.POST if visit.request.method == "POST" else None
    form, lines, status = ListForm(data, row=row), _lines(data, row), 422 if data is not None else 200
    kept: ChecklistVersion | None = None
    if data is not None and form.is_valid() and lines.is_valid():
        if row is None and ChecklistVersion.objects.filter(code=form.cleaned_data["code"]).exists():
            form.add_error("code", _("There is a list with this code already: open it and change it there."))
        else:
            draft, seen = _draft(form, lines), form.cleaned_data["seen"]
            kept, status = frame.tried(
                form, lambda: actions.keep_list(draft=draft, seen=seen, by=visit.by, at=visit.at)
            )
        if kept is not None:
            said = _("Kept as version %(version)d. It holds for cases that come into the stage from now on.")
            messages.success(visit.request, said % {"version": kept.version})
            return redirect("settings_checklist", kept.code)
    versions = ChecklistVersion.objects.filter(code=row.code).order_by("-version")[:50] if row else []
    context = {
        "row": row, "title": title(row) if row else _("New checklist"), "form": form, "lines": lines,
        "versions": versions, "tabs": frame.tabs("settings_checklists"), "list_url": reverse("settings_checklists"),
        "retire_url": reverse("settings_checklist_retire", args=[row.code]) if row else "",
    }  # fmt: skip
    return visit.page("settings_checklist.html", context, status=status)


def _draft(form: ListForm, lines: "BaseFormSet[LineForm]") -> rules.Draft:
    given = [one.cleaned_data for one in lines if one.cleaned_data.get("zh") or one.cleaned_data.get("en")]
    found = tuple(rules.Line(one["zh"], one["en"], one["mandatory"], one["clause"]) for one in given)
    data = {name: value for name, value in form.cleaned_data.items() if name != "seen"}
    return rules.Draft(**data, lines=found)
