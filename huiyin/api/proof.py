"""Proof for machines: the case as it stood, case files, public keys, checkpoints."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from ninja import Query, Router, Schema
from pydantic import Field

from huiyin.api.access import Request
from huiyin.api.answers import Answer, case_of, change_case
from huiyin.api.fields import Body, Line, Masked, Moment
from huiyin.api.operations import operation
from huiyin.api.problems import Problem
from huiyin.audit.models import Dossier
from huiyin.audit.queries import checkpoints
from huiyin.audit.queries.dossiers import dossier_of, dossiers_of
from huiyin.cases.models import Case
from huiyin.complaints.actions import dossier
from huiyin.complaints.queries import standing
from huiyin.complaints.queries.dossier import Choices
from huiyin.core.time import now

router = Router(tags=["Proof"])
_ONE = "/complaints/{number}/dossiers/{uuid:dossier_id}"


class AtQuery(Schema):
    """Which moment, and by which time."""

    time: Moment | None = Field(None, description="Now, when left out")
    by: Literal["happened", "known"] = Field("happened", description="`known`: only what had been written down by then")


class LimitThen(Schema):
    """A limit as it was."""

    rule: str
    due_at: Moment | None = Field(description="null while it rested")
    state: str
    broken: bool


class ThingThen(Schema):
    """A message, note, evidence item, finding, plan or decision that was there."""

    id: UUID
    kind: str = Field(description="message, note, evidence, finding, plan, decision")
    at: Moment = Field(description="When it happened")
    recorded_at: Moment = Field(description="When it was written down")
    late: bool = Field(description="It had happened and was not written down yet")
    text: Masked


class StandingOut(Schema):
    """A complaint as it stood."""

    at: Moment
    by: str
    exists: bool
    entries: int = Field(description="Ledger entries up to then")
    state: str
    owner: str = Field(description="Staff number; empty before anybody answered for it")
    limits: list[LimitThen]
    things: list[ThingThen]


@operation(router, "GET", "/complaints/{number}/at", scope="complaints:read", response=StandingOut)
def read_complaint_at(request: Request, number: str, asked: Query[AtQuery]) -> StandingOut:
    """Read a complaint as it stood

    Rebuilt from the ledger and from rows that are never changed.
    """
    then = standing.as_of(case_of(request, number), asked.time or now(), asked.by)
    parts = (
        ("message", then.messages, "text"),
        ("note", then.notes, "text"),
        ("evidence", then.evidence, "title"),
        ("finding", then.findings, "truth"),
        ("plan", then.plans, "compensation_text"),
        ("decision", then.decisions, "outcome"),
    )
    things = [
        ThingThen(
            id=thing.row.pk, kind=kind, at=thing.at, recorded_at=thing.recorded_at, late=thing.late,
            text=getattr(thing.row, words),
        )
        for kind, found, words in parts
        for thing in found
    ]  # fmt: skip
    return StandingOut(
        at=then.at, by=then.by, exists=then.exists, entries=then.entries, state=then.state if then.exists else "",
        owner=then.owner.employee_no if then.owner else "",
        limits=[LimitThen(rule=o.rule, due_at=o.due_at, state=o.state, broken=o.broken) for o in then.limits],
        things=things,
    )  # fmt: skip


class DossierIn(Body):
    """A case file to be made, and what is left out of it."""

    reason: Line = Field(description="Who gets it, and why")
    people: list[UUID] = Field([], max_length=500, description="People who are left out, wherever they are named")
    messages: list[UUID] = Field([], max_length=500)
    evidence: list[UUID] = Field([], max_length=500)
    with_notes: bool = Field(False, description="Put the internal notes in")


class DossierOut(Schema):
    """A case file that was ordered."""

    id: UUID
    state: str = Field(description="ordered, ready, failed, expired")
    reason: str
    ordered_at: Moment
    ordered_by_label: str
    done: int = Field(description="Bytes written so far")
    total: int = Field(description="Of about how many; 0 before it begins")
    size: int
    digest: str = Field(description="SHA-256 of the file")
    manifest_sha256: str
    key_id: str
    failure: str
    expires_at: Moment | None = Field(description="When the file is deleted again")


class DossierList(Schema):
    """The newest orders of a complaint."""

    items: list[DossierOut]


@operation(
    router, "POST", "/complaints/{number}/dossiers", scope="dossiers:export", response={201: DossierOut}, clause="7.2-3"
)
def order_dossier(request: Request, number: str, body: DossierIn) -> HttpResponse:
    """Order a case file

    One signed file with everything of the complaint, made by a job; whoever gets it verifies it offline. The reason
    goes into the access log.
    """

    def work(case: Case, by: Any, at: datetime) -> Answer:
        choices = Choices(
            people=frozenset(body.people), messages=frozenset(body.messages), evidence=frozenset(body.evidence),
            with_notes=body.with_notes,
        )  # fmt: skip
        row = dossier.order(case=case, reason=body.reason, choices=choices, by=by, at=at)
        return Answer(DossierOut.from_orm(row), 201)

    return change_case(request, number, work)


@operation(router, "GET", "/complaints/{number}/dossiers", scope="complaints:read", response=DossierList)
def list_dossiers(request: Request, number: str) -> DossierList:
    """List the case files that were ordered"""
    case = case_of(request, number)
    return DossierList(items=[DossierOut.from_orm(row) for row in dossiers_of(("case", case.pk))])


@operation(router, "GET", _ONE, scope="complaints:read", response=DossierOut)
def read_dossier(request: Request, number: str, dossier_id: UUID) -> DossierOut:
    """Read how far a case file is"""
    return DossierOut.from_orm(_of(case_of(request, number), dossier_id))


@operation(router, "GET", f"{_ONE}/content", scope="dossiers:export", clause="7.2-3")
def download_dossier(request: Request, number: str, dossier_id: UUID) -> HttpResponseBase:
    """Download a case file

    Streamed; the access log says who took it. 409 `dossier.not_ready` while it is being made and after its week.
    """
    case = case_of(request, number)
    row = _of(case, dossier_id)
    pieces = dossier.hand_out(case=case, dossier=row, by=request.auth.actor, at=now())
    made = StreamingHttpResponse(pieces, content_type="application/octet-stream")
    made.headers["X-Content-Type-Options"] = "nosniff"
    made.headers["Content-Length"] = str(row.size)
    made.headers["Content-Disposition"] = f'attachment; filename="{case.number}.huiyin"'
    made.headers["ETag"] = f'"{row.digest}"'
    return made


def _of(case: Case, id_: UUID) -> Dossier:
    row = dossier_of(("case", case.pk), id_)
    if row is None:
        raise Problem("not-found", "dossier.not_found")
    return row


class KeyOut(Schema):
    """A public key."""

    key_id: str
    public: str = Field(description="32 bytes in hex")
    made_at: str
    retired_at: str | None


class KeysOut(Schema):
    """The keys that sign case files and checkpoints, the newest first."""

    algorithm: str
    insurer: str
    keys: list[KeyOut]


@operation(router, "GET", "/proof/keys", scope="taxonomy:read", response=KeysOut)
def list_keys(request: Request) -> dict[str, Any]:
    """List the public keys

    The same without a token at `/.well-known/huiyin-keys.json`.
    """
    return checkpoints.keys_document()
