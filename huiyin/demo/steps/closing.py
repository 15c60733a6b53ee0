"""Carrying out, the question, rectification, closing."""

from datetime import datetime, timedelta

from huiyin.clocks.models import Promise, Task
from huiyin.complaints.actions import archive as archiving
from huiyin.complaints.actions import closure, execution, promises, rectification, satisfaction
from huiyin.complaints.models import Rectification
from huiyin.core.actors import system
from huiyin.core.time import local_date
from huiyin.demo.play import Play


def execute(play: Play, at: datetime) -> None:
    """Tasks for every part of the plan."""
    kinds = ["service", "process", *(["payment"] if play.shape.money else [])]
    names = {"service": "task_service", "process": "task_process", "payment": "task_pay"}
    tasks = [
        execution.TaskDraft(
            kind=kind,
            title=play.words[names[kind]],
            assignee=play.user("handler"),
            due_at=at + timedelta(days=10),
        )
        for kind in kinds
    ]
    execution.start(case=play.case, tasks=tasks, by=play.actor("handler"), at=at)


def do_service(play: Play, at: datetime) -> None:
    """The service is improved."""
    _done(play, "service", at)


def do_process(play: Play, at: datetime) -> None:
    """The process is changed."""
    _done(play, "process", at)


def pay(play: Play, at: datetime) -> None:
    """The compensation is paid."""
    proof = play.keep("pay", kind="proof", source="internal_system", by="handler", at=at)
    execution.pay(
        case=play.case,
        task=_task(play, "payment"),
        amount=play.lines.compensation,
        paid_at=at,
        reference=play.words["reference"],
        proof_evidence_id=proof,
        by=play.actor("handler"),
        at=at,
    )


def rectify(play: Play, at: datetime) -> None:
    """The problem gets an owner and a date."""
    rectification.plan(
        case=play.case,
        problem=play.words["problem"],
        measure=play.words["measure"],
        unit=play.house.units[play.case.unit.code],
        responsible=play.user("supervisor"),
        due_on=local_date(at) + timedelta(days=30),
        by=play.actor("handler"),
        at=at,
    )


def ask(play: Play, at: datetime) -> None:
    """The one question."""
    method = "email" if play.shape.mail else "phone"
    satisfaction.ask(case=play.case, method=method, by=play.actor("handler"), at=at)


def answer(play: Play, at: datetime) -> None:
    """Its answer, or a refusal."""
    by = play.complainant() if play.shape.mail else play.actor("desk")
    if play.shape.answer == "refused":
        satisfaction.refuse(case=play.case, words=play.words["opinion"], by=by, at=at)
    else:
        satisfaction.answer(case=play.case, score=play.lines.score, words=play.words["opinion"], by=by, at=at)


def close(play: Play, at: datetime) -> None:
    """Closed, once what was promised is kept."""
    for row in Promise.objects.filter(owner_kind="case", owner_id=play.case.pk, state="open"):
        promises.keep(case=play.case, promise=row, note=play.words["close"], by=play.actor("handler"), at=at)
    closure.close(
        case=play.case,
        close_code=play.lines.close_code,
        reason=play.words["close"],
        by=play.actor("supervisor"),
        at=at,
    )


def rectify_done(play: Play, at: datetime) -> None:
    """The rectification is reported as done."""
    row = Rectification.objects.get(case=play.case)
    rectification.report_done(rectification=row, proof=play.words["rectified"], by=play.actor("handler"), at=at)


def rectify_verify(play: Play, at: datetime) -> None:
    """Somebody else verifies it."""
    row = Rectification.objects.get(case=play.case)
    note = play.words["verified"]
    rectification.verify(rectification=row, works=True, note=note, by=play.actor("checker"), at=at)


def archive(play: Play, at: datetime) -> None:
    """The watch period is over."""
    archiving.archive(case=play.case, by=system("complaints.archive"), at=at)


def _task(play: Play, kind: str) -> Task:
    return Task.objects.filter(owner_id=play.case.pk, kind=kind, state="open").earliest("id")


def _done(play: Play, kind: str, at: datetime) -> None:
    proof = play.keep(kind, kind="proof", source="internal_system", by="handler", at=at)
    execution.complete_task(
        case=play.case, task=_task(play, kind), proof_evidence_id=proof, by=play.actor("handler"), at=at
    )
