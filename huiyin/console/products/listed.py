"""`products/`: the catalogue by line and code, what is due in its files, and products side by side."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse

from huiyin.catalog.queries import products as queries
from huiyin.catalog.rules.products import may_keep
from huiyin.console.products.forms import NarrowForm
from huiyin.console.visit import Visit, desk
from huiyin.core.time import local_date

SHOWN = 50
MOST_COMPARED = 4


@desk("desk")
def show(visit: Visit) -> HttpResponse:
    """The list, a page by key."""
    form = NarrowForm(visit.request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    line, _tilde, code = visit.request.GET.get("after", "").partition("~")
    found = queries.listed(**wanted, after=(line, code) if code else None, limit=SHOWN)
    rows = found[:SHOWN]
    said = {name: value for name, value in wanted.items() if value}
    address = f"{reverse('products')}?"
    context = {
        "rows": rows,
        "form": form,
        "keeps": may_keep(visit.by.grants),
        "due": queries.reviews_due(local_date(visit.at), limit=10) if may_keep(visit.by.grants) else [],
        "next_url": address + urlencode(said | {"after": f"{rows[-1].line}~{rows[-1].code}"})
        if len(found) > len(rows)
        else "",
        "first_url": address + urlencode(said) if code else "",
    }
    return visit.page("products/list.html", context)


@desk("desk")
def compare(visit: Visit) -> HttpResponse:
    """Two to four products side by side: cover, premium, return, suitability (6.1-1)."""
    codes = list(dict.fromkeys(visit.request.GET.getlist("code")))[:MOST_COMPARED]
    found = queries.by_codes(codes)
    return visit.page("products/compare.html", {"rows": [found[code] for code in codes if code in found]})
