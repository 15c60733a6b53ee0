"""Templates, macros, followers and moved messages, as bodies and answers show them."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field, StringConstraints

from huiyin.api.fields import Body, Day, Line, Masked, Moment, Word, Yuan

Key = Annotated[str, StringConstraints(strip_whitespace=True, max_length=24)]
ClassCode = Annotated[str, StringConstraints(strip_whitespace=True, max_length=8)]
UnitCode = Annotated[str, StringConstraints(strip_whitespace=True, max_length=16)]
Wording = Annotated[str, StringConstraints(min_length=1, max_length=5_000)]


class TemplateVersionOut(Schema):
    """A wording. It never changes."""

    id: UUID
    number: int
    text_zh: str
    text_en: str
    from_on: date
    state: str = Field(description="submitted, approved, rejected, withdrawn")
    advice: list[dict[str, Any]] = Field(description="What the gates advised when it was kept, each with its place")
    written_at: Moment
    written_by: str
    decided_at: Moment | None
    decided_by: str
    reason: str


class TemplateOut(Schema):
    """A template of the house."""

    id: UUID
    key: str
    name: str
    name_en: str
    purpose: str = Field(description="reply, note")
    unit: str = Field(description="Code; it holds for the unit and everything below")
    class_code: str = Field(description="Class, group or reason of the taxonomy; empty: every complaint")
    scenario: str = Field(description="Situation it is meant for; empty: none in particular")
    is_retired: bool


class TemplateWithVersions(TemplateOut):
    """A template with its wordings, newest first."""

    versions: list[TemplateVersionOut]
    etag: str = Field(description="Send it as `If-Match`: refused with 412 when somebody changed it meanwhile")


class TemplateList(Schema):
    """A page of templates, by key."""

    items: list[TemplateOut]
    next: str


class WordsIn(Body):
    """A wording in both languages."""

    text_zh: Wording
    text_en: Wording
    from_on: Day = Field(description="Today or a later day")
    seen: int | None = Field(None, ge=0, le=1_000_000, description="Number of the newest version that was read")


class TemplateIn(Body):
    """A new template."""

    key: Key = Field(description="1 to 24 small letters, digits or hyphens")
    name: Word
    name_en: Word = ""
    purpose: Literal["reply", "note"]
    unit: UnitCode
    class_code: ClassCode = ""
    scenario: str = Field("", max_length=24, description="Situation it is meant for (GET /templates/scenarios)")
    text_zh: Wording
    text_en: Wording
    from_on: Day


class ScenarioOut(Schema):
    """A situation in which we speak to customers (2.2-2)."""

    code: str
    title: str
    hours: int | None = Field(description="Within how many hours; null: a limit or a promise decides")
    flow: list[str] = Field(description="What is said, in its order")
    good: str
    templates: list[str] = Field(description="Keys of the templates in use for it")
    holds: bool = Field(description="At least one of them has a wording in force")


class ScenarioList(Schema):
    """Every situation in its order, with the edition that binds today."""

    version: str
    items: list[ScenarioOut]


class ScenarioIn(Body):
    """For which situation a template is meant."""

    scenario: str = Field(max_length=24, description="Empty: none in particular")


class TemplateUseOut(Schema):
    """A message or note that was written with a wording."""

    complaint: str
    version: int
    kind: Literal["message", "note"]
    at: Moment
    by_label: str
    is_changed: bool = Field(description="Its words were changed before it was sent")


class TemplateUses(Schema):
    """A page of uses in complaints that the caller sees, newest first."""

    items: list[TemplateUseOut]
    next: str


class FilledOut(Schema):
    """A wording as a complaint gets it."""

    key: str
    name: str
    purpose: str
    version_id: UUID = Field(description="For `template_versions` of the answer or note")
    version: int
    text: str = Field(description="In the language of the complaint; what it lacks stays in braces")
    unfilled: list[str]


class FilledList(Schema):
    """The templates that hold for a complaint, by key."""

    items: list[FilledOut]


class StepIn(Body):
    """A step of a macro: each kind asks for its own fields."""

    kind: Literal["reply", "note", "tag", "task", "remind", "hand_over"]
    text: Annotated[str, StringConstraints(max_length=5_000)] = ""
    template: Key = ""
    to: Word = Field("", description="Employee number")
    days: int | None = Field(None, ge=1, le=60, description="Task and reminder: due in so many days")


class MacroIn(Body):
    """A macro: all its steps are done or none."""

    name: Word
    name_en: Word = ""
    class_code: ClassCode = ""
    steps: list[StepIn] = Field(min_length=1, max_length=8)


class MacroMake(MacroIn):
    """A new macro."""

    unit: UnitCode


class MacroChange(MacroIn):
    """A macro as it shall be."""

    seen: int = Field(ge=1, le=1_000_000, description="The version that was read")


class MacroOut(Schema):
    """A macro of the house."""

    id: UUID
    name: str
    name_en: str
    unit: str
    class_code: str
    steps: list[dict[str, Any]]
    version: int
    is_retired: bool


class MacroList(Schema):
    """Macros, by name."""

    items: list[MacroOut]


class OutcomeOut(Schema):
    """What becomes of a step."""

    kind: str
    state: str = Field(description="done, refused, untried")
    text: Masked
    why: str
    needs: list[str]


class MacroOutcome(Schema):
    """What a macro does or did, step by step."""

    ready: bool = Field(description="Every step is possible")
    version: int
    steps: list[OutcomeOut]


class MacroRunIn(Body):
    """Which version of the macro was shown."""

    seen: int | None = Field(None, ge=1, le=1_000_000)


class MoveIn(Body):
    """Where a message belongs, and why."""

    into: Word = Field(description="Number or id of the complaint")
    reason: Line


class SplitIn(Body):
    """What the new complaint is called and asks for; people, words and receipt are those of the message."""

    reason: Line
    subject: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = ""
    demand: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] = ""
    amount: Yuan | None = None
    line: Annotated[str, StringConstraints(strip_whitespace=True, max_length=20)] = ""
    policy_number: Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)] = ""


class MoveOut(Schema):
    """A message that was moved."""

    id: UUID
    message_id: UUID
    into: str = Field(description="Number of the complaint it is in; empty when the caller may not see that one")
    is_split: bool
    at: Moment
    by_label: str
    undone_at: Moment | None


class MoveList(Schema):
    """The messages that left a complaint, in the order they did."""

    items: list[MoveOut]


class SplitOut(Schema):
    """The complaint that a message became."""

    number: str
    received_at: Moment


class ColleagueOut(Schema):
    """Somebody who could be called into a note."""

    handle: str = Field(description="How they are written in the text, e.g. `@王芳` or `@王芳(E012)`")
    name: str
    unit: str
    why: str = Field(description="recused, no_access: why they may not be called; empty: they may")


class ColleagueList(Schema):
    """At most eight, people of the branch first."""

    items: list[ColleagueOut]


class WatcherList(Schema):
    """Who follows a complaint."""

    items: list[str]
    is_mine: bool = Field(description="The caller does")


class FollowedOut(Schema):
    """A complaint somebody follows, or where they were called."""

    complaint: str
    at: Moment


class FollowedList(Schema):
    """A page, newest first."""

    items: list[FollowedOut]
    next: str
