"""`customers/`: one box that finds a customer. There is no list of everybody: nobody needs to browse people."""

from django.http import HttpResponse
from django.urls import reverse

from huiyin.cases.actions.records_out import may_take_out
from huiyin.cases.queries import customers as gate
from huiyin.console.intake import finding
from huiyin.console.visit import Visit, desk, opens
from huiyin.customers.models import Party

LONGEST = 200


@desk("intake")
def show(visit: Visit) -> HttpResponse:
    """Hits, masked, with the way in for those whose record the person may open."""
    text = visit.request.GET.get("q", "").strip()[:LONGEST]
    hits = [(hit, _address(visit, hit)) for hit in finding.find(visit, text)] if text else []
    context = {
        "text": text, "hits": hits, "sees_quality": opens(visit.by, "quality"), "may_take_out": may_take_out(visit.by)
    }  # fmt: skip
    return visit.page("customers/list.html", context)


def _address(visit: Visit, hit: finding.Hit) -> str:
    try:
        gate.customer(visit.user, hit.id, at=visit.at)
    except Party.DoesNotExist:
        return ""
    return reverse("customer", args=[hit.id])
