"""People, pool and reasons as machines see them. Members of staff are named by their numbers."""

from collections.abc import Iterable
from datetime import date, time
from typing import Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from huiyin.accounts.models import Absence, Competence, User
from huiyin.accounts.queries.work import Working
from huiyin.api.fields import Body, Day, Moment
from huiyin.api.schemas.intake import Short
from huiyin.complaints.models import Held
from huiyin.complaints.queries.reasons import Turn
from huiyin.complaints.rules.dispatch_choice import Candidate


class CompetenceIn(Body):
    """A skill, or a qualification with its days."""

    kind: Literal["skill", "qualification"]
    code: Short = Field(description="Small letters, digits, - and _: `motor-claims`")
    from_on: Day
    to_on: Day | None = Field(None, description="Last day; a qualification has one")
    reference: Short = Field("", description="Number of the certificate")


class TermsIn(Body):
    """How much, and when."""

    capacity: int | None = Field(None, ge=1, le=1000, description="Points of effort at once; null: as the rules say")
    starts: time | None = Field(None, description="Beginning of the working day in Shanghai")
    ends: time | None = None
    weekdays: list[int] = Field(default_factory=list, max_length=7, description="1 Monday to 7; none: working days")


class AbsenceIn(Body):
    """From when to when."""

    kind: Literal["leave", "sick", "training", "travel", "left", "other"]
    from_at: Moment
    to_at: Moment | None = Field(None, description="Null: the return is not known")
    deputy: Short = Field("", description="Number of who stands in")


class AbsenceOut(Schema):
    """An absence."""

    id: UUID
    kind: str
    from_at: Moment
    to_at: Moment | None
    deputy: str
    ended_at: Moment | None


class CompetenceOut(Schema):
    """A skill or a qualification."""

    id: UUID
    kind: str
    code: str
    from_on: date
    to_on: date | None
    reference: str
    revoked_on: date | None


class MemberOut(Schema):
    """Somebody, as assignment sees them now."""

    employee_no: str
    name: str
    unit: str
    load: int = Field(description="Points of open matters")
    capacity: int | None
    is_away: bool
    is_on_duty: bool
    back_at: Moment | None
    deputy: str
    skills: list[str] = Field(description="Valid today")
    qualifications: list[str] = Field(description="Valid today")


class TeamOut(Schema):
    """People."""

    items: list[MemberOut]


class StaffWhole(MemberOut):
    """Somebody with everything that was written down of them."""

    competences: list[CompetenceOut]
    absences: list[AbsenceOut]


class MatterOut(Schema):
    """An open complaint and who would take it over."""

    number: str
    to: str = Field(description="Number of a member of staff; empty: nobody is free")
    way: str


class MattersOut(Schema):
    """Open complaints of somebody."""

    items: list[MatterOut]


class HeldOut(Schema):
    """A complaint that waits."""

    number: str
    unit: str
    reason: str
    for_user: str
    needs: list[str]
    held_at: Moment
    until: Moment = Field(description="Then at the latest it is given")
    takeable: bool


class PoolOut(Schema):
    """What waits."""

    items: list[HeldOut]


class NextOut(Schema):
    """What was taken."""

    number: str
    version: int


class WeighedOut(Schema):
    """Somebody who could have had it."""

    user: str
    load: int
    capacity: int | None


class PassedOut(Schema):
    """Somebody who was passed over."""

    user: str
    ground: str = Field(description="away, recused, full, skill:<code>, qualification:<code>, conflict:<ground>")


class TrialTurnOut(Schema):
    """One change of who answers for the complaint."""

    at: Moment
    by: str
    owner: str
    reason: str
    way: str
    edition: str
    rule: str
    weighed: list[WeighedOut]
    passed: list[PassedOut]


class OwnerOut(Schema):
    """Why this person."""

    items: list[TrialTurnOut]
    waits_until: Moment | None


def member(user: User, facts: Working, one: Candidate) -> MemberOut:
    """Somebody."""
    absence = facts.absence
    return MemberOut(
        employee_no=user.employee_no,
        name=user.name,
        unit=user.unit.code,
        load=one.load,
        capacity=one.capacity,
        is_away=one.is_away,
        is_on_duty=one.is_on_duty,
        back_at=one.back_at,
        deputy=absence.deputy.employee_no if absence and absence.deputy else "",
        skills=sorted(one.skills),
        qualifications=sorted(one.qualifications),
    )


def person(base: MemberOut, competences: Iterable[Competence], absences: Iterable[Absence]) -> StaffWhole:
    """Somebody with everything."""
    return StaffWhole(
        **base.model_dump(),
        competences=[CompetenceOut.from_orm(row) for row in competences],
        absences=[
            AbsenceOut(
                id=row.pk,
                kind=row.kind,
                from_at=row.from_at,
                to_at=row.to_at,
                deputy=row.deputy.employee_no if row.deputy else "",
                ended_at=row.ended_at,
            )
            for row in absences
        ],
    )


def held(row: Held, takeable: bool) -> HeldOut:
    """A complaint that waits."""
    return HeldOut(
        number=row.case.number,
        unit=row.unit.code,
        reason=row.reason,
        for_user=row.for_user.employee_no if row.for_user else "",
        needs=[*row.qualifications, *row.skills],
        held_at=row.held_at,
        until=row.until,
        takeable=takeable,
    )


def owner(turns: list[Turn], waits: Held | None) -> OwnerOut:
    """Why this person; people by their numbers."""
    ids = {turn.owner_id for turn in turns}
    for turn in turns:
        ids |= {UUID(one["user"]) for part in ("weighed", "passed") for one in turn.why.get(part, ())}
    numbers = {str(pk): number for pk, number in User.objects.filter(pk__in=ids).values_list("pk", "employee_no")}
    return OwnerOut(
        items=[_turn(turn, numbers) for turn in turns], waits_until=waits.until if waits is not None else None
    )


def _turn(turn: Turn, numbers: dict[str, str]) -> TrialTurnOut:
    why: dict[str, Any] = dict(turn.why)
    return TrialTurnOut(
        at=turn.at,
        by=turn.by,
        owner=numbers.get(str(turn.owner_id), ""),
        reason=turn.reason,
        way=str(why.get("way", "person")),
        edition=str(why.get("edition", "")),
        rule=str(why.get("assign", "")),
        weighed=[
            WeighedOut(user=numbers.get(one["user"], ""), load=one["load"], capacity=one["capacity"])
            for one in why.get("weighed", ())
        ],
        passed=[PassedOut(user=numbers.get(one["user"], ""), ground=one["ground"]) for one in why.get("passed", ())],
    )
