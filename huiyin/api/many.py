"""One change for many complaints, as on the desk: previewed, confirmed, done row by row, taken back within an hour."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import Router

from huiyin.api import staff
from huiyin.api.access import Request
from huiyin.api.answers import Answer, change, response
from huiyin.api.operations import operation
from huiyin.api.problems import Problem
from huiyin.api.rendering import dumps
from huiyin.api.schemas import queue as shown
from huiyin.cases import queries as cases
from huiyin.cases.models import BulkRow, BulkRun, BulkState, Case
from huiyin.complaints.actions import bulk, bulk_rows
from huiyin.complaints.queries import bulk as queries
from huiyin.complaints.rules import bulk as rules
from huiyin.core.actors import Actor
from huiyin.core.time import now

router = Router(tags=["Many at once"])
_ONE = "/bulk/changes/{uuid:change_id}"


@operation(router, "POST", "/bulk/changes", scope="complaints:act", response={201: shown.ManyOut})
def draft_many(request: Request, body: shown.ManyIn) -> HttpResponse:
    """Prepare one change for many complaints

    Up to 500. Nothing is done yet: the answer shows for each row what it has, what it would get, and why not. Confirm
    it to have it done.
    """
    chosen = _chosen(request, body.numbers)
    given = {
        "to": str(staff.person(body.to, "to").pk) if body.to else "",
        "code": body.code,
        "severity": body.severity,
        "tag": str(body.tag or ""),
        "words": body.words,
        "due_at": body.due_at.isoformat() if body.due_at else "",
    }

    def work(by: Actor, at: datetime) -> Answer:
        run = bulk.draft(user=request.auth.user, kind=body.kind, given=given, cases=chosen, where="", by=by, at=at)
        return Answer(_shown(run, request), 201)

    return change(request, work)


@operation(router, "GET", _ONE, scope="complaints:act", response=shown.ManyOut)
def read_many(request: Request, change_id: UUID) -> shown.ManyOut:
    """Read a change of many

    One's own: its preview before it begins, how far it is, what became of each row.
    """
    return _shown(_own(request, change_id), request)


@operation(router, "POST", f"{_ONE}/confirm", scope="complaints:act", response=shown.ManyOut)
def confirm_many(request: Request, change_id: UUID) -> HttpResponse:
    """Have a change of many done

    Up to 50 rows are done before the answer, more by a job. Each row has its own transaction, checks and ledger entry;
    one that is refused stops no other. Confirming again does nothing twice, so that an Idempotency-Key is not needed
    here and not kept.
    """
    return _go_on(request, change_id, bulk.confirm)


@operation(router, "POST", f"{_ONE}/undo", scope="complaints:act", response=shown.ManyOut)
def undo_many(request: Request, change_id: UUID) -> HttpResponse:
    """Take a change of many back

    Within an hour of it, row by row; a complaint that somebody has worked on since keeps its change (`kept`). Again: as
    `confirm_many`.
    """
    return _go_on(request, change_id, bulk.undo)


def _go_on(request: Request, change_id: UUID, step: Callable[..., BulkRun]) -> HttpResponse:
    by = request.auth.actor
    run = step(run=_own(request, change_id), by=by, at=now())
    if not rules.runs_as_job(BulkRow.objects.filter(run=run).count()):
        run = bulk_rows.work(run, by=by, clock=now)
    return response(200, dumps(_shown(run, request)))


def _chosen(request: Request, numbers: list[str]) -> list[Case]:
    """Those of the complaints that the caller sees, in the order of their numbers."""
    return list(cases.named(request.auth.user, numbers).order_by("number"))


def _own(request: Request, change_id: UUID) -> BulkRun:
    run = BulkRun.objects.select_related("user").filter(pk=change_id, user=request.auth.user).first()
    if run is None:
        raise Problem("not-found", "bulk.not_found", _("There is no such change, or somebody else began it."))
    return run


def _shown(run: BulkRun, request: Request) -> shown.ManyOut:
    names = ("id", "kind", "state", "created_at", "started_at", "ended_at")
    counts, at = queries.counts(run), now()
    return shown.ManyOut(
        **{name: getattr(run, name) for name in names},
        may_undo=counts["done"] > 0 and rules.may_undo(run.state, run.started_at, at),
        undo_until=run.started_at + rules.UNDO_WITHIN if run.started_at else None,
        counts={state: count for state, count in counts.items() if count},
        rows=_previewed(run, request) if run.state == BulkState.SHOWN else _rows(run, request),
    )


def _previewed(run: BulkRun, request: Request) -> list[shown.ManyRow]:
    found = queries.preview(run, by=request.auth.actor, language=get_language() or "zh-hans")
    seen = _visible(request, [one.row.case_id for one in found])
    return [
        shown.ManyRow(
            number=one.row.case.number, state=one.row.state, message=one.refusal,
            now=one.now if one.row.case_id in seen else "", then=one.then if one.row.case_id in seen else "",
            is_visible=one.row.case_id in seen,
        )
        for one in found
    ]  # fmt: skip


def _rows(run: BulkRun, request: Request) -> list[shown.ManyRow]:
    rows = list(BulkRow.objects.filter(run=run).select_related("case").order_by("place"))
    seen = _visible(request, [row.case_id for row in rows])
    return [
        shown.ManyRow(
            number=row.case.number, state=row.state, message=row.message, now="", then="",
            is_visible=row.case_id in seen,
        )
        for row in rows
    ]  # fmt: skip


def _visible(request: Request, ids: list[UUID]) -> set[Any]:
    return set(cases.visible_to(request.auth.user, looked_up=True).filter(pk__in=ids).values_list("pk", flat=True))
