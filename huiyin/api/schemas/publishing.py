"""Drafts of rules, replays, versions and calendars as answers and bodies."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import Field, StringConstraints

from huiyin.api.fields import Body, Day, Line, Moment
from huiyin.api.schemas.common import StaffRef, staff
from huiyin.clocks.rules import examples
from huiyin.handbook.models import CalendarVersion, Replay, ReplayRow, RuleDraft
from huiyin.handbook.queries import drafts as reading
from huiyin.handbook.rules.terms import Rule

Code = Annotated[str, StringConstraints(max_length=48)]
Why = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]
Seen = Annotated[int, Field(ge=1, description="`version` of what was read; 409 when somebody changed it since")]


class ExampleOut(Schema):
    """A worked example on the draft."""

    id: int
    says: dict[str, str]
    start: str = Field(description="When the limit begins")
    events: list[dict[str, Any]]
    facts: dict[str, Any]
    expected: dict[str, Any] = Field(description="`due_at` (null while paused) or a part of the refusal in `error`")
    found: dict[str, Any] = Field(description="What the draft gives")
    agrees: bool
    own: bool = Field(description="Added to this draft; the others ship with the rule")


class ReplayOut(Schema):
    """A draft played over the history."""

    id: UUID
    state: str = Field(description="queued, running, done, cancelled, failed")
    standing: str = Field(description="running, stopped, stale or fresh: only a fresh one counts for approval")
    since: Moment
    open_only: bool
    total: int
    done: int
    summary: dict[str, Any] = Field(description="`totals`; by `months` and `units`; `alarms` by day, before and after")
    created_at: Moment
    ended_at: Moment | None
    fault: str


class DraftShort(Schema):
    """A draft in a list."""

    id: UUID
    pack: str
    code: str
    state: str = Field(description="draft, submitted, approved, rejected, withdrawn")
    ends: bool = Field(description="It ends the rule instead of changing it")
    effective_from: date
    version: int
    created_by: StaffRef
    changed_at: Moment


class DraftOut(DraftShort):
    """A draft of a rule."""

    based_on: str = Field(description="Version that it follows")
    body: dict[str, Any] = Field(description="The rule as in a pack's file, without its dates")
    reason: str
    decision: str = Field(description="Words of whoever sent it back, approved it or gave it up")
    lacks: list[str] = Field(description="What is missing before it can be submitted or approved, as codes")
    changes: list[dict[str, Any]] = Field(description="Terms that differ from `based_on`: term, before, after")
    examples: list[ExampleOut]
    replay: ReplayOut | None = Field(description="The newest replay")
    published: str = Field(description="Version it was published as; empty before")


class DraftList(Schema):
    """Drafts, last changed first."""

    items: list[DraftShort]


class NewDraft(Body):
    """A draft that follows the newest version of a rule of a pack."""

    pack: Code
    code: Code
    effective_from: Day
    reason: Why
    ends: bool = False


class TextIn(Body):
    """The draft written anew."""

    seen: Seen
    body: dict[str, Any]
    effective_from: Day
    reason: Why


class ExampleIn(Body):
    """An example of one's own."""

    seen: Seen
    says: Line = Field(min_length=1)
    start: Line
    events: list[dict[str, str]] = Field([], max_length=20)
    facts: dict[str, str | int | bool] = {}
    due_at: Line | None = Field(description="When it should be due; null: it is paused then")


class SeenIn(Body):
    """A decision on what was read."""

    seen: Seen


class WhyIn(Body):
    """A decision with its reason."""

    seen: Seen
    reason: Why


class ReplayIn(Body):
    """Which part of the history."""

    since: Moment | None = Field(None, description="Limits that began since then; 24 months back, when left out")
    open_only: bool = False


class ChangedOut(Schema):
    """One limit that would be another."""

    complaint: str = Field(description="Number of the complaint")
    change: Literal["earlier", "later", "new", "gone"]
    started_at: Moment
    old_due_at: Moment | None
    new_due_at: Moment | None
    old_broken: bool | None = Field(description="null: nobody can judge")
    new_broken: bool | None


class ChangedPage(Schema):
    """Limits that would change, of complaints that the caller may see."""

    items: list[ChangedOut]
    next: str


class VersionOut(Schema):
    """A version of a rule."""

    version: str
    effective_from: date
    effective_to: date | None
    terms: dict[str, Any]


class VersionList(Schema):
    """All versions of a rule of a pack, oldest first."""

    items: list[VersionOut]


class DifferenceOut(Schema):
    """One term of two versions."""

    term: str
    before: Any
    after: Any
    is_changed: bool


class DifferenceList(Schema):
    """Two versions side by side."""

    left: str
    right: str
    items: list[DifferenceOut]


class NoticeDayIn(Body):
    """One date of a notice."""

    date: Day
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
    off: bool = Field(description="true: day off; false: make-up working day")


class NoticeIn(Body):
    """A year's official notice of days off."""

    code: Code = "cn"
    year: int = Field(ge=1990, le=2199)
    source: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
    days: list[NoticeDayIn] = Field(max_length=200)


class NoticeEdit(Body):
    """The notice written anew."""

    seen: Seen
    source: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
    days: list[NoticeDayIn] = Field(max_length=200)


class CalendarOut(Schema):
    """A year's notice, published or on its way."""

    id: UUID
    code: str
    year: int
    source: str
    state: str
    version: int
    days: list[dict[str, Any]]
    calendar_version: str = Field(description="The whole calendar it became; empty before it is published")
    decision: str
    created_by: StaffRef


class CalendarList(Schema):
    """The calendars in use by code, and the notices of this house."""

    current: dict[str, str]
    items: list[CalendarOut]


def short(row: RuleDraft) -> dict[str, Any]:
    """A draft as lists show it."""
    names = ("id", "pack", "code", "state", "ends", "effective_from", "version", "changed_at")
    return {name: getattr(row, name) for name in names} | {"created_by": staff(row.created_by)}


def replay(row: Replay | None, draft: RuleDraft) -> ReplayOut | None:
    """A replay as answers show it."""
    if row is None:
        return None
    names = ("id", "state", "since", "open_only", "total", "done", "summary", "created_at", "ended_at")
    return ReplayOut(
        standing=reading.replay_standing(draft, row),
        fault=_(row.fault),
        **{name: getattr(row, name) for name in names},
    )


def example(draft: RuleDraft, rule: Rule, one: dict[str, Any]) -> ExampleOut:
    """An example with what the draft gives for it."""
    outcome = examples.run(rule, reading.calendar_of(draft), one)
    return ExampleOut(
        id=one["id"], says=one["says"], start=one["from"], events=one.get("events", []), facts=one.get("facts", {}),
        expected=one["expected"], found=dict(outcome.found), agrees=outcome.agrees, own=one.get("own", False),
    )  # fmt: skip


def changed(row: ReplayRow, number: str) -> ChangedOut:
    """One limit that would change."""
    names = ("change", "started_at", "old_due_at", "new_due_at", "old_broken", "new_broken")
    return ChangedOut(complaint=number, **{name: getattr(row, name) for name in names})


def calendar(row: CalendarVersion) -> CalendarOut:
    """A notice as answers show it."""
    names = ("id", "code", "year", "state", "version", "days", "calendar_version", "decision")
    given = {name: getattr(row, name) for name in names}
    return CalendarOut(source=row.notice, created_by=staff(row.created_by), **given)
