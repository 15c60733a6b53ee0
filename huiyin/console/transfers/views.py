"""Answers to the regulator: what is ready, what is missing, the files that were given back (令2020-3 art 33)."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.audit import actions as audit
from huiyin.cases import queries as cases
from huiyin.complaints.actions import hand_back as actions
from huiyin.complaints.models import HandBack
from huiyin.complaints.queries import hand_back as queries
from huiyin.complaints.rules import hand_back as rules
from huiyin.console.visit import Visit, desk
from huiyin.core.errors import BadInput
from huiyin.core.time import local_date
from huiyin.core.workbook import MIME

DAYS, SHOWN, FILES = 90, 200, 20


@desk("transfers")
def listed(visit: Visit) -> HttpResponse:
    """`transfers/`: what is to be given back of a period, and the newest files."""
    return _page(visit, visit.request.GET)


@desk("transfers", "POST")
def give(visit: Visit) -> HttpResponse:
    """`transfers/give`: make the file of a period."""
    given = visit.request.POST
    try:
        since, until = _period(visit, given)
        rows = cases.visible_to(visit.user)
        done = actions.give_back(rows=rows, since=since, until=until, by=visit.by, at=visit.at)
    except BadInput as fault:
        return _page(visit, given, fault.message)
    count = done.hand_back.rows
    words = ngettext("The file holds %(count)d answer.", "The file holds %(count)d answers.", count)
    messages.success(visit.request, words % {"count": count})
    return redirect(f"{reverse('transfers')}?{urlencode({'since': str(since), 'until': str(until)})}")


@desk("transfers")
def file(visit: Visit, hand_back_id: UUID) -> HttpResponse:
    """`transfers/<id>/file`: the file as it was given, CSV or with `?as=xlsx` a workbook; only of cases one sees."""
    made = HandBack.objects.filter(pk=hand_back_id).first()
    if made is None:
        raise Http404
    seen = cases.visible_to(visit.user)
    facts = list(made.lines.filter(case__in=seen).order_by("place").values_list("facts", flat=True))
    if not facts:
        raise Http404
    is_book = visit.request.GET.get("as") == "xlsx"
    data = queries.as_xlsx(facts) if is_book else queries.as_csv(facts)
    audit.looked(kind="exported", by=visit.by, at=visit.at, aggregate=("hand_back", made.pk), fields=["file"])
    answer = HttpResponse(data, content_type=MIME if is_book else "text/csv; charset=utf-8")
    name = f"12378-{made.since}-{made.until}.{'xlsx' if is_book else 'csv'}"
    answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return answer


def _page(visit: Visit, given: Any, fault: str = "") -> HttpResponse:
    lines: list[queries.Line] = []
    since = until = None
    if not fault:
        try:
            since, until = _period(visit, given)
            actions.check_period(since, until, visit.at)
            lines = queries.of_period(cases.visible_to(visit.user), since, until)
        except BadInput as wrong:
            fault = wrong.message
    ready = [line for line in lines if not line.missing]
    context = {
        "since": str(since or given.get("since", "")), "until": str(until or given.get("until", "")), "fault": fault,
        "headings": queries.headings(), "ready_count": len(ready),
        "ready": [{"line": one, "cells": queries.cells(rules.kept(one.facts))[2:]} for one in ready[:SHOWN]],
        "waiting": [line for line in lines if line.missing][:SHOWN], "shown": SHOWN,
        "files": HandBack.objects.order_by("-id")[:FILES], "may_give": bool(visit.by.roles & rules.GIVES_BACK),
    }  # fmt: skip
    return visit.page("transfers/list.html", context, 422 if fault else 200)


def _period(visit: Visit, given: Any) -> tuple[date, date]:
    """The days asked for; left out: the last ninety. Raises BadInput for what is no day."""
    today = local_date(visit.at)
    try:
        until = date.fromisoformat(given["until"]) if given.get("until") else today
        since = date.fromisoformat(given["since"]) if given.get("since") else until - timedelta(days=DAYS)
    except ValueError:
        raise BadInput("hand_back.period", _("Write the days as year-month-day."), field="since") from None
    return since, until
