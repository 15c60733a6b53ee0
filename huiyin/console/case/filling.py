"""Filling in the fields of the house's own, and lifting the mask of a personal one."""

from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.cases.actions import access
from huiyin.cases.actions import fields as filling
from huiyin.cases.queries import fields as queries
from huiyin.cases.rules import fields as rules
from huiyin.console.case import forms, taking
from huiyin.console.case.frame import Moment, of_case, page
from huiyin.console.case.page import problem, refreshed
from huiyin.core.errors import BadInput, Refused

PREFIX, WAS, CLEAR = "f_", "was_", "clear_"


def control(one: rules.Field, language: str) -> django_forms.Field:
    """The control of a field. Whether it is needed is said by the stage, so here nothing is required."""
    label, hint = one.label(language), one.help_zh if language.startswith("zh") else one.help_en
    more: dict[str, Any] = {"required": False, "help_text": hint}
    if one.type == "long":
        return forms.area(label, **more)
    if one.type == "date":
        return django_forms.CharField(label=label, widget=django_forms.DateInput(attrs={"type": "date"}), **more)
    if one.type in ("choice", "multi"):
        found = forms.choice(label, many=one.type == "multi", **more)
        options = [(option.code, one.option(option.code, language)) for option in one.options]
        found.choices = options if one.type == "multi" else [("", "—"), *options]
        return found  # type: ignore[no-any-return]
    if one.type == "yes_no":
        found = forms.choice(label, **more)
        found.choices = [("", "—"), ("yes", _("yes")), ("no", _("no"))]
        return found  # type: ignore[no-any-return]
    field = forms.line(label, most=300, **more)
    if one.type in ("number", "money"):
        field.widget.attrs["inputmode"] = "decimal"
    return field


def typed_again(value: rules.Value) -> Any:
    """A value as the control shows it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return list(value) if isinstance(value, tuple) else str(value)


class FieldsForm(forms.StepForm):
    """The fields that the case may have; those that depend on another one show with it."""

    def prepare(self) -> None:
        """One control for each field, with what is there and a stamp of whose it is."""
        held = {one.field.key: one for one in self.moment.facts.held}
        self.known = self.moment.facts.fields
        for one in self.known:
            here = held.get(one.key)
            self.fields[PREFIX + one.key] = field = control(one, self.moment.language)
            stamp = django_forms.CharField(required=False, widget=django_forms.HiddenInput)
            self.fields[WAS + one.key] = stamp
            stamp.initial = here.id if here else ""
            if here is None:
                continue
            if here.is_sealed:
                field.help_text = _("A value is kept. Write only to replace it.")
                self.fields[CLEAR + one.key] = django_forms.BooleanField(label=_("Take it away"), required=False)
            else:
                field.initial = typed_again(here.value)

    @property
    def parts(self) -> list[dict[str, Any]]:
        """For the template: each field with the condition under which it shows."""
        return [
            {
                "field": self[PREFIX + one.key],
                "clear": self[CLEAR + one.key] if CLEAR + one.key in self.fields else None,
                "when": f"{PREFIX}{one.depends_on}={' '.join(sorted(one.depends_values))}" if one.depends_on else "",
            }
            for one in self.known
        ]

    @property
    def stamps(self) -> list[Any]:
        """The hidden stamps."""
        return [self[WAS + one.key] for one in self.known]

    @property
    def values(self) -> dict[str, Any]:
        """What to write: fields that nothing shows are left out, and personal ones that were not touched."""
        data = self.cleaned_data
        typed = {one.key: data.get(PREFIX + one.key) for one in self.known}
        shown = rules.shown(self.known, {key: value for key, value in map(self._as_value, typed.items()) if value})
        kept = {one.key for one in self.known if CLEAR + one.key in self.fields}
        return {
            key: value
            for key, value in typed.items()
            if key in shown and (value or key not in kept or data.get(CLEAR + key))
        }

    def _as_value(self, pair: tuple[str, Any]) -> tuple[str, Any]:
        return pair[0], tuple(pair[1]) if isinstance(pair[1], list) else pair[1]

    @property
    def was(self) -> dict[str, str]:
        """The stamps by key."""
        return {one.key: self.cleaned_data.get(WAS + one.key) or "" for one in self.known}

    def blame(self, refusal: BadInput) -> None:
        """Show bad input at its field."""
        is_here = PREFIX + refusal.field in self.fields
        self.add_error(PREFIX + refusal.field if is_here else None, refusal.message)


@require_http_methods(["GET", "POST"])
@of_case
def fields(moment: Moment) -> HttpResponse:
    """`fields/`: fill in the fields of the house's own. Two people who change different ones both count."""
    is_post = moment.request.method == "POST"
    form = FieldsForm(moment, moment.request.POST if is_post else None)
    if not is_post or not form.is_valid():
        return _show(moment, form, 422 if is_post else 200)
    try:
        with transaction.atomic():
            taking.hold(moment, "", None)
            done = filling.fill(case=moment.case, values=form.values, was=form.was, by=moment.by, at=moment.at)
    except BadInput as refusal:
        form.blame(refusal)
        return _show(moment, form, 422)
    except Refused as refusal:
        again = _with_new_stamps(moment, form) if refusal.code == "field.changed" else form
        again.trouble = taking.refusal_words(refusal)
        return _show(moment, again, 409)
    messages.success(moment.request, _("Kept.") if done.changed or done.cleared else _("Nothing has changed."))
    if done.cleared:
        labels = {one.key: one.label(moment.language) for one in form.known}
        gone = ", ".join(labels.get(key, key) for key in done.cleared)
        messages.warning(moment.request, _("No longer asked for, so taken away: %(fields)s.") % {"fields": gone})
    return refreshed(moment)


def _with_new_stamps(moment: Moment, form: FieldsForm) -> FieldsForm:
    """The form with everything typed, now knowing what others wrote: sending it again is a decision."""
    data = moment.request.POST.copy()
    rows = queries.values_of(moment.case.pk)
    for one in form.known:
        data[WAS + one.key] = filling.stamp(rows.get(one.key))
    fresh = FieldsForm(Moment(moment.request, moment.case, moment.user, moment.by, moment.at), data)
    fresh.is_valid()
    return fresh


def _show(moment: Moment, form: FieldsForm, status: int) -> HttpResponse:
    context = {"form": form, "title": _("Fill in the fields"), "action": moment.request.path}
    template = "console/case/_fields.html" if moment.is_partial else "console/case/fields.html"
    return page(moment, template, context, status=status)


@require_POST
@of_case
def reveal(moment: Moment, key: str) -> HttpResponse:
    """`fields/<key>/reveal`: the clear value, once, for a reason the access log keeps."""
    held = next((one for one in moment.facts.held if one.field.key == key and one.is_sealed), None)
    if held is None:
        raise Http404
    shown = {
        "masked": "•••••",
        "what": f"“{held.field.label(moment.language)}”",
        "url": reverse("case_field_reveal", args=[moment.case.number, key]),
    }
    reason = moment.request.POST.get("reason", "")
    try:
        value = access.reveal_field(case=moment.case, key=key, reason=reason, by=moment.by, at=moment.at)
    except Refused as refusal:
        if not moment.is_partial:
            return problem(moment, taking.refusal_words(refusal), 409)
        return page(moment, "console/case/_not_revealed.html", shown | {"message": refusal.message}, status=409)
    template = "partials/revealed.html" if moment.is_partial else "console/case/revealed.html"
    return page(moment, template, shown | {"clear": value})
