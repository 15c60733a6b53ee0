"""Macros: those of the house, what one would do in a complaint, doing it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from huiyin.api import staff
from huiyin.api.access import Request
from huiyin.api.answers import Answer, case_of, change, change_case, change_marked, etag, versioned
from huiyin.api.operations import operation
from huiyin.api.problems import Problem
from huiyin.api.schemas import wordings as shown
from huiyin.cases.models import Case, Macro
from huiyin.complaints.actions import macros as actions
from huiyin.complaints.queries import macros as queries
from huiyin.complaints.rules import macros as rules
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused
from huiyin.core.time import now

router = Router(tags=["Templates and macros"])
MOST = 500


@operation(router, "GET", "/macros", scope="complaints:read", response=shown.MacroList)
def list_macros(request: Request) -> shown.MacroList:
    """List the macros

    At most 500 in use, by name.
    """
    return shown.MacroList(items=[_macro(row) for row in queries.shelf()[:MOST]])


@operation(router, "POST", "/macros", scope="rules:write", response={201: shown.MacroOut})
def add_macro(request: Request, body: shown.MacroMake) -> HttpResponse:
    """Make a macro

    Whoever leads the unit or one above it.
    """
    unit = staff.unit(body.unit)
    if unit is None:
        raise BadInput("unit.unknown", _("There is no unit with this code."), field="unit")
    return change(
        request, lambda by, at: versioned(_macro(actions.begin(**_given(body), unit=unit, by=by, at=at)), 201)
    )


@operation(router, "GET", "/macros/{macro_id}", scope="complaints:read", response=shown.MacroOut)
def read_macro(request: Request, response: HttpResponse, macro_id: UUID) -> shown.MacroOut:
    """Read a macro

    The ETag is its version, for `If-Match`.
    """
    row = _row(macro_id)
    response.headers["ETag"] = etag(row.version)
    return _macro(row)


@operation(router, "POST", "/macros/{macro_id}/change", scope="rules:write", response=shown.MacroOut)
def change_macro(request: Request, macro_id: UUID, body: shown.MacroChange) -> HttpResponse:
    """Change a macro

    What somebody changed since `seen` elsewhere in it stays; 409 `macro.changed` names the fields that both changed.
    """
    row = _row(macro_id)
    return change_marked(
        request,
        lambda: _held(row),
        lambda by, at: versioned(_macro(actions.change(macro=row, **_given(body), seen=body.seen, by=by, at=at))),
    )


@operation(router, "POST", "/macros/{macro_id}/retire", scope="rules:write", response=shown.MacroOut)
def retire_macro(request: Request, macro_id: UUID) -> HttpResponse:
    """Take a macro out of use"""
    row = _row(macro_id)
    return change_marked(
        request,
        lambda: _held(row),
        lambda by, at: versioned(_macro(actions.retire(macro=row, retired=True, by=by, at=at))),
    )


@operation(router, "POST", "/macros/{macro_id}/restore", scope="rules:write", response=shown.MacroOut)
def restore_macro(request: Request, macro_id: UUID) -> HttpResponse:
    """Take a macro back into use"""
    row = _row(macro_id)
    return change_marked(
        request,
        lambda: _held(row),
        lambda by, at: versioned(_macro(actions.retire(macro=row, retired=False, by=by, at=at))),
    )


@operation(router, "GET", "/complaints/{number}/macros", scope="complaints:read", response=shown.MacroList)
def list_macros_here(request: Request, number: str) -> shown.MacroList:
    """List the macros that hold for a complaint"""
    return shown.MacroList(items=[_macro(row) for row in queries.for_case(case_of(request, number))])


@operation(
    router, "GET", "/complaints/{number}/macros/{macro_id}", scope="complaints:act", response=shown.MacroOutcome
)  # fmt: skip
def preview_macro(request: Request, number: str, macro_id: UUID) -> shown.MacroOutcome:
    """Look at what a macro would do now

    Step by step, with what would be refused and why. Nothing stays.
    """
    case, row = case_of(request, number), _row(macro_id)
    try:
        found = actions.preview(macro=row, case=case, by=request.auth.actor, at=now())
    except Refused as refusal:
        steps = rules.read(row.steps)
        found = [actions.Outcome(steps[0], "refused", "", refusal.message, refusal.needs)]
        found += [actions.Outcome(one, "untried") for one in steps[1:]]
    return _outcome(row, found)


@operation(
    router, "POST", "/complaints/{number}/macros/{macro_id}", scope="complaints:act", response=shown.MacroOutcome
)  # fmt: skip
def run_macro(request: Request, number: str, macro_id: UUID, body: shown.MacroRunIn) -> HttpResponse:
    """Run a macro

    All its steps or none: the first refusal takes everything back and says which step it was.
    """

    def work(case: Case, by: Actor, at: datetime) -> Answer:
        row = _row(macro_id)
        return Answer(_outcome(row, actions.run(macro=row, case=case, seen=body.seen, by=by, at=at)))

    return change_case(request, number, work)


def _row(macro_id: UUID) -> Macro:
    row = Macro.objects.select_related("unit").filter(pk=macro_id).first()
    if row is None:
        raise Problem("not-found", "macro.not_found", _("There is no such macro."))
    return row


def _held(row: Macro) -> str:
    return str(Macro.objects.select_for_update(of=("self",)).get(pk=row.pk).version)


def _given(body: shown.MacroIn) -> dict[str, Any]:
    return {
        "name": body.name, "name_en": body.name_en, "class_code": body.class_code,
        "steps": [step.dict() for step in body.steps],
    }  # fmt: skip


def _macro(row: Macro) -> shown.MacroOut:
    names = ("id", "name", "name_en", "class_code", "steps", "version")
    told = {name: getattr(row, name) for name in names}
    return shown.MacroOut(**told, unit=row.unit.code, is_retired=row.retired_at is not None)


def _outcome(row: Macro, found: list[actions.Outcome]) -> shown.MacroOutcome:
    return shown.MacroOutcome(
        ready=all(one.state == "done" for one in found),
        version=row.version,
        steps=[
            shown.OutcomeOut(kind=one.step.kind, state=one.state, text=one.words, why=one.why, needs=list(one.needs))
            for one in found
        ],
    )
