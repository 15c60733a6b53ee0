"""A rule in plain words, term by term: for a draft's page, for comparing versions, and for the check while typing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext_lazy
from django.utils.translation import gettext as _

from huiyin.accounts.models import Role
from huiyin.handbook.rules import differences, names
from huiyin.handbook.rules.terms import Rule

LABELS: Mapping[str, str | Promise] = {
    "title": gettext_lazy("Name of the rule"),
    "clause": gettext_lazy("Clause or law"),
    "note": gettext_lazy("Explanation"),
    "unit": gettext_lazy("Counted in"),
    "steps": gettext_lazy("Length"),
    "due_fact": gettext_lazy("Date taken from"),
    "calendar": pgettext_lazy("rule", "Calendar"),
    "zone": gettext_lazy("Time zone"),
    "roll": gettext_lazy("When it ends on a day off"),
    "start": pgettext_lazy("rule", "Begins with"),
    "stop": gettext_lazy("Is kept by"),
    "pause": gettext_lazy("Pauses with"),
    "resume": gettext_lazy("Goes on with"),
    "restart": gettext_lazy("Begins anew with"),
    "agree": gettext_lazy("Another date by"),
    "applies": gettext_lazy("Only when"),
    "requires": gettext_lazy("Needs to be known"),
    "alarms": gettext_lazy("Alarms"),
    "breach": gettext_lazy("A breach is"),
    "obliges": gettext_lazy("Binds"),
    "optional": gettext_lazy("Optional"),
    "status": gettext_lazy("Standing"),
}


@dataclass(frozen=True)
class Line:
    """One term of two versions in words; `before` is empty where there is only one."""

    label: str
    before: str
    after: str
    is_changed: bool


def in_words(rule: Rule) -> list[Line]:
    """A rule, term by term; terms that say nothing are left out."""
    rows = [(term, words(term, value)) for term, value in differences.terms_of(rule).items()]
    return [Line(str(LABELS[term]), "", said, is_changed=False) for term, said in rows if said]


def compared(before: Rule, after: Rule, *, only_changed: bool = False) -> list[Line]:
    """Two versions side by side; terms that say nothing in both are left out."""
    found = []
    for one in differences.side_by_side(before, after):
        left, right = words(one.term, one.before), words(one.term, one.after)
        if (left or right) and (one.is_changed or not only_changed):
            found.append(Line(str(LABELS[one.term]), left, right, one.is_changed))
    # A number says nothing without its unit; where only lengths are, they are told with it.
    plain = not any(step.needs for rule in (before, after) for step in rule.steps)
    if plain or before.unit != after.unit:
        lengths = length_of(before), length_of(after)
        found = [
            Line(line.label, *lengths, is_changed=lengths[0] != lengths[1])
            if line.label == str(LABELS["steps"])
            else line
            for line in found
        ]
    return found


def length_of(rule: Rule) -> str:
    """The limit in words: 15 natural days → 30 → 60; the date that is set."""
    if rule.unit == "fixed":
        return _("until the date that is set")
    return " → ".join(span_of(rule.unit, step.length) for step in rule.steps)


def words(term: str, value: Any) -> str:
    """One term in words; empty when it says nothing."""
    if value in (None, "", [], {}, False):
        return ""
    language = get_language() or "zh-hans"
    if term in ("title", "note"):
        return str(value["zh"] if language.startswith("zh") else value["en"])
    if term in ("start", "stop", "pause", "resume", "restart", "agree"):
        return _(", ").join(names.name_of(names.EVENT_NAMES, event, language) for event in value)
    if term == "steps":
        return " → ".join(_step(step) for step in value)
    if term == "alarms":
        return "; ".join(_alarm(alarm) for alarm in value)
    if term == "applies":
        return "; ".join(_condition(name, values, language) for name, values in value.items())
    if term == "requires":
        return _(", ").join(names.name_of(names.FACT_NAMES, fact, language) for fact in value)
    if term == "due_fact":
        return names.name_of(names.FACT_NAMES, value, language)
    if term == "calendar":
        return names.name_of(names.CALENDAR_NAMES, value, language)
    return _choice(term, value)


def span_of(unit: str, count: int) -> str:
    """A length in its unit."""
    said = {
        "hours": ngettext("%(count)d hour", "%(count)d hours", count),
        "natural_days": ngettext("%(count)d natural day", "%(count)d natural days", count),
        "working_days": ngettext("%(count)d working day", "%(count)d working days", count),
        "weeks": ngettext("%(count)d week", "%(count)d weeks", count),
        "months": ngettext("%(count)d month", "%(count)d months", count),
        "minutes": ngettext("%(count)d minute", "%(count)d minutes", count),
        "days": ngettext("%(count)d day", "%(count)d days", count),
    }
    return said[unit] % {"count": count}


def unit_name(unit: str) -> str:
    """What a rule counts in."""
    return {
        "hours": _("hours"),
        "natural_days": _("natural days"),
        "working_days": _("working days"),
        "weeks": _("weeks"),
        "months": _("months"),
        "fixed": _("a date that is set"),
    }[unit]


def tell_name(code: str) -> str:
    """Whom an alarm tells, or who approves."""
    if code == "owner":
        return _("the owner")
    return _("the upper unit") if code == "upper_unit" else str(Role(code).label)


def level_name(level: str) -> str:
    """What the absence of something is."""
    return _("demanded by law") if level == "law" else _("demanded by the house")


def _step(step: Mapping[str, Any]) -> str:
    needs = [f"{need_name(need)} ({level_name(level)})" for need, level in step["needs"].items()]
    if step["approvers"]:
        who = _(" or ").join(tell_name(code) for code in step["approvers"])
        needs.append(_("approved by %(who)s") % {"who": who})
    return f"{step['length']}" + (f" [{'; '.join(needs)}]" if needs else "")


def need_name(need: str) -> str:
    """What an extension asks for."""
    return {"reason": _("a reason"), "approver": _("an approval"), "notice": _("a notice to the complainant")}[need]


def _alarm(alarm: Mapping[str, Any]) -> str:
    who = tell_name(alarm["tell"])
    number, letter = int(alarm["span"][:-1]), alarm["span"][-1]
    span = span_of({"m": "minutes", "h": "hours", "d": "days"}[letter], number)
    if alarm["when"] == "before":
        return _("%(span)s before: %(who)s") % {"span": span, "who": who}
    if not number:
        return _("when it is broken: %(who)s") % {"who": who}
    return _("%(span)s after: %(who)s") % {"span": span, "who": who}


def _condition(name: str, values: Sequence[Any], language: str) -> str:
    said = _(" or ").join(
        (_("yes") if value else _("no")) if isinstance(value, bool) else str(value) for value in values
    )
    return f"{names.name_of(names.FACT_NAMES, name, language)}: {said}"


def _choice(term: str, value: Any) -> str:
    if term == "unit":
        return unit_name(value)
    said: dict[tuple[str, Any], str] = {
        ("roll", "none"): _("it ends all the same"),
        ("roll", "next_working_day"): _("it lasts to the next working day"),
        ("breach", "law"): _("a breach of law"),
        ("breach", "house"): _("a finding of the house"),
        ("obliges", "insurer"): _("the insurer"),
        ("obliges", "complainant"): _("the complainant"),
        ("optional", True): _("only where it is switched on"),
        ("status", "in_force"): _("law in force"),
        ("status", "house"): _("rule of the house"),
        ("status", "draft"): _("draft of a law"),
        ("status", "repealed"): _("repealed"),
    }
    return said.get((term, value), str(value))
