"""What binds the house today, to be read: time rules, house terms, classes of complaints. Nothing is changed here."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from huiyin.accounts.models import Role
from huiyin.catalog import rules as taxonomies
from huiyin.catalog.rules import Node, Reason, Taxonomy
from huiyin.complaints.rules import house as houses
from huiyin.complaints.rules import terms
from huiyin.console.handbook.frame import tabs
from huiyin.console.visit import Visit, desk, opens
from huiyin.core.time import local_date
from huiyin.handbook import queries as handbook
from huiyin.handbook.rules.terms import Alarm, Pack, Rule


@desk("desk")
def show(visit: Visit) -> HttpResponse:
    """The packs with their rules, and the terms of grading, dispatch and approval in force today."""
    language, today = get_language() or "zh-hans", local_date(visit.at)
    house, decision = houses.in_force(today), terms.in_force(today)
    context = {
        "may_publish": opens(visit.by, "publishing"),
        "packs": [_pack(pack, language, today) for pack in handbook.packs()],
        "house": house,
        "grading": [(one, one.reason.in_language(language)) for one in house.grading],
        "routing": [
            (one, one.reason.in_language(language), [str(Role(role).label) for role in one.roles])
            for one in house.routing
        ],
        "decision": decision,
        "bands": [(_up_to(band.up_to), band.level) for band in decision.approval.compensation],
        "gratia": [(_up_to(band.up_to), band.level) for band in decision.approval.ex_gratia],
        "tabs": tabs("rules", visit.by),
    }
    return visit.page("rules.html", context)


@desk("desk")
def taxonomy(visit: Visit) -> HttpResponse:
    """The classes of complaints in force today, with the regulator's bucket of each."""
    language = get_language() or "zh-hans"
    edition = taxonomies.in_force(local_date(visit.at))
    tree = [
        (top, top.name.text(language), [_group(edition, group, reasons, language) for group, reasons in groups])
        for top, groups in edition.tree()
    ]
    axes = [
        (axis, [(node.code, node.name.text(language)) for node in values.values()])
        for axis, values in edition.axes.items()
    ]
    context = {
        "edition": edition,
        "title": edition.title.text(language),
        "tree": tree,
        "axes": axes,
        "tabs": tabs("taxonomy", visit.by),
    }
    return visit.page("taxonomy.html", context)


def _group(edition: Taxonomy, group: Node, reasons: Iterable[Reason], language: str) -> tuple[Node, str, list[Any]]:
    """A group with its name and its reasons: (reason, name, the regulator's bucket)."""
    rows = [(one, one.name.text(language), edition.reg[one.reg].name.text(language)) for one in reasons]
    return group, group.name.text(language), rows


def _pack(pack: Pack, language: str, today: date) -> dict[str, Any]:
    return {
        "pack": pack,
        "title": pack.title.in_language(language),
        "source": pack.source.in_language(language),
        "rules": [_rule(rule, language, today) for rule in _standing(pack, today)],
    }


def _standing(pack: Pack, today: date) -> list[Rule]:
    """Of each rule the version in force, published ones too; where none is, the newest."""
    found: dict[str, Rule] = {}
    for rule in handbook.rules_of((pack.code,)):
        known = found.get(rule.code)
        if known is None or not known.in_force_on(today):
            found[rule.code] = rule
    return list(found.values())


def _rule(rule: Rule, language: str, today: date) -> dict[str, Any]:
    return {
        "rule": rule,
        "title": rule.title.in_language(language),
        "note": rule.note.in_language(language),
        "length": length_of(rule),
        "alarms": [_alarm(alarm) for alarm in rule.alarms],
        "in_force": rule.in_force_on(today),
        "is_law": rule.breach == "law",
    }


def length_of(rule: Rule) -> str:
    """How long a limit is, with every rung of its ladder."""
    return " → ".join(_length(rule.unit, step.length) for step in rule.steps) or _("the date that is set")


def _length(unit: str, count: int) -> str:
    words = {
        "hours": ngettext("%(count)d hour", "%(count)d hours", count),
        "natural_days": ngettext("%(count)d natural day", "%(count)d natural days", count),
        "working_days": ngettext("%(count)d working day", "%(count)d working days", count),
        "weeks": ngettext("%(count)d week", "%(count)d weeks", count),
        "months": ngettext("%(count)d month", "%(count)d months", count),
    }
    return words[unit] % {"count": count} if unit in words else ""


def _alarm(alarm: Alarm) -> str:
    who = _("the owner") if alarm.tell == "owner" else str(Role(alarm.tell).label)
    span = abs(alarm.offset)
    words = (
        _length("natural_days", span.days)
        if span >= timedelta(days=2)
        else _length("hours", int(span.total_seconds() // 3600))
    )
    if alarm.is_warning:
        return _("%(span)s before: %(who)s") % {"span": words, "who": who}
    if not alarm.offset:
        return _("when it is broken: %(who)s") % {"who": who}
    return _("%(span)s after: %(who)s") % {"span": words, "who": who}


def _up_to(amount: Any) -> str:
    return _("any sum above") if amount is None else _("up to ¥%(amount)s") % {"amount": f"{amount:,.0f}"}
