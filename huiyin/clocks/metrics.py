"""What is measured of limits, tasks and promises: one metric for each time rule by itself, and the named ones."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from huiyin.clocks.models import Clock, ClockState, Promise, Task, TaskState
from huiyin.clocks.rules.promises import standing
from huiyin.core.metrics import Metric, Row, Source, Verdict, handbook, order
from huiyin.core.words import Words
from huiyin.handbook import queries as rules
from huiyin.handbook.rules.terms import Rule

MET = Words("在期限内停止的计时", "limits that were stopped in time")
DUE = Words(
    "应在该月到期的计时：按时的、逾期的（逾期未停的也算）；尚在期内和暂停的为“未到评判”，取消且未逾期的不计",
    "limits that fell due in the month: kept, and broken (also those still running); running in time or paused "
    "ones are "
    "not yet judged; cancelled before they were broken do not count",
)
DUE_MONTH = Words("到期之月；暂停中的按开始之月", "the month it falls due; a paused one, the month it began")

# Metrics that people ask for by name: the same judgement as that of the rule, some by another month.
NAMED: Mapping[str, Metric] = {
    "complaint.acceptance": Metric(
        name="accepted_in_time",
        title=Words("24小时受理率", "Accepted within 24 hours"),
        numerator=Words("24小时内作出受理或不予受理决定的投诉", "complaints accepted or refused within the 24 hours"),
        denominator=Words(
            "该月收到、期限已有结果的投诉", "complaints received in the month whose limit has an outcome"
        ),
        month=Words("收到之月", "the month of receipt"),
        clauses=handbook("3.1-5"),
    ),
    "complaint.decision": Metric(
        name="decided_in_time",
        level="law",
        title=Words("及时办结率", "Decided and told in time"),
        numerator=Words("在法定期限内决定并告知的投诉", "complaints decided and told within the legal limit"),
        denominator=Words(
            "该月到期的投诉（以到期计，不以办结计，逾期未办的也在内）",
            "complaints that fell due in the month (by due date, not by closing: late open ones are among them)",
        ),
        month=DUE_MONTH,
        clauses=(*handbook("1.4-4", "3.3-1"), *order("art 18", "art 21")),
    ),
    "complaint.first_response": Metric(
        name="first_response_in_time",
        title=Words("首次响应及时率", "First response in time"),
        numerator=Words("期限内首次答复投诉人的投诉", "complaints with a first answer within the limit"),
        denominator=Words("该月到期的首次响应", "first responses that fell due in the month"),
        month=DUE_MONTH,
        clauses=handbook("1.2-3", "2.2-3", "6.3-1"),
    ),
    "complaint.major_plan": Metric(
        name="major_plan_in_time",
        title=Words("重大事项方案及时率", "Plan for major matters in time"),
        numerator=Words("期限内提出方案的重大投诉", "major complaints with a plan within the limit"),
        denominator=Words("该月到期的重大事项方案", "plans for major matters that fell due in the month"),
        month=DUE_MONTH,
        clauses=(*handbook("6.3-1"), *order("art 29")),
    ),
    "complaint.review_decision": Metric(
        name="review_in_time",
        level="law",
        title=Words("核查及时率", "Reviews decided in time"),
        numerator=Words("30日内决定并告知的核查", "reviews decided and told within the limit"),
        denominator=Words("该月到期的核查", "reviews that fell due in the month"),
        month=DUE_MONTH,
        clauses=order("art 20"),
    ),
}  # fmt: skip
_BY_START = frozenset({"complaint.acceptance"})

TASKS = Metric(
    name="tasks_on_time",
    title=Words("任务按时完成率", "Tasks done on time"),
    numerator=Words("在约定时间前完成的任务", "tasks done by their time"),
    denominator=Words(
        "该月到期的任务（有时间要求的；取消的不计）",
        "tasks with a time that fell due in the month; cancelled ones do not count",
    ),
    month=Words("到期之月", "the month they fall due"),
    clauses=handbook("3.3-3", "3.4-1"),
)
PROMISES = Metric(
    name="promises_kept",
    title=Words("承诺兑现率", "Promises kept"),
    numerator=Words("在承诺时间前兑现的承诺", "promises to customers that were kept by their time"),
    denominator=Words(
        "该月到期的承诺；到期前经投诉人同意免除或改期的不计，改期后的另计",
        "promises that fell due in the month; those released or moved by the customer before that do not count, the "
        "new date does",
    ),
    month=Words("到期之月", "the month they fall due"),
    clauses=handbook("1.1-7", "6.3-2"),
)
DATED = Metric(
    name="bound_by_dated_rule",
    title=Words("按日适用规则", "Bound by the rule of its day"),
    numerator=Words("所用规则版本在案件适用日生效的计时", "limits whose rule version was in force on the case's day"),
    denominator=Words("该月开始的计时", "limits that began in the month"),
    month=Words("开始之月", "the month they began"),
    clauses=handbook("8.1-1", "1.4-7"),
)


def metric_of(code: str, pack: str) -> str:
    """The name of the metric that every time rule has; a pack from abroad has its own for each code."""
    return f"clock:{code}" if pack in rules.home() else f"clock:{code}@{pack}"


def limits() -> Sequence[Metric]:
    """One metric for each time rule that obliges the insurer, the named ones, and whether the right version bound."""
    newest = {metric_of(rule.code, rule.pack): rule for rule in _oldest_first() if rule.obliges == "insurer"}
    return [*(_of_rule(name, rule) for name, rule in newest.items()), *NAMED.values(), DATED]


def _oldest_first() -> Iterator[Rule]:
    for code in rules.codes(rules.pack_codes()):
        yield from sorted(rules.versions(code, rules.pack_codes()), key=lambda rule: rule.effective_from)


def _of_rule(name: str, rule: Rule) -> Metric:
    return Metric(
        name=name,
        level=rule.breach,
        title=Words(f"按时率：{rule.title.zh}", f"In time: {rule.title.en}"),
        numerator=MET,
        denominator=DUE,
        month=DUE_MONTH,
        clauses=(),
    )


def limit_rows(cases: Sequence[UUID], at: datetime) -> Iterator[Row]:
    """Every limit of these cases."""
    rows = Clock.objects.filter(owner_kind="case", owner_id__in=cases).only(
        "owner_id", "rule_code", "rule_version", "state", "started_at", "due_at", "breached_at"
    )
    for clock in rows:
        rule = rules.recorded(clock.rule_version)
        verdict = _limit(clock)
        if rule.obliges == "insurer" and verdict is not None:
            month = clock.due_at or clock.started_at
            name = metric_of(clock.rule_code, rule.pack)
            yield Row(name, clock.owner_id, month, verdict)
            named = NAMED.get(clock.rule_code)
            if named is not None and rule.pack in rules.home():
                by_start = clock.rule_code in _BY_START
                yield Row(named.name, clock.owner_id, clock.started_at if by_start else month, verdict)
        yield Row(DATED.name, clock.owner_id, clock.started_at, "kept" if _dated(rule, clock.started_at) else "broken")


def _limit(clock: Clock) -> Verdict | None:
    if clock.breached_at is not None:
        return "broken"
    verdicts: dict[str, Verdict] = {ClockState.MET: "kept", ClockState.LATE: "broken", ClockState.RUNNING: "open"}
    return verdicts.get(clock.state)


def _dated(rule: Rule, at: datetime) -> bool:
    return rule.effective_from <= at.astimezone(rule.zone).date()


def task_rows(cases: Sequence[UUID], at: datetime) -> Iterator[Row]:
    """Every task of these cases that has a time and was not cancelled."""
    rows = Task.objects.filter(owner_kind="case", owner_id__in=cases, due_at__isnull=False)
    rows = rows.exclude(state=TaskState.CANCELLED)
    for owner, due_at, ended_at in rows.values_list("owner_id", "due_at", "ended_at"):
        if due_at is None:
            continue
        in_time = (ended_at or at) <= due_at
        verdict: Verdict = "broken" if not in_time else "kept" if ended_at else "open"
        yield Row(TASKS.name, owner, due_at, verdict)


def promise_rows(cases: Sequence[UUID], at: datetime) -> Iterator[Row]:
    """Every promise of these cases, unless the customer released it or agreed to another date in time."""
    rows = Promise.objects.filter(owner_kind="case", owner_id__in=cases)
    verdicts: Mapping[str, Verdict] = {
        "open": "open", "near": "open", "broken": "broken", "late": "broken", "kept": "kept",
    }  # fmt: skip
    for row in rows.only("owner_id", "state", "made_at", "due_at", "ended_at"):
        how = standing(state=row.state, made_at=row.made_at, due_at=row.due_at, ended_at=row.ended_at, at=at)
        if how in verdicts:
            yield Row(PROMISES.name, row.owner_id, row.due_at, verdicts[how])


def promises_over(since: datetime, until: datetime) -> Iterable[UUID]:
    """The cases with a promise that was open when its time passed in this stretch."""
    rows = Promise.objects.filter(owner_kind="case", state="open", due_at__gte=since, due_at__lte=until)
    return rows.values_list("owner_id", flat=True).distinct()


def tasks_over(since: datetime, until: datetime) -> Iterable[UUID]:
    """The cases with a task that was open when its time passed in this stretch."""
    rows = Task.objects.filter(owner_kind="case", state=TaskState.OPEN, due_at__gte=since, due_at__lte=until)
    return rows.values_list("owner_id", flat=True).distinct()


SOURCES = (
    Source(metrics=limits, rows=limit_rows),
    Source(metrics=lambda: (TASKS,), rows=task_rows, ripe=tasks_over),
    Source(metrics=lambda: (PROMISES,), rows=promise_rows, ripe=promises_over),
)
