"""Under which packs a unit runs, for machines."""

from datetime import date, datetime

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Router, Schema
from pydantic import Field

from huiyin.accounts.models import Unit
from huiyin.api import staff
from huiyin.api.access import Request
from huiyin.api.answers import Answer, change
from huiyin.api.fields import Body, Day
from huiyin.api.handbook_drafts import may_read
from huiyin.api.operations import operation
from huiyin.api.problems import Problem
from huiyin.api.schemas.publishing import Code
from huiyin.core.actors import Actor
from huiyin.core.time import local_date, now
from huiyin.handbook import actions
from huiyin.handbook.queries import units

router = Router(tags=["Publishing"])


class UnitPackOut(Schema):
    """A pack that the unit names itself; both days included."""

    pack: str
    since: date
    until: date | None


class UnitPacksOut(Schema):
    """What binds a unit."""

    unit: str
    binding: list[str] = Field(description="Packs that bind the unit today")
    named_by: str = Field(description="Code of the unit that names them; empty: nobody does, the home packs bind")
    own: list[UnitPackOut] = Field(description="What the unit names itself: past, present and planned, newest first")


class UnitPacksIn(Body):
    """The packs of a unit from a day on."""

    packs: list[Code] = Field(max_length=50, description="None: those of the unit above bind it again")
    since: Day = Field(description="A later day than today; what was planned from then on goes")


@operation(router, "GET", "/units/{unit}/packs", scope="rules:read", response=UnitPacksOut, clause="8.1-1")
def read_unit_packs(request: Request, unit: str) -> UnitPacksOut:
    """Read the packs that bind a unit"""
    may_read(request)
    return _shown(_unit(unit))


@operation(router, "POST", "/units/{unit}/packs", scope="rules:write", response=UnitPacksOut, clause="8.1-1")
def choose_unit_packs(request: Request, unit: str, body: UnitPacksIn) -> HttpResponse:
    """Choose the packs of a unit

    It and every unit below that names none run under them from that day on. What has arrived keeps its rules.
    """
    found = _unit(unit)

    def work(by: Actor, at: datetime) -> Answer:
        actions.set_unit_packs(unit=found, packs=body.packs, since=body.since, by=by, at=at)
        return Answer(_shown(found))

    return change(request, work)


def _unit(code: str) -> Unit:
    try:
        found = staff.unit(code)
    except Problem:
        found = None
    if found is None:
        raise Problem("not-found", "unit.not_found", _("There is no unit with this code."))
    return found


def _shown(unit: Unit) -> UnitPacksOut:
    held = units.held_by(unit, local_date(now()))
    own = [UnitPackOut(pack=row.pack, since=row.since, until=row.until) for row in units.rows_of(unit)]
    by = held.path.rstrip("/").rsplit("/", 1)[-1]
    return UnitPacksOut(unit=unit.code, binding=list(held.packs), named_by=by, own=own)
