"""Checklists: the lines that a complaint has at its stage, and the lists of the house."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Literal

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Router, Schema
from pydantic import Field

from huiyin.api.access import Request
from huiyin.api.answers import Answer, case_of, change_case, change_marked, etag, mark, marked
from huiyin.api.fields import Body, Line, Moment, Word, Words
from huiyin.api.operations import operation
from huiyin.api.problems import Problem
from huiyin.cases.actions import checklists as lists
from huiyin.cases.actions.versions import newest
from huiyin.cases.models import Case, ChecklistVersion
from huiyin.cases.rules import checklists as rules
from huiyin.complaints.actions import checklists as actions
from huiyin.complaints.queries import facts
from huiyin.core.actors import Actor

router = Router(tags=["Checklists"])
_LINE = "/complaints/{number}/checklists/{list_code}/{line}"
Stage = Literal[
    "received", "accepted", "assigned", "investigating", "liability_set", "plan_pending", "plan_approved", "executing",
    "decided_notified", "confirming",
]  # fmt: skip


class CheckOut(Schema):
    """A line as it stands on the complaint."""

    list: str
    version: int
    line: str = Field(description="Key of the line; made of its words")
    zh: str
    en: str
    mandatory: bool
    clause: str
    state: Literal["", "done", "waived"] = Field(description="Empty: open")
    by: str


class CheckList(Schema):
    """The lines of the stage the complaint is in."""

    stage: str
    items: list[CheckOut]


class LineIn(Body):
    """A line of a list."""

    zh: Line = Field(min_length=1)
    en: Line = Field(min_length=1)
    mandatory: bool = True
    clause: Word = Field("", description="The clause it serves, e.g. `3.1-5`")


class ListIn(Body):
    """A list, or its next version."""

    code: Word = Field(description="2 to 40 small letters, digits and underscores")
    title_zh: Word
    title_en: Word
    stage: Stage = Field(description="A complaint does not leave this stage forward while a mandatory line is open")
    class_code: str = Field("", max_length=8, description="For this class and what lies below; empty: for all")
    lines: list[LineIn] = Field(min_length=1, max_length=rules.MOST_LINES)
    seen: int | None = Field(
        None, ge=0, description="`version` of what was read, 0 for a new one; 409 when somebody kept another since"
    )


class ListOut(Schema):
    """A version of a list."""

    code: str
    version: int
    title_zh: str
    title_en: str
    stage: str
    class_code: str
    lines: list[dict[str, Any]] = Field(description="`key`, `zh`, `en`, `mandatory`, `clause` of each line")
    from_at: Moment
    until_at: Moment | None = Field(description="Null: in force for complaints that come into the stage now")
    etag: str = Field(description="Send it as `If-Match`: refused with 412 when somebody changed it meanwhile")


class ListsOut(Schema):
    """The lists in force."""

    items: list[ListOut]


class WaiveIn(Body):
    """Why the line does not apply."""

    reason: Words = Field(description="4 to 500 characters")


@operation(router, "GET", "/checklists", scope="rules:read", response=ListsOut)
def list_checklists(request: Request) -> ListsOut:
    """List the checklists in force"""
    rows = ChecklistVersion.objects.filter(until_at=None).order_by("stage", "code")
    return ListsOut(items=[_list(row) for row in rows])


@operation(router, "GET", "/checklists/{list_code}", scope="rules:read", response=ListOut)
def read_checklist(request: Request, response: HttpResponse, list_code: str) -> ListOut:
    """Read the newest version of a checklist"""
    row = ChecklistVersion.objects.filter(code=list_code).order_by("-version").first()
    if row is None:
        raise Problem("not-found", "checklist.not_found", _("There is no checklist with this code."))
    found = _list(row)
    response.headers["ETag"] = etag(found.etag)
    return found


@operation(router, "POST", "/checklists", scope="rules:write", response=ListOut)
def keep_checklist(request: Request, body: ListIn) -> HttpResponse:
    """Keep a checklist or its next version

    Administrators. What is under way keeps the version it began with.
    """
    lines = tuple(rules.Line(**one.model_dump()) for one in body.lines)
    draft = rules.Draft(**(body.model_dump(exclude={"seen"}) | {"lines": lines}))

    def work(by: Actor, at: datetime) -> Answer:
        return marked(_list(lists.keep_list(draft=draft, seen=body.seen, by=by, at=at)))

    return change_marked(request, lambda: _held(body.code), work)


@operation(router, "POST", "/checklists/{list_code}/retire", scope="rules:write", response=ListOut)
def retire_checklist(request: Request, list_code: str) -> HttpResponse:
    """Attach a checklist to no more complaints"""
    return change_marked(
        request, lambda: _held(list_code), lambda by, at: marked(_list(lists.retire_list(code=list_code, by=by, at=at)))
    )


@operation(router, "GET", "/complaints/{number}/checklists", scope="complaints:read", response=CheckList)
def list_checks(request: Request, number: str) -> CheckList:
    """List the lines of the stage the complaint is in"""
    return _of(case_of(request, number))


@operation(router, "POST", f"{_LINE}/done", scope="complaints:write", response=CheckList)
def tick_check(request: Request, number: str, list_code: str, line: str) -> HttpResponse:
    """Tick a line"""
    return _change(request, number, lambda **place: actions.tick(list_code=list_code, line=line, **place))


@operation(router, "POST", f"{_LINE}/waive", scope="complaints:write", response=CheckList)
def waive_check(request: Request, number: str, list_code: str, line: str, body: WaiveIn) -> HttpResponse:
    """Waive a line with a reason"""
    return _change(
        request,
        number,
        lambda **place: actions.waive(list_code=list_code, line=line, reason=body.reason, **place),
    )


@operation(router, "POST", f"{_LINE}/open", scope="complaints:write", response=CheckList)
def untick_check(request: Request, number: str, list_code: str, line: str) -> HttpResponse:
    """Open a line again"""
    return _change(request, number, lambda **place: actions.untick(list_code=list_code, line=line, **place))


def _change(request: Request, number: str, act: Callable[..., object]) -> HttpResponse:
    def work(case: Case, by: Actor, at: datetime) -> Answer:
        act(case=case, by=by, at=at)
        return Answer(_of(case))

    return change_case(request, number, work)


def _held(code: str) -> str | None:
    row = newest(ChecklistVersion.objects.filter(code=code), "checklist", code)
    return _list(row).etag if row else None


def _list(row: ChecklistVersion) -> ListOut:
    said = {name: getattr(row, name) for name in ListOut.model_fields if name != "etag"}
    return ListOut(**said, etag=mark([row.pk, row.until_at]))


def _of(case: Case) -> CheckList:
    found = facts(case)
    names = ("list", "version", "line", "zh", "en", "mandatory", "clause", "state", "by")
    return CheckList(
        stage=found.state, items=[CheckOut(**{name: getattr(one, name) for name in names}) for one in found.checks]
    )
