"""What is like this case, as panels that come after the page: nearly the same texts, whoever wrote them, and decided
complaints of the same kind with their outcomes."""

from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiyin.cases.queries import likeness
from huiyin.complaints.models.complaint import Verdict
from huiyin.complaints.queries import likeness as decisions
from huiyin.complaints.queries.likeness import Beside, Like
from huiyin.complaints.rules.likeness import Spread, side
from huiyin.console.case import words
from huiyin.console.case.frame import Moment, of_case, page
from huiyin.core import masking


@require_GET
@of_case
def twins(moment: Moment) -> HttpResponse:
    """`twins/`: the cases whose text is nearly the same, with the words they share; a page of its own without htmx."""
    found, more = likeness.twins(moment.user, moment.case)
    rows = [
        {
            "case": one.case,
            "url": reverse("case", args=[one.case.number]),
            "who": _("the same customer") if one.is_same_customer else masking.name(one.case.complainant_name),
            "percent": round(one.near * 100),
            "passages": one.passages,
        }
        for one in found
    ]
    template = "console/case/_twins.html" if moment.is_partial else "console/case/twins.html"
    return page(moment, template, {"rows": rows, "more": more, "shown": likeness.SHOWN})


@require_GET
@of_case
def likes(moment: Moment) -> HttpResponse:
    """`likes/`: the likest decided complaints with reasons and outcome, and how widely the outcomes spread."""
    found = decisions.beside(moment.case)
    context = {
        "rows": [_row(moment, one) for one in decisions.shown(moment.user, found)],
        "found": found,
        "verdict": Verdict(found.verdict).label if found.verdict else "",
        "spread": spread_line(found.spread),
        "days": " · ".join(str(round(day)) for day in found.days),
    }
    template = "console/case/_likes.html" if moment.is_partial else "console/case/likes.html"
    return page(moment, template, context)


def reason_names() -> dict[str, str]:
    """Why two complaints are alike, beside their words."""
    return {
        "class": _("same class"), "product": _("same product"), "line": _("same line"), "clause": _("same clause"),
        "amount": _("like sum"),
    }  # fmt: skip


def spread_line(found: Spread | None) -> dict[str, str]:
    """The quartiles and fences of a spread in words; empty without one."""
    if found is None:
        return {}
    named = words.money if found.basis == "yuan" else _percent
    return {name: named(getattr(found, name)) for name in ("low", "first", "median", "third", "high")}


def outlier(found: Beside, compensation: Decimal) -> str:
    """Why a compensation needs a reason of its own, as a sentence; empty when it lies inside."""
    where = side(found.spread, compensation, found.claimed)
    if found.spread is None or not where:
        return ""
    values = spread_line(found.spread) | {"cases": str(found.spread.cases)}
    told = _("Like complaints (%(cases)s) got between %(low)s and %(high)s, half of them %(median)s or less.") % values
    return f"{_('Less than in like complaints.') if where == 'below' else _('More than in like complaints.')} {told}"


def _row(moment: Moment, one: Like) -> dict[str, Any]:
    names, outcome = reason_names(), one.outcome
    return {
        "case": one.case,
        "url": reverse("case", args=[one.case.number]),
        "score": one.score,
        "reasons": [names[reason] for reason in one.reasons],
        "words": one.words,
        "verdict": Verdict(outcome.verdict).label,
        "paid": words.money(outcome.compensation),
        "claimed": words.money(outcome.claimed) if outcome.claimed else "",
        "days": outcome.days,
    }


def _percent(value: Decimal) -> str:
    return f"{value:.0f}%"
