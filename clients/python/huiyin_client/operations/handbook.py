"""Handbook. Written by generate.py from the OpenAPI document; do not edit."""

from collections.abc import Iterator
from typing import Literal, cast

from huiyin_client import types
from huiyin_client.connection import Connection, quoted


class Handbook(Connection):
    """Handbook."""

    def list_sources(self) -> types.SourceList:
        """List the sources.

        The handbook, the laws and the foreign rules, each with its legal status.

        Clause: 1.1-8.

        Scope `taxonomy:read`.
        """
        answer = self.call("GET", "/api/v1/handbook/sources")
        return cast(types.SourceList, answer.document)

    def list_clauses(self, *, source: str = "cn-handbook-2025", chapter: str = "", words: str = "") -> types.ClauseList:
        """List the clauses of a source.

        What each asks for in our words, who answers, the rules and metrics it has, and what is not covered yet.
        With `words` those of all sources that hold them.

        Scope `taxonomy:read`.
        """
        answer = self.call(
            "GET", "/api/v1/handbook/clauses", query={"source": source, "chapter": chapter, "words": words}
        )
        return cast(types.ClauseList, answer.document)

    def read_clause(self, source: str, clause: str) -> types.ClauseOut:
        """Read a clause.

        Scope `taxonomy:read`.
        """
        answer = self.call("GET", f"/api/v1/handbook/clauses/{quoted(source)}/{quoted(clause)}")
        return cast(types.ClauseOut, answer.document)

    def list_metrics(self) -> types.MetricList:
        """List the metrics.

        Each with its definition: what is counted, of what, in which month.

        Clause: 1.4-7.

        Scope `taxonomy:read`.
        """
        answer = self.call("GET", "/api/v1/metrics")
        return cast(types.MetricList, answer.document)

    def read_figures(self, metric: str, *, unit: str = "", months: Literal[1, 3, 12] = 12) -> types.FiguresOut:
        """Read the figures of a metric.

        Kept, broken and not yet judged in the caller's part of the house, kept up to date every minute.

        Scope `complaints:read`.
        """
        answer = self.call("GET", f"/api/v1/metrics/{quoted(metric)}/figures", query={"unit": unit, "months": months})
        return cast(types.FiguresOut, answer.document)

    def list_cases_behind(
        self,
        metric: str,
        *,
        limit: int = 50,
        cursor: str = "",
        unit: str = "",
        months: Literal[1, 3, 12] = 12,
        verdict: Literal["kept", "broken", "open"] = "broken",
    ) -> types.ComplaintPage:
        """List the complaints behind a figure.

        Those that the caller may see, newest receipt first; the others are counted in the figure, but not listed.

        Scope `complaints:read`.
        """
        answer = self.call(
            "GET",
            f"/api/v1/metrics/{quoted(metric)}/cases",
            query={"limit": limit, "cursor": cursor, "unit": unit, "months": months, "verdict": verdict},
        )
        return cast(types.ComplaintPage, answer.document)

    def all_of_cases_behind(
        self,
        metric: str,
        *,
        limit: int = 50,
        unit: str = "",
        months: Literal[1, 3, 12] = 12,
        verdict: Literal["kept", "broken", "open"] = "broken",
    ) -> Iterator[types.ComplaintRow]:
        """Every item of `list_cases_behind`, page after page."""
        cursor = ""
        while True:
            page = self.list_cases_behind(metric, limit=limit, unit=unit, months=months, verdict=verdict, cursor=cursor)
            yield from page["items"]
            cursor = page["next"]
            if not cursor:
                return
