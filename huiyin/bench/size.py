"""The desk at size: each page, action and sweep at few cases and at many, and which statements read too much.

Times are p95 of the same work within one run; cases come from `huiyin seed --cases`.
"""

import re
import statistics
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from typing import TypeVar
from urllib.parse import quote

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huiyin.accounts import queries as who
from huiyin.accounts.models import Unit, User
from huiyin.bench import ground, load, measures
from huiyin.bench.measures import Line
from huiyin.cases.actions import talk
from huiyin.cases.models import Case
from huiyin.clocks import sweeps as clocks
from huiyin.complaints.actions import acceptance, intake
from huiyin.core.actors import Actor
from huiyin.core.time import now
from huiyin.demo import bulk

T = TypeVar("T")
FEW, RATIO = 10_000, 1.5
ROUNDS, WARM = 40, 4
DEEP = 100  # the page of the queue that is asked for beside the first
COMMON, RARE = "理赔", "电动轮椅"
# A table of fewer rows may be read whole, and so many rows may be passed over: an index would not be quicker.
SMALL = 5_000
_SCAN = re.compile(r"(Seq|Index|Index Only|Bitmap Heap) Scan (?:Backward )?(?:using \S+ )?on (\w+)")
_PASSED = re.compile(r"Rows Removed by (?:Filter|Index Recheck): (\d+)")
_NEXT = re.compile(r'[?&;]after=([^"&]+)')


def measure_size(server: ground.Server, session: str, cases: int) -> list[Line]:
    """Every measure at FEW and at `cases` cases (more than FEW), their ratios, and the statements without an index."""
    user, unit = measures.person("head_office_cp"), Unit.objects.get(parent=None)
    few = min(FEW, cases // 2)
    rates = [_fill(few)]
    _register(user, unit, RARE)
    before = _times(server, session, user, unit)
    rates.append(_fill(cases - few))
    after = _times(server, session, user, unit)
    lines = [Line(f"cases seeded by COPY, a second ({cases:,} in all)", f"{rates[-1]:.0f}")]
    for what, ms in before.items():
        ratio = after[what] / ms
        value = f"{after[what]:.0f} ms / {ms:.0f} ms = {ratio:.2f}"
        lines.append(Line(f"{what}, p95: {cases:,} against {few:,} cases", value, f"at most {RATIO}", ratio <= RATIO))
    much = sorted(set(_read_too_much(session)))
    told = "; ".join(much) or "none"
    return [
        *lines,
        Line("statements of the pages that read a large table whole, or much in vain", told, "none", not much),
    ]


def _fill(number: int) -> float:
    """Seed so many cases more, fire what fell due long ago; returns cases a second."""
    began = time.monotonic()
    bulk.add(number=number, now=now(), say=lambda line: None)
    rate = number / (time.monotonic() - began)
    clocks.run_due()
    return rate


def _register(user: User, unit: Unit, word: str = "") -> Case:
    arrival = measures.arrival(1, unit)
    by = who.actor(user, where="bench")
    made = intake.register(arrival=arrival, by=by, at=now()).case
    if word:
        talk.add_note(case=made, text=word, by=by, at=now())
    return made


def _times(server: ground.Server, session: str, user: User, unit: Unit) -> dict[str, float]:
    """p95 in milliseconds by what was done."""
    headers = (("Cookie", f"sessionid={session}"),)
    found = {}
    for name, path in _pages(session):
        asked = [load.Request("GET", path, headers=headers)] * (ROUNDS + WARM)
        found[name] = _p95(load.times(server.port, asked, right=_is_whole)[WARM:])
    by = who.actor(user, where="bench")
    new = [_timed(lambda: _register(user, unit)) for _ in range(ROUNDS + WARM)][WARM:]
    found["intake, the action"] = _p95([ms for ms, _case in new])
    for name, act in _actions(by):
        found[name] = _p95([_timed(partial(act, case))[0] for _ms, case in new])
    found["a round of the limits' sweep"] = _p95([_timed(clocks.run_due)[0] for _ in range(ROUNDS)])
    return found


def _actions(by: Actor) -> list[tuple[str, Callable[[Case], object]]]:
    return [
        ("note", lambda case: talk.add_note(case=case, text="已联系客户", by=by, at=now())),
        (
            "identity checked",
            lambda case: acceptance.check_identity(case=case, how="核对保单预留电话", by=by, at=now()),
        ),
        ("accept", lambda case: acceptance.accept(case=_again(case), by=by, at=now())),
    ]


def _again(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def _pages(session: str) -> Iterator[tuple[str, str]]:
    """The pages and their addresses; the deep page of the queue is reached as a reader reaches it."""
    client = _client(session)
    queue = deep = reverse("queue")
    for _page in range(DEEP - 1):
        answer = client.get(deep, secure=True)
        assert answer.status_code == 200, f"{deep}: {answer.status_code}"
        onward = _NEXT.search(answer.content.decode())
        if onward is None:
            break
        deep = f"{queue}?after={onward[1]}"
    newest = Case.objects.filter(is_open=True).order_by("-received_at", "-id").values_list("number", flat=True)[0]
    yield "queue, first page", queue
    yield f"queue, page {DEEP} or the last", deep
    yield "search, common word", f"{reverse('find')}?q={quote(COMMON)}"
    yield "search, rare word", f"{reverse('find')}?q={quote(RARE)}"
    yield "case", reverse("case", args=[newest])
    yield "board", reverse("board")
    yield "clause of the handbook", reverse("handbook_clause", args=["cn-handbook-2025", "3.1-5"])
    yield "cases behind a figure", reverse("handbook_cases", args=["accepted_in_time"])


def _client(session: str) -> Client:
    client = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0].lstrip(".") if settings.ALLOWED_HOSTS else "localhost")
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    return client


def _read_too_much(session: str) -> Iterator[str]:
    """Each page with a table that one of its statements reads whole, or walks through in vain."""
    client = _client(session)
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND reltuples > %s", [SMALL])
        large = {str(row[0]) for row in cursor.fetchall()} - {Session._meta.db_table}
        for name, path in _pages(session):
            with CaptureQueriesContext(connection) as captured:
                status = client.get(path, secure=True).status_code
            assert status == 200, f"{path}: {status}"
            asked = [query["sql"] for query in captured.captured_queries]
            for sql in (one for one in asked if one.lstrip(" (").startswith("SELECT")):
                cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF) {sql}".replace("%", "%%"), [])
                plan = [str(row[0]) for row in cursor.fetchall()]
                yield from (f"{name}: {fault}" for fault in faults(plan, large))


def faults(plan: Sequence[str], large: Collection[str]) -> Iterator[str]:
    """The large tables that a plan reads whole, and those of which it passes over many rows: an index that is walked
    only for its order is no better than none."""
    table = ""
    for line in plan:
        if scan := _SCAN.search(line):
            kind, table = scan.groups()
            if kind == "Seq" and table in large:
                yield f"{table} whole"
        elif (passed := _PASSED.search(line)) and int(passed[1]) > SMALL:
            yield f"{table}, {int(passed[1]):,} rows in vain"


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    began = time.perf_counter()
    made = work()
    return (time.perf_counter() - began) * 1000, made


def _p95(taken: list[float]) -> float:
    return statistics.quantiles(taken, n=20)[18]


def _is_whole(status: int, body: bytes) -> bool:
    return status == 200 and b"</html>" in body
