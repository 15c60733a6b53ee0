"""What every step has in common: its address, its answer, and how the complainant is told."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Literal, TypeVar
from uuid import UUID

from django.db.models import Model
from django.http import HttpResponse
from ninja import Router, Schema
from pydantic import Field

from huiyin.api.access import Request
from huiyin.api.answers import Answer, change_case
from huiyin.api.fields import Body, Line, Moment, Words
from huiyin.api.operations import operation
from huiyin.api.schemas.common import NextDue, next_due
from huiyin.cases.models import Case
from huiyin.complaints.actions.turning import BY_MAIL, Way
from huiyin.complaints.rules.path import BY_CODE
from huiyin.core.actors import Actor

F = TypeVar("F", bound=Callable[..., Any])
Work = Callable[[Case, Actor, datetime], Model | Iterable[Model] | None]
Method = Literal["handed_over", "posted", "email", "sms", "phone"]


class Made(Schema):
    """A row that the step left."""

    kind: str = Field(description="e.g. `notice`, `task`, `plan`")
    id: UUID


class Taken(Schema):
    """The complaint after a step."""

    number: str
    state: str = Field(description="Place on the main path")
    state_since: Moment
    is_open: bool
    severity: str
    flags: list[str]
    unit: str = Field(description="Code of the unit")
    owner: str = Field(description="Number of the member of staff who answers for it")
    next_due: NextDue | None
    version: int = Field(description="Also the ETag")
    made: list[Made] = Field(description="What the step left; ids for later steps")


class WayIn(Body):
    """How the complainant is told (令2020-3 art 21). Left out: by mail where there is an address, else it is shown on
    the portal, which tells nobody, and the owner gets the task to tell by another way."""

    method: Literal["", "email", "handed_over", "posted", "sms", "phone"] = ""
    told_at: Moment | None = Field(None, description="The moment that counts: handing over, posting, sending, dialling")
    reference: Line = Field("", description="Postal number, reference of the gateway, number of the call record")
    proof_evidence_id: UUID | None = Field(None, description="Signed receipt or other proof; an evidence item")
    address: Line = Field("", description="Where to, when not as in the case")
    text: Words = Field("", description="What was said or written (phone, sms)")

    @property
    def way(self) -> Way:
        """As the actions take it."""
        return Way(**self.model_dump())


HOW_TOLD = "How the complainant is told; left out: by mail where there is an address"


def way_of(given: WayIn | None) -> Way:
    """As the actions take it; by mail when nothing was said."""
    return given.way if given else BY_MAIL


class Reason(Body):
    """Why."""

    reason: Words


class Nothing(Body):
    """A step that needs no more than its name."""


def step(router: Router, code: str, *, path: str = "") -> Callable[[F], F]:
    """Register the step of the path with this code under its own address."""
    clause = BY_CODE[code].clause
    address = path or code
    return operation(
        router, "POST", f"/complaints/{{number}}/{address}", scope="complaints:act", response=Taken, clause=clause
    )


def take(request: Request, number: str, work: Work) -> HttpResponse:
    """Take the step `work` on a complaint that the caller sees, and answer with what it is now."""

    def on_case(case: Case, by: Actor, at: datetime) -> Answer:
        made = work(case, by, at)
        now = Case.objects.select_related("unit", "owner").get(pk=case.pk)
        rows = [] if made is None else [made] if isinstance(made, Model) else list(made)
        return Answer(
            Taken(
                number=now.number,
                state=now.state,
                state_since=now.state_since,
                is_open=now.is_open,
                severity=now.severity,
                flags=now.flags,
                unit=now.unit.code,
                owner=now.owner.employee_no,
                next_due=next_due(now),  # type: ignore[arg-type]
                version=now.version,
                made=[Made(kind=str(row._meta.model_name), id=row.pk) for row in rows if not isinstance(row, Case)],
            ),
            200,
            now.version,
        )

    return change_case(request, number, on_case)
