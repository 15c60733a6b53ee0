"""What is like this case, as a panel that comes after the page: nearly the same texts, whoever wrote them."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiyin.cases.queries import likeness
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
