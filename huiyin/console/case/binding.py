"""Which rules bind this case, and why: every duty with all rules that competed for it."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from huiyin.clocks import queries as clocks
from huiyin.complaints.queries.binding import bindings, packs_of_case
from huiyin.console.case.frame import Moment, of_case, page
from huiyin.handbook import queries as handbook
from huiyin.handbook.rules.resolver import Binding, Row

# outcome → (words, picture)
OUTCOMES = {
    "binds": (gettext_lazy("Binds"), "circle-check"),
    "beside": (gettext_lazy("Runs beside it"), "clock"),
    "yields": (gettext_lazy("Gives way"), "arrow-right"),
    "out": (gettext_lazy("Does not apply"), "circle-dot"),
}


@require_GET
@of_case
def show(moment: Moment) -> HttpResponse:
    """`rules/`: the duties of the case, the rule that binds each, what runs beside it, what gives way and why."""
    language = moment.language
    started = {clock.rule_version: clock for clock in clocks.of_owner(moment.owner)}
    context = {
        "duties": [_duty(found, language, started) for found in bindings(moment.case)],
        "packs": [handbook.pack(code).title.in_language(language) for code in packs_of_case(moment.case)],
    }
    return page(moment, "console/case/rules.html", context)


def _duty(found: Binding, language: str, started: dict[str, Any]) -> dict[str, Any]:
    duty = handbook.duty(found.duty)
    return {
        "code": found.duty,
        "title": duty.title.in_language(language),
        "handbook": duty.handbook.in_language(language),
        "law": duty.law.in_language(language),
        "how": duty.how.in_language(language),
        "rows": [_row(row, language, started) for row in found.rows],
    }


def _row(row: Row, language: str, started: dict[str, Any]) -> dict[str, Any]:
    words, picture = OUTCOMES[row.outcome]
    return {
        "title": row.rule.title.in_language(language),
        "clause": row.rule.clause,
        "pack": handbook.pack(row.rule.pack).title.in_language(language),
        "version": row.rule.version,
        "is_law": row.rule.breach == "law",
        "outcome": row.outcome,
        "words": words,
        "picture": picture,
        "why": row.words.in_language(language),
        "due_at": row.due_at,
        "clock": started.get(row.rule.version),
    }
