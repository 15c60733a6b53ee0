"""Opinion books of outlets: entries from a tablet, the month, answers (令2010-4 art 3)."""

from datetime import date, datetime
from typing import Annotated, Any, Literal, cast

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field, StringConstraints

from huiyin.accounts.models import Unit
from huiyin.api.access import Request
from huiyin.api.answers import Answer, change, change_case
from huiyin.api.fields import Body, Day, Line, Masked, Moment
from huiyin.api.operations import operation
from huiyin.cases.actions import outlet as actions
from huiyin.cases.models import BookEntry, Case
from huiyin.cases.queries import outlet as queries
from huiyin.cases.rules import outlet as rules
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput

router = Router(tags=["Opinion books"])
KindCode = Literal["matter", "suggestion", "praise"]
Code = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20)]


class EntryIn(Body):
    """An entry as it stands in the book."""

    unit: Code = Field(description="Code of the outlet")
    kind: KindCode = Field(description="matter: something is wrong, it is triaged; suggestion; praise")
    written_on: Day
    volume: int = Field(1, ge=1, le=rules.MOST_VOLUME)
    page: int = Field(ge=1, le=rules.MOST_PAGE)
    line: int = Field(ge=1, le=rules.MOST_LINE)
    text: Annotated[str, StringConstraints(min_length=1, max_length=rules.MOST_TEXT)]
    name: Line = ""
    phone: Line = ""


class EntryAnswerIn(Body):
    """The answer under an entry."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=rules.MOST_ANSWER)]


class BookEntryOut(Schema):
    """An entry with its answer."""

    number: str = Field(description="Number of its case")
    unit: str
    kind: KindCode
    volume: int
    page: int
    line: int
    written_on: Day
    due_on: Day = Field(description="Last day for the answer")
    answer: Masked
    answered_at: Moment | None


class MissingPage(Schema):
    """A page from which nothing was entered though a later one was."""

    volume: int
    page: int


class BookMonth(Schema):
    """A month of the book: the entries of cases that the caller sees."""

    items: list[BookEntryOut]
    missing: list[MissingPage]


class MonthQuery(Schema):
    """Which outlet and month."""

    unit: Code
    month: Annotated[str, StringConstraints(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")] = Field(description="e.g. 2026-11")


@operation(router, "GET", "/outlets/entries", scope="complaints:read", response=BookMonth, clause="令2010-4 art 3")
def list_book_entries(request: Request, query: Query[MonthQuery]) -> BookMonth:
    """List a month of the opinion book of an outlet"""
    year, month = query.month.split("-")
    found = queries.month_of(request.auth.user, _unit(query.unit), date(max(int(year), 1900), int(month), 1))
    return BookMonth(
        items=[_told(one) for one in found.entries],
        missing=[MissingPage(volume=volume, page=page) for volume, page in found.missing],
    )


@operation(
    router, "POST", "/outlets/entries", scope="complaints:write", response={201: BookEntryOut}, clause="令2010-4 art 3"
)
def enter_in_book(request: Request, body: EntryIn) -> HttpResponse:
    """Take an entry of an opinion book over

    A matter with a number, received on the day of writing. The same words in the same place are answered with the entry
    that is there.
    """

    def work(by: Actor, at: datetime) -> Answer:
        told: dict[str, Any] = body.model_dump(exclude={"unit"})
        entry = actions.enter(written=actions.Written(unit=_unit(body.unit), **told), by=by, at=at)
        return Answer(_told(entry), 201)

    return change(request, work)


@operation(router, "POST", "/complaints/{number}/book/answer", scope="complaints:act", response=BookEntryOut)
def answer_in_book(request: Request, number: str, body: EntryAnswerIn) -> HttpResponse:
    """Answer an entry of an opinion book

    Praise and suggestions end with it; a matter goes on in its own way.
    """

    def work(case: Case, by: Actor, at: datetime) -> Answer:
        entry = actions.answer(case=case, text=body.text, by=by, at=at)
        return Answer(_told(entry), version=entry.case.version)

    return change_case(request, number, work)


def _unit(code: str) -> Unit:
    unit = Unit.objects.filter(code=code, is_active=True).first()
    if unit is None:
        raise BadInput("unit.unknown", _("There is no unit with this code."), field="unit")
    return unit


def _told(entry: BookEntry) -> BookEntryOut:
    return BookEntryOut(
        number=entry.case.number, unit=entry.unit.code, kind=cast(KindCode, entry.kind),
        volume=entry.volume, page=entry.page, line=entry.line, written_on=entry.written_on,
        due_on=entry.due_on, answer=entry.answer, answered_at=entry.answered_at,
    )  # fmt: skip
