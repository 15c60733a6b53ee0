"""The engine of time limits: derivations a minute on one core, and two years of 100,000 limits under a draft."""

import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db import connection

from huiyin.accounts import queries as who
from huiyin.accounts.models import User
from huiyin.bench.line import Line
from huiyin.cases.jobs import replay as job
from huiyin.cases.models import Case
from huiyin.clocks.actions import trials
from huiyin.clocks.models import Clock
from huiyin.clocks.rules.due import compute
from huiyin.clocks.rules.events import Event
from huiyin.clocks.rules.fast import due_only
from huiyin.core import bulk, calendars
from huiyin.core.actors import Actor
from huiyin.core.ids import uuid7
from huiyin.core.time import local_date, now
from huiyin.handbook import actions
from huiyin.handbook import queries as handbook
from huiyin.handbook.models import Replay
from huiyin.handbook.rules.terms import Rule

ROUNDS = 4000
WANTED = 1_000_000
LIMITS = 100_000
CODE, PACK = "complaint.first_response", "cn-handbook-2025"
Sample = tuple[Rule, datetime, Sequence[Event]]


def measure_engine() -> list[Line]:
    """Every kind of limit by turns, a quarter of them paused and extended: with the derivation, and without."""
    samples = _samples(now())
    full, quick = _rate(compute, samples), _rate(due_only, samples)
    return [
        Line("derivations a minute on one core, with every step told", f"{full:,.0f}", f"{WANTED:,}", full >= WANTED),
        Line("due times alone, a minute on one core", f"{quick:,.0f}", f"{WANTED:,}", quick >= WANTED),
    ]


def _samples(at: datetime) -> list[Sample]:
    codes = ("complaint.first_response", "complaint.decision", "complaint.progress", "claim.completion")
    found: list[Sample] = []
    for n in range(ROUNDS):
        rule = handbook.versions(codes[n % len(codes)])[-1]
        start = at - timedelta(minutes=263 * n + 9000)
        events: list[Event] = []
        if n % 16 == 1:  # of the decision alone: the others know no pause and no extension
            events = [
                Event("pause", start + timedelta(days=2), ref="x"),
                Event("resume", start + timedelta(days=4), ref="x"),
                Event("extend", start + timedelta(days=6)),
            ]
        found.append((rule, start, events))
    return found


def _rate(way: Callable[..., object], samples: Sequence[Sample]) -> float:
    cn = calendars.current("cn")
    best = float("inf")
    for _round in range(4):
        began = time.process_time()
        for rule, start, events in samples:
            way(rule, cn, start, events, {})
        best = min(best, time.process_time() - began)
    return len(samples) / best * 60


def measure_replay(user: User, case: Case) -> list[Line]:
    """A draft played over 100,000 limits of two years, all of which it changes."""
    at, by = now(), who.actor(user, where="bench")
    _fill(case, at)
    draft = trials.draft_rule(
        code=CODE, pack=PACK, effective_from=local_date(at) + timedelta(days=3), reason="bench", by=by, at=at
    )
    body = draft.body | {"length": 12, "alarms": [{"before": "2h", "tell": "owner"}, {"after": "0h", "tell": "owner"}]}
    draft = trials.edit_rule(
        draft=draft, seen=1, body=body, effective_from=draft.effective_from, reason="bench", by=by, at=at
    )
    row = _started(draft, by, at)
    began = time.monotonic()
    job.replay(str(row.pk))
    took, done = time.monotonic() - began, Replay.objects.get(pk=row.pk)
    value = f"{took:.0f} s for {done.done:,} limits, {done.summary['totals']['changed']:,} of them changed"
    return [Line("a draft over two years of 100,000 cases", value, "under 60 s", took < 60)]


def _started(draft: object, by: Actor, at: datetime) -> Replay:
    return actions.start_replay(draft=draft, since=at - timedelta(days=731), by=by, at=at)  # type: ignore[arg-type]


def _fill(case: Case, at: datetime) -> None:
    """Copies of one case, each with its limit, kept or broken by turns, evenly over two years."""
    columns = [str(field.column) for field in Case._meta.concrete_fields]
    own = {
        "id": "gen_random_uuid()",
        "number": "'BENCH' || n",
        "received_at": "%s::timestamptz - n * interval '10 min'",
    }
    chosen = ", ".join(own.get(name, f'"{name}"') for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO cases_case ({names}) SELECT {chosen} FROM cases_case, generate_series(1, %s) n "
            "WHERE id = %s RETURNING id, received_at",
            [at, LIMITS, case.pk],
        )
        rows = cursor.fetchall()
    rule = handbook.find(CODE, local_date(at))
    assert rule is not None
    version, calendar = rule.version, calendars.current(rule.calendar).version
    clocks = []
    for place, (case_id, start) in enumerate(rows):
        due, met = start + timedelta(hours=24), start + timedelta(hours=place % 30)
        clocks.append(
            bulk.draft(
                Clock, id=uuid7(), owner_kind="case", owner_id=case_id, rule_code=CODE, pack=PACK,
                rule_version=version, calendar_version=calendar, started_at=start, due_at=due, met_at=met,
                state="met" if met <= due else "late", breached_at=None if met <= due else due, breach_kind="house",
            )
        )  # fmt: skip
    bulk.copy_in(Clock, clocks)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE clocks_clock")
