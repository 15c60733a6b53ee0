"""The people of a complaint, masked; lifting a mask leaves a trace (7.2-3)."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Router, Schema
from pydantic import Field, StringConstraints

from huiyin.api import staff
from huiyin.api.access import Request
from huiyin.api.answers import Answer, case_of, change_case, response
from huiyin.api.fields import Body, Day, Line, Moment, Word
from huiyin.api.operations import operation
from huiyin.api.problems import Problem
from huiyin.api.rendering import dumps
from huiyin.api.schemas import complaint as shown
from huiyin.api.schemas.common import StaffRef
from huiyin.api.schemas.common import staff as staff_ref
from huiyin.api.schemas.complaint import PersonOut
from huiyin.api.schemas.intake import RoleCode, Short
from huiyin.cases.actions import access, people
from huiyin.cases.actions import staff as participants
from huiyin.cases.models import Case, Evidence, Ownership, Participation, Person, Recusal
from huiyin.cases.rules.people import PersonDraft
from huiyin.core.time import now

router = Router(tags=["People"])
_ONE = "/complaints/{number}/people/{uuid:person_id}"
PersonField = Literal["name", "phone", "email", "certificate_no", "address"]


class PersonList(Schema):
    """Everybody on the customer's side."""

    items: list[PersonOut]


@operation(router, "GET", "/complaints/{number}/people", scope="complaints:read", response=PersonList)
def list_people(request: Request, number: str) -> PersonList:
    """List the people on the customer's side

    Masked.
    """
    case = case_of(request, number)
    return PersonList(items=[shown.person(row) for row in Person.objects.filter(case=case).order_by("id")])


class NewPerson(Body):
    """Somebody more."""

    name: Line = Field(min_length=1)
    role: RoleCode
    phone: Line = ""
    email: Line = ""
    address: Line = ""
    certificate_no: Line = ""
    born_on: Day | None = Field(None, description="For the age alone; not kept")
    vulnerabilities: list[Word] = Field([], max_length=20)


@operation(router, "POST", "/complaints/{number}/people", scope="complaints:write", response={201: PersonOut})
def add_person(request: Request, number: str, body: NewPerson) -> HttpResponse:
    """Add somebody to the complaint

    A witness, a beneficiary, an agent (whose authority is then still missing).
    """
    draft = PersonDraft(**(body.model_dump() | {"vulnerabilities": frozenset(body.vulnerabilities)}))
    return change_case(
        request,
        number,
        lambda case, by, at: Answer(shown.person(people.add(case=case, draft=draft, by=by, at=at)), 201),
    )


class Correction(Body):
    """What is right, and on whose word."""

    values: dict[PersonField, Line] = Field(min_length=1)
    was: dict[PersonField, Word] | None = Field(
        None, description="field → its `stamp` as it was read: what somebody changed meanwhile is not written over"
    )
    reason: Line = Field(description="Who asked for it, and how; 4 characters at least")


@operation(router, "POST", f"{_ONE}/correct", scope="complaints:write", response=PersonOut, clause="1.3-3")
def correct_person(request: Request, number: str, person_id: UUID, body: Correction) -> HttpResponse:
    """Correct details on the customer's word

    The ledger keeps salted hashes of before and after. With `was` fields are merged one by one: what nobody else
    touched is written; 409 `person.changed` where a colleague wrote something else meanwhile.
    """
    values = {str(name): value for name, value in body.values.items()}
    was = None if body.was is None else {str(name): stamp for name, stamp in body.was.items()}
    return change_case(
        request,
        number,
        lambda case, by, at: Answer(
            shown.person(
                people.correct(case=case, person_id=person_id, values=values, reason=body.reason, by=by, at=at, was=was)
            )
        ),
    )


class AuthorityIn(Body):
    """The item that proves it."""

    evidence_id: UUID


@operation(router, "POST", f"{_ONE}/authority", scope="complaints:write", response=PersonOut, clause="令2020-3 art 14")
def attach_authority(request: Request, number: str, person_id: UUID, body: AuthorityIn) -> HttpResponse:
    """Name the proof of an agent's or heir's authority"""

    def work(case: Case, by: Any, at: datetime) -> Answer:
        item = Evidence.objects.filter(pk=body.evidence_id, case=case).first()
        if item is None:
            raise Problem("invalid", "evidence.not_found", field="evidence_id")
        return Answer(
            shown.person(people.attach_authority(case=case, person_id=person_id, evidence=item, by=by, at=at))
        )

    return change_case(request, number, work)


class RevealIn(Body):
    """What must be seen, and why."""

    fields: list[PersonField] = Field(min_length=1, max_length=5)
    reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)] = Field(
        description="At least four characters; kept in the access log"
    )


class Revealed(Schema):
    """The clear values of the fields that were asked for."""

    values: dict[str, str]


@operation(router, "POST", f"{_ONE}/reveal", scope="people:reveal", response=Revealed, clause="7.2-3")
def reveal(request: Request, number: str, person_id: UUID, body: RevealIn) -> HttpResponse:
    """Lift the mask of some fields

    Every call leaves a line in the access log, also a repeated
    one: an Idempotency-Key is not needed here and not kept.
    """
    values = access.reveal(
        case=case_of(request, number),
        person_id=person_id,
        fields=body.fields,
        reason=body.reason,
        by=request.auth.actor,
        at=now(),
    )
    return response(200, dumps(Revealed(values=values)))


class RevealTextIn(Body):
    """Why it must be seen."""

    reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)] = Field(
        description="At least four characters; kept in the access log"
    )


class RevealedText(Schema):
    """What is masked inside a text, in its order."""

    values: list[str]


@operation(
    router, "POST", "/complaints/{number}/texts/{uuid:text_id}/reveal", scope="people:reveal", response=RevealedText,
    clause="7.2-3",
)  # fmt: skip
def reveal_text(request: Request, number: str, text_id: UUID, body: RevealTextIn) -> HttpResponse:
    """Lift the mask of the numbers inside a message or note

    Phone, certificate and card numbers and e-mail addresses, in the order in which they stand there. Every call leaves
    a line in the access log: an Idempotency-Key is not kept.
    """
    case = case_of(request, number)
    values = access.reveal_text(case=case, row_id=text_id, reason=body.reason, by=request.auth.actor, at=now())
    return response(200, dumps(RevealedText(values=values)))


class StaffPeriod(Schema):
    """Somebody of the house, from when to when."""

    id: UUID
    user: StaffRef
    role: str = Field(description="owner, investigator, co_handler, watcher, approver, reviewer, assistant")
    from_at: Moment
    to_at: Moment | None
    reason: str


class RecusalOut(Schema):
    """Somebody who stays away."""

    id: UUID
    user: StaffRef
    ground: str
    reason: str
    at: Moment
    lifted_at: Moment | None


class CaseStaff(Schema):
    """Who answers and answered for it, who takes part, who stays away."""

    periods: list[StaffPeriod]
    recusals: list[RecusalOut]


@operation(router, "GET", "/complaints/{number}/staff", scope="complaints:read", response=CaseStaff, clause="1.1-7")
def case_staff(request: Request, number: str) -> CaseStaff:
    """List the staff of a complaint

    Owners one after another without a gap, participants, recusals.
    """
    case = case_of(request, number)
    owners = Ownership.objects.filter(case=case).select_related("user").order_by("from_at", "id")
    parts = Participation.objects.filter(case=case).select_related("user").order_by("from_at", "id")
    recused = Recusal.objects.filter(case=case).select_related("user").order_by("at", "id")
    return CaseStaff(
        periods=[
            *(_period(row, "owner", row.reason) for row in owners),
            *(_period(row, row.role, "") for row in parts),
        ],
        recusals=[
            RecusalOut(
                id=row.pk, user=staff_ref(row.user), ground=row.ground, reason=row.reason, at=row.at,
                lifted_at=row.lifted_at,
            )
            for row in recused
        ],
    )  # fmt: skip


def _period(row: Ownership | Participation, role: str, reason: str) -> StaffPeriod:
    return StaffPeriod(
        id=row.pk, user=staff_ref(row.user), role=role, from_at=row.from_at, to_at=row.to_at, reason=reason
    )


class ParticipantIn(Body):
    """Who takes part, and as what."""

    user: Short = Field(description="Number of a member of staff")
    role: Literal["co_handler", "watcher", "approver", "reviewer", "assistant"]


@operation(router, "POST", "/complaints/{number}/staff", scope="complaints:write", response={201: StaffPeriod})
def add_participant(request: Request, number: str, body: ParticipantIn) -> HttpResponse:
    """Let a colleague take part

    An investigator is named by the step `name_investigator`.
    """

    def work(case: Case, by: Any, at: datetime) -> Answer:
        user = staff.person(body.user, "user")
        row = participants.add_participant(case=case, user=user, role=body.role, by=by, at=at)
        return Answer(_period(row, row.role, ""), 201)

    return change_case(request, number, work)


@operation(
    router, "POST", "/complaints/{number}/staff/{uuid:participation_id}/end", scope="complaints:write",
    response=StaffPeriod,
)  # fmt: skip
def end_participation(request: Request, number: str, participation_id: UUID) -> HttpResponse:
    """End somebody's part"""

    def work(case: Case, by: Any, at: datetime) -> Answer:
        row = Participation.objects.select_related("user").filter(pk=participation_id, case=case).first()
        if row is None:
            raise Problem("not-found", "participation.not_found")
        ended = participants.remove_participant(participation=row, by=by, at=at)
        return Answer(_period(ended, ended.role, ""))

    return change_case(request, number, work)
