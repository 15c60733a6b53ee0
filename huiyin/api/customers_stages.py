"""Stages of customers and what is to be done in them, by machine."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Router, Schema
from pydantic import Field

from huiyin.api.access import Request
from huiyin.api.answers import Answer, change
from huiyin.api.customers import Reason, customer_of
from huiyin.api.fields import Body, Day, Moment
from huiyin.api.operations import operation
from huiyin.complaints.queries.outlook import outlook
from huiyin.core.actors import Actor
from huiyin.core.time import now
from huiyin.customers.actions import stages as acting
from huiyin.customers.queries import stages as queries

router = Router(tags=["Customers"])
_ONE = "/customers/{uuid:customer_id}"


class StageOut(Schema):
    """One stage, from day to day."""

    stage: str = Field(description="prospect, new, active, at_risk, lost, won_back")
    because: str = Field(
        description="no_policy, signed, ended, trouble (a complaint), ending, back, first_policy, in_force"
    )
    rules: str = Field(description="The edition of the rules that judged")
    from_on: Day
    to_on: Day | None


class CareTaskOut(Schema):
    """Something to do for the customer."""

    id: UUID
    title: str
    purpose: str = Field(description="What the customer must agree to be reached for")
    unit: str
    due_at: Moment | None


class OutlookOut(Schema):
    """How likely the customer is to leave within a year: advice, never a decision."""

    leaving: float = Field(description="0 to 1, calibrated on the history of `model`")
    reasons: list[str] = Field(description="What raises it, the weightiest first")
    said: float = Field(description="Mean of what was said in the measured group it lies in")
    came: float = Field(description="How much of that group came true")
    premiums: int = Field(description="Yuan over ten years, discounted; claims and costs not taken off")
    model: str
    made: bool = Field(description="Learnt on a made history: shows the method, no forecast for these customers")


class StagesOut(Schema):
    """The present stage first; open tasks by their time."""

    outlook: OutlookOut | None = Field(
        description="None without cover in force, or unless the customer agreed to automated decisions"
    )

    items: list[StageOut]
    tasks: list[CareTaskOut]


@operation(router, "GET", f"{_ONE}/stages", scope="customers:read", response=StagesOut, clause="2.4-1")
def list_customer_stages(request: Request, customer_id: UUID) -> StagesOut:
    """List the stages of a customer

    With what is still to be done by the strategy of the present one.
    """
    party, ids = customer_of(request, customer_id)
    return _stages(party.pk, ids)


class TaskEndIn(Body):
    """What came of it."""

    outcome: Literal["done", "dropped"]
    reason: Reason = Field(description="What the customer said, or why it is dropped; 4 characters at least")


@operation(
    router, "POST", f"{_ONE}/tasks/{{uuid:task_id}}/end", scope="customers:write", response=StagesOut, clause="2.4-2"
)
def end_customer_task(request: Request, customer_id: UUID, task_id: UUID, body: TaskEndIn) -> HttpResponse:
    """End a task of a customer

    Refused as done when the customer does not agree to be reached any more: then it can be dropped only.
    """
    party, ids = customer_of(request, customer_id)

    def work(by: Actor, at: datetime) -> Answer:
        acting.finish_task(
            party_ids=ids, task_id=task_id, note=body.reason, is_done=body.outcome == "done", by=by, at=at
        )
        return Answer(_stages(party.pk, ids))

    return change(request, work)


def _stages(party_id: UUID, ids: list[UUID]) -> StagesOut:
    tasks = [(task, acting.strategy_of(task)) for task in queries.tasks_of(ids)]
    found = outlook(ids, now())
    return StagesOut(
        outlook=OutlookOut(
            leaving=round(found.leaving, 4), reasons=list(found.reasons), said=found.bin.said, came=found.bin.came,
            premiums=found.premiums, model=found.model.name, made=found.model.made,
        )
        if found
        else None,
        items=[
            StageOut(stage=one.stage, because=one.because, rules=one.rules, from_on=one.from_on, to_on=one.to_on)
            for one in queries.stages_of(party_id)
        ],
        tasks=[
            CareTaskOut(
                id=task.pk, title=task.title, purpose=strategy.purpose if strategy else "",
                unit=task.unit.code if task.unit else "", due_at=task.due_at,
            )
            for task, strategy in tasks
        ],
    )  # fmt: skip
