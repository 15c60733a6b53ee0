"""What the tools of the queue look like: saved views, groups, counts, changes of many."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field, StringConstraints

from huiyin.accounts.models import Role
from huiyin.api.fields import Body, Day, Moment, Word
from huiyin.cases.models import BulkKind, Channel, Flag, Severity, State
from huiyin.cases.rules import views as rules

BaseName = Literal["open", "mine", "team", "broken", "waiting", "closed"]
OrderCode = Literal["", "due", "received", "oldest", "ended", "severity", "number"]
GroupName = Literal["owner", "unit", "code", "severity", "state", "due_day"]
ColumnName = Literal[
    "who", "subject", "class", "severity", "owner", "limit", "state", "received", "unit", "channel", "line", "rule",
    "changed", "policy", "tags", "kind",
]  # fmt: skip
Code = Annotated[str, StringConstraints(max_length=20)]


class ViewFilters(Body):
    """The filters of a view, named as in `GET /complaints`; what is left out does not narrow. None of them names one
    person's matter."""

    state: Literal[("", *State.values)] = ""  # type: ignore[valid-type]
    waits: Literal["", "dispatch", "approval", "customer", "execution", "confirmation"] = ""
    code: Annotated[str, StringConstraints(max_length=8)] = ""
    severity: Literal[("", *Severity.values)] = ""  # type: ignore[valid-type]
    due: Literal["", "broken", "today", "warned", "paused", "provisional"] = ""
    rule: Annotated[str, StringConstraints(max_length=48)] = ""
    due_from: Day | None = Field(None, description="The nearest limit ends on that day in Shanghai or later")
    due_to: Day | None = Field(None, description="… or earlier; the day is included")
    owner: Code = Field("", description="Number of a member of staff")
    unit: Code = Field("", description="Code of a unit; those below it too")
    channel: Literal[("", *Channel.values)] = ""  # type: ignore[valid-type]
    line: Word = ""
    flag: Literal[("", *Flag.values)] = ""  # type: ignore[valid-type]
    tag: UUID | None = None
    field: Annotated[str, StringConstraints(max_length=40)] = ""
    value: Annotated[str, StringConstraints(max_length=120)] = ""
    received_from: Day | None = None
    received_to: Day | None = None
    product: Code = ""
    not_dispatched: bool = False


class ViewIn(Body):
    """A way of looking at the queue."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=rules.LONGEST_NAME)]
    base: BaseName = Field("open", description="The view of the house that it narrows")
    filters: ViewFilters = ViewFilters()  # type: ignore[call-arg]
    columns: list[ColumnName] = Field([], max_length=16, description="In their order; empty: the usual ones")
    order: OrderCode = ""
    group: Literal["", "owner", "unit", "code", "severity", "state", "due_day"] = ""
    unit: Code = Field("", description="Share it with the staff of this unit and below; empty: one's own")
    role: Literal[("", *Role.values)] = Field("", description="… and only with those who hold this role")  # type: ignore[valid-type]


class ViewChange(ViewIn):
    """The view as it shall be."""

    version: int = Field(ge=1, le=1_000_000, description="As it was read: refused when somebody changed it since")


class ViewOut(Schema):
    """A saved view as the caller has it."""

    id: UUID
    name: str
    base: str
    filters: ViewFilters
    columns: list[str]
    order: str
    group: str
    unit: str = Field(description="Code of the unit it is shared with; empty: one's own")
    role: str
    version: int
    changed_at: Moment
    changed_by_label: str
    is_mine: bool
    is_tab: bool = Field(description="Stands among the tabs of the queue, not only in the list of views")
    is_first: bool = Field(description="The queue opens with it")


class ViewList(Schema):
    """Own and shared views, in the caller's order."""

    items: list[ViewOut]


class ViewsOrder(Body):
    """How the caller has their views: everything at once."""

    order: list[UUID] = Field(max_length=200, description="All of them in their order; those left out come last")
    hidden: list[UUID] = Field([], max_length=200, description="Those that are no tabs")
    first: UUID | None = Field(None, description="The one that the queue opens with; null: all open complaints")


class GroupOut(Schema):
    """Complaints that have something in common."""

    key: str = Field(
        description="Employee number, code of a unit, code of a class, grade, state, or day; empty: none of it"
    )
    count: int
    broken: int = Field(description="How many of them are late")
    next_due_at: Moment | None = Field(description="Their nearest limit")


class GroupsOut(Schema):
    """The groups of what is wanted."""

    by: str
    items: list[GroupOut] = Field(description="At most 300: the largest first; days and grades in their order")
    received_from: date | None = Field(description="Ended complaints are counted over this stretch of receipt")
    received_to: date | None
    is_wide: bool = Field(description="More was asked for than is counted at once: order a count")


class TallyOut(Schema):
    """A count over a long stretch, made by a job."""

    id: UUID
    by: str
    from_on: date
    to_on: date
    counted_to: date | None = Field(description="The last day that has been counted")
    percent: int = Field(description="How far it is, 0 to 100")
    ended_at: Moment | None
    failure: str
    items: list[GroupOut] = Field(description="What has been found so far; `next_due_at` is null")


class ManyIn(Body):
    """One change for many complaints."""

    kind: Literal[tuple(BulkKind.values)]  # type: ignore[valid-type]
    numbers: list[Annotated[str, StringConstraints(min_length=1, max_length=40)]] = Field(
        min_length=1, max_length=500, description="Numbers or ids; those that the caller may not see are left out"
    )
    to: Code = Field("", description="hand_over: number of the colleague who takes them")
    code: Annotated[str, StringConstraints(max_length=8)] = Field("", description="classify: a reason of the taxonomy")
    severity: Literal[("", *Severity.values)] = Field("", description="grade")  # type: ignore[valid-type]
    tag: UUID | None = Field(None, description="tag")
    due_at: Moment | None = Field(None, description="remind: when, within a year")
    words: Annotated[str, StringConstraints(strip_whitespace=True, max_length=10_000)] = Field(
        "", description="The reason, the note, or what is to be done"
    )


class ManyRow(Schema):
    """One complaint of a change of many."""

    number: str
    state: str = Field(description="waiting, done, refused, undone, kept (could not be undone)")
    message: str = Field(description="Why not, in words")
    now: str = Field(description="Before it began: what it has …")
    then: str = Field(description="… and what it would get")
    is_visible: bool = Field(description="The caller may still open it")


class ManyOut(Schema):
    """A change of many: previewed, being done, done, undone."""

    id: UUID
    kind: str
    state: str = Field(description="shown (nothing is done yet), running, done, undoing, undone")
    created_at: Moment
    started_at: Moment | None
    ended_at: Moment | None
    may_undo: bool
    undo_until: Moment | None
    counts: dict[str, int] = Field(description="How many rows stand in each state")
    rows: list[ManyRow]
