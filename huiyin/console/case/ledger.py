"""The ledger of the case, and whether its chain holds; the case on paper."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from huiyin.audit import actions as audit
from huiyin.audit import queries
from huiyin.console.case import summary, timeline, words
from huiyin.console.case.frame import Moment, of_case, page
from huiyin.core.documents import render_letter

AT_ONCE = 50


@require_GET
@of_case
def listed(moment: Moment) -> HttpResponse:
    """`ledger/`: every entry of the chain, newest first, paged by its place."""
    before = moment.request.GET.get("before", "")
    rows = queries.chain(moment.owner).order_by("-seq")
    if before.isdecimal():
        rows = rows.filter(seq__lt=int(before[:9]))
    found = list(rows[: AT_ONCE + 1])
    older = f"?before={found[AT_ONCE - 1].seq}" if len(found) > AT_ONCE else ""
    shown = [
        {"row": row, "title": words.title(row.kind, row.body, moment.language), "who": timeline.person(row.actor_label)}
        for row in found[:AT_ONCE]
    ]
    return page(moment, "console/case/ledger.html", {"rows": shown, "older": older})


@require_POST
@of_case
def verify(moment: Moment) -> HttpResponse:
    """`ledger/verify`: compute every hash of the chain again."""
    faults = queries.verify(moment.owner)
    last = queries.last(moment.owner)
    context = {"faults": faults, "count": last.seq if last else 0, "hash": last.hash if last else ""}
    template = "console/case/_verified.html" if moment.is_partial else "console/case/verified.html"
    return page(moment, template, context)


@require_GET
@of_case
def paper(moment: Moment) -> HttpResponse:
    """`summary.pdf`: the case on paper, for a mediator, a court or the file. Taking it out is an export, and logged."""
    audit.looked(
        kind="export", by=moment.by, at=moment.at, aggregate=moment.owner, fields=["summary"], reason=_("case as PDF")
    )
    lang = summary.lang(moment)
    response = HttpResponse(render_letter(summary.letter(moment, lang), lang=lang), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{moment.case.number}.pdf"'
    return response
