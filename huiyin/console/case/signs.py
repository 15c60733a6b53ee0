"""What the words of a complaint tell the moment it comes in: signs of risk, and the likely class."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from huiyin.catalog.rules import in_force
from huiyin.complaints.models import Suggestion
from huiyin.complaints.queries import suggesting as queries
from huiyin.console.case.frame import Moment, of_case, page


@require_GET
@of_case
def show(moment: Moment) -> HttpResponse:
    """`signs/`: the signs with the words that gave them, and the likely class; a page of its own without htmx."""
    case = moment.case
    said = Suggestion.objects.filter(case=case).select_related("model").first()
    taxonomy = in_force(case.rules_on)
    known = taxonomy.reasons
    likely = [
        {"code": code, "name": taxonomy.label(code, moment.language), "percent": round(share * 100)}
        for code, share in (said.codes if said else [])
        if code in known
    ]
    may_classify = any(offer.step.code == "classify" and offer.ready for offer in moment.offers)
    context = {
        "signs": [
            {
                "code": one.sign.code, "title": one.sign.title.in_language(moment.language), "words": one.words,
                "act": one.sign.act.in_language(moment.language), "is_sure": one.is_sure, "is_urgent": one.sign.urgent,
            }
            for one in queries.signs(case)
        ],
        "said": said, "likely": likely, "because": [words for words, _weight in said.because] if said else [],
        "differs": bool(said and likely and case.code and not said.abstained and said.code != case.code),
        "classify_url": reverse("case_step", args=[case.number, "classify"]) if may_classify and not case.code else "",
    }  # fmt: skip
    template = "console/case/_signs.html" if moment.is_partial else "console/case/signs.html"
    return page(moment, template, context)
