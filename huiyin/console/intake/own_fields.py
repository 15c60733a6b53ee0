"""The fields of the house's own that a new complaint is asked for: those that it may not leave the first stage without,
and the ones that decide whether they are asked for at all."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiyin.cases.actions import fields as filling
from huiyin.cases.models import Case, State
from huiyin.cases.queries import fields as queries
from huiyin.cases.rules import fields as rules
from huiyin.console.case.filling import PREFIX, control
from huiyin.console.visit import Visit
from huiyin.core.errors import Refused


def asked() -> list[rules.Field]:
    """The fields to ask for, in their order. One statement."""
    known = {key: queries.definition(row) for key, row in queries.in_force().items()}
    wanted: set[str] = set()
    for one in known.values():
        key = one.key if one.required_at == State.RECEIVED else ""
        while key and key in known and key not in wanted:
            wanted.add(key)
            key = known[key].depends_on
    return [one for key, one in known.items() if key in wanted]


class OwnFields(forms.Form):
    """One control for each field; shape and need are judged together."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.known = asked()
        for one in self.known:
            self.fields[PREFIX + one.key] = control(one, get_language() or "zh")

    @property
    def parts(self) -> list[dict[str, Any]]:
        """For the template: each field with the condition under which it shows."""
        return [
            {
                "field": self[PREFIX + one.key],
                "needed": one.required_at == State.RECEIVED,
                "when": f"{PREFIX}{one.depends_on}={' '.join(sorted(one.depends_values))}" if one.depends_on else "",
            }
            for one in self.known
        ]

    def clean(self) -> dict[str, Any]:
        """Every value as its field holds it; what is needed and missing stands at its field."""
        data = super().clean() or self.cleaned_data
        values: dict[str, rules.Value] = {}
        for one in self.known:
            try:
                value = rules.parse(one, data.get(PREFIX + one.key))
            except rules.WrongValueError as wrong:
                self.add_error(PREFIX + one.key, _(str(wrong)))
            else:
                if value is not None:
                    values[one.key] = value
        for one in rules.missing(self.known, values, State.RECEIVED):
            if PREFIX + one.key not in self.errors:
                self.add_error(PREFIX + one.key, _("This is needed when a complaint is taken in."))
        visible = rules.shown(self.known, values)
        self.values = {key: value for key, value in values.items() if key in visible}
        return data


def keep(visit: Visit, case: Case, form: OwnFields) -> None:
    """Write what was typed into the new case. Somebody who may not work on it (it is about them) loses nothing else."""
    if not form.values:
        return
    try:
        with transaction.atomic():
            filling.fill(case=case, values=form.values, by=visit.by, at=visit.at)
    except Refused as refusal:
        text = _("The complaint is registered; its fields are not filled in: %(why)s")
        messages.warning(visit.request, text % {"why": refusal.message})
