"""People for machines: load, competences, hours, absences; what waits in the pool, and why somebody has a complaint."""

from collections.abc import Callable
from datetime import datetime
from typing import Literal, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema

from huiyin.accounts import actions
from huiyin.accounts.models import Absence, Competence, User
from huiyin.accounts.queries import work
from huiyin.api import staff
from huiyin.api.access import Request
from huiyin.api.answers import Answer, case_of, change
from huiyin.api.operations import operation
from huiyin.api.problems import Problem
from huiyin.api.schemas import team as shown
from huiyin.api.steps.frame import Taken, take
from huiyin.complaints.actions import holding
from huiyin.complaints.queries import candidates, handing, pool, reasons
from huiyin.core.actors import Actor
from huiyin.core.time import local_date, now

router = Router(tags=["Assignment"])
MOST = 500
MATTERS = 30
M = TypeVar("M", bound=Model)
_ONE = "/team/{employee_no}"


def _person(request: Request, employee_no: str) -> User:
    """Somebody whom the caller sees: of their part of the house, or themselves. Raises Problem 404."""
    user = request.auth.user
    found: User | None = (
        user
        if employee_no == user.employee_no
        else work.seen_by(request.auth.actor).filter(employee_no=employee_no).first()
    )
    if found is None:
        raise Problem("not-found", "staff.not_found", _("There is nobody with this number whom you may see."))
    return found


def _shown(users: list[User], at: datetime) -> list[shown.MemberOut]:
    edition = candidates.edition_on(local_date(at))
    facts = work.working([user.pk for user in users], at)
    loads = candidates.loads_of(facts, edition.effort)
    return [
        shown.member(
            user,
            facts[user.pk],
            candidates.candidate(user, facts[user.pk], loads.get(user.pk, 0), edition, at),
        )
        for user in users
    ]


@operation(router, "GET", "/team", scope="staff:read", response=shown.TeamOut, clause="4.1-2")
def list_team(request: Request) -> shown.TeamOut:
    """List the people of one's part of the house

    With load, bound, presence and what they can do today; at most 500.
    """
    return shown.TeamOut(items=_shown(list(work.seen_by(request.auth.actor)[:MOST]), now()))


@operation(router, "GET", _ONE, scope="staff:read", response=shown.StaffWhole, clause="4.1-2")
def read_person(request: Request, employee_no: str) -> shown.StaffWhole:
    """Read somebody's competences, hours and absences"""
    return _whole(_person(request, employee_no))


def _whole(user: User) -> shown.StaffWhole:
    return shown.person(_shown([user], now())[0], work.competences_of(user)[:100], work.absences_of(user)[:50])


def _of(rows: QuerySet[M], what: str, words: str) -> M:
    row = rows.first()
    if row is None:
        raise Problem("not-found", f"{what}.not_found", words)
    return row


def _change(
    request: Request, user: User, work_: Callable[[Actor, datetime], object], status: int = 200
) -> HttpResponse:
    def done(by: Actor, at: datetime) -> Answer:
        work_(by, at)
        return Answer(_whole(User.objects.select_related("unit").get(pk=user.pk)), status)

    return change(request, done)


@operation(router, "POST", f"{_ONE}/competences", scope="staff:write", response={201: shown.StaffWhole}, clause="4.1-2")
def add_competence(request: Request, employee_no: str, body: shown.CompetenceIn) -> HttpResponse:
    """Write down a skill or a qualification

    It counts on its days, both included, and on no other. Whoever leads somebody says it, never they themselves.
    """
    user = _person(request, employee_no)
    given = body.model_dump()
    return _change(
        request, user, lambda by, at: actions.add_competence(user=user, **given, by=by, at=at), 201
    )  # fmt: skip


@operation(
    router, "POST", f"{_ONE}/competences/{{uuid:competence_id}}/revoke", scope="staff:write", response=shown.StaffWhole
)
def revoke_competence(request: Request, employee_no: str, competence_id: UUID) -> HttpResponse:
    """Take a skill or a qualification back from today on"""
    user = _person(request, employee_no)
    row = _of(Competence.objects.filter(pk=competence_id, user=user), "competence", _("There is no such competence."))
    return _change(request, user, lambda by, at: actions.revoke_competence(competence=row, by=by, at=at))


@operation(router, "POST", f"{_ONE}/terms", scope="staff:write", response=shown.StaffWhole, clause="4.1-2")
def set_terms(request: Request, employee_no: str, body: shown.TermsIn) -> HttpResponse:
    """Say how much somebody carries and when they work"""
    user = _person(request, employee_no)
    given = body.model_dump()
    return _change(request, user, lambda by, at: actions.set_work_terms(user=user, **given, by=by, at=at))


@operation(router, "POST", f"{_ONE}/absences", scope="staff:write", response={201: shown.StaffWhole})
def set_absence(request: Request, employee_no: str, body: shown.AbsenceIn) -> HttpResponse:
    """Say that somebody is away, and who stands in

    Of oneself, or of somebody whom one leads.
    """
    user = _person(request, employee_no)
    given = body.model_dump() | {"deputy": staff.person_or_none(body.deputy, "deputy")}
    return _change(request, user, lambda by, at: actions.set_absence(user=user, **given, by=by, at=at), 201)


@operation(router, "POST", f"{_ONE}/absences/{{uuid:absence_id}}/end", scope="staff:write", response=shown.StaffWhole)
def end_absence(request: Request, employee_no: str, absence_id: UUID) -> HttpResponse:
    """End an absence, or call it off"""
    user = _person(request, employee_no)
    row = _of(Absence.objects.filter(pk=absence_id, user=user), "absence", _("There is no such absence."))
    return _change(request, user, lambda by, at: actions.end_absence(absence=row, by=by, at=at))


@operation(router, "GET", f"{_ONE}/matters", scope="complaints:read", response=shown.MattersOut, clause="1.1-7")
def preview_matters(request: Request, employee_no: str) -> shown.MattersOut:
    """See who would take over somebody's open complaints

    The 30 with the nearest limits, each with whom the rules choose; nothing is changed. Hand them over with
    `bulk_steps` and the step `hand_over`.
    """
    user, at = _person(request, employee_no), now()
    found = handing.heirs(handing.open_of(user, request.auth.user)[:MATTERS], user, at)
    return shown.MattersOut(
        items=[
            shown.MatterOut(number=case.number, to=going.user.employee_no if going.user else "", way=going.choice.way)
            for case, going in found
        ]
    )


class Which(Schema):
    """Which of what waits."""

    mine: Literal["all", "takeable"] = "all"


@operation(router, "GET", "/pool", scope="complaints:read", response=shown.PoolOut, clause="3.1-6")
def list_pool(request: Request, query: Query[Which]) -> shown.PoolOut:
    """List what waits in the pools of one's units

    The nearest limit first; `mine=takeable`: only what the caller may take now. At most 100.
    """
    user, at = request.auth.user, now()
    mine = {pk for pk, _case in pool.waiting_for(user, at)}
    rows = [held for held in pool.shown(user) if query.mine == "all" or held.pk in mine]
    return shown.PoolOut(items=[shown.held(row, row.pk in mine) for row in rows])


@operation(router, "POST", "/pool/next", scope="complaints:act", response=shown.NextOut, clause="3.1-6")
def take_next(request: Request) -> HttpResponse:
    """Take the most urgent complaint that waits for the caller

    Two who ask at once never get the same. 409 `pool.empty` when nothing waits.
    """

    def work_(by: Actor, at: datetime) -> Answer:
        case = holding.take_next(by=by, at=at)
        return Answer(shown.NextOut(number=case.number, version=case.version), 200, case.version)

    return change(request, work_)


@operation(router, "POST", "/complaints/{number}/take", scope="complaints:act", response=Taken, clause="3.1-6")
def take_from_pool(request: Request, number: str) -> HttpResponse:
    """Take this complaint from the pool"""
    return take(request, number, lambda case, by, at: holding.take(case=case, by=by, at=at))


@operation(
    router, "GET", "/complaints/{number}/owner", scope="complaints:read", response=shown.OwnerOut, clause="1.1-7"
)
def read_owner(request: Request, number: str) -> shown.OwnerOut:
    """Read why this person has the complaint

    Every change of who answers for it, newest first, with whom the rules weighed and passed over, and how it waits.
    """
    case = case_of(request, number)
    return shown.owner(reasons.of(case), reasons.held(case))
