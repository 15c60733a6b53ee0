"""Letters on paper and scans: taken in with the day of the stamp, their words read and put right."""

from datetime import datetime
from typing import Annotated, Literal

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Router, Schema
from pydantic import Field, StringConstraints

from huiyin.accounts.models import Unit
from huiyin.api.access import Request
from huiyin.api.answers import Answer, case_of, change, change_case
from huiyin.api.fields import Body, Day, Line, Masked, Moment
from huiyin.api.operations import operation
from huiyin.api.uploads import UploadId, files_of
from huiyin.cases.actions import access
from huiyin.cases.actions import letters as actions
from huiyin.cases.models import Case, Letter, Wording
from huiyin.cases.rules import letters as rules
from huiyin.complaints.actions import triage
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput
from huiyin.core.time import now

router = Router(tags=["Letters"])
Short = Annotated[str, StringConstraints(strip_whitespace=True, max_length=20)]


class LetterIn(Body):
    """A letter. The day on the stamp, from which every limit runs, and its pages are needed."""

    received_on: Day = Field(description="Day on the stamp of receipt")
    uploads: list[UploadId] = Field(
        min_length=1,
        max_length=rules.MOST_FILES,
        description="Ids from `POST /uploads`: PDF, TIFF, JPG, PNG, BMP, WebP",
    )
    posted_on: Day | None = Field(None, description="Day of the postmark")
    tracking: Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)] = ""
    unit: Short = Field("", description="Code of the unit where it belongs; the caller's own when left out")
    name: Line = Field("", description="Sender")
    phone: Line = ""
    email: Line = ""
    address: Line = ""
    subject: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = ""
    text: Annotated[str, StringConstraints(max_length=rules.MOST_TEXT)] = Field(
        "", description="What somebody wrote down of it"
    )
    old_confirmed: bool = Field(False, description="A stamp of more than thirty days ago is right")
    as_complaint: bool = Field(False, description="Register it at once as the complaint it is; otherwise it is triaged")


class LetterPageIn(Body):
    """A page as a person put it right."""

    number: int = Field(ge=1, le=rules.MOST_PAGES)
    text: Annotated[str, StringConstraints(max_length=rules.MOST_PAGE_TEXT)]


class LetterTextIn(Body):
    """What the letter says."""

    pages: list[LetterPageIn] = Field(min_length=1, max_length=rules.MOST_PAGES)


class LetterPageOut(Schema):
    """A page: as it was read, and as a person put it right."""

    number: int
    read: Masked
    unsure: int = Field(description="Lines to be looked at closely; those that could not be read stand as □□□")
    corrected: Masked


class LetterOut(Schema):
    """A letter as it stands."""

    number: str
    kind: str
    received_on: Day | None
    posted_on: Day | None
    state: Literal[("none_such", *Wording.values)] = Field(  # type: ignore[valid-type]
        description="How far its words are; none_such: the case did not begin as a letter"
    )
    fault: str = Field(description="Why pages are missing; empty when none is")
    confirmed_at: Moment | None
    pages: list[LetterPageOut]
    version: int


@operation(router, "POST", "/letters", scope="complaints:write", response={201: LetterOut}, clause="2.2-1")
def take_letter(request: Request, body: LetterIn) -> HttpResponse:
    """Take in a letter

    A matter with a number whose first limit runs from the day of the stamp. Its words are read by a job where text
    recognition is installed.
    """

    def work(by: Actor, at: datetime) -> Answer:
        actions.check_may(by)
        files = files_of(body.uploads, request.auth, at, "uploads")
        told = body.model_dump(exclude={"uploads", "unit", "as_complaint"})
        unit = Unit.objects.filter(code=body.unit, is_active=True).first() if body.unit else request.auth.user.unit
        if unit is None:
            raise BadInput("unit.unknown", _("There is no unit with this code."), field="unit")
        done = actions.take_letter(coming=actions.Coming(**told, files=files, unit=unit), by=by, at=at)
        case = done.letter.case
        if body.as_complaint:
            case = triage.take_as_complaint(case=case, by=by, at=at)
        return Answer(_told(done.letter, case), 201, case.version)

    return change(request, work)


@operation(router, "GET", "/complaints/{number}/letter", scope="complaints:read", response=LetterOut, clause="2.2-1")
def read_letter(request: Request, number: str) -> LetterOut:
    """Read the letter that a case began as"""
    case = case_of(request, number)
    letter = Letter.objects.filter(pk=case.pk).first()
    if letter is not None:
        access.look(case=case, by=request.auth.actor, at=now())
    return _told(letter, case)


@operation(router, "POST", "/complaints/{number}/letter/text", scope="complaints:act", response=LetterOut)
def confirm_letter(request: Request, number: str, body: LetterTextIn) -> HttpResponse:
    """Say what a letter says

    It joins the timeline as what the customer wrote; what was read stays beside it.
    """
    texts = {page.number: page.text for page in body.pages}

    def work(case: Case, by: Actor, at: datetime) -> Answer:
        letter = actions.confirm_words(case=case, texts=texts, by=by, at=at)
        return Answer(_told(letter, case), version=case.version)

    return change_case(request, number, work)


@operation(router, "POST", "/complaints/{number}/letter/again", scope="complaints:act", response=LetterOut)
def read_letter_again(request: Request, number: str) -> HttpResponse:
    """Let the words of a letter be read once more"""

    def work(case: Case, by: Actor, at: datetime) -> Answer:
        return Answer(_told(actions.read_again(case=case, by=by, at=at), case), version=case.version)

    return change_case(request, number, work)


def _told(letter: Letter | None, case: Case) -> LetterOut:
    pages = []
    for row in letter.pages.order_by("number") if letter else ():
        lines = rules.lines_of(row.lines)
        pages.append(
            LetterPageOut(
                number=row.number, read=rules.text_of(lines), unsure=rules.unsure(lines), corrected=row.corrected
            )
        )
    state = letter.state if letter else "none_such"
    return LetterOut(
        number=case.number, kind=case.kind, received_on=letter.received_on if letter else None,
        posted_on=letter.posted_on if letter else None, state=state, fault=letter.fault if letter else "",
        confirmed_at=letter.confirmed_at if letter else None, pages=pages, version=case.version,
    )  # fmt: skip
