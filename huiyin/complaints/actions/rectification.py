"""Rectification of what the complaint brought to light: owner, due date, proof, verified by somebody else (3.3-6)."""

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.accounts.models import Unit, User
from huiyin.cases.models import Case
from huiyin.complaints.actions import checks
from huiyin.complaints.actions.base import begin, finish
from huiyin.complaints.models import Rectification
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused
from huiyin.core.time import local_date


@action
def plan(
    *, case: Case, problem: str, measure: str, unit: Unit, responsible: User, due_on: date, by: Actor, at: datetime
) -> Rectification:
    """Plan the rectification of one exposed problem: what is done by whom, until when (3.3-6). Due today or later."""
    case, _facts = begin(case, "rectify", by=by)
    if due_on < local_date(at):
        raise BadInput("rectification.due", _("The due date has passed already; choose a later one."), field="due_on")
    if not responsible.is_active:
        raise BadInput("rectification.responsible", _("Choose somebody who works here."), field="responsible")
    row = Rectification.objects.create(
        case=case,
        at=at,
        by_id=by.id,
        by_label=by.label,
        problem=checks.text(problem, "problem", _("Name the problem that came to light."), least=4, most=500),
        measure=checks.text(measure, "measure", _("Say what will be done about it."), least=4),
        unit=unit,
        responsible=responsible,
        due_on=due_on,
    )
    finish(
        case,
        "rectify",
        by=by,
        at=at,
        body={"unit": unit.code, "responsible": responsible.pk, "due_on": due_on},
        personal={"problem": row.problem, "measure": row.measure},
        outputs={"rectification": row.pk},
    )
    return row


@action
def report_done(
    *,
    rectification: Rectification,
    proof: str,
    by: Actor,
    at: datetime,
    proof_evidence_id: UUID | None = None,
) -> Rectification:
    """Report a rectification as done, with its proof in words and, where there is one, an evidence item.

    Raises Refused(`rectification.done`) for a second time.
    """
    case, row = _open(rectification, "finish_rectification", by=by)
    if row.done_at is not None:
        raise Refused("rectification.done", _("This is reported as done already."), clause="3.3-6")
    row.proof = checks.text(proof, "proof", _("Say how one can see that it is done."), least=4)
    if proof_evidence_id is not None:
        row.proof_evidence_id = checks.evidence(case, [proof_evidence_id], "proof_evidence_id")[0]
    row.done_at, row.done_by_id = at, by.id
    row.save(update_fields=["proof", "proof_evidence_id", "done_at", "done_by_id"])
    finish(
        case,
        "finish_rectification",
        by=by,
        at=at,
        body={"rectification": row.pk, "in_time": local_date(at) <= row.due_on},
        personal={"proof": row.proof},
        outputs={"proof": row.proof_evidence_id or row.pk},
    )
    return row


@action
def verify(*, rectification: Rectification, works: bool, note: str, by: Actor, at: datetime) -> Rectification:
    """Verify that a rectification works, or open it again with what is missing; never by who did it (3.3-6).

    Raises Refused(`rectification.not_done`, `rectification.verified`, `rectification.self`).
    """
    case, row = _open(rectification, "verify_rectification", by=by)
    if row.verified_at is not None:
        raise Refused("rectification.verified", _("This is verified already."), clause="3.3-6")
    if row.done_at is None:
        raise Refused("rectification.not_done", _("This is not reported as done yet."), clause="3.3-6")
    if by.id is not None and by.id in (row.done_by_id, row.responsible_id):
        raise Refused("rectification.self", _("Somebody else verifies what you did."), clause="3.3-6")
    row.verify_note = checks.text(note, "note", _("Say what you checked."), least=4, most=500)
    if works:
        row.verified_at, row.verified_by_label = at, by.label
    else:
        row.done_at, row.done_by_id = None, None
    row.save(update_fields=["verify_note", "verified_at", "verified_by_label", "done_at", "done_by_id"])
    finish(
        case,
        "verify_rectification",
        by=by,
        at=at,
        body={"rectification": row.pk, "works": works},
        personal={"note": row.verify_note},
    )
    return row


def _open(rectification: Rectification, step: str, *, by: Actor) -> tuple[Case, Rectification]:
    case, _facts = begin(Case(pk=rectification.case_id), step, by=by)
    return case, Rectification.objects.select_for_update(of=("self",)).get(pk=rectification.pk)
