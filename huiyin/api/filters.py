"""The filters of the queue as the interface names them: the same for lists, groups and counts."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from huiyin.api import staff
from huiyin.api.fields import Body, Day, Moment, Word
from huiyin.cases.models import Case, Channel, Flag, Kind, Severity, State
from huiyin.cases.queries import queue
from huiyin.complaints.queries import waiting
from huiyin.core.actors import Actor
from huiyin.customers.queries import tidy_policy


class Narrowing(Body):
    """What is wanted; what is left out does not narrow it."""

    state: list[Literal[tuple(State.values)]] = Field([], max_length=20)  # type: ignore[valid-type]
    kind: list[Literal[tuple(Kind.values)]] = Field([], max_length=10)  # type: ignore[valid-type]
    code: Annotated[str, StringConstraints(max_length=8)] = Field(
        "", description="Class, group or reason of the taxonomy: `C`, `C4`, `C41`"
    )
    severity: list[Literal[tuple(Severity.values)]] = Field([], max_length=4)  # type: ignore[valid-type]
    owner: Annotated[str, StringConstraints(max_length=20)] = Field("", description="Number of a member of staff")
    unit: Annotated[str, StringConstraints(max_length=20)] = Field("", description="Code of a unit; those below it too")
    channel: list[Literal[tuple(Channel.values)]] = Field([], max_length=20)  # type: ignore[valid-type]
    line: list[Word] = Field([], max_length=20, description="Codes of the taxonomy's axis `line`")
    flag: list[Literal[tuple(Flag.values)]] = Field([], max_length=20, description="All of them")  # type: ignore[valid-type]
    due: Literal["", "broken", "today", "warned", "paused", "provisional"] = Field(
        "", description="By the nearest limit: broken, ends today (Shanghai), warned; or whether it rests"
    )
    rule: Annotated[str, StringConstraints(max_length=48)] = Field("", description="Code of the nearest limit's rule")
    waits: Literal["", "dispatch", "approval", "customer", "execution", "confirmation"] = Field(
        "",
        description="What it waits for: dispatch, approval of the plan, something from outside, carrying out, or the "
        "word of the complainant",
    )
    tag: list[UUID] = Field([], max_length=20, description="Carries one of these tags")
    policy: Annotated[str, StringConstraints(max_length=40)] = Field("", description="Policy number, the whole of it")
    customer: Annotated[str, StringConstraints(max_length=64)] = Field("", description="Our number of the customer")
    product: Annotated[str, StringConstraints(max_length=20)] = Field("", description="Code of the policy's product")
    field: Annotated[str, StringConstraints(max_length=40)] = Field(
        "", description="Key of a field of the house's own, none of a person's: filled in, or with `value`"
    )
    value: Annotated[str, StringConstraints(max_length=120)] = Field("", description="The value of `field`, as typed")
    due_from: Moment | None = Field(None, description="The nearest limit ends then or later")
    due_before: Moment | None = Field(None, description="The nearest limit ends before")
    received_from: Day | None = Field(None, description="Day in Shanghai, included")
    received_to: Day | None = Field(None, description="Day in Shanghai, included")
    not_dispatched: bool = Field(False, description="Only what still waits for whoever handles it")
    waiting: bool = Field(False, description="Only what waits for the caller's word: approvals, reviews")
    open: Literal["open", "ended", "all"] = "open"
    q: Annotated[str, StringConstraints(max_length=200)] = Field(
        "", description="Words, names, numbers, as in the search box: every word must occur"
    )


def wanted(filters: Narrowing, by: Actor) -> queue.Wanted:
    """The same as the queries read it. Raises Problem 422 for people and units that are not there."""
    due = Case.objects.all()
    waits = waiting.for_word_of(by) if filters.waiting else None
    if filters.waiting:
        due = due.filter(pk__in=waits) if waits is not None else due.none()
    if filters.due_from:
        due = due.filter(next_due_at__gte=filters.due_from)
    if filters.due_before:
        due = due.filter(next_due_at__lt=filters.due_before)
    return queue.Wanted(
        states=tuple(filters.state),
        kinds=tuple(filters.kind),
        code=filters.code,
        severities=tuple(filters.severity),
        owner_id=staff.person(filters.owner, "owner").pk if filters.owner else None,
        unit_ids=staff.units_below(filters.unit),
        channels=tuple(filters.channel),
        lines=tuple(filters.line),
        flags=tuple(filters.flag),
        due=filters.due,
        rule=filters.rule,
        waits=filters.waits,
        tag_ids=tuple(filters.tag),
        policy_number=tidy_policy(filters.policy),
        customer=filters.customer,
        product=filters.product,
        field=filters.field,
        field_value=filters.value if filters.field else "",
        received_from=filters.received_from,
        received_to=filters.received_to,
        is_open={"open": True, "ended": False, "all": None}[filters.open],
        words=filters.q,
        not_dispatched=filters.not_dispatched,
        among=due.values("pk") if filters.due_from or filters.due_before or filters.waiting else None,
    )
