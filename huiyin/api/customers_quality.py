"""How good customers' records are, by machine: scores by principle, and the records behind them."""

from typing import Annotated
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Router, Schema
from pydantic import Field

from huiyin.accounts.rules import READ_ONLY
from huiyin.api import paging
from huiyin.api.access import Request
from huiyin.api.fields import Moment, Word
from huiyin.api.operations import operation
from huiyin.api.problems import Problem
from huiyin.core import masking
from huiyin.customers.models import MeasureRound, Principle
from huiyin.customers.queries import quality

router = Router(tags=["Customers"])
PageSize = Annotated[int, Field(ge=1, le=paging.MOST)]
SEES = frozenset({"supervisor", "branch_manager", "head_office_cp", "executive"}) | READ_ONLY


class ScoreOut(Schema):
    """How many records keep one of the four principles."""

    principle: str = Field(description="complete, correct, current, safe")
    kept: int
    broken: int
    percent: float | None = Field(description="Kept of all that were measured; none without a record")


class QualityOut(Schema):
    """Of the records of the caller's part of the house."""

    items: list[ScoreOut]
    round_began_at: Moment | None = Field(description="When the round through all records began that is going on")


class BrokenOut(Schema):
    """A record that breaks a principle, masked."""

    id: UUID
    name: str
    unit: str
    faults: list[str] = Field(description="principle:what, as complete:phone, correct:email, current:old, safe:often")
    at: Moment = Field(description="When it was measured")


class BrokenList(Schema):
    """By unit and id."""

    items: list[BrokenOut]
    next_cursor: str = Field(description="Empty: that was all")


@operation(router, "GET", "/customers/quality", scope="customers:read", response=QualityOut, clause="2.1-3")
def customers_quality(request: Request) -> QualityOut:
    """Read how good customers' records are

    Four scores from figures that are kept, for the caller's part of the house.
    """
    row = MeasureRound.objects.first()
    found = quality.scores(_units(request))
    return QualityOut(
        items=[
            ScoreOut(principle=one.principle, kept=one.kept, broken=one.broken, percent=one.percent) for one in found
        ],
        round_began_at=row.began_at if row else None,
    )


@operation(
    router, "GET", "/customers/quality/{slug:principle}", scope="customers:read", response=BrokenList, clause="2.1-3"
)  # fmt: skip
def list_broken_records(request: Request, principle: str, cursor: Word = "", limit: PageSize = 50) -> BrokenList:
    """List the records behind a score

    Those that break the principle, with what is wrong.
    """
    units = _units(request)
    if principle not in Principle.values:
        raise Problem("not-found", "quality.principle", _("There is no such principle."))
    about = ("quality", principle, request.auth.user.pk)
    unit, _tilde, party = paging.unseal(cursor, *about).partition("~")
    after = (UUID(unit), UUID(party)) if party else None
    rows = quality.records_behind(units, principle, after=after, limit=limit)
    shown = rows[:limit]
    return BrokenList(
        items=[
            BrokenOut(id=row.pk, name=masking.name(row.party.name), unit=row.unit.code, faults=row.faults, at=row.at)
            for row in shown
        ],
        next_cursor=paging.seal(f"{shown[-1].unit_id}~{shown[-1].pk}", *about) if len(rows) > limit else "",
    )


def _units(request: Request) -> list[UUID]:
    if not request.auth.actor.roles & SEES:
        words = _("Scores of the records are for those who lead and those who audit.")
        raise Problem("not-found", "quality.not_yours", words)
    return quality.units_of(request.auth.user)
