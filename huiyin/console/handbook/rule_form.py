"""The typed form of a rule: one field for each thing a rule may say, and the way from the form to the draft's text and
back. A fault that the reader of rules finds is shown at the field it is about."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from huiyin.console.handbook import rule_values, wording
from huiyin.core import calendars
from huiyin.handbook.actions.base import said
from huiyin.handbook.rules import names
from huiyin.handbook.rules.node import PackError
from huiyin.handbook.rules.terms import APPROVERS, NEEDS, TELLS
from huiyin.handbook.rules.writing import MOMENTS

KINDS = ("limit", "ladder", "fixed")
ALARMS, STEPS, CONDITIONS = 8, 4, 4
Body = dict[str, Any]
Rows = dict[str, list[list[forms.BoundField]]]


def kind_of(body: Mapping[str, Any]) -> str:
    """Which form a text takes: one limit, a ladder of extensions, a date that is set."""
    if body.get("unit") == "fixed":
        return "fixed"
    return "ladder" if "steps" in body else "limit"


class RuleForm(forms.Form):
    """A rule of one kind. `body()` gives the text; `blame()` puts a fault of the text at its field."""

    effective_from = forms.DateField(label=gettext_lazy("In force from"))
    reason = forms.CharField(
        label=gettext_lazy("Why it is changed"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    title_zh = forms.CharField(label=gettext_lazy("Name in Chinese"), max_length=80)
    title_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=120)
    note_zh = forms.CharField(
        label=gettext_lazy("Explanation in Chinese"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    note_en = forms.CharField(
        label=gettext_lazy("Explanation in English"),
        max_length=900,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    clause = forms.CharField(label=gettext_lazy("Clause or law"), max_length=120)
    unit = forms.ChoiceField(label=gettext_lazy("Counted in"), required=False)
    length = forms.IntegerField(label=gettext_lazy("Length"), min_value=1, max_value=99999, required=False)
    due_fact = forms.ChoiceField(label=gettext_lazy("Date taken from"), required=False)
    calendar = forms.ChoiceField(label=gettext_lazy("Calendar of working days"), required=False)
    roll = forms.ChoiceField(label=gettext_lazy("When it ends on a day off"), required=False)
    breach = forms.ChoiceField(label=gettext_lazy("A breach is"))
    obliges = forms.ChoiceField(label=gettext_lazy("Binds"))
    status = forms.ChoiceField(label=gettext_lazy("Standing"))
    optional = forms.BooleanField(label=gettext_lazy("Only where it is switched on"), required=False)
    requires = forms.MultipleChoiceField(
        label=gettext_lazy("Needs to be known"), required=False, widget=forms.CheckboxSelectMultiple
    )
    #: Places of the text whose name in the form is another.
    PLACES: ClassVar[Mapping[str, str]] = {"title.zh": "title_zh", "title.en": "title_en", "note.zh": "note_zh",
                                           "note.en": "note_en"}  # fmt: skip

    def __init__(self, data: Any = None, *, kind: str, body: Mapping[str, Any], initial: Mapping[str, Any]) -> None:
        super().__init__(data, initial={**rule_values.from_body(body), **initial})
        self.kind, self.was = kind, body
        self._language = get_language() or "zh-hans"
        self.fields["effective_from"].widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        self._offer()
        self._events()
        self._rows()
        for name in {"limit": ("due_fact",), "ladder": ("due_fact", "length"), "fixed": ("unit", "length")}[kind]:
            del self.fields[name]
        for name in {"limit": ("unit", "length"), "ladder": ("unit",), "fixed": ("due_fact",)}[kind]:
            self.fields[name].required = True

    def _offer(self) -> None:
        units = ["hours", "natural_days", "working_days", "weeks", "months"]
        flags = {"breach": ("law", "house"), "obliges": ("insurer", "complainant"),
                 "status": ("in_force", "house"), "roll": ("none", "next_working_day")}  # fmt: skip
        choices: dict[str, list[tuple[str, str]]] = {
            name: [(code, wording.words(name, code)) for code in codes] for name, codes in flags.items()
        }
        choices["unit"] = [(unit, wording.unit_name(unit)) for unit in units]
        choices["calendar"] = self._named(names.CALENDAR_NAMES, calendars.codes())
        choices["due_fact"] = self._named(names.FACT_NAMES, {"due_on", str(self.was.get("due_fact", "due_on"))})
        known = {"receipt_proof", *self.was.get("requires", ())}
        choices["requires"] = self._named(names.FACT_NAMES, known)
        if self.was.get("status") not in (None, "in_force", "house"):
            choices["status"].append((self.was["status"], wording.words("status", self.was["status"])))
        for name, found in choices.items():
            self.fields[name].choices = found  # type: ignore[attr-defined]

    def _named(self, known: Mapping[str, Any], codes: Iterable[str]) -> list[tuple[str, str]]:
        return [(code, names.name_of(known, code, self._language)) for code in sorted(codes)]

    def _events(self) -> None:
        groups = [
            (
                title.in_language(self._language),
                [(code, zh if self._language.startswith("zh") else en) for code, zh, en in rows],
            )
            for title, rows in names.EVENT_GROUPS.values()
        ]
        for moment in MOMENTS:
            self.fields[moment] = forms.MultipleChoiceField(
                label=str(wording.LABELS[moment]),
                choices=groups,
                required=moment in ("start", "stop"),
                widget=forms.CheckboxSelectMultiple,
            )

    def _rows(self) -> None:
        tells = [("", "—"), *((code, wording.tell_name(code)) for code in TELLS)]
        spans = [("h", pgettext("span", "hours")), ("d", _("days of 24 hours")), ("m", _("minutes"))]
        for place in range(ALARMS):
            self._row(
                f"alarm{place}_when", _("When"), [("before", _("before it ends")), ("after", _("after it ended"))]
            )
            self.fields[f"alarm{place}_number"] = forms.IntegerField(
                label=_("How much"), min_value=0, max_value=9999, required=False
            )
            self._row(f"alarm{place}_span", _("Hours or days"), spans)
            self._row(f"alarm{place}_tell", _("Tells"), tells)
        if self.kind == "ladder":
            self._steps()
        facts = [("", "—"), *self._named(names.FACT_NAMES, {*names.FACT_NAMES, *self.was.get("applies", {})})]
        for place in range(CONDITIONS):
            self._row(f"condition{place}_fact", _("Fact"), facts)
            self.fields[f"condition{place}_values"] = forms.CharField(
                label=_("Is one of"),
                required=False,
                max_length=200,
                help_text=_("Separated by commas; yes or no for a fact that holds or not"),
            )

    def _steps(self) -> None:
        levels = [("", _("not asked for")), ("house", wording.level_name("house")), ("law", wording.level_name("law"))]
        for place in range(STEPS):
            self.fields[f"step{place}_length"] = forms.IntegerField(
                label=_("In all, from the beginning"), min_value=1, max_value=99999, required=place == 0
            )
            if place:
                for need in NEEDS:
                    self._row(f"step{place}_{need}", wording.need_name(need), levels)
                self.fields[f"step{place}_approvers"] = forms.MultipleChoiceField(
                    label=_("Who may approve"),
                    required=False,
                    choices=[(code, wording.tell_name(code)) for code in APPROVERS],
                    widget=forms.CheckboxSelectMultiple,
                )

    def _row(self, name: str, label: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name] = forms.ChoiceField(label=label, choices=choices, required=False)

    def alarms(self) -> Rows:
        """The rows of alarms: those in use with an empty one, and the spare ones."""
        return self._parted("alarm", "tell")

    def moments(self) -> list[dict[str, Any]]:
        """Each kind of event with what is ticked, in words; open where something is wrong."""
        found = []
        for moment in MOMENTS:
            field, held = self[moment], set(self[moment].value() or ())
            words = [str(name) for _group, rows in self.fields[moment].choices for code, name in rows if code in held]  # type: ignore[attr-defined]
            found.append({"field": field, "words": _(", ").join(words), "open": bool(field.errors)})
        return found

    def steps(self) -> list[list[forms.BoundField]]:
        """The rungs of the ladder."""
        return self._groups("step")

    def conditions(self) -> Rows:
        """The rows of conditions: those in use with an empty one, and the spare ones."""
        return self._parted("condition", "fact")

    def _parted(self, prefix: str, key: str) -> Rows:
        rows = self._groups(prefix)
        used = [place for place in range(len(rows)) if self[f"{prefix}{place}_{key}"].value()]
        shown = max(used, default=-1) + 2
        return {"shown": rows[:shown], "spare": rows[shown:]}

    def _groups(self, prefix: str) -> list[list[forms.BoundField]]:
        found: dict[str, list[forms.BoundField]] = {}
        for name in self.fields:
            match = re.fullmatch(rf"{prefix}(\d)_\w+", name)
            if match:
                found.setdefault(match[1], []).append(self[name])
        return list(found.values())

    def body(self) -> Body:
        """The text that the form says. Only what cannot be typed here (structured clauses, duty, zone) is kept."""
        data = self.cleaned_data
        found: Body = {name: self.was[name] for name in ("code", "clauses", "duty", "zone") if name in self.was}
        found |= {
            "title": {"zh": data["title_zh"], "en": data["title_en"]},
            "clause": data["clause"],
            "unit": "fixed" if self.kind == "fixed" else data["unit"],
            "events": {moment: self._in_order(moment) for moment in MOMENTS if data[moment]},
            "alarms": [row for _place, row in self._told()],
            **{name: data[name] for name in ("breach", "obliges", "status", "optional", "calendar") if data[name]},
        }
        if data["note_zh"] or data["note_en"]:
            found["note"] = {"zh": data["note_zh"], "en": data["note_en"]}
        if data["roll"] and found["unit"] != "hours":
            found["roll"] = data["roll"]
        if self.kind == "limit":
            found["length"] = data["length"]
        elif self.kind == "fixed":
            found["due_fact"] = data["due_fact"]
        else:
            found["steps"] = self._ladder()
        conditions = [(data[f"condition{n}_fact"], data[f"condition{n}_values"]) for n in range(CONDITIONS)]
        applies = {fact: rule_values.values(said) for fact, said in conditions if fact}
        found |= {"applies": applies} if applies else {}
        return found | ({"requires": data["requires"]} if data["requires"] else {})

    def _in_order(self, moment: str) -> list[str]:
        """The events ticked, those that were there in the order they had: another order is no other rule."""
        was, ticked = list(self.was.get("events", {}).get(moment, ())), self.cleaned_data[moment]
        return [*(one for one in was if one in ticked), *(one for one in ticked if one not in was)]

    def _told(self) -> list[tuple[int, Body]]:
        data, found = self.cleaned_data, []
        for place in range(ALARMS):
            tell, number = data[f"alarm{place}_tell"], data[f"alarm{place}_number"]
            if tell:
                span = f"{number or 0}{data[f'alarm{place}_span']}"
                found.append((place, {data[f"alarm{place}_when"]: span, "tell": tell}))
        return found

    def _ladder(self) -> list[Body]:
        data, found = self.cleaned_data, list[Body]()
        for place in range(STEPS):
            if data[f"step{place}_length"] is None:
                continue
            step: Body = {"length": data[f"step{place}_length"]}
            needs = {need: data[f"step{place}_{need}"] for need in NEEDS if place and data[f"step{place}_{need}"]}
            step |= {"needs": needs} if needs else {}
            if place and data[f"step{place}_approvers"]:
                step["approvers"] = data[f"step{place}_approvers"]
            found.append(step)
        return found

    def blame(self, fault: PackError | Any) -> None:
        """Show a fault of the text at its field: a place like `steps[1].length` or `alarms[0].before`."""
        path = str(getattr(fault, "path", "") or getattr(fault, "field", ""))
        words = said(fault) if isinstance(fault, PackError) else str(getattr(fault, "message", fault))
        self.add_error(self._field(path), words)

    def _field(self, path: str) -> str | None:
        if path in self.PLACES:
            return self.PLACES[path]
        match = re.match(r"(alarms|steps)\[(\d+)\](?:\.(\w+))?(?:\.(\w+))?", path)
        if match and match[1] == "alarms":
            rows = self._told() if hasattr(self, "cleaned_data") else []
            place = rows[int(match[2])][0] if int(match[2]) < len(rows) else 0
            return f"alarm{place}_{'tell' if match[3] == 'tell' else 'number'}"
        if match:
            last = match[4] or match[3] or "length"
            name = f"step{match[2]}_{last}"
            return name if name in self.fields else f"step{match[2]}_length"
        if path == "alarms":
            return "alarm0_number"
        if path == "events":
            return "pause"
        name = path.split(".")[1 if path.startswith("events.") else 0].split("[")[0] if path else ""
        return name if name in self.fields else None
