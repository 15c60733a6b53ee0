"""What many answers hold: people of the house, units, limits, problems."""

from typing import Any

from ninja import Schema
from pydantic import Field

from huiyin.accounts.models import Unit, User
from huiyin.api.fields import Moment
from huiyin.cases.models import Case


class UnitRef(Schema):
    """A unit of the house."""

    code: str = Field(description="Code of the unit, as `GET /units` lists it")
    name: str


class StaffRef(Schema):
    """A member of staff."""

    employee_no: str = Field(description="Number of the member of staff; this is how bodies name people of the house")
    name: str


class NextDue(Schema):
    """The nearest limit that runs."""

    rule: str = Field(description="Code of the rule, e.g. `complaint.decision`")
    due_at: Moment | None = Field(description="First instant after the limit; null while it rests")
    level: int = Field(description="0 calm, 1 warned, 2 broken")
    is_provisional: bool = Field(description="It counts working days of a year whose holidays are not announced yet")


class FieldError(Schema):
    """A field that is to blame."""

    field: str
    message: str
    code: str


class ProblemDocument(Schema):
    """An error (RFC 9457)."""

    type: str = Field(description="The kind of problem: an address that explains it")
    title: str = Field(description="The same for all problems of a kind")
    status: int
    detail: str = Field(description="What happened here and what to do, in the language of the request")
    code: str = Field(description="For machines: stable, e.g. `step.accept`")
    request_id: str = Field(description="As in the header X-Request-Id; our log names it")
    needs: list[str] = Field([], description="What is still missing, each a sentence")
    clause: str = Field("", description="The clause or law behind a refusal, e.g. `令2020-3 art 18`")
    errors: list[FieldError] = []


def unit(row: Unit | None) -> UnitRef | None:
    """A unit as answers name it."""
    return UnitRef(code=row.code, name=row.name) if row else None


def staff(row: User) -> StaffRef:
    """A member of staff as answers name them."""
    return StaffRef(employee_no=row.employee_no, name=row.name)


def next_due(case: Case) -> dict[str, Any] | None:
    """The nearest limit of a case."""
    if not case.next_due_rule:
        return None
    return {
        "rule": case.next_due_rule,
        "due_at": case.next_due_at,
        "level": case.due_level,
        "is_provisional": case.is_provisional,
    }
