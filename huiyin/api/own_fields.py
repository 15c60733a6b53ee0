"""Fields of the house's own: what a complaint has in them, and their definitions."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Router, Schema
from pydantic import Field, StringConstraints

from huiyin.api.access import Request
from huiyin.api.answers import Answer, case_of, change_case, change_marked, etag, mark, marked, response
from huiyin.api.checklists import Stage
from huiyin.api.fields import Body, Moment, Word
from huiyin.api.operations import operation
from huiyin.api.problems import Problem
from huiyin.api.rendering import dumps
from huiyin.cases.actions import access
from huiyin.cases.actions import fields as actions
from huiyin.cases.actions.versions import newest
from huiyin.cases.models import Case, FieldVersion
from huiyin.cases.queries import fields as queries
from huiyin.cases.rules import fields as rules
from huiyin.core import masking
from huiyin.core.actors import Actor
from huiyin.core.time import now

router = Router(tags=["Fields"])
Type = Literal["text", "long", "number", "money", "date", "choice", "multi", "yes_no"]
Typed = str | bool | list[str] | None
Text = Annotated[str, StringConstraints(max_length=10_000)]
Given = bool | int | float | Text | list[Word] | None


class OptionOut(Schema):
    """One of a list."""

    code: str
    zh: str
    en: str


class FieldOut(Schema):
    """A definition in force."""

    key: str
    version: int
    type: Type
    label_zh: str
    label_en: str
    help_zh: str
    help_en: str
    options: list[OptionOut]
    depends_on: str = Field(description="Shown only while this field has one of `depends_values`")
    depends_values: list[str]
    required_at: str = Field(description="The stage that a complaint does not leave forward without it; empty: none")
    is_personal: bool
    is_searchable: bool
    place: int
    etag: str = Field(description="Send it as `If-Match`: refused with 412 when somebody changed it meanwhile")


class FieldList(Schema):
    """The definitions in force, in their order."""

    items: list[FieldOut]


class OptionIn(Body):
    """One of a list."""

    code: Word
    zh: Word
    en: Word


class FieldIn(Body):
    """A field, or its next version."""

    key: Word = Field(description="2 to 40 small letters, digits and underscores")
    type: Type
    label_zh: Word
    label_en: Word
    help_zh: Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)] = ""
    help_en: Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)] = ""
    options: list[OptionIn] = Field([], max_length=rules.MOST_OPTIONS)
    depends_on: Word = ""
    depends_values: list[Word] = Field([], max_length=rules.MOST_OPTIONS)
    required_at: Stage | Literal[""] = ""
    is_personal: bool = False
    is_searchable: bool = False
    place: int = Field(0, ge=0, le=999)
    seen: int | None = Field(
        None, ge=0, description="`version` of what was read, 0 for a new one; 409 when somebody kept another since"
    )


class ValueOut(Schema):
    """What a complaint has in a field."""

    key: str
    version: int = Field(description="Version of the definition that it was written under")
    value: Typed = Field(description="Numbers, sums and days as text; masked in texts; null when it is personal")
    is_personal: bool = Field(description="Kept sealed: `POST …/fields/{key}/reveal` gives it, for a reason")
    stamp: str = Field(description="Send it back in `was` so that nobody's change is written over")
    by: str
    at: Moment


class ValueList(Schema):
    """What a complaint has in the fields."""

    items: list[ValueOut]


class ValuesIn(Body):
    """What to write. Fields that are not named stay as they are; null takes a value away."""

    values: dict[Word, Given] = Field(max_length=rules.MOST_FIELDS)
    was: dict[Word, Word] = Field({}, max_length=rules.MOST_FIELDS, description="key → `stamp` of what was read")


class Filled(ValueList):
    """What the complaint has now, and what went because nothing shows it any more."""

    cleared: list[str]


class ReasonIn(Body):
    """Why it must be seen."""

    reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]


class FieldRevealed(Schema):
    """The clear value."""

    value: str


@operation(router, "GET", "/fields", scope="complaints:read", response=FieldList)
def list_fields(request: Request) -> FieldList:
    """List the fields of the house's own"""
    return FieldList(items=[_definition(row) for row in queries.in_force().values()])


@operation(router, "GET", "/fields/{key}", scope="complaints:read", response=FieldOut)
def read_field(request: Request, response: HttpResponse, key: str) -> FieldOut:
    """Read the newest definition of a field"""
    row = FieldVersion.objects.filter(key=key).order_by("-version").first()
    if row is None:
        raise Problem("not-found", "field.not_found", _("There is no field with this code."))
    found = _definition(row)
    response.headers["ETag"] = etag(found.etag)
    return found


@operation(router, "POST", "/fields", scope="rules:write", response=FieldOut)
def keep_field(request: Request, body: FieldIn) -> HttpResponse:
    """Keep a field or its next version

    Administrators. Values keep the version they were written under. Dependencies in a circle are refused.
    """
    options = tuple(rules.Option(one.code, one.zh, one.en) for one in body.options)
    given = body.model_dump(exclude={"seen"}) | {"options": options, "depends_values": frozenset(body.depends_values)}
    draft = rules.Field(**given)

    def work(by: Actor, at: datetime) -> Answer:
        return marked(_definition(actions.keep_field(draft=draft, seen=body.seen, by=by, at=at)))

    return change_marked(request, lambda: _held(body.key), work)


@operation(router, "POST", "/fields/{key}/retire", scope="rules:write", response=FieldOut)
def retire_field(request: Request, key: str) -> HttpResponse:
    """Ask for a field no more

    What complaints have in it stays.
    """
    return change_marked(
        request, lambda: _held(key), lambda by, at: marked(_definition(actions.retire_field(key=key, by=by, at=at)))
    )


@operation(router, "GET", "/complaints/{number}/fields", scope="complaints:read", response=ValueList)
def list_values(request: Request, number: str) -> ValueList:
    """Read what a complaint has in the fields"""
    return ValueList(items=_of(case_of(request, number)))


@operation(router, "POST", "/complaints/{number}/fields", scope="complaints:write", response=Filled)
def fill_fields(request: Request, number: str, body: ValuesIn) -> HttpResponse:
    """Fill in fields

    A value whose field is no longer shown goes with the choice that showed it. 409 `field.changed` when somebody else
    has written meanwhile over what `was` names.
    """

    def work(case: Case, by: Actor, at: datetime) -> Answer:
        values = {str(key): value for key, value in body.values.items()}
        done = actions.fill(case=case, values=values, was=dict(body.was), by=by, at=at)
        return Answer(Filled(items=_of(case), cleared=list(done.cleared)))

    return change_case(request, number, work)


@operation(
    router, "POST", "/complaints/{number}/fields/{key}/reveal", scope="people:reveal", response=FieldRevealed,
    clause="7.2-3",
)  # fmt: skip
def reveal_field(request: Request, number: str, key: str, body: ReasonIn) -> HttpResponse:
    """Lift the mask of a personal field

    Every call leaves a line in the access log.
    """
    case = case_of(request, number)
    value = access.reveal_field(case=case, key=key, reason=body.reason, by=request.auth.actor, at=now())
    return response(200, dumps(FieldRevealed(value=value)))


def _held(key: str) -> str | None:
    row = newest(FieldVersion.objects.filter(key=key), "field", key)
    return _definition(row).etag if row else None


def _definition(row: FieldVersion) -> FieldOut:
    said = {name: getattr(row, name) for name in FieldOut.model_fields if name != "etag"}
    return FieldOut.model_validate(said | {"etag": mark([row.pk, row.until_at])})


def _of(case: Case) -> list[ValueOut]:
    return [
        ValueOut(
            key=row.key, version=row.definition.version, is_personal=row.is_sealed, stamp=actions.stamp(row),
            value=None if row.is_sealed else _told(queries.value_of(row)), by=row.by_label, at=row.at,
        )
        for row in queries.values_of(case.pk).values()
    ]  # fmt: skip


def _told(value: rules.Value) -> Typed:
    if isinstance(value, bool):
        return value
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date) else masking.text(value)
