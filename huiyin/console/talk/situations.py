"""The situations in which we speak to customers: the order of what is said, and the templates for each (2.2-2)."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import get_language

from huiyin.complaints.actions.templates import WRITERS
from huiyin.complaints.queries import scenarios as queries
from huiyin.complaints.rules import scenarios as rules
from huiyin.console.talk.naming import name_of
from huiyin.console.talk.templates import tabs
from huiyin.console.visit import Visit, desk
from huiyin.core.time import local_date


@desk("cases")
def listed(visit: Visit) -> HttpResponse:
    """`templates/scenarios/`: every situation with its flow and its templates; those without one stand out."""
    rows = [_line(one) for one in queries.kept(visit.at)]
    context = {
        "rows": rows,
        "gaps": [one for one in rows if not one["holds"]],
        "edition": rules.in_force(local_date(visit.at)),
        "may_write": any(role in WRITERS for role in visit.by.roles),
        "tabs": tabs("template_scenarios"),
    }
    return visit.page("talk/scenarios.html", context)


def _line(kept: queries.Kept) -> dict[str, Any]:
    said = get_language() or "zh-hans"
    one = kept.scenario
    return {
        "code": one.code,
        "title": one.title.in_language(said),
        "flow": [step.in_language(said) for step in one.flow],
        "good": one.good.in_language(said),
        "hours": one.hours,
        "templates": [{"row": row, "name": name_of(row)} for row in kept.templates],
        "holds": kept.holds,
    }
