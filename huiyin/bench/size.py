"""The desk at size: each page, action and sweep of one house, taken one at a time, and which of its statements read too
much. `pair` asks two houses by turns.
"""

import re
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from typing import NamedTuple, TypeVar
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
from huiyin.cases.actions import talk
from huiyin.cases.models import Case
from huiyin.clocks import sweeps as clocks
from huiyin.complaints.actions import acceptance, intake, withdrawal
from huiyin.core.actors import customer
from huiyin.core.time import now
from huiyin.demo import bulk

T = TypeVar("T")
DEEP = 100  # the page of the queue that is asked for beside the first
COMMON, RARE = "理赔", "电动轮椅"
# A table of fewer rows may be read whole, and so many rows may be passed over: an index would not be quicker.
SMALL = 5_000
_SCAN = re.compile(r"(Seq|Index|Index Only|Bitmap Heap) Scan (?:Backward )?(?:using \S+ )?on (\w+)")
_PASSED = re.compile(r"Rows Removed by (?:Filter|Index Recheck): (\d+)")
_NEXT = re.compile(r'[?&;]after=([^"&]+)')


class Page(NamedTuple):
    """A page of the desk as somebody sees it, by their session."""

    name: str
    path: str
    session: str


def fill(cases: int) -> tuple[int, float]:
    """See that the house and so many cases are there, and fire what fell due long ago. Returns how many there are, and
    how many were seeded in a second (0 when there was nothing to do)."""
    if not Unit.objects.exists():
        measures.settle()
    there, rate = Case.objects.count(), 0.0
    if there < cases:
        began = time.monotonic()
        bulk.add(number=cases - there, now=now())
        rate = (cases - there) / (time.monotonic() - began)
    clocks.run_due()
    return max(there, cases), rate


class Probe:
    """One house with its server."""

    def __init__(self, server: ground.Server) -> None:
        self._port = server.port
        self._user, self._unit = measures.person("head_office_cp"), Unit.objects.get(parent=None)
        self._by = who.actor(self._user, where="bench")
        talk.add_note(case=self._register(), text=RARE, by=self._by, at=now())
        self._pages = list(_pages(measures.session_of(self._user), measures.session_of(_leader())))
        self._new: list[Case] = []
        self._works: dict[str, Callable[[], object]] = {page.name: partial(self._get, page) for page in self._pages}
        self._works |= {
            "intake, the action": lambda: self._new.append(self._register()),
            "note": partial(self._on_each, "note", self._note),
            "identity checked": partial(self._on_each, "identity", self._check),
            "accept": partial(self._on_each, "accept", self._accept),
            "withdrawn, which ends the case": partial(self._on_each, "withdraw", self._withdraw),
            "a round of the limits' sweep": clocks.run_due,
        }
        self._turns: dict[str, int] = {}

    def names(self) -> list[str]:
        """What can be taken, in an order that works: one ends what was registered, checked and accepted."""
        return list(self._works)

    def take(self, name: str) -> float:
        """Do one thing once; returns milliseconds."""
        began = time.perf_counter()
        self._works[name]()
        return (time.perf_counter() - began) * 1000

    def faults(self) -> list[str]:
        """Each page with a table that one of its statements reads whole, or walks through in vain."""
        return sorted(set(_read_too_much(self._pages)))

    def _get(self, page: Page) -> None:
        headers = (("Cookie", f"sessionid={page.session}"),)
        load.times(self._port, [load.Request("GET", page.path, headers=headers)], right=_is_whole)

    def _register(self) -> Case:
        return intake.register(arrival=measures.arrival(1, self._unit), by=self._by, at=now()).case

    def _on_each(self, name: str, act: Callable[[Case], object]) -> None:
        turn = self._turns[name] = self._turns.get(name, -1) + 1
        act(self._new[turn])

    def _note(self, case: Case) -> None:
        talk.add_note(case=case, text="已联系客户", by=self._by, at=now())

    def _check(self, case: Case) -> None:
        acceptance.check_identity(case=case, how="核对保单预留电话", by=self._by, at=now())

    def _accept(self, case: Case) -> None:
        acceptance.accept(case=Case.objects.get(pk=case.pk), by=self._by, at=now())

    def _withdraw(self, case: Case) -> None:
        person = case.people.get()
        withdrawal.withdraw(case=case, pressure_denied=True, signed_name=person.name, by=customer(person.pk), at=now())


def _leader() -> User:
    """Somebody who leads a branch: sees a part of the house and must stay away from complaints about their staff."""
    found = User.objects.filter(memberships__role="supervisor").exclude(unit__parent=None).order_by("employee_no")
    return found[0]


def _pages(session: str, leader: str) -> Iterator[Page]:
    """The pages; the deep one of the queue is reached as a reader reaches it."""
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
    behind = "{}?verdict={}"
    all_of_them, decided = (reverse("handbook_cases", args=[name]) for name in ("accepted_in_time", "decision_time"))
    for name, path in {
        "queue, first page": queue,
        f"queue, page {DEEP} or the last": deep,
        "search, common word": f"{reverse('find')}?q={quote(COMMON)}",
        "search, rare word": f"{reverse('find')}?q={quote(RARE)}",
        "case": reverse("case", args=[newest]),
        "board": reverse("board"),
        "clause of the handbook": reverse("handbook_clause", args=["cn-handbook-2025", "3.1-5"]),
        "cases behind a figure, of one in twenty": behind.format(decided, "kept"),
        "cases behind a figure, of nearly all": behind.format(all_of_them, "kept"),
    }.items():
        yield Page(name, path, session)
    yield Page("queue of a supervisor", queue, leader)
    yield Page("search of a supervisor, common word", f"{reverse('find')}?q={quote(COMMON)}", leader)


def _client(session: str) -> Client:
    client = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0].lstrip(".") if settings.ALLOWED_HOSTS else "localhost")
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    return client


def _read_too_much(pages: Sequence[Page]) -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND reltuples > %s", [SMALL])
        large = {str(row[0]) for row in cursor.fetchall()} - {Session._meta.db_table}
        for page in pages:
            with CaptureQueriesContext(connection) as captured:
                status = _client(page.session).get(page.path, secure=True).status_code
            assert status == 200, f"{page.path}: {status}"
            asked = [query["sql"] for query in captured.captured_queries]
            for sql in (one for one in asked if one.lstrip(" (").startswith("SELECT")):
                cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF) {sql}".replace("%", "%%"), [])
                plan = [str(row[0]) for row in cursor.fetchall()]
                yield from (f"{page.name}: {fault}" for fault in faults(plan, large))


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


def _is_whole(status: int, body: bytes) -> bool:
    return status == 200 and b"</html>" in body
