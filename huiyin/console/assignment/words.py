"""A rule of assignment in words: when it fits, and how it gives."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiyin.accounts.models import Unit
from huiyin.cases.models import Channel, Flag, Severity
from huiyin.catalog import rules as taxonomies
from huiyin.complaints.rules.dispatch_terms import AssignRule, Edition


def edition(found: Edition) -> list[dict[str, Any]]:
    """Every rule in order."""
    units = dict(Unit.objects.values_list("code", "name"))
    return [rule(place, one, units) for place, one in enumerate(found.rules)]


def rule(place: int, one: AssignRule, units: dict[str, str]) -> dict[str, Any]:
    """One rule: its name, conditions and needs as sentences."""
    return {
        "place": place,
        "code": one.code,
        "name": one.name.in_language(get_language() or "zh-hans"),
        "conditions": list(_conditions(one, units)),
        "gives": list(_gives(one)),
        "is_last": one.when == type(one.when)(),
    }


def _conditions(one: AssignRule, units: dict[str, str]) -> Iterable[str]:
    when, taxonomy, language = one.when, taxonomies.current(), get_language() or "zh-hans"
    named = (
        (_("Unit: %(names)s"), [units.get(code, code) for code in sorted(when.units)]),
        (_("Grade: %(names)s"), [str(Severity(code).label) for code in sorted(when.severities)]),
        (_("Channel: %(names)s"), [str(Channel(code).label) for code in sorted(when.channels)]),
        (_("Marked: %(names)s"), [str(Flag(code).label) for code in sorted(when.flags)]),
        (_("Language: %(names)s"), sorted(when.languages)),
        (_("Line: %(names)s"), [taxonomy.axis_label("line", code, language) for code in sorted(when.lines)]),
        (_("Class: %(names)s"), [f"{code} {taxonomy.label(code, language)}" for code in sorted(when.classes)]),
    )
    for sentence, names in named:
        if names:
            yield sentence % {"names": "、".join(names)}
    if when.amount_from is not None:
        yield _("From %(amount)s yuan") % {"amount": f"{when.amount_from:,}"}
    if when.amount_below is not None:
        yield _("Below %(amount)s yuan") % {"amount": f"{when.amount_below:,}"}


def _gives(one: AssignRule) -> Iterable[str]:
    if one.qualifications:
        yield _("Only with a valid qualification: %(codes)s") % {"codes": ", ".join(one.qualifications)}
    if one.skills:
        yield _("Only with the skill: %(codes)s") % {"codes": ", ".join(one.skills)}
    if one.earlier_owner:
        yield _("Whoever had the customer's last complaint comes first")
    hours = int(one.hold.total_seconds() // 3600)
    if one.mode == "pull":
        yield _("Into the pool; after %(hours)d hours at the latest it is given") % {"hours": hours}
    else:
        yield _("To whoever fits and has the least work")
