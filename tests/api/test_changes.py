"""The change feed: everything once, in an order nobody can slip behind, for those who may see it."""

import threading
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote
from uuid import UUID

import psycopg
import pytest
from django.db import connection, transaction

from huiyin.api import paging
from huiyin.audit import actions as audit
from huiyin.audit.models import Entry
from huiyin.audit.queries import feed
from huiyin.core.actors import system
from huiyin.core.time import now
from tests.api.conftest import Machine, complaint

BY = system("test")
pytestmark = pytest.mark.django_db(transaction=True)
Make = Callable[..., Machine]


@pytest.fixture
def house(transactional_db: None) -> Any:
    from tests.people import build  # noqa: PLC0415 - the fixture of the folder, with data that is committed

    return build()


@pytest.fixture
def steady() -> Iterator[None]:
    """Leave the offset of the feed as it was."""
    yield
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION huiyin_feed_offset() RETURNS bigint LANGUAGE sql STABLE AS 'SELECT 0::bigint'"
        )


def register(machine: Machine, **changes: Any) -> str:
    made = machine.post("/complaints", complaint(**changes))
    assert made.status_code == 201, made.content.decode()
    return str(made.json()["number"])


def read_on(machine: Machine, cursor: str = "", query: str = "") -> tuple[list[Any], str]:
    """Everything from a cursor on, and the cursor behind it."""
    found: list[Any] = []
    while True:
        answer = machine.get(f"/changes?cursor={cursor}&limit=3{query}")
        assert answer.status_code == 200, answer.content.decode()
        page = answer.json()
        found += page["items"]
        cursor = page["next"]
        assert cursor
        if not page["more"]:
            return found, cursor


def test_every_change_comes_once_and_in_order(machine: Make) -> None:
    tom = machine("tom")
    number = register(tom)
    found, cursor = read_on(tom)
    entries = list(Entry.objects.filter(aggregate_kind="case").order_by("seq"))
    assert [one["id"] for one in found] == [str(entry.id) for entry in entries]
    assert {one["number"] for one in found} == {number}
    assert [one["seq"] for one in found] == list(range(1, len(entries) + 1))
    assert read_on(tom, cursor) == ([], cursor)
    tom.post(f"/complaints/{number}/check_identity", {"how": "与保单核对并回拨电话"})
    more, _cursor = read_on(tom, cursor)
    assert [one["kind"] for one in more] == ["complaint.identity_checked"]
    assert more[0]["title"] != more[0]["kind"]


def test_a_row_that_is_committed_late_is_never_passed_over(machine: Make) -> None:
    """Tom's first entry is written first and committed last: a reader that came by meanwhile still gets it."""
    tom = machine("tom")
    slow, quick = register(tom), register(tom, text="另一件事：保单查询不到，请尽快核实处理。")
    _all, cursor = read_on(tom)
    case = tom.get(f"/complaints/{slow}").json()["id"]
    written, leave = threading.Event(), threading.Event()

    def write_slowly() -> None:
        try:
            with transaction.atomic():
                audit.record(aggregate=("case", case), kind="test.slow", by=BY, at=now())
                written.set()
                leave.wait(30)
        finally:
            connection.close()

    thread = threading.Thread(target=write_slowly)
    thread.start()
    assert written.wait(30)
    done = tom.post(f"/complaints/{quick}/check_identity", {"how": "与保单核对并回拨电话"})
    assert done.status_code == 200
    meanwhile, cursor = read_on(tom, cursor)
    leave.set()
    thread.join()
    later, _cursor = read_on(tom, cursor)
    assert meanwhile == []
    assert [one["kind"] for one in later] == ["test.slow", "complaint.identity_checked"]


def test_what_was_rolled_back_never_comes(machine: Make) -> None:
    tom = machine("tom")
    number = register(tom)
    _all, cursor = read_on(tom)
    assert tom.post(f"/complaints/{number}/accept", {}).status_code == 409
    assert read_on(tom, cursor)[0] == []


def test_nobody_reads_changes_of_what_they_may_not_see(machine: Make) -> None:
    number = register(machine("tom"))
    assert read_on(machine("zoe"))[0] == []
    assert {one["number"] for one in read_on(machine("sam"))[0]} == {number}


def test_kinds_narrow_the_feed_and_now_leaves_the_past_out(machine: Make) -> None:
    tom = machine("tom")
    begin = tom.get("/changes?start=now").json()
    assert (begin["items"], begin["more"]) == ([], False)
    number = register(tom)
    assert read_on(tom, begin["next"])[0]
    end = tom.get("/changes?start=now").json()["next"]
    assert read_on(tom, end)[0] == []
    tom.post(f"/complaints/{number}/check_identity", {"how": "与保单核对并回拨电话"})
    assert [one["kind"] for one in read_on(tom, end, "&kind=complaint.identity_checked")[0]] == [
        "complaint.identity_checked"
    ]
    assert read_on(tom, end, "&kind=mail.")[0] == []
    assert read_on(tom, end, "&kind=complaint.")[0]
    assert tom.get("/changes?kind=x'%20OR%201").status_code == 422


def test_a_made_up_cursor_is_refused(machine: Make) -> None:
    assert machine("tom").get("/changes?cursor=1~x").json()["code"] == "cursor.foreign"


def test_a_cursor_of_another_database_is_refused_instead_of_passing_rows_over(machine: Make) -> None:
    tom = machine("tom")
    now = tom.get("/changes?start=now").json()["next"]
    assert tom.get(f"/changes?cursor={quote(now)}").status_code == 200
    there = paging.seal(str(feed.Position(feed.end().xact + 1_000_000, UUID(int=0))), "changes")
    answer = tom.get(f"/changes?cursor={quote(there)}")
    assert (answer.status_code, answer.json()["code"]) == (422, "cursor.foreign")


def test_a_page_reads_by_the_index_and_counts_nothing(machine: Make) -> None:
    register(machine("tom"))
    with transaction.atomic(), connection.cursor() as cursor:
        for way in ("seqscan", "bitmapscan", "sort"):  # only an index in the order of the feed is left
            cursor.execute(f"SET LOCAL enable_{way} = off")
        cursor.execute("EXPLAIN " + feed._PAGE, [0, feed.BEGINNING.id, 100])
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "audit_entry_feed" in plan
    assert "Sort" not in plan


def test_the_feed_goes_on_in_the_database_a_dump_was_restored_to(machine: Make, steady: None) -> None:
    """There transaction numbers begin anew: the rows that came along lie ahead of them."""
    tom = machine("tom")
    number = register(tom)
    with connection.cursor() as plain:
        plain.execute("SET session_replication_role = replica")
        plain.execute("UPDATE audit_entry SET xact = xact + 5000000")
        plain.execute("SET session_replication_role = origin")
    assert read_on(tom)[0] == []
    assert audit.carry_feed_on(by=BY, at=now()) is True
    assert audit.carry_feed_on(by=BY, at=now()) is False
    before, cursor = read_on(tom)
    assert before
    tom.post(f"/complaints/{number}/check_identity", {"how": "与保单核对并回拨电话"})
    assert [one["kind"] for one in read_on(tom, cursor)[0]] == ["complaint.identity_checked"]


def test_a_transaction_of_another_database_holds_nobody_up(machine: Make) -> None:
    tom = machine("tom")
    _all, cursor = read_on(tom)
    told = connection.get_connection_params() | {"dbname": "postgres"}
    told = {name: told[name] for name in ("dbname", "user", "password", "host", "port") if told.get(name)}
    with psycopg.connect(**told) as elsewhere:
        elsewhere.execute("SELECT pg_current_xact_id()")
        register(tom)
        assert read_on(tom, cursor)[0]
