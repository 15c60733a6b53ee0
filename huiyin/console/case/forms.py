"""The ground of every form of a case: its shape, what has been seen when it was opened, files that survive an error."""

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.core import signing
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import BaseFormSet, formset_factory
from django.forms.utils import ErrorDict, ErrorList
from django.http import QueryDict
from django.utils.translation import gettext as _

from huiyin.cases.actions import evidence as register
from huiyin.cases.models import Evidence
from huiyin.console import sending
from huiyin.console.case.frame import Moment
from huiyin.core import uploads
from huiyin.core.errors import BadInput, Refused
from huiyin.core.files import Stored

Pairs = tuple[tuple[str, ...], ...]
_SALT = "huiyin.console.kept"


class RowForm(forms.Form):
    """One row of a form that takes several: a party, a task, a class. Empty rows are left out."""

    def __init__(self, *args: Any, moment: Moment, **kwargs: Any) -> None:
        self.moment = moment
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.use_required_attribute = False
        self.prepare()

    def prepare(self) -> None:
        """Fill in what depends on the case: choices, beginnings."""


class StepForm(forms.Form):
    """The form of a step. Subclasses add fields, `pairs` of fields that stand side by side, and rows.

    `takes` names what an upload in the form becomes: (kind, source) of evidence; None: the form takes no files.
    """

    pairs: ClassVar[Pairs] = ()
    row_form: ClassVar[type[RowForm] | None] = None
    row_name: ClassVar[Any] = ""
    most_rows: ClassVar[int] = 20
    has_fixed_rows: ClassVar[bool] = False
    has_rows_first: ClassVar[bool] = False
    says_optional: ClassVar[bool] = True
    takes: ClassVar[tuple[str, str] | None] = None
    files_label: ClassVar[Any] = ""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, moment: Moment, data: Any = None, begin: Mapping[str, Any] | None = None) -> None:
        self.moment = moment
        super().__init__(data, initial={"seen": moment.seen, **(begin or {})})
        self.label_suffix = ""
        self.trouble: dict[str, Any] | None = None
        self.file_errors: list[str] = []
        self.kept: list[Stored] = self._files_so_far(data) if data is not None else []
        self.prepare()
        self.rows = self._rows(data)

    def prepare(self) -> None:
        """Fill in what depends on the case: choices, beginnings."""

    def first_rows(self) -> list[dict[str, Any]]:
        """What the rows begin with."""
        return []

    def _rows(self, data: Any) -> "BaseFormSet[RowForm] | None":
        if self.row_form is None:
            return None
        extra = 0 if self.first_rows() or self.has_fixed_rows else 1
        if data is not None and "more" in data:
            data = data.copy()
            data["rows-TOTAL_FORMS"] = str(min(int(data.get("rows-TOTAL_FORMS") or 0) + 1, self.most_rows))
        kind = formset_factory(self.row_form, extra=extra, max_num=self.most_rows, absolute_max=self.most_rows)
        return kind(data, prefix="rows", initial=self.first_rows() or None, form_kwargs={"moment": self.moment})

    def is_valid(self) -> bool:
        """Fields, rows and files, all looked at, so that every fault is shown at once."""
        rows_fit = self.rows is None or self.rows.is_valid()
        return super().is_valid() and rows_fit and not self.file_errors

    def clean(self) -> dict[str, Any]:
        """A moment typed as this very minute is now: a browser sends no seconds, and what it follows may be of the
        same minute."""
        data = super().clean() or self.cleaned_data
        minute = self.moment.at.replace(second=0, microsecond=0)
        for name, value in data.items():
            if value == minute and isinstance(self.fields[name], forms.DateTimeField):
                data[name] = self.moment.at
        return data

    def unjudged(self) -> "StepForm":
        """Show what was typed without looking for faults: somebody only asked for another row."""
        self._errors = ErrorDict()
        if self.rows is not None:
            for row in self.rows:
                row._errors = ErrorDict()  # type: ignore[attr-defined]  # Django's own cache of faults
            self.rows._errors = []  # type: ignore[attr-defined]
            self.rows._non_form_errors = ErrorList()  # type: ignore[attr-defined]
        return self

    @property
    def row_data(self) -> list[dict[str, Any]]:
        """The rows that were filled in."""
        return [row.cleaned_data for row in self.rows or () if row.has_changed() and row.cleaned_data]

    @property
    def lines(self) -> Iterable[list[Any]]:
        """The visible fields in order, those of a pair together."""
        partner = {name: pair for pair in self.pairs for name in pair}
        shown: set[str] = set()
        for field in self.visible_fields():
            if field.name in shown:
                continue
            names = [name for name in partner.get(field.name, (field.name,)) if name in self.fields]
            shown.update(names)
            yield [self[name] for name in names]

    # — files: an upload is kept, encrypted, as soon as it arrived, and stays when something else is wrong —

    def _files_so_far(self, data: Any) -> list[Stored]:
        request = self.moment.request
        posted = data if isinstance(data, QueryDict) else request.POST
        dropped = set(posted.getlist("drop_file"))
        kept = [file for file in map(self._opened, posted.getlist("kept_file")) if file and file.digest not in dropped]
        try:
            kept += uploads.arrived(request, "files", sending.owner(self.moment.user))
        except Refused as refusal:
            self.file_errors = [refusal.message]
        return kept

    def _opened(self, sealed: str) -> Stored | None:
        try:
            return Stored(**json.loads(signing.loads(sealed, salt=self._salt)))
        except (signing.BadSignature, TypeError, ValueError):
            return None

    @property
    def _salt(self) -> str:
        return f"{_SALT}.{self.moment.case.pk}.{self.moment.user.pk}"

    @property
    def files_here(self) -> bool:
        """Does this form take files?"""
        return self.takes is not None

    @property
    def kept_files(self) -> list[dict[str, Any]]:
        """Files that are here already, sealed so that nobody else's can be named."""
        return [
            {
                "name": f.name,
                "size": f.size,
                "digest": f.digest,
                "sealed": signing.dumps(json.dumps(asdict(f)), salt=self._salt),
            }
            for f in self.kept
        ]

    def attach(self) -> list[UUID]:
        """Put the uploaded files into the evidence register; the ids of the new items."""
        if not self.kept or self.takes is None:
            return []
        kind, source = self.takes
        moment = self.moment
        items = register.add(case=moment.case, files=self.kept, kind=kind, source=source, by=moment.by, at=moment.at)
        return [item.pk for item in items]

    def proof(self, name: str = "evidence") -> UUID | None:
        """The item chosen as proof, or the file uploaded instead."""
        chosen = self.cleaned_data.get(name)
        if chosen:
            return UUID(str(chosen))
        added = self.attach()
        return added[0] if added else None

    def items(self, name: str = "evidence") -> list[UUID]:
        """The items chosen and those uploaded."""
        return [UUID(str(one)) for one in self.cleaned_data.get(name) or ()] + self.attach()

    def blame(self, refusal: BadInput) -> None:
        """Show bad input at its field, or above the form when it has none here."""
        is_here = refusal.field in self.fields
        self.add_error(refusal.field if is_here else None, refusal.message)

    @property
    def general_errors(self) -> list[str]:
        """What is wrong with the form as a whole and its rows."""
        found = [str(error) for error in self.errors.get(NON_FIELD_ERRORS, [])]
        return found + [str(error) for error in (self.rows.non_form_errors() if self.rows and self.is_bound else ())]


def area(
    label: Any, *, required: bool = True, help_text: Any = "", rows: int = 4, most: int = 10_000
) -> forms.CharField:
    """A text of several lines."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, help_text=help_text, widget=widget, max_length=most)


def line(label: Any, *, required: bool = True, help_text: Any = "", most: int = 300) -> forms.CharField:
    """A text of one line."""
    return forms.CharField(label=label, required=required, help_text=help_text, max_length=most)


def money(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DecimalField:
    """A sum in yuan."""
    widget = forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.01", "min": "0"})
    return forms.DecimalField(
        label=label, required=required, help_text=help_text, max_digits=14, decimal_places=2, min_value=0, widget=widget
    )


def instant(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateTimeField:
    """A moment, Shanghai time."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, required=required, help_text=help_text, widget=widget)


def day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    """A calendar day."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)


def choice(label: Any, *, required: bool = True, help_text: Any = "", many: bool = False, radio: bool = False) -> Any:
    """A choice whose options the form fills in (`offer`)."""
    if many:
        return forms.MultipleChoiceField(
            label=label, required=required, help_text=help_text, widget=forms.CheckboxSelectMultiple
        )
    widget = forms.RadioSelect if radio else forms.Select
    return forms.ChoiceField(label=label, required=required, help_text=help_text, widget=widget)


def offer(form: forms.Form, name: str, options: Iterable[tuple[Any, Any]], *, blank: Any = None) -> None:
    """Fill in the options of a choice; `blank` is what stands for no choice in a list."""
    first = [("", blank)] if blank is not None else []
    form.fields[name].choices = [*first, *((str(value), label) for value, label in options)]  # type: ignore[attr-defined]


class VersionsField(forms.CharField):
    """The ids of the template versions that a text was written with, as the picker collects them."""

    def clean(self, value: Any) -> list[UUID]:
        """At most five; what is no id is left out."""
        found = []
        for part in str(value or "").split(",")[:5]:
            with suppress(ValueError):
                found.append(UUID(part))
        return found


def versions() -> VersionsField:
    """A hidden field that the picker of templates fills."""
    return VersionsField(required=False, widget=forms.HiddenInput)


def evidence_options(moment: Moment) -> list[tuple[str, str]]:
    """The items of the register to choose from, newest first."""
    items = Evidence.objects.filter(case_id=moment.case.pk).order_by("-number")
    return [(str(item.pk), f"{item.number} · {item.title or item.file_name}") for item in items]


def offer_evidence(form: StepForm, name: str = "evidence") -> None:
    """Let the form choose among the items of the case; without any the field goes."""
    options = evidence_options(form.moment)
    if options:
        is_many = isinstance(form.fields[name], forms.MultipleChoiceField)
        offer(form, name, options, blank=None if is_many else _("Choose …"))
    else:
        del form.fields[name]
