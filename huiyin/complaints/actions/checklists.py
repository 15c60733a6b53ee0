"""Ticking and waiving the lines of a checklist at the stage the complaint is in. Each leaves its entry."""

from datetime import datetime

from django.utils.translation import gettext as _

from huiyin.cases.actions import base as cases
from huiyin.cases.models import Case, CaseCheck, ChecklistVersion, CheckState
from huiyin.cases.rules.checklists import Check
from huiyin.cases.rules.limits import REASON_LEAST
from huiyin.complaints.actions import checks
from huiyin.complaints.queries import facts as gather
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused

MOST = 500


@action
def tick(*, case: Case, list_code: str, line: str, by: Actor, at: datetime) -> CaseCheck:
    """A line is done. Ticked twice it is one; a waived line that is done after all is done.

    Raises Refused(`check.gone`) when the list does not belong to the stage the complaint is in now.
    """
    return _set(case, list_code, line, CheckState.DONE, "", by=by, at=at)


@action
def waive(*, case: Case, list_code: str, line: str, reason: str, by: Actor, at: datetime) -> CaseCheck:
    """A line does not apply here, and why (4 to 500 characters). Raises BadInput(`check.reason`),
    Refused(`check.gone`)."""
    words = checks.short(reason, "reason", most=MOST)
    if len(words) < REASON_LEAST:
        raise BadInput("check.reason", _("Say in a few words why the line does not apply here."), field="reason")
    return _set(case, list_code, line, CheckState.WAIVED, words, by=by, at=at)


@action
def untick(*, case: Case, list_code: str, line: str, by: Actor, at: datetime) -> None:
    """Take a tick or a waiver off again, while the complaint is at its stage. Twice does nothing more."""
    case, _found, turn = _at_stage(case, list_code, line, by=by)
    row = CaseCheck.objects.filter(case=case, round=turn, list_code=list_code, line=line).first()
    if row is not None:
        body = _body(row)
        row.delete()
        cases.record(case, "check_undone", by=by, at=at, body=body)


def _set(case: Case, list_code: str, line: str, state: str, reason: str, *, by: Actor, at: datetime) -> CaseCheck:
    case, found, turn = _at_stage(case, list_code, line, by=by)
    row = CaseCheck.objects.filter(case=case, round=turn, list_code=list_code, line=line).first()
    if row is not None and row.state == state and row.reason == reason:
        return row
    version = ChecklistVersion.objects.get(code=list_code, version=found.version)
    row = row or CaseCheck(case=case, round=turn, list_code=list_code, line=line)
    row.list, row.state, row.reason, row.at, row.by_id, row.by_label = version, state, reason, at, by.id, by.label
    row.save()
    kind = "check_done" if state == CheckState.DONE else "check_waived"
    cases.record(case, kind, by=by, at=at, body=_body(row), personal={"reason": reason} if reason else None)
    return row


def _at_stage(case: Case, list_code: str, line: str, *, by: Actor) -> tuple[Case, Check, int]:
    case = cases.lock(case, by=by, staff_only=True)
    facts = gather(case)
    found = next((one for one in facts.checks if (one.list, one.line) == (list_code, line)), None)
    if found is None:
        raise Refused(
            "check.gone", _("This line does not belong to the stage the complaint is in now. Load the page again.")
        )
    return case, found, facts.round


def _body(row: CaseCheck) -> dict[str, object]:
    return {"list": row.list_code, "version": row.list.version, "line": row.line, "round": row.round}
