"""What the caller is told and how; and the load of the team, as the board shows it."""

from datetime import datetime, time
from typing import Literal
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field

from huiyin.accounts.models import Unit, User
from huiyin.accounts.queries import actor
from huiyin.api import paging, staff
from huiyin.api.access import Request
from huiyin.api.answers import Answer, change
from huiyin.api.fields import Body, Clock, Masked, Moment, Word
from huiyin.api.operations import operation
from huiyin.api.paging import PageQuery
from huiyin.api.problems import Problem
from huiyin.cases import queries as cases
from huiyin.cases.actions import load as counting
from huiyin.cases.actions import notifications as actions
from huiyin.cases.models import NotificationChoice
from huiyin.cases.queries import load, notification_words
from huiyin.cases.queries import notifications as queries
from huiyin.cases.rules import notifications as rules
from huiyin.complaints.queries import candidates
from huiyin.core.actors import Actor
from huiyin.core.time import local_date, now

router = Router(tags=["Notifications"])
SCOPE = "complaints:read"
PROMISES = 200
BOARD = frozenset({"supervisor", "branch_manager", "head_office_cp", "executive", "quality", "auditor"})
Way = Literal["page", "mail", "wecom"]
KindName = Literal[
    "handed", "reply", "sign", "approval", "warned", "broken", "promise", "mentioned", "changed", "quarantined", "jobs"
]


class NotificationOut(Schema):
    """One thing that the caller is told."""

    id: UUID
    kind: str = Field(description="As in `ways` of the choice")
    text: str = Field(description="A sentence in the caller's language: numbers and names of limits, nothing personal")
    complaint: str | None = Field(description="Number; null for what concerns no complaint")
    claim_id: UUID | None = Field(description="The claim whose limit it is; null for everything else")
    at: Moment
    read_at: Moment | None


class NoticePage(Schema):
    """A page of notifications, newest first."""

    items: list[NotificationOut]
    next: str


class NoticeQuery(PageQuery):
    """Which notifications."""

    unread: bool = Field(False, description="Only those that were not read yet")


class ReadIn(Body):
    """Which ones were read."""

    ids: list[UUID] = Field([], max_length=200, description="Empty: all that came up to `until`")
    until: Moment | None = Field(None, description="For all: when the list was read; what came later stays unread")


class ReadOut(Schema):
    """How many were not read before."""

    read: int


class ChoiceBody(Body):
    """How the caller wants to be told of what."""

    ways: dict[KindName, list[Way]] = Field(
        description="Ways for each kind; a kind that is missing follows the roles, an empty list means not at all"
    )
    quiet_from: Clock | None = Field(None, description="No mail from then (clock of Shanghai) …")
    quiet_until: Clock | None = Field(None, description="… until then; it may go over midnight")
    digest: Literal["at_once", "hourly", "daily"] = "at_once"
    digest_at: Clock = time(9)
    wecom_id: str = Field("", max_length=64)


class LoadRow(Schema):
    """Figures of one person in one unit for one age."""

    unit: str = Field(description="Code")
    person: str = Field(description="Employee number")
    age: int = Field(description="0: up to 3 days, 1: up to 7, 2: up to 15, 3: up to 30, 4: up to 60, 5: older")
    total: int
    broken: int
    today: int
    warned: int
    paused: int
    promised: int = Field(description="Open promises that fall due today (stand at age 0)")
    promises_broken: int


class LoadOut(Schema):
    """The load of the part of the house that the caller leads or examines."""

    counted_at: Moment = Field(description="The figures are counted once a minute")
    items: list[LoadRow]


@operation(router, "GET", "/me/notifications", scope=SCOPE, response=NoticePage)
def list_notifications(request: Request, page: Query[NoticeQuery]) -> NoticePage:
    """List my notifications

    Newest first; those of complaints that the caller may not see any more are left out.
    """
    user = request.auth.user
    about = ("notifications", user.pk, page.unread)
    place = paging.unseal(page.cursor, *about).partition("~")
    after = (datetime.fromisoformat(place[0]), UUID(place[2])) if place[0] else None
    found = queries.page(user, after=after, unread=page.unread, size=page.limit)
    items = [
        NotificationOut(
            id=one.row.pk, kind=one.row.kind, text=notification_words.line(one), at=one.row.at,
            complaint=one.case.number if one.case else None, claim_id=one.claim.pk if one.claim else None,
            read_at=one.row.read_at,
        )
        for one in found.rows
    ]  # fmt: skip
    following = f"{found.next[0].isoformat()}~{found.next[1]}" if found.next else ""
    return NoticePage(items=items, next=paging.seal(following, *about))


@operation(router, "POST", "/me/notifications/read", scope=SCOPE, response=ReadOut)
def read_notifications(request: Request, body: ReadIn) -> HttpResponse:
    """Mark notifications as read

    What was read leaves by no mail any more. Ids of others are passed over.
    """

    def work(by: Actor, at: datetime) -> Answer:
        user = request.auth.user
        if body.ids:
            return Answer(ReadOut(read=actions.read(user=user, ids=body.ids, by=by, at=at)))
        return Answer(ReadOut(read=actions.read_all(user=user, until=min(body.until or at, at), by=by, at=at)))

    return change(request, work)


@operation(router, "GET", "/me/notifications/choice", scope=SCOPE, response=ChoiceBody)
def read_notification_choice(request: Request) -> ChoiceBody:
    """Read how I am told

    What the roles set as long as nothing was chosen.
    """
    return _choice(request, queries.choice_of(request.auth.user))


@operation(router, "POST", "/me/notifications/choice", scope=SCOPE, response=ChoiceBody)
def keep_notification_choice(request: Request, body: ChoiceBody) -> HttpResponse:
    """Choose how I am told"""

    def work(by: Actor, at: datetime) -> Answer:
        given = body.model_dump()
        return Answer(_choice(request, actions.choose(user=request.auth.user, by=by, at=at, **given)))

    return change(request, work)


@operation(router, "GET", "/load", scope=SCOPE, response=LoadOut)
def read_load(request: Request) -> LoadOut:
    """Read the load of the team

    As the board shows it: open complaints by unit, person and age, and promises. For roles that lead or examine.
    """
    user, at = request.auth.user, now()
    _must_lead(request)
    run = load.newest()
    if run is None or at - run.at > load.STALE:
        run = counting.count(by=actor(user), at=at, effort=candidates.edition_on(local_date(at)).effort)
    found = load.of(user, run)
    units = dict(Unit.objects.values_list("pk", "code"))
    people = dict(User.objects.filter(pk__in={row.person for row in found.rows}).values_list("pk", "employee_no"))
    return LoadOut(
        counted_at=found.at,
        items=[
            LoadRow(unit=units[row.unit], person=people[row.person], age=row.age, **row.figures)
            for row in load.merged(found.rows)
        ],
    )


class PromiseQuery(Body):
    """Whose promises, and how they stand."""

    unit: Word = Field("", description="Code of a unit; those below it too")
    person: Word = Field("", description="Employee number of whoever answers for it")
    stand: Literal["", "broken", "today"] = ""


class PromiseDue(Schema):
    """An open promise that falls due today or was broken."""

    id: UUID
    complaint: str = Field(description="Number")
    text: Masked
    responsible: str = Field(description="Employee number")
    due_at: Moment
    is_broken: bool


class PromisesOut(Schema):
    """Promises, the oldest first."""

    items: list[PromiseDue]
    is_cut: bool = Field(description="There are more than 200")


@operation(router, "GET", "/load/promises", scope=SCOPE, response=PromisesOut)
def list_promises_due(request: Request, query: Query[PromiseQuery]) -> PromisesOut:
    """List the promises behind a figure of the load

    Open ones that fall due today or were broken, of complaints that the caller sees. For roles that lead or examine.
    """
    user, at = request.auth.user, now()
    _must_lead(request)
    person = staff.person(query.person, "person").pk if query.person else None
    rows = load.promises(user, at, person=person, unit=staff.unit_id(query.unit))
    if query.stand:
        rows = rows.filter(due_at__lt=at) if query.stand == "broken" else rows.filter(due_at__gte=at)
    found = list(rows[: PROMISES + 1])
    seen = cases.visible_to(user, looked_up=True).filter(pk__in={row.owner_id for row in found})
    numbers = dict(seen.values_list("pk", "number"))
    return PromisesOut(
        items=[
            PromiseDue(
                id=row.pk, complaint=numbers[row.owner_id], text=row.text, responsible=row.responsible.employee_no,
                due_at=row.due_at, is_broken=row.due_at < at,
            )
            for row in found[:PROMISES] if row.owner_id in numbers
        ],
        is_cut=len(found) > PROMISES,
    )  # fmt: skip


def _must_lead(request: Request) -> None:
    if not request.auth.actor.roles & BOARD:
        raise Problem("forbidden", "load.role", _("The load is for roles that lead or examine."))


def _choice(request: Request, row: NotificationChoice | None) -> ChoiceBody:
    roles = request.auth.actor.roles
    kept = row or NotificationChoice()
    names = ("quiet_from", "quiet_until", "digest", "digest_at", "wecom_id")
    ways = {kind: sorted(queries.ways_of(kind, roles, row), key=rules.WAYS.index) for kind in rules.kinds_for(roles)}
    return ChoiceBody.model_validate({"ways": ways} | {name: getattr(kept, name) for name in names})
