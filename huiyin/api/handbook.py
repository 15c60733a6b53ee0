"""The living handbook: sources, clauses, metrics, the figures and the complaints behind them."""

from collections.abc import Callable
from typing import Annotated, Literal

from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import BeforeValidator, Field, StringConstraints

from huiyin.accounts.models import Unit
from huiyin.api import paging
from huiyin.api.access import Request
from huiyin.api.fields import Body
from huiyin.api.operations import operation
from huiyin.api.paging import PageQuery
from huiyin.api.problems import Problem
from huiyin.api.schemas import complaint as complaints
from huiyin.api.schemas import handbook as shown
from huiyin.cases.queries import queue
from huiyin.core.metrics import Metric
from huiyin.core.time import local_date, now
from huiyin.handbook import queries as handbook
from huiyin.handbook.queries.units import is_binding, jurisdictions_of
from huiyin.handbook.rules.clauses import Clause
from huiyin.insights.queries import figures, registry
from huiyin.insights.queries.behind import behind

router = Router(tags=["Handbook"])
MOST_FOUND = 50
Code = Annotated[str, StringConstraints(max_length=80)]
# A query holds text; a literal number does not read it by itself.
Months = Annotated[Literal[1, 3, 12], BeforeValidator(lambda value: int(value) if str(value).isdecimal() else value)]


@operation(router, "GET", "/handbook/sources", scope="taxonomy:read", response=shown.SourceList, clause="1.1-8")
def list_sources(request: Request) -> shown.SourceList:
    """List the sources

    The handbook, the laws and the foreign rules, each with its legal status.
    """
    return shown.SourceList(items=[shown.source(one) for one in handbook.sources()])


class ClauseQuery(Body):
    """Of which source, and which chapter of it."""

    source: Code = Field(handbook.HANDBOOK, description="Code of a source, as `GET /handbook/sources` lists it")
    chapter: Code = Field("", description="A chapter (`3`) or section (`3.1`) of the handbook; all, when left out")
    words: Annotated[str, StringConstraints(max_length=200)] = Field(
        "", description="Clauses of every source that hold all these words, at most 50, whatever `source` says"
    )


@operation(router, "GET", "/handbook/clauses", scope="taxonomy:read", response=shown.ClauseList)
def list_clauses(request: Request, query: Query[ClauseQuery]) -> shown.ClauseList:
    """List the clauses of a source

    What each asks for in our words, who answers, the rules and metrics it has, and what is not covered yet. With
    `words` those of all sources that hold them.
    """
    bound = _bound(request)
    if query.words:
        found = handbook.matching(query.words, MOST_FOUND)
        return shown.ClauseList(items=[shown.clause(one, binds=bound(one)) for one in found])
    try:
        handbook.source(query.source)
    except handbook.NoClauseError:
        raise Problem("invalid", "source.unknown", _("There is no source with this code."), field="source") from None
    held = handbook.clauses_of(query.chapter, query.source)
    return shown.ClauseList(items=[shown.clause(one, binds=bound(one)) for one in held])


@operation(router, "GET", "/handbook/clauses/{source}/{clause}", scope="taxonomy:read", response=shown.ClauseOut)
def read_clause(request: Request, source: str, clause: str) -> shown.ClauseOut:
    """Read a clause"""
    found = handbook.find_clause(source, clause)
    if found is None:
        raise Problem("not-found", "clause.not_found", _("There is no such clause."))
    return shown.clause(found, binds=_bound(request)(found))


@operation(router, "GET", "/metrics", scope="taxonomy:read", response=shown.MetricList, clause="1.4-7")
def list_metrics(request: Request) -> shown.MetricList:
    """List the metrics

    Each with its definition: what is counted, of what, in which month.
    """
    return shown.MetricList(items=[shown.metric(one) for one in registry.metrics().values()])


class FigureQuery(Body):
    """Whose figures, over how many months."""

    unit: Code = Field("", description="Code of a unit; those below it too. Left out: all that the caller may read")
    months: Months = Field(12, description="The last months, the present one among them")


@operation(router, "GET", "/metrics/{metric}/figures", scope="complaints:read", response=shown.FiguresOut)
def read_figures(request: Request, metric: str, query: Query[FigureQuery]) -> shown.FiguresOut:
    """Read the figures of a metric

    Kept, broken and not yet judged in the caller's part of the house, kept up to date every minute.
    """
    found, units = _metric(metric), _units(request, query.unit)
    reading = figures.readings([found], [one.pk for one in units], now(), query.months)[0]
    progress = figures.progress()
    return shown.FiguresOut(
        metric=found.name,
        version=found.version,
        months=query.months,
        units=[one.code for one in units],
        light=reading.light,
        kept=reading.sums.kept,
        broken=reading.sums.broken,
        open=reading.sums.open,
        total=reading.sums.total,
        share=shown.share(reading),
        mean=reading.mean,
        trend=[shown.month(day, sums) for day, sums in reading.trend],
        computed_at=progress.computed_at if progress else None,
    )


class BehindQuery(FigureQuery, PageQuery):
    """Which part of a figure."""

    verdict: Literal["kept", "broken", "open"] = "broken"


@operation(router, "GET", "/metrics/{metric}/cases", scope="complaints:read", response=complaints.ComplaintPage)
def list_cases_behind(request: Request, metric: str, query: Query[BehindQuery]) -> complaints.ComplaintPage:
    """List the complaints behind a figure

    Those that the caller may see, newest receipt first; the others are counted in the figure, but not listed.
    """
    found, user, at = _metric(metric), request.auth.user, now()
    ids = [one.pk for one in _units(request, query.unit)]
    months = figures.months_of(at, query.months, None, query.verdict)
    about = ("behind", user.pk, found.name, query.model_dump(exclude={"cursor", "limit"}))
    page = queue.page(
        user,
        queue.Wanted(among=behind(found.name, ids, months, query.verdict, at), is_open=None),
        at=at,
        order="received",
        after=paging.unseal(query.cursor, *about),
        size=query.limit,
    )
    items = [complaints.row(case) for case in page.rows]
    return complaints.ComplaintPage(items=items, next=paging.seal(page.after, *about))


def _bound(request: Request) -> Callable[[Clause], bool]:
    """Whether a clause binds a unit whose figures the caller may read. Others are known, but nothing is judged by them:
    no figure here speaks for a foreign rule."""
    today = local_date(now())
    lands = jurisdictions_of(list(figures.units(request.auth.user)), today)
    return lambda clause: is_binding(handbook.source(clause.source), lands, today)


def _metric(name: str) -> Metric:
    try:
        return registry.metric(name)
    except registry.NoMetricError:
        raise Problem("not-found", "metric.not_found", _("There is no such metric.")) from None


def _units(request: Request, code: str) -> list[Unit]:
    """The units that are asked for. Raises Problem 422 for one whose figures the caller may not read."""
    held = list(figures.units(request.auth.user))
    if not code:
        return held
    top = next((one for one in held if one.code == code), None)
    if top is None:
        message = _("There is no such unit, or you may not read its figures.")
        raise Problem("invalid", "unit.unknown", message, field="unit")
    return [one for one in held if one.path.startswith(top.path)]
