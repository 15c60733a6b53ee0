"""All metrics with their figures, one metric at large, and the exact cases behind a figure."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from huiyin.cases.queries import queue
from huiyin.cases.queries.queue import Wanted
from huiyin.clocks import metrics as limits
from huiyin.console.handbook import lights, words
from huiyin.console.handbook.contents import frame
from huiyin.console.handbook.frame import Scope, language, scope
from huiyin.console.rows import lines
from huiyin.console.visit import Visit, desk
from huiyin.core.metrics import VERDICTS, Metric, Verdict
from huiyin.handbook import queries as handbook
from huiyin.insights.queries import figures, registry
from huiyin.insights.queries.behind import behind

SIZE = 50
# Limits that have a metric of their own name say the same twice: the list shows the one with the name.
TWINS = frozenset(f"clock:{code}" for code in limits.NAMED)


@desk("desk")
def listed(visit: Visit) -> HttpResponse:
    """Every metric with its figure: those that are judged, those that are watched, limits that never ran last."""
    where = scope(visit)
    read = figures.readings(list(registry.metrics().values()), where.unit_ids, where.at, where.span)
    read = [one for one in read if one.metric.name not in TWINS]
    used = [one for one in read if one.sums or not one.metric.name.startswith("clock:")]
    judged = [lights.row(one, where) for one in used if one.metric.kind == "share"]
    order = {"broken": 0, "kept": 1, "open": 2}
    context = {
        "judged": sorted(judged, key=lambda row: order[row["light"].code]),
        "watched": [lights.row(one, where) for one in used if one.metric.kind != "share"],
        "unused": [lights.row(one, where) for one in read if one not in used],
    }
    return visit.page("handbook/metrics.html", context | frame(where, "handbook_metrics"))


@desk("desk")
def one(visit: Visit, metric: str) -> HttpResponse:
    """One metric: what it counts, its line, the clauses it speaks for, the lists behind it."""
    where = scope(visit)
    found = _metric(metric)
    reading = figures.readings([found], where.unit_ids, where.at, where.span)[0]
    clauses = [each for each in handbook.all_clauses() if found in registry.of_clause(each)]
    context = {
        "metric": found,
        "panel": lights.panel(reading, where),
        "clauses": [
            {
                "clause": each,
                "ask": each.ask.in_language(language()),
                "url": where.url("handbook_clause", each.source, each.id),
            }
            for each in clauses
        ],
    }
    return visit.page("handbook/metric.html", context | frame(where, "handbook_metrics"))


@desk("cases")
def cases(visit: Visit, metric: str) -> HttpResponse:
    """The cases behind a figure that the person may see. Roles that open no cases read figures only."""
    where = scope(visit)
    found, query = _metric(metric), visit.request.GET
    verdict, month = _verdict(query.get("verdict", "broken")), _month(query.get("month", ""))
    months = figures.months_of(where.at, where.span, month, verdict)
    wanted = Wanted(among=behind(found.name, where.unit_ids, months, verdict, where.at), is_open=None)
    page = queue.page(
        visit.user, wanted, at=visit.at, order="received", after=query.get("after", ""), before=query.get("before", ""),
        size=SIZE,
    )  # fmt: skip
    given = {"verdict": verdict, "month": month.isoformat()[:7] if month else ""}
    context = {
        "metric": found,
        "title": found.title.in_language(language()),
        "metric_url": where.url("handbook_metric", found.name),
        "what": verdict_words(found, verdict),
        "counted": figures.counted(found.name, where.unit_ids, months, verdict),
        "sees_all": figures.sees_all_cases(visit.user, where.unit_ids),
        "month": date_format(month, "Y-m") if month else "",
        "verdicts": _verdicts(found, where, given),
        "lines": lines(page.rows),
        "next_url": where.url("handbook_cases", found.name, **given, after=page.after) if page.after else "",
        "previous_url": where.url("handbook_cases", found.name, **given, before=page.before) if page.before else "",
    }
    return visit.page("handbook/cases.html", context | frame(where, "handbook_metrics"))


def verdict_words(metric: Metric, verdict: str) -> str:
    """What a list of cases shows."""
    if metric.kind == "watch":
        return {"broken": _("It happened"), "kept": _("It did not happen")}.get(verdict, "")
    if metric.kind in ("count", "mean"):
        return _("Counted")
    return str(words.LIGHTS[verdict][0])


def _verdicts(metric: Metric, where: Scope, given: dict[str, str]) -> list[dict[str, Any]]:
    shown = {"share": ("broken", "open", "kept"), "watch": ("broken", "kept")}.get(metric.kind, ("kept",))
    return [
        {
            "label": verdict_words(metric, verdict),
            "url": where.url("handbook_cases", metric.name, **(given | {"verdict": verdict})),
            "active": verdict == given["verdict"],
        }
        for verdict in shown
    ]


def _metric(name: str) -> Metric:
    try:
        return registry.metric(name)
    except registry.NoMetricError:
        raise Http404 from None


def _verdict(text: str) -> Verdict:
    if text not in VERDICTS:
        raise Http404
    return text


def _month(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise Http404 from None
