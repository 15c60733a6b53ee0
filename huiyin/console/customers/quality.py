"""`customers/quality`: the four principles as scores of the visitor's part of the house, with the records behind."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse

from huiyin.cases.queries import customers as gate
from huiyin.console.customers import words
from huiyin.console.customers.door import MASKS
from huiyin.console.visit import Visit, desk
from huiyin.customers.models import MeasureRound, Principle
from huiyin.customers.queries import quality
from huiyin.customers.rules.quality import CURRENT_FOR, MOST_REVEALS

SIZE = 50


@desk("quality")
def show(visit: Visit) -> HttpResponse:
    """Scores; with `principle` also the records that break it, page by page."""
    units, wanted = quality.units_of(visit.user), visit.request.GET.get("principle", "")
    if wanted and wanted not in Principle.values:
        raise Http404
    address = reverse("customers_quality")
    context = {
        "scores": [
            {"label": Principle(one.principle).label, "score": one, "url": f"{address}?principle={one.principle}",
             "active": one.principle == wanted, "means": words.principle(one.principle)}
            for one in quality.scores(units)
        ],
        "round": MeasureRound.objects.first(),
        "principle": Principle(wanted).label if wanted else "",
        "days": CURRENT_FOR.days,
        "most": MOST_REVEALS,
    }  # fmt: skip
    if wanted:
        after = _after(visit.request.GET.get("after", ""))
        rows = quality.records_behind(units, wanted, after=after, limit=SIZE)
        shown = rows[:SIZE]
        opens = gate.opening(visit.user, [row.pk for row in shown], at=visit.at)
        context["rows"] = [
            {"name": MASKS["name"](row.party.name), "unit": row.unit.name,
             "faults": [words.fault(one) for one in row.faults if one.startswith(f"{wanted}:")],
             "url": reverse("customer", args=[row.pk]) if row.pk in opens else ""}
            for row in shown
        ]  # fmt: skip
        more = {"principle": wanted, "after": f"{shown[-1].unit_id}~{shown[-1].pk}"} if len(rows) > SIZE else {}
        context["next_url"] = f"{address}?{urlencode(more)}" if more else ""
    return visit.page("customers/quality.html", context)


def _after(text: str) -> tuple[UUID, UUID] | None:
    try:
        unit, _tilde, party = text.partition("~")
        return (UUID(unit), UUID(party)) if text else None
    except ValueError:
        raise Http404 from None
