"""The handbook as machines read it: sources, clauses, metrics, figures."""

from datetime import date
from typing import Any

from ninja import Schema
from pydantic import Field

from huiyin.api.fields import Moment
from huiyin.core.metrics import Metric
from huiyin.core.words import Words
from huiyin.handbook import queries as handbook
from huiyin.handbook.rules.clauses import Clause
from huiyin.handbook.rules.sources import Source
from huiyin.insights.queries import registry
from huiyin.insights.queries.figures import Reading
from huiyin.insights.rules import Sums


class Text(Schema):
    """A text in both languages."""

    zh: str
    en: str


class LawSourceOut(Schema):
    """The handbook, a law, a standard, a foreign rule."""

    code: str
    title: Text
    kind: str = Field(description="handbook, law, regulation, order, notice, standard, guide, foreign")
    jurisdiction: str = Field(description="cn, uk, us, us-ny, eu, hk, sg, au, int")
    status: str = Field(description="in_force, repealed, unverifiable, draft")
    number: str
    issuer: str
    effective_from: date | None
    effective_to: date | None
    replaced_by: str = Field(description="Code of the source that took its place")
    clauses: int = Field(description="How many clauses of it are known")


class SourceList(Schema):
    """All sources."""

    items: list[LawSourceOut]


class NumberOut(Schema):
    """A number that a clause states."""

    value: float
    unit: str = Field(description="hours, natural_days, working_days, percent, people, yuan, …")
    of: Text
    benchmark: bool = Field(description="A figure that the handbook only quotes: unverified, never a rule")


class LawOut(Schema):
    """The article of law that stands beside a clause."""

    source: str
    article: str


class ResponsibleOut(Schema):
    """Who does it, answers for it, is consulted, is informed: roles, or actors of the source."""

    does: list[str]
    answers: list[str]
    consulted: list[str]
    informed: list[str]


class ClauseOut(Schema):
    """A clause of the handbook or an article of a law, in our words."""

    source: str
    id: str = Field(description="e.g. `3.1-5`, `art 18`")
    ask: Text
    kind: str = Field(description="duty, method, principle, benchmark, definition")
    status: str = Field(description="in_force, unverifiable, superseded, wrong")
    actors: list[str]
    responsible: ResponsibleOut
    numbers: list[NumberOut]
    law: list[LawOut]
    rules: list[str] = Field(description="Codes of the rules that count it")
    binds: bool = Field(description="It binds units whose figures the caller may read; else nothing is judged by it")
    metrics: list[str] = Field(description="Names of the metrics that judge it; none where it binds nobody")
    screens: list[str] = Field(description="Names of the pages that serve it")
    tests: list[str]
    coverage: str = Field(description="covered, partly, none")
    gap: Text | None = Field(description="What the product does not cover yet")


class ClauseList(Schema):
    """Clauses in the order of their source."""

    items: list[ClauseOut]


class MetricOut(Schema):
    """A metric with its definition (口径)."""

    name: str
    version: int
    kind: str = Field(description="share (kept of judged), watch (happened of counted), mean, count")
    level: str = Field(description="`law`: one breach is a breach; `house`: judged by the target share")
    title: Text
    numerator: Text
    denominator: Text
    month: Text = Field(description="Which moment decides the month")
    value: str = Field(description="What a mean averages: hours, points; else empty")
    clauses: list[LawOut] = Field(description="The clauses it names, `article` being the clause")


class MetricList(Schema):
    """All metrics."""

    items: list[MetricOut]


class MonthOut(Schema):
    """One month of a metric. For a watched metric `broken` counts how often it happened."""

    month: str = Field(description="YYYY-MM in Shanghai")
    kept: int
    broken: int
    open: int = Field(description="Not yet judged")
    total: int = Field(description="Sum of the values of what was kept, for a mean")


class FiguresOut(Schema):
    """A metric over a span and a part of the house."""

    metric: str
    version: int
    months: int
    units: list[str] = Field(description="Codes of the units it is summed over")
    light: str = Field(description="kept, broken, open, watch")
    kept: int
    broken: int
    open: int = Field(description="Not yet judged; what falls due after this month is among them")
    total: int
    share: float | None = Field(description="Numerator ÷ denominator, 0 to 1; null while nothing was judged")
    mean: float | None
    trend: list[MonthOut] = Field(description="The last twelve months, oldest first")
    computed_at: Moment | None


def text(words: Words) -> Text:
    """Both languages."""
    return Text(zh=words.zh, en=words.en)


def source(one: Source) -> LawSourceOut:
    """A source as it is listed."""
    plain: dict[str, Any] = {
        name: getattr(one, name)
        for name in (
            "code", "kind", "jurisdiction", "status", "number", "issuer", "effective_from", "effective_to",
            "replaced_by",
        )
    }  # fmt: skip
    return LawSourceOut(**plain, title=text(one.title), clauses=len(handbook.clauses_of(source=one.code)))


def clause(one: Clause, *, binds: bool) -> ClauseOut:
    """A clause with what serves it; `binds`: whether anything is judged by it."""
    cover, held = handbook.coverage(one), one.responsible
    return ClauseOut(
        source=one.source,
        id=one.id,
        ask=text(one.ask),
        kind=one.kind,
        status=one.status,
        actors=list(one.actor),
        responsible=ResponsibleOut(
            does=list(held.does), answers=list(held.answers), consulted=list(held.consulted),
            informed=list(held.informed),
        ),
        numbers=[
            NumberOut(value=each.value, unit=each.unit, of=text(each.of), benchmark=each.benchmark)
            for each in one.numbers
        ],
        law=[LawOut(source=each.source, article=each.article) for each in one.law],
        rules=list(cover.rules),
        binds=binds,
        metrics=[each.name for each in registry.of_clause(one)] if binds else [],
        screens=list(cover.screens),
        tests=list(cover.tests),
        coverage=cover.state,
        gap=text(one.gap) if one.gap else None,
    )  # fmt: skip


def metric(one: Metric) -> MetricOut:
    """A metric with its definition."""
    return MetricOut(
        name=one.name,
        version=one.version,
        kind=one.kind,
        level=one.level,
        title=text(one.title),
        numerator=text(one.numerator),
        denominator=text(one.denominator),
        month=text(one.month),
        value=one.value,
        clauses=[LawOut(source=code, article=id_) for code, id_ in one.clauses],
    )


def month(day: date, sums: Sums) -> MonthOut:
    """One month."""
    return MonthOut(month=f"{day:%Y-%m}", kept=sums.kept, broken=sums.broken, open=sums.open, total=sums.total)


def share(reading: Reading) -> float | None:
    """Numerator ÷ denominator."""
    if reading.metric.kind not in ("share", "watch") or not reading.judged:
        return None
    return round(reading.numerator / reading.judged, 6)
