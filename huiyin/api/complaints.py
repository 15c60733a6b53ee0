"""Complaints: register, list, read."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.db import models
from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import Field, StringConstraints

from huiyin.api import paging, staff
from huiyin.api.access import Request
from huiyin.api.along import Along, change_along
from huiyin.api.answers import Answer, case_of, etag
from huiyin.api.filters import Narrowing, wanted
from huiyin.api.operations import operation
from huiyin.api.problems import Problem
from huiyin.api.schemas import complaint as shown
from huiyin.api.schemas.common import next_due
from huiyin.api.schemas.intake import ComplaintCreated, ComplaintIn, PersonIn, Repeat
from huiyin.api.uploads import files_of
from huiyin.cases import queries as cases
from huiyin.cases.actions import access as looking
from huiyin.cases.queries import queue
from huiyin.cases.rules.people import PersonDraft
from huiyin.complaints.actions import intake
from huiyin.complaints.rules.arrival import Arrival, DemandDraft
from huiyin.core.actors import Actor
from huiyin.core.time import now

router = Router(tags=["Complaints"])


@operation(
    router, "POST", "/complaints", scope="complaints:write", response={201: ComplaintCreated, 200: ComplaintCreated},
    clause="3.1-1",
)  # fmt: skip
def register(request: Request, body: ComplaintIn) -> HttpResponse:
    """Register a complaint

    One transaction: number, limits from the receipt, accountable owner, ledger entry, receipt by mail (3.1-1, 3.1-5,
    3.1-7). The same `external_ref` in the same channel, or the same Idempotency-Key, is answered with the case that is
    there: 200 and `created` false.
    """
    return change_along(request, lambda by, at, along: _register(request, body, by, at, along))


def _register(request: Request, body: ComplaintIn, by: Actor, at: datetime, along: Along) -> Answer:
    answers: list[Answer] = []

    def written(done: intake.Registered) -> list[models.Model]:
        answers.append(_registered(request, done))
        return along(answers[-1])

    done = intake.register(arrival=_arrival(request, body, at), by=by, at=at, along=written)
    return answers[-1] if answers else _registered(request, done)


def _registered(request: Request, done: intake.Registered) -> Answer:
    case = done.case
    if not done.created and not cases.visible_to(request.auth.user, looked_up=True).filter(pk=case.pk).exists():
        raise Problem(
            "refused",
            "intake.known_elsewhere",
            _("A complaint with this reference is registered already, where you may not see it."),
        )
    mine = done.created or case.registered_by_id == request.auth.user.pk
    seen = _seen(request, [id_ for id_, _number in done.repeats])
    return Answer(
        ComplaintCreated(
            id=case.pk,
            number=case.number,
            secret=done.secret if mine else "",
            created=done.created,
            state=case.state,
            severity=case.severity,
            flags=case.flags,
            unit=case.unit.code,
            owner=case.owner.employee_no,
            received_at=case.received_at,
            recorded_at=case.recorded_at,
            next_due=next_due(case),  # type: ignore[arg-type]
            version=case.version,
            repeats=[Repeat(id=id_, number=number) for id_, number in done.repeats if id_ in seen],
        ),
        201 if done.created else 200,
        case.version,
    )


def _seen(request: Request, ids: list[UUID]) -> set[UUID]:
    """Those of the cases that the caller may see."""
    return (
        set(cases.visible_to(request.auth.user, looked_up=True).filter(pk__in=ids).values_list("pk", flat=True))
        if ids
        else set()
    )


def _arrival(request: Request, body: ComplaintIn, at: datetime) -> Arrival:
    told = body.model_dump(exclude={"people", "demands", "evidence", "unit", "respondent_unit", "received_at", "flags"})
    return Arrival(
        **told,
        received_at=body.received_at or at,
        people=tuple(_person(one) for one in body.people),
        demands=tuple(DemandDraft(text=one.text, amount=one.amount) for one in body.demands),
        evidence=files_of(body.evidence, request.auth, at),
        unit_id=staff.unit_id(body.unit),
        respondent_unit_id=staff.unit_id(body.respondent_unit, "respondent_unit"),
        flags=frozenset(body.flags),
    )


def _person(one: PersonIn) -> PersonDraft:
    return PersonDraft(**(one.model_dump() | {"vulnerabilities": frozenset(one.vulnerabilities)}))


class Filters(Narrowing):
    """Which complaints, in which order, which page."""

    order: Literal["due", "received", "oldest", "ended", "severity", "number", "found"] = Field(
        "due",
        description="Nearest limit first; newest or oldest receipt; last change of state; most severe; by number (both "
        "of open ones only, else newest receipt); newest among what `q` finds",
    )
    limit: int = Field(50, ge=1, le=paging.MOST)
    cursor: Annotated[str, StringConstraints(max_length=500)] = Field("", description="`next` of the page before")


@operation(router, "GET", "/complaints", scope="complaints:read", response=shown.ComplaintPage)
def list_complaints(request: Request, filters: Query[Filters]) -> shown.ComplaintPage:
    """List complaints

    What the caller may see, a page by key. Filters as in the queue of the desk.
    """
    user = request.auth.user
    about = (user.pk, filters.model_dump(exclude={"cursor", "limit"}))
    page = queue.page(
        user,
        wanted(filters, request.auth.actor),
        at=now(),
        order=filters.order,
        after=paging.unseal(filters.cursor, *about),
        size=filters.limit,
    )
    return shown.ComplaintPage(items=[shown.row(case) for case in page.rows], next=paging.seal(page.after, *about))


@operation(router, "GET", "/complaints/{number}", scope="complaints:read", response=shown.ComplaintFull)
def read_complaint(request: Request, response: HttpResponse, number: str) -> shown.ComplaintFull | HttpResponse:
    """Read a complaint

    By number (spaces, hyphens and small letters do) or id. Personal data is masked. Reading is kept in the access log
    (7.2-3). The ETag is its version, for `If-Match`.
    """
    case = case_of(request, number)
    looking.look(case=case, by=request.auth.actor, at=now())
    response.headers["ETag"] = etag(case.version)
    return shown.full(case)
