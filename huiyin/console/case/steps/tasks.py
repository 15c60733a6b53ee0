"""Carrying out: tasks with their proof, payments (3.3-3, 3.4-1)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.accounts.models import Unit, User
from huiyin.cases.models import EvidenceKind, EvidenceSource
from huiyin.clocks.models import Task, TaskKind
from huiyin.complaints.actions import execution
from huiyin.complaints.queries.letter import approved_plan
from huiyin.console.case import forms, words
from huiyin.console.case.asked import Line, StepPage
from huiyin.console.case.frame import Moment
from huiyin.console.case.steps import shared
from huiyin.core.errors import BadInput

# Notices come by themselves; a promise is a step of its own, since nobody takes one back in silence.
_MINE = (TaskKind.NOTICE, TaskKind.PROMISE)


def assignees(moment: Moment) -> list[tuple[str, str]]:
    """People of the handling unit and those who take part, then the departments around."""
    case = moment.case
    people = User.objects.filter(unit__path__startswith=_home(case.unit.path), is_active=True).order_by("name")[:60]
    units = Unit.objects.filter(path__startswith=_home(case.unit.path), is_active=True).order_by("path")[:40]
    known = {f"user:{case.owner_id}": case.owner.name}
    known |= {f"user:{one.pk}": one.name for one in people}
    known |= {f"unit:{one.pk}": one.name for one in units}
    return list(known.items())


def _home(path: str) -> str:
    """The branch of a unit: the first two parts of its path."""
    return "/" + "/".join(path.strip("/").split("/")[:2]) + "/"


def _who(chosen: str) -> dict[str, Any]:
    kind, _colon, pk = chosen.partition(":")
    return {"unit": Unit.objects.get(pk=pk)} if kind == "unit" else {"assignee": User.objects.get(pk=pk)}


class TaskRow(forms.RowForm):
    """One task."""

    kind = forms.choice(gettext_lazy("Kind"))
    title = forms.line(gettext_lazy("What has to be done"), most=200)
    who = forms.choice(gettext_lazy("By whom"))
    due_at = forms.instant(gettext_lazy("Until"), required=False)

    def prepare(self) -> None:
        """Choices."""
        kinds = [one for one in TaskKind.choices if one[0] not in _MINE]
        forms.offer(self, "kind", kinds, blank=_("Choose …"))
        forms.offer(self, "who", assignees(self.moment), blank=_("Choose …"))

    @property
    def draft(self) -> execution.TaskDraft:
        """The row as the action takes it."""
        data = self.cleaned_data
        return execution.TaskDraft(kind=data["kind"], title=data["title"], due_at=data["due_at"], **_who(data["who"]))


class ExecuteForm(forms.StepForm):
    """A task for each part of the plan at least."""

    row_form = TaskRow
    row_name = gettext_lazy("Another task")

    def first_rows(self) -> list[dict[str, Any]]:
        """A row for each part of the approved plan."""
        plan = approved_plan(self.moment.case)
        if plan is None:
            return []
        until = self.moment.at + timedelta(days=7)
        owner = f"user:{self.moment.case.owner_id}"
        rows = [
            (TaskKind.PAYMENT, plan.compensation > 0, _("Pay %(sum)s") % {"sum": words.money(plan.compensation)}),
            (TaskKind.SERVICE, bool(plan.improvement), plan.improvement[:200]),
            (TaskKind.PROCESS, bool(plan.process), plan.process[:200]),
        ]
        return [
            {"kind": kind, "title": title, "who": owner, "due_at": _whole(until)}
            for kind, planned, title in rows
            if planned
        ]


def _whole(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)


def _drafts(form: forms.StepForm) -> list[execution.TaskDraft]:
    assert form.rows is not None
    # Rows that begin filled in count as they stand, also when nobody touched them.
    rows = [row for row in form.rows if row.cleaned_data.get("title")]
    return [row.draft for row in rows]  # type: ignore[attr-defined]


def _start(moment: Moment, form: ExecuteForm) -> object:
    return execution.start(case=moment.case, tasks=_drafts(form), by=moment.by, at=moment.at)


class AddTaskForm(forms.StepForm):
    """One task or promise."""

    pairs = (("kind", "who"),)
    kind = forms.choice(gettext_lazy("Kind"))
    title = forms.line(gettext_lazy("What has to be done"), most=200)
    who = forms.choice(gettext_lazy("By whom"))
    due_at = forms.instant(gettext_lazy("Until"), required=False)

    def prepare(self) -> None:
        """Parts of the plan only once there is an approved one."""
        parts = execution.PARTS if self.moment.facts.plan_state != "approved" else ()
        forms.offer(
            self, "kind", (one for one in TaskKind.choices if one[0] not in (*_MINE, *parts)), blank=_("Choose …")
        )
        forms.offer(self, "who", assignees(self.moment), blank=_("Choose …"))


def _add(moment: Moment, form: AddTaskForm) -> object:
    data = form.cleaned_data
    draft = execution.TaskDraft(kind=data["kind"], title=data["title"], due_at=data["due_at"], **_who(data["who"]))
    return execution.add_task(case=moment.case, task=draft, by=moment.by, at=moment.at)


def open_tasks(moment: Moment) -> list[Task]:
    """What is still to do on the case."""
    return list(Task.objects.filter(owner_kind="case", owner_id=moment.case.pk, state="open").order_by("due_at", "id"))


class CompleteForm(forms.StepForm):
    """Which task, with its proof; of a payment also sum, time and reference."""

    takes = (EvidenceKind.PROOF, EvidenceSource.INTERNAL)
    files_label = gettext_lazy("Proof")
    pairs = (("amount", "paid_at"),)
    task = forms.choice(gettext_lazy("Task"))
    amount = forms.money(gettext_lazy("Sum paid (yuan)"), required=False)
    paid_at = forms.instant(gettext_lazy("Paid at"), required=False)
    reference = forms.line(gettext_lazy("Reference of the payment"), required=False, most=80)
    evidence = forms.choice(gettext_lazy("Proof in the register"), required=False)
    note = forms.line(gettext_lazy("Remark"), required=False)

    def prepare(self) -> None:
        """Open tasks; the fields of a payment only where there is one to make."""
        tasks = open_tasks(self.moment)
        self.tasks = {str(task.pk): task for task in tasks}
        forms.offer(self, "task", ((task.pk, f"{task.get_kind_display()}: {task.title}") for task in tasks))
        forms.offer_evidence(self)
        chosen = self.tasks.get(str(self["task"].value() or "")) or (tasks[0] if tasks else None)
        if chosen is None or chosen.kind != TaskKind.PAYMENT:
            for name in ("amount", "paid_at", "reference"):
                del self.fields[name]
        else:
            self.fields["amount"].initial = self.moment.facts.plan_compensation.quantize(Decimal("0.01"))
        if self.moment.is_partial:  # another task asks for other fields
            url = reverse("case_step", args=[self.moment.case.number, "complete_task"])
            here = {"hx-get": url, "hx-target": "#step-place", "hx-trigger": "change", "hx-params": "task"}
            self.fields["task"].widget.attrs |= here

    @property
    def is_payment(self) -> bool:
        """Is the chosen task a payment?"""
        return self.tasks[self.cleaned_data["task"]].kind == TaskKind.PAYMENT


def _complete(moment: Moment, form: CompleteForm) -> object:
    data, common = form.cleaned_data, shared.common(moment)
    task, proof = form.tasks[data["task"]], form.proof()
    if not form.is_payment:
        return execution.complete_task(task=task, proof_evidence_id=proof, note=data["note"], **common)
    if data.get("amount") is None or data.get("paid_at") is None:
        raise BadInput("payment.sum", _("Give the sum and the time of the payment."), field="amount")
    if proof is None:
        raise BadInput("payment.proof", _("Attach the proof of the payment."), field="evidence")
    return execution.pay(
        task=task,
        amount=data["amount"],
        paid_at=data["paid_at"],
        reference=data["reference"],
        proof_evidence_id=proof,
        **common,
    )


class CancelForm(forms.StepForm):
    """Which task, and why it is no longer needed."""

    task = forms.choice(gettext_lazy("Task"))
    reason = forms.line(gettext_lazy("Why it is no longer needed"))

    def prepare(self) -> None:
        """Open tasks."""
        tasks = open_tasks(self.moment)
        self.tasks = {str(task.pk): task for task in tasks}
        forms.offer(self, "task", ((task.pk, f"{task.get_kind_display()}: {task.title}") for task in tasks))


def _cancel(moment: Moment, form: CancelForm) -> object:
    data = form.cleaned_data
    return execution.cancel_task(
        case=moment.case, task=form.tasks[data["task"]], reason=data["reason"], by=moment.by, at=moment.at
    )


def _planned(moment: Moment, _form: Any) -> Iterable[Line]:
    plan = approved_plan(moment.case)
    if plan is not None:
        yield Line("coin", words.money(plan.compensation), plan.compensation_text)
        for text in filter(None, (plan.improvement, plan.process)):
            yield Line("checklist", _("Planned"), text)


PAGES = (
    StepPage(code="execute", form=ExecuteForm, act=_start, before=_planned, wide=True),
    StepPage(code="add_task", form=AddTaskForm, act=_add),
    StepPage(code="complete_task", form=CompleteForm, act=_complete),
    StepPage(code="cancel_task", form=CancelForm, act=_cancel),
)
