"""Classes of a complaint (3.1-2): found by code or word; two people may set them at the same time."""

from collections.abc import Mapping
from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.cases.rules.merging import merge, merge_marks
from huiyin.catalog.rules import in_force
from huiyin.complaints.actions import classification
from huiyin.complaints.models import Label, Suggestion
from huiyin.console.case import conflicts, forms
from huiyin.console.case.asked import StepPage
from huiyin.console.case.frame import Moment
from huiyin.core.errors import BadInput, Refused


class LabelRow(forms.RowForm):
    """One class: found by typing its code or any word of its name."""

    code = forms.line(gettext_lazy("Class"), most=120)
    confidence = django_forms.IntegerField(label=gettext_lazy("How sure (%)"), min_value=0, max_value=100, initial=100)

    def prepare(self) -> None:
        """Let the browser search the list of reasons."""
        self.fields["code"].widget.attrs |= {"list": "reason-codes", "autocomplete": "off", "data-wide": ""}

    def clean_code(self) -> str:
        """The code at the beginning of what was chosen."""
        return str(self.cleaned_data["code"]).split(" ", 1)[0].upper()


class ClassifyForm(forms.StepForm):
    """Several classes; the first is the primary one."""

    row_form = LabelRow
    row_name = gettext_lazy("Another class")
    has_rows_first = True
    reason = forms.line(
        gettext_lazy("Why"), required=False, help_text=gettext_lazy("Needed when the primary class changes.")
    )

    def prepare(self) -> None:
        """What stood there when the form was opened goes with it."""
        self.base = self.moment.request.POST.get("base") or conflicts.sealed(self.moment, "labels", _held(self.moment))

    def first_rows(self) -> list[dict[str, Any]]:
        """The classes it has now; where there is none, the likeliest one, for the person to keep or change."""
        held = _held(self.moment)["labels"]
        if not held and (likely := Suggestion.objects.filter(case=self.moment.case, abstained=False).first()):
            held = {likely.code: round(likely.codes[0][1] * 100)}
        return [{"code": _shown(self.moment, code), "confidence": sure} for code, sure in held.items()]


def _held(moment: Moment) -> dict[str, Any]:
    """The classes that stand there, the primary one first."""
    labels = Label.objects.filter(case_id=moment.case.pk, removed_at=None).order_by("-is_primary", "code")
    sure = {label.code: label.confidence for label in labels}
    return {"labels": sure, "primary": next((label.code for label in labels if label.is_primary), "")}


def _shown(moment: Moment, code: str) -> str:
    return f"{code} {in_force(moment.case.rules_on).label(code, moment.language)}"


def _codes(moment: Moment, _form: Any) -> Mapping[str, Any]:
    taxonomy = in_force(moment.case.rules_on)
    return {
        "codes": [
            (f"{reason.code} {reason.name.text(moment.language)}", taxonomy.label(reason.group, moment.language))
            for reason in taxonomy.reasons.values()
        ]
    }


def _classify(moment: Moment, form: ClassifyForm) -> object:
    rows = [row for row in form.row_data if row.get("code")]
    if not rows:
        raise BadInput("classify.labels", _("Choose at least one class."))
    now = _held(moment)
    was = conflicts.opened(moment, "labels") or now
    typed = {row["code"]: row["confidence"] for row in rows}
    if len(typed) < len(rows):
        raise BadInput("classify.labels", _("Choose one to ten classes, each once."))
    codes = merge_marks(was=was["labels"], now=now["labels"], typed=typed)
    both = merge(
        was={"primary": was["primary"]} | was["labels"],
        now={"primary": now["primary"]} | now["labels"],
        typed={"primary": rows[0]["code"]} | {code: sure for code, sure in typed.items() if code in codes},
    )
    if both.conflicts:
        form.base = conflicts.sealed(moment, "labels", now)
        raise _differs(moment, both.conflicts[0], now)
    held = now["labels"] | both.values
    primary = both.values.get("primary", now["primary"])
    return classification.classify(
        case=moment.case,
        labels=[classification.LabelDraft(code=code, confidence=held[code]) for code in sorted(codes | {primary})],
        primary=primary,
        reason=form.cleaned_data["reason"],
        by=moment.by,
        at=moment.at,
    )


def _differs(moment: Moment, name: str, now: dict[str, Any]) -> Refused:
    """Both changed the same: what a colleague chose, so that one's own is sent again knowingly."""
    if name == "primary":
        said = _("A colleague made %(class)s the primary class meanwhile. Send it again to put yours in its place.")
        return Refused("classify.changed", said % {"class": _shown(moment, now["primary"])})
    said = _("A colleague says meanwhile of %(class)s: sure to %(sure)d %%. Send it again to put yours in its place.")
    return Refused("classify.changed", said % {"class": _shown(moment, name), "sure": now["labels"].get(name, 0)})


PAGES = (
    StepPage(
        code="classify",
        merges=True,
        form=ClassifyForm,
        act=_classify,
        facts=_codes,
        beside="console/case/steps/codes.html",
        hint=gettext_lazy("Type a code or a word of the name. The first class is the primary one."),
    ),
)
