"""The fields of the house's own for administrators: each change is a version."""

from typing import Any

from django import forms
from django.contrib import messages
from django.forms import BaseFormSet, formset_factory
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from huiyin.cases.actions import fields as actions
from huiyin.cases.models import FieldKind, FieldVersion, State
from huiyin.cases.queries import fields as queries
from huiyin.cases.rules import fields as rules
from huiyin.console.house import frame
from huiyin.console.house.checklists import stages
from huiyin.console.visit import Visit, desk

_PLAIN = (
    "key", "type", "label_zh", "label_en", "help_zh", "help_en", "required_at", "is_personal", "is_searchable", "place",
)  # fmt: skip


class FieldForm(forms.Form):
    """A definition apart from its options."""

    key = forms.SlugField(label=pgettext_lazy("shape", "Code"), max_length=40)
    type = forms.ChoiceField(label=gettext_lazy("What it holds"), choices=FieldKind.choices)
    label_zh = forms.CharField(label=gettext_lazy("Name in Chinese"), max_length=80)
    label_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=120)
    help_zh = forms.CharField(label=gettext_lazy("Hint in Chinese"), max_length=300, required=False)
    help_en = forms.CharField(label=gettext_lazy("Hint in English"), max_length=300, required=False)
    required_at = forms.ChoiceField(label=gettext_lazy("Needed before leaving"), required=False)
    depends_on = forms.ChoiceField(label=gettext_lazy("Shown only when"), required=False)
    depends_values = forms.CharField(label=gettext_lazy("has one of these values"), max_length=400, required=False)
    is_personal = forms.BooleanField(label=gettext_lazy("Personal data: kept sealed, shown masked"), required=False)
    is_searchable = forms.BooleanField(label=gettext_lazy("Cases are found by it"), required=False)
    place = forms.IntegerField(label=gettext_lazy("Place in the order"), min_value=0, max_value=999, initial=0)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, row: FieldVersion | None = None) -> None:
        begin = {name: getattr(row, name) for name in (*_PLAIN, "depends_on")} if row else {}
        if row:
            begin["depends_values"] = " ".join(row.depends_values)
        super().__init__(data, initial=begin | {"seen": row.version if row else 0})
        language = get_language() or "zh"
        others = [queries.definition(one) for one in queries.in_force().values()]
        deciding = [one for one in others if one.type in rules.DECIDING and (row is None or one.key != row.key)]
        self.fields["required_at"].choices = [("", _("never")), *stages()]  # type: ignore[attr-defined]
        self.fields["depends_on"].choices = [  # type: ignore[attr-defined]
            ("", _("always")), *((one.key, one.label(language)) for one in deciding),
        ]  # fmt: skip
        codes = {
            one.label(language): "yes no" if one.type == "yes_no" else " ".join(o.code for o in one.options)
            for one in deciding
        }
        self.known = sorted(codes.items())
        if row is not None:
            for name in ("key", "type", "is_personal"):
                self.fields[name].disabled = True


class OptionForm(forms.Form):
    """One option, in both languages."""

    code = forms.CharField(label=pgettext_lazy("shape", "Code"), max_length=40, required=False)
    zh = forms.CharField(label=gettext_lazy("In Chinese"), max_length=80, required=False)
    en = forms.CharField(label=gettext_lazy("In English"), max_length=80, required=False)


Options = formset_factory(OptionForm, extra=2, max_num=rules.MOST_OPTIONS, absolute_max=rules.MOST_OPTIONS + 10)


@desk("settings")
def listed(visit: Visit) -> HttpResponse:
    """The fields in their order, then those that are asked for no more."""
    newest: dict[str, FieldVersion] = {}
    for row in FieldVersion.objects.order_by("key", "version"):
        newest[row.key] = row
    language = get_language() or "zh"
    rows = sorted(newest.values(), key=lambda row: (row.until_at is not None, row.place, row.key))
    shown = [
        {
            "row": row,
            "label": queries.definition(row).label(language),
            "required": State(row.required_at).label if row.required_at else "",
        }
        for row in rows
    ]
    return visit.page("settings_fields.html", {"rows": shown, "tabs": frame.tabs("settings_fields")})


@desk("settings", "GET POST")
def new(visit: Visit) -> HttpResponse:
    """A new field."""
    return _form(visit, None)


@desk("settings", "GET POST")
def one(visit: Visit, key: str) -> HttpResponse:
    """One field: its newest version as a form for the next, and the versions so far."""
    return _form(visit, _newest(key))


@desk("settings", "POST")
def retire(visit: Visit, key: str) -> HttpResponse:
    """Ask for it no more."""
    actions.retire_field(key=_newest(key).key, by=visit.by, at=visit.at)
    messages.success(visit.request, _("The field is asked for no more. What cases have in it stays."))
    return redirect("settings_field", key)


def _newest(key: str) -> FieldVersion:
    row = queries.versions(key).first()
    if row is None:
        raise Http404
    return row


def _form(visit: Visit, row: FieldVersion | None) -> HttpResponse:
    data = visit.request.POST if visit.request.method == "POST" else None
    form = FieldForm(data, row=row)
    options = Options(data, prefix="options", initial=row.options if row and data is None else None)
    kept, status = None, 422 if data is not None else 200
    if data is not None and form.is_valid() and options.is_valid():
        if row is None and queries.versions(form.cleaned_data["key"]).exists():
            form.add_error("key", _("There is a field with this code already: open it and change it there."))
        else:
            draft, seen = _draft(form, options), form.cleaned_data["seen"]
            kept, status = frame.tried(
                form, lambda: actions.keep_field(draft=draft, seen=seen, by=visit.by, at=visit.at)
            )
        if kept is not None:
            messages.success(visit.request, _("Kept as version %(version)d.") % {"version": kept.version})
            return redirect("settings_field", kept.key)
    context = {
        "row": row,
        "title": queries.definition(row).label(get_language() or "zh") if row else _("New field"),
        "form": form,
        "options": options,
        "choosing": " ".join(rules.CHOOSING),
        "versions": queries.versions(row.key)[:50] if row else [],
        "tabs": frame.tabs("settings_fields"),
        "list_url": reverse("settings_fields"),
        "retire_url": reverse("settings_field_retire", args=[row.key]) if row else "",
    }
    return visit.page("settings_field.html", context, status=status)


def _draft(form: FieldForm, options: "BaseFormSet[OptionForm]") -> rules.Field:
    data = form.cleaned_data
    given = [one.cleaned_data for one in options if any(one.cleaned_data.get(name) for name in ("code", "zh", "en"))]
    found = tuple(rules.Option(one["code"], one["zh"], one["en"]) for one in given)
    return rules.Field(
        **{name: data[name] for name in _PLAIN},
        options=found if data["type"] in rules.CHOOSING else (),
        depends_on=data["depends_on"],
        depends_values=frozenset(data["depends_values"].split()) if data["depends_on"] else frozenset(),
    )
