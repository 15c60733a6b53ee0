"""The citation linter for machines: a text or an uploaded file in, findings out. Nothing is kept."""

from datetime import date
from typing import Annotated, Literal

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import Router, Schema
from pydantic import Field, StringConstraints

from huiyin.api.access import Request
from huiyin.api.fields import Body, Day
from huiyin.api.operations import operation
from huiyin.api.problems import Problem
from huiyin.api.uploads import files_of
from huiyin.core import blobs
from huiyin.core.reading import MOST_BYTES, Reading, UnreadableError, read_bytes
from huiyin.core.time import local_date, now
from huiyin.handbook.queries import citations
from huiyin.handbook.rules.citations.report import rows

router = Router(tags=["Reference"])
MOST_TEXT = 500_000


class LintIn(Body):
    """What to check: a text, or a file that was uploaded."""

    text: Annotated[str, StringConstraints(max_length=MOST_TEXT)] = ""
    upload: Annotated[str, StringConstraints(max_length=4_000)] = Field(
        "", description="Id of an upload (`POST /uploads`): PDF, DOCX, plain text or Markdown"
    )
    on: Day | None = Field(None, description="As of which day; today in Shanghai, when left out")


class LintFindingOut(Schema):
    """One finding."""

    place: str = Field(description="`line:column`; `page N, line:column` of a PDF; `paragraph N:column` of a DOCX")
    line: int
    column: int
    page: int | None
    paragraph: int | None
    quote: str
    kind: Literal["wrong", "superseded", "authority ended", "not verifiable"]
    source: str = Field(description="What the finding rests on")
    mend: str = Field(description="What to write instead")


class LintOut(Schema):
    """All findings, in the order of the text."""

    on: date
    to_mend: int = Field(description="Findings other than `not verifiable`")
    items: list[LintFindingOut]


@operation(router, "POST", "/handbook/lint", scope="taxonomy:read", response=LintOut, clause="8.1-1")
def lint(request: Request, body: LintIn) -> LintOut:
    """Check the citations of a text

    Wrong articles, documents out of force, ended authorities, and what nobody can check. A citation that is known and
    right gives nothing.
    """
    on, language = body.on or local_date(now()), get_language() or "zh-hans"
    reading = _reading(request, body, language)
    found = citations.check(reading.text, on)
    items = [
        LintFindingOut(
            place=row.place, line=row.line, column=row.column, page=row.page, paragraph=row.paragraph, quote=row.quote,
            kind=row.kind, source=row.source, mend=row.mend,
        )
        for row in rows(found, reading.text, language, unit=reading.unit, starts=reading.starts)
    ]  # fmt: skip
    return LintOut(on=on, to_mend=sum(one.is_alarm for one in found), items=items)


def _reading(request: Request, body: LintIn, language: str) -> Reading:
    if bool(body.text) == bool(body.upload):
        raise Problem("invalid", "lint.what", _("Give either a text or an upload."), field="text")
    if body.text:
        return Reading(body.text, "line")
    (file,) = files_of([body.upload], request.auth, now(), "upload")
    try:
        if file.size > MOST_BYTES:  # before it is unpacked into memory
            raise UnreadableError("too_big", f"{MOST_BYTES // 2**20} MB")
        return read_bytes(blobs.read(file.digest), file.name)
    except UnreadableError as error:
        raise Problem("invalid", f"lint.{error.code}", error.in_language(language), field="upload") from None
