"""Moving customers from stage to stage by the dated rules, and what is then to be done (2.4-1, 2.4-2)."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.accounts.models import Unit
from huiyin.clocks import actions as clocks
from huiyin.clocks.models import Task, TaskKind, TaskState
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused
from huiyin.core.time import SHANGHAI, local_date
from huiyin.customers.actions.base import because, lock, record
from huiyin.customers.actions.outreach import check_reach
from huiyin.customers.models import ConsentPurpose, LifeStage, Measured, Policy
from huiyin.customers.queries.record import may_reach_out
from huiyin.customers.rules import stages
from huiyin.customers.rules.stages import Edition, Facts, Span, Strategy

OWNER = "customer"


@action
def settle_stages(*, party_ids: Sequence[UUID], troubled: Collection[UUID], by: Actor, at: datetime) -> int:
    """Put these customers into the stage of the day; returns how many moved. `troubled`: whose complaint is open or was
    found right lately. The first stage of a record is written down and asks for nothing; a later one makes the tasks of
    its strategies for the unit of the newest policy, for what the customer agreed to. Again changes nothing."""
    day = local_date(at)
    edition = stages.in_force(day)
    standing = {
        row.party_id: row
        for row in LifeStage.objects.select_for_update().filter(party__in=party_ids, to_on=None).order_by("party_id")
    }
    spans, fresh, moved = _spans(party_ids, day), [], 0
    for party_id in party_ids:
        row = standing.get(party_id)
        seen = row.from_on if row is not None and row.because == "ended" and row.stage == "at_risk" else None
        facts = Facts(spans.get(party_id, []), party_id in troubled, seen)
        stage, why = stages.stage_of(facts, edition, day)
        if row is None:
            fresh.append(LifeStage(party_id=party_id, stage=stage, because=why, rules=edition.version, from_on=day))
        elif row.stage != stage:
            _move(row, stage, why, edition, by=by, at=at)
            moved += 1
    LifeStage.objects.bulk_create(fresh)
    return moved


@action
def finish_task(
    *, party_ids: Collection[UUID], task_id: UUID, note: str, is_done: bool, by: Actor, at: datetime
) -> Task:
    """The customer was reached as the strategy says (`is_done`), or it is dropped; with what came of it. Again changes
    nothing. Raises Refused when the customer no longer agrees to be reached: then it can only be dropped."""
    task = Task.objects.filter(pk=task_id, owner_kind=OWNER, owner_id__in=list(party_ids)).first()
    if task is None:
        raise BadInput("task.unknown", _("There is no such task of this customer."), field="task")
    words = because(note)
    lock(task.owner_id, by=by)
    if task.state != TaskState.OPEN:
        return task
    if is_done:
        strategy = strategy_of(task)
        check_reach([task.owner_id], strategy.purpose if strategy else ConsentPurpose.CARE, at=at)
        task = clocks.complete_task(task=task, by=by, at=at, note=words)
    else:
        task = clocks.cancel_task(task=task, by=by, at=at, reason=words)
    record(
        task.owner_id, "task_done" if is_done else "task_dropped", by=by, at=at,
        body={"task": task.pk, "title": task.title}, personal={"note": words},
    )  # fmt: skip
    return task


def strategy_of(task: Task) -> Strategy | None:
    """The strategy that a task carries out, by its Chinese title in any edition."""
    every = [one for edition in stages.editions() for told in edition.strategies.values() for one in told]
    return next((one for one in every if one.title.zh == task.title), None)


def _move(row: LifeStage, stage: str, why: str, edition: Edition, *, by: Actor, at: datetime) -> None:
    day, party_id = local_date(at), row.party_id
    row.to_on = max(day, row.from_on)
    row.save(update_fields=["to_on"])
    new = LifeStage.objects.create(
        party_id=party_id, stage=stage, because=why, rules=edition.version, from_on=row.to_on
    )
    for task in Task.objects.filter(owner_kind=OWNER, owner_id=party_id, ref_id=row.pk, state=TaskState.OPEN):
        clocks.cancel_task(task=task, by=by, at=at, reason=_("The customer is in another stage now."))
    made, left = [], {}
    for strategy in edition.strategies.get(stage, ()):
        if refused := _refused(party_id, strategy, at):
            left[strategy.code] = refused
            continue
        clocks.add_task(
            owner=(OWNER, party_id), kind=TaskKind.OTHER, title=strategy.title.zh, unit=_unit(party_id),
            due_at=_end_of(day + timedelta(days=strategy.days)), ref_id=new.pk, by=by, at=at,
        )  # fmt: skip
        made.append(strategy.code)
    record(
        party_id, "stage_changed", by=by, at=at,
        body={"from": row.stage, "to": stage, "because": why, "tasks": made, "left_out": left},
        rule_versions=[edition.version],
    )  # fmt: skip


def _refused(party_id: UUID, strategy: Strategy, at: datetime) -> str:
    """Why a strategy makes no task: the customer opted out of automated decisions, or must not be reached."""
    if may_reach_out(party_id, ConsentPurpose.PROFILING, local_date(at)) == "withdrawn":
        return "profiling.withdrawn"
    try:
        check_reach([party_id], strategy.purpose, at=at)
    except Refused as refused:
        return refused.code
    return ""


def _unit(party_id: UUID) -> Unit:
    newest = Policy.objects.filter(holder=party_id).select_related("unit").order_by("-starts_on", "number").first()
    if newest is not None:
        return newest.unit
    measured = Measured.objects.filter(party=party_id).select_related("unit").first()
    return measured.unit if measured else Unit.objects.get(parent=None)


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time(23, 59), tzinfo=SHANGHAI)


def _spans(ids: Sequence[UUID], day: date) -> dict[UUID, list[Span]]:
    """First and last day of every policy held. One that is not in force any more ended at the latest yesterday."""
    found: dict[UUID, list[Span]] = {}
    rows = Policy.objects.filter(holder__in=ids).values_list("holder_id", "starts_on", "ends_on", "status")
    for holder, start, end, status in rows:
        if status != "in_force":
            end = max(start, min(end or day, day - timedelta(days=1)))
        found.setdefault(holder, []).append((start, end))
    return found
