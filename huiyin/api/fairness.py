"""Groups of complainants side by side, with the uncertainty of each figure."""

from typing import Literal

from ninja import Query, Router, Schema
from pydantic import Field

from huiyin.api.access import Request
from huiyin.api.fields import Body, Moment
from huiyin.api.operations import operation
from huiyin.complaints.metrics import fairness
from huiyin.complaints.rules.fairness import Line, Measured, differs
from huiyin.complaints.rules.likeness import in_force
from huiyin.core.time import local_date, now

router = Router(tags=["Fairness"])


class FairnessQuery(Body):
    """Which groups, and of which time."""

    by: Literal["unit", "age", "channel"] = Field("unit", description="Branch, group of age, or channel")
    months: int = Field(12, ge=1, le=24, description="Told in so many months before now")


class FigureOut(Schema):
    """A figure and where its true value lies in 95 of 100 such samples."""

    value: float
    low: float
    high: float
    differs: bool = Field(description="The interval leaves out the value of all; one in twenty does by chance")


class GroupFairness(Schema):
    """One group."""

    group: str = Field(description="Code of the branch or channel, years of age; empty: not known")
    complaints: int
    upheld: FigureOut = Field(description="Share upheld in whole or part, 0 to 1")
    compensation: FigureOut | None = Field(description="Median percent of the sum claimed; null when too few named one")
    days: FigureOut = Field(description="Median natural days from receipt to telling")


class FairnessOut(Schema):
    """The groups that are large enough, largest first."""

    since: Moment
    groups: list[GroupFairness]
    whole: GroupFairness | None = Field(description="All groups that are shown; null without one")
    hidden: int = Field(description="Groups that are too small to be shown; they are not in the whole either")
    least: int = Field(description="Complaints that a group needs to be shown")


@operation(router, "GET", "/fairness", scope="complaints:read", response=FairnessOut, clause="3.4")
def read_fairness(request: Request, asked: Query[FairnessQuery]) -> FairnessOut:
    """Read how groups of complainants fared

    Of the parts of the house that the caller leads or inspects; whoever leads none gets no group. Each figure comes
    with its interval.
    """
    at = now()
    terms, since = in_force(local_date(at)), at - asked.months * fairness.MONTH
    found = fairness.table(request.auth.user, asked.by, since=since, until=at, least=terms.least_group)
    return FairnessOut(
        since=since,
        groups=[_group(line, found.whole) for line in found.lines],
        whole=_group(found.whole, None) if found.whole else None,
        hidden=found.hidden,
        least=terms.least_group,
    )


def _group(line: Line, whole: Line | None) -> GroupFairness:
    return GroupFairness(
        group=line.group,
        complaints=line.cases,
        upheld=_figure(line.upheld, whole.upheld if whole else None),
        compensation=_figure(line.share, whole.share if whole else None) if line.share else None,
        days=_figure(line.days, whole.days if whole else None),
    )


def _figure(found: Measured, whole: Measured | None) -> FigureOut:
    value, low, high = (round(number, 4) for number in found)
    return FigureOut(value=value, low=low, high=high, differs=differs(found, whole))
