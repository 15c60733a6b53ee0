"""What is chosen while somebody writes: a template to insert, a colleague to call. Nothing is changed."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiyin.cases.models import Purpose
from huiyin.cases.queries import following
from huiyin.complaints.queries import scenarios
from huiyin.complaints.queries import templates as queries
from huiyin.complaints.rules import templates as rules
from huiyin.console.case import composing
from huiyin.console.case.frame import Moment, of_case, page
from huiyin.console.talk.naming import name_of


@require_GET
@of_case
def listed(moment: Moment) -> HttpResponse:
    """`templates/?into=reply|note`: the templates that the case may use, to pick from; without htmx as a page."""
    into = moment.request.GET.get("into", Purpose.REPLY)
    into = into if into in Purpose.values else Purpose.REPLY
    likely = {one.code: place for place, one in enumerate(scenarios.likely(moment.case, moment.at))}
    found = queries.for_case(moment.case, moment.at, purpose=into)
    found.sort(key=lambda one: likely.get(one.template.scenario, len(likely)))  # the situation first, then by key
    rows = [_line(moment, one) | {"fits": one.template.scenario in likely} for one in found]
    if into == Purpose.REPLY and any(offer.step.code == "respond" and offer.ready for offer in moment.offers):
        rows += [{"key": "", "name": one["label"], "text": "", "url": one["url"], "begins": True}
                 for one in composing.templates(moment)]  # fmt: skip
    context = {"rows": rows, "into": into, "number": moment.case.number, "manage_url": reverse("templates")}
    template = "console/talk/_picker.html" if moment.is_partial else "console/talk/picker.html"
    return page(moment, template, context)


def _line(moment: Moment, version: Any) -> dict[str, Any]:
    number = moment.case.number
    return {
        "key": version.template.key,
        "name": name_of(version.template),
        "text": queries.text(version, moment.case, moment.at),
        "url": reverse("case_reply_template", args=[number]) + f"?template={version.pk}",
        "insert_url": reverse("case_template_text", args=[number, version.pk]),
        "id": version.pk,
    }


@require_GET
@of_case
def text(moment: Moment, version_id: UUID) -> HttpResponse:
    """`templates/<id>`: the wording as it is inserted, and which of its variables the case cannot fill."""
    found = queries.usable(moment.case, [version_id], moment.at)
    if not found:
        raise Http404
    words = queries.text(found[0], moment.case, moment.at)
    left = [_(rules.VARIABLES[code]) for code in rules.used(words)]
    return page(moment, "console/talk/_inserted.html", {"version": found[0], "words": words, "left": left})


@require_GET
@of_case
def colleagues(moment: Moment) -> HttpResponse:
    """`colleagues/?q=…`: who could be called after an @, those who may not see the case with the reason."""
    if not composing.may_note(moment):
        raise Http404
    why = {
        "recused": _("has to stay away from this case"),
        "no_access": _("may not see this case"),
        "inactive": _("no longer works here"),
    }
    rows = [
        {"handle": one.handle, "name": one.user.name, "unit": one.user.unit.name, "why": why.get(one.why, "")}
        for one in following.colleagues(moment.case, moment.request.GET.get("q", ""))
    ]
    return page(moment, "console/talk/_colleagues.html", {"rows": rows})
