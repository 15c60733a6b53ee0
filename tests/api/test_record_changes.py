"""The change feed of customers, policies and claims: everything once, nothing passed over, for those who may see it."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from huiyin.api import paging
from huiyin.audit.queries import feed
from huiyin.core.actors import system
from huiyin.core.time import now
from huiyin.customers.actions.core_parties import PartyMessage, take_parties
from huiyin.customers.actions.identity import judge, take_back
from huiyin.customers.models import Party
from tests.api.conftest import Machine

BY = system("test")
pytestmark = pytest.mark.django_db(transaction=True)
Make = Callable[..., Machine]


@pytest.fixture
def house(transactional_db: None) -> Any:
    from tests.people import build  # noqa: PLC0415 - the fixture of the folder, with data that is committed

    return build()


def at(hours: int) -> str:
    return (now() - timedelta(hours=100 - hours)).isoformat()


def send(machine: Machine, path: str, **row: Any) -> str:
    answer = machine.post(path, {"rows": [{"source": "core", "sent_at": at(1)} | row]})
    assert answer.status_code == 200, answer.content.decode()
    return str(answer.json()["items"][0]["outcome"])


def customer(machine: Machine, key: str = "C1", **more: Any) -> str:
    return send(machine, "/customers", key=key, name="李春梅", **more)


def policy(machine: Machine, key: str = "P1", **more: Any) -> str:
    row = {"number": key, "holder_key": "C1", "unit": "JS-CP", "product_code": "HE01", "product_name": "百万医疗"}
    return send(machine, "/policies", key=key, **(row | {"line": "health", "starts_on": "2025-01-01"} | more))


def claim(machine: Machine, number: str = "CL-1", **more: Any) -> str:
    return send(machine, "/claims", number=number, policy_number="P1", **more)


def read_on(machine: Machine, cursor: str = "", query: str = "") -> tuple[list[Any], str]:
    """Everything from a cursor on, and the cursor behind it."""
    found: list[Any] = []
    while True:
        answer = machine.get(f"/records/changes?cursor={quote(cursor)}&limit=2{query}")
        assert answer.status_code == 200, answer.content.decode()
        page = answer.json()
        found += page["items"]
        cursor = page["next"]
        if not page["more"]:
            return found, cursor


def short(rows: list[Any]) -> list[tuple[str, str, str]]:
    return [(one["record"], one["name"], one["change"]) for one in rows]


def test_every_change_comes_once_with_what_it_is(machine: Make) -> None:
    hua = machine("hua")
    assert (customer(hua), policy(hua), claim(hua)) == ("created",) * 3
    found, cursor = read_on(hua)
    assert short(found) == [("customer", "C1", "created"), ("policy", "P1", "created"), ("claim", "CL-1", "created")]
    assert hua.get(f"/claims/{found[2]['record_id']}").json()["number"] == "CL-1"
    assert customer(hua, sent_at=at(2), phone="13812345678") == "changed"
    assert policy(hua, sent_at=at(2), premium="800.00") == "changed"
    assert claim(hua, sent_at=at(2), milestones=[{"kind": "reported", "at": at(1)}]) == "changed"
    more, cursor = read_on(hua, cursor)
    assert short(more) == [("customer", "C1", "changed"), ("policy", "P1", "changed"), ("claim", "CL-1", "changed")]
    assert customer(hua, sent_at=at(3), phone="13812345678") == "same"
    assert read_on(hua, cursor) == ([], cursor)
    assert short(read_on(hua, "", "&record=policy")[0]) == [("policy", "P1", "created"), ("policy", "P1", "changed")]


def test_records_put_together_and_parted_again_name_each_other(machine: Make) -> None:
    hua = machine("hua")
    customer(hua), customer(hua, "C2")
    _made, cursor = read_on(hua)
    one, two = Party.objects.order_by("external_ref").values_list("pk", flat=True)
    row = judge(party_id=one, other_id=two, verdict="same", reason="同一证件号码", by=BY, at=now())
    take_back(identity_id=row.pk, reason="证件号码录错", by=BY, at=now())
    found, _cursor = read_on(hua, cursor)
    assert sorted(short(found)[:2]) == [("customer", "C1", "merged"), ("customer", "C2", "merged")]
    assert sorted(short(found)[2:]) == [("customer", "C1", "separated"), ("customer", "C2", "separated")]
    assert {(one["record_id"], one["other_id"]) for one in found} == {(str(one), str(two)), (str(two), str(one))}


def test_a_row_that_is_committed_late_is_never_passed_over(machine: Make) -> None:
    """The slow one is written first and committed last: a reader that came by meanwhile still gets it."""
    hua = machine("hua")
    customer(hua)
    _all, cursor = read_on(hua)
    written, leave = threading.Event(), threading.Event()

    def write_slowly() -> None:
        try:
            with transaction.atomic():
                row = PartyMessage(source="core", key="SLOW", sent_at=now(), details={"name": "王建国"})
                take_parties(rows=[row], by=BY, at=now(), measured=False)
                written.set()
                leave.wait(30)
        finally:
            connection.close()

    thread = threading.Thread(target=write_slowly)
    thread.start()
    assert written.wait(30)
    assert customer(hua, "QUICK") == "created"
    meanwhile, cursor = read_on(hua, cursor)
    leave.set()
    thread.join()
    later, cursor = read_on(hua, cursor)
    assert meanwhile == []
    assert [one["name"] for one in later if one["change"] == "created"] == ["SLOW", "QUICK"]
    assert read_on(hua, cursor)[0] == []


def test_nobody_reads_changes_of_what_they_may_not_see(machine: Make) -> None:
    hua = machine("hua")
    customer(hua), policy(hua), claim(hua), customer(hua, "C2")
    assert short(read_on(machine("tom"))[0]) == [
        ("customer", "C1", "created"), ("policy", "P1", "created"), ("claim", "CL-1", "created"),
    ]  # fmt: skip
    assert read_on(machine("zoe"))[0] == []


def test_now_leaves_the_past_out_and_a_foreign_cursor_is_refused(machine: Make) -> None:
    hua = machine("hua")
    customer(hua)
    end = hua.get("/records/changes?start=now").json()
    assert (end["items"], end["more"], read_on(hua, end["next"])[0]) == ([], False, [])
    cases = hua.get("/changes?start=now").json()["next"]
    there = paging.seal(str(feed.Position(feed.end().xact + 1_000_000, feed.BEGINNING.id)), "record_changes")
    for wrong in ("1~x", cases, there):
        answer = hua.get(f"/records/changes?cursor={quote(wrong)}")
        assert answer.json()["code"] == "cursor.foreign", wrong


def test_a_page_reads_by_the_index_and_its_cost_does_not_grow(machine: Make) -> None:
    tom, hua = machine("tom"), machine("hua")
    customer(hua), policy(hua), claim(hua)
    for one in (tom, hua):
        one.get("/records/changes")
        with CaptureQueriesContext(connection) as few:
            one.get("/records/changes?limit=100")
        for place in range(6):
            customer(hua, f"M{place}"), policy(hua, f"Q{place}", holder_key=f"M{place}"), claim(hua, f"CM-{place}")
        with CaptureQueriesContext(connection) as many:
            assert len(one.get("/records/changes?limit=100").json()["items"]) >= 20
        assert len(many) == len(few), [row["sql"] for row in many]
    with transaction.atomic(), connection.cursor() as cursor:
        for way in ("seqscan", "bitmapscan", "sort"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
        cursor.execute("EXPLAIN " + feed._RECORDS, [0, feed.BEGINNING.id, 100])
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "audit_entry_feed_records" in plan
    assert "Sort" not in plan


def test_moments_are_those_of_the_ledger(machine: Make) -> None:
    hua = machine("hua")
    customer(hua)
    row = read_on(hua)[0][0]
    assert datetime.fromisoformat(row["at"]) <= datetime.fromisoformat(row["written_at"])
    assert (row["kind"], row["seq"]) == ("customer.registered", 1)
