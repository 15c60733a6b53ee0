"""The forms of templates and macros. Shape only: what may be said and done is judged by the actions."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from huiyin.accounts.models import Unit
from huiyin.cases.models import Purpose
from huiyin.catalog.rules import current
from huiyin.complaints.actions.templates import MOST, WRITERS
from huiyin.complaints.queries.templates import shelf
from huiyin.complaints.rules import macros as rules
from huiyin.complaints.rules import scenarios
from huiyin.console.talk.naming import name_of
from huiyin.core.actors import Actor
from huiyin.core.errors import Clash

Choices = list[tuple[str, str]]


def units(by: Actor) -> list[tuple[str, str]]:
    """The units for which somebody may write, in the order of the tree, indented."""
    rows = Unit.objects.filter(is_active=True).order_by("path")
    mine = [unit for unit in rows if by.has_role(*WRITERS, path=unit.path)]
    return [(str(unit.pk), "　" * unit.path.strip("/").count("/") + unit.name) for unit in mine]


def classes() -> list[tuple[str, str]]:
    """Every class and group of the taxonomy, and none."""
    said, taxonomy = get_language() or "zh-hans", current()
    found = [("", _("Every class"))]
    for code in taxonomy.classes:
        found.append((code, f"{code} · {taxonomy.label(code, said)}"))
        groups = [one for one in taxonomy.groups if one.startswith(code)]
        found += [(one, f"　{one} · {taxonomy.label(one, said)}") for one in groups]
    return found


def situations(on: date) -> Choices:
    """Every situation in force on a day, and none in particular (2.2-2)."""
    said = get_language() or "zh-hans"
    known = [(one.code, one.title.in_language(said)) for one in scenarios.in_force(on).all]
    return [("", _("None in particular")), *known]


class WordsForm(forms.Form):
    """A wording in both languages, and the day from which it holds."""

    text_zh = forms.CharField(
        label=gettext_lazy("Text in Chinese"), max_length=MOST, strip=False, widget=forms.Textarea({"rows": 8})
    )
    text_en = forms.CharField(
        label=gettext_lazy("Text in English"), max_length=MOST, strip=False, widget=forms.Textarea({"rows": 8})
    )
    from_on = forms.DateField(
        label=gettext_lazy("Holds from"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)


class TemplateForm(WordsForm):
    """A new template."""

    field_order = ("key", "name", "name_en", "purpose", "scenario", "unit", "class_code")
    key = forms.CharField(label=gettext_lazy("Key to call it by"), max_length=24)
    name = forms.CharField(label=pgettext_lazy("template", "Name"), max_length=60)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=80, required=False)
    purpose = forms.ChoiceField(label=gettext_lazy("Written into"), choices=Purpose.choices)
    scenario = forms.ChoiceField(label=gettext_lazy("For which situation"), required=False)
    unit = forms.ChoiceField(label=gettext_lazy("For this unit and everything below"))
    class_code = forms.ChoiceField(label=gettext_lazy("For complaints of"), required=False)

    def __init__(self, data: Any = None, *, by: Actor, on: date, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["scenario"].choices = situations(on)  # type: ignore[attr-defined]
        self.fields["unit"].choices = units(by)  # type: ignore[attr-defined]
        self.fields["class_code"].choices = classes()  # type: ignore[attr-defined]


class MacroForm(forms.Form):
    """Name and place of a macro; its steps are rows beside it."""

    name = forms.CharField(label=pgettext_lazy("template", "Name"), max_length=60)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=80, required=False)
    unit = forms.ChoiceField(label=gettext_lazy("For this unit and everything below"))
    class_code = forms.ChoiceField(label=gettext_lazy("For complaints of"), required=False)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, by: Actor, initial: Any = None, fixed: bool = False) -> None:
        super().__init__(data, initial=initial)
        self.fields["unit"].choices = units(by)  # type: ignore[attr-defined]
        self.fields["class_code"].choices = classes()  # type: ignore[attr-defined]
        if fixed:
            del self.fields["unit"]


class MacroStepForm(forms.Form):
    """One step; which fields count follows from its kind, and the action says what is missing."""

    kind = forms.ChoiceField(label=gettext_lazy("What it does"), required=False)
    template = forms.ChoiceField(label=gettext_lazy("Template"), required=False)
    text = forms.CharField(
        label=gettext_lazy("Words"), required=False, max_length=rules.LONGEST, widget=forms.Textarea({"rows": 2})
    )
    days = forms.IntegerField(label=gettext_lazy("In how many days"), required=False)
    to = forms.CharField(label=gettext_lazy("Employee number"), required=False, max_length=20)

    def __init__(self, *args: Any, kinds: Choices, templates: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["template"].choices = templates  # type: ignore[attr-defined]
        self.fields["days"].widget.attrs |= {"min": 1, "max": rules.MOST_DAYS}

    @property
    def as_step(self) -> dict[str, Any]:
        """As the action takes it: only what the kind asks for."""
        data = self.cleaned_data
        asked = rules.KINDS[data["kind"]][1]
        return {"kind": data["kind"]} | {name: data[name] for name in asked}


def contest(form: forms.Form, clash: Clash) -> None:
    """Show at each field what a colleague wrote there meanwhile; sending the form again is then a decision."""
    if not clash.stands:
        form.add_error(None, clash.message)
        return
    words = _("A colleague changed this meanwhile; it now says: %(value)s. Send it again to put yours there.")
    for name, value in clash.stands.items():
        form.add_error(name if name in form.fields else None, words % {"value": _told(value)})
    form.data = form.data.copy()  # type: ignore[attr-defined]
    form.data["seen"] = str(clash.version)  # type: ignore[index]


def _told(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(" · ".join(str(part) for part in row.values() if part) for row in value)
    return str(value or "—")


def offered() -> dict[str, Choices]:
    """What the steps of a macro choose from, read once for all of them."""
    kinds = [(code, _(words)) for code, (words, _asks) in rules.KINDS.items()]
    keys = [(one.key, f"{one.key} · {name_of(one)}") for one in shelf().filter(purpose=Purpose.REPLY)]
    return {"kinds": [("", _("No step")), *kinds], "templates": [("", "—"), *keys]}


MacroSteps = forms.formset_factory(
    MacroStepForm, extra=1, max_num=rules.MOST_STEPS, absolute_max=rules.MOST_STEPS + 1, validate_max=False
)
