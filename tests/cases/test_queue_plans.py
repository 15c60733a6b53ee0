"""How the database goes about a page of the queue among 100,000 cases: by an index, in every order, under every filter,
for everybody."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.cases.models import Case, Tag
from huiyin.cases.queries import groups, queue
from huiyin.cases.queries.queue import ORDERS, Wanted
from tests.cases.make import registered
from tests.people import AT, House

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

CASES, OPEN = 100_000, 2_000
# What any step of a plan may look at: the open cases some times over, or a year of receipt; never all there are.
MOST_ROWS = 15_000
YEAR = AT.date() - timedelta(days=365)


def filled(house: House) -> None:
    """Copies of one case over ten years, each fiftieth of them open, some of another branch."""
    model = registered(house).case
    own = {
        "id": "ids.id", "number": "'TS' || lpad(ids.n::text, 14, '0')", "received_at": "ids.at",
        "recorded_at": "ids.at", "state_since": "ids.at + interval '20 days'",
        "is_open": f"ids.n % {CASES // OPEN} = 0",
        "state": f"CASE WHEN ids.n % {CASES // OPEN} = 0 THEN 'investigating' WHEN ids.n < 9000 THEN 'closed' "
        "ELSE 'archived' END",
        "closed_at": f"CASE WHEN ids.n % {CASES // OPEN} = 0 THEN NULL ELSE ids.at + interval '20 days' END",
        "next_due_at": f"CASE WHEN ids.n % {CASES // OPEN} = 0 THEN ids.at + interval '30 days' END",
        "severity": "(ARRAY['L1','L2','L3','L4'])[1 + ids.n % 4]",
        "registered_by_id": f"CASE WHEN ids.n % 10 = 1 THEN '{house['ivy'].pk}'::uuid ELSE c.registered_by_id END",
        "unit_id": f"CASE WHEN ids.n % 3 = 0 THEN '{house.units['GD-CP'].pk}'::uuid ELSE c.unit_id END",
    }  # fmt: skip
    names = [str(field.column) for field in Case._meta.concrete_fields]
    statements = [
        "SET LOCAL session_replication_role = replica",  # references are not looked up
        f"CREATE TEMP TABLE ids ON COMMIT DROP AS SELECT n, gen_random_uuid() AS id, "
        f"'{AT.isoformat()}'::timestamptz - n * interval '52 minutes' AS at FROM generate_series(1, {CASES}) n",
        f"INSERT INTO cases_case ({', '.join(names)}) SELECT {', '.join(own.get(n, f'c.{n}') for n in names)} "
        f"FROM ids, cases_case c WHERE c.id = '{model.pk}'",
        "SET LOCAL session_replication_role = origin",
        "ANALYZE cases_case",
    ]
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def faults(ask: Any, most: int = MOST_ROWS) -> list[str]:
    """What is wrong with the plans of the statements that `ask` sends."""
    with CaptureQueriesContext(connection) as asked:
        ask()
    found = []
    for sql in (one["sql"] for one in asked.captured_queries if "cases_case" in one["sql"]):
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN (ANALYZE, FORMAT JSON, TIMING OFF) " + sql.replace("%", "%%"), [])
            for node in steps(cursor.fetchone()[0][0]["Plan"]):
                if node["Node Type"] == "Seq Scan" and node.get("Relation Name") == "cases_case":
                    found.append("reads the whole table")
                lost = sum(value for name, value in node.items() if name.startswith("Rows Removed"))
                touched = int((node["Actual Rows"] + lost) * node["Actual Loops"])
                if touched > most:
                    found.append(f"touches {touched} rows by {node.get('Index Name') or node['Node Type']}")
    assert asked.captured_queries
    return found


def steps(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for below in node.get("Plans", ()):
        yield from steps(below)


def test_no_order_no_filter_and_nobody_makes_the_queue_read_all_cases(house: House) -> None:
    filled(house)
    tag = Tag.objects.create(name="春节", key="春节", made_at=AT)
    units = (house.units["GD-CP"].pk,)
    filters: dict[str, dict[str, Any]] = {
        "all": {}, "states": {"states": ("investigating",)}, "code": {"code": "C4"},
        "severities": {"severities": ("L4",)},
        "owner": {"owner_id": house["tom"].pk}, "unit": {"unit_ids": units}, "channel": {"channels": ("letter",)},
        "line": {"lines": ("motor",)}, "flag": {"flags": ("media",)}, "broken": {"due": "broken"},
        "due": {"due_from": AT.date(), "due_to": AT.date()}, "rule": {"rule": "complaint.decision"},
        "waits": {"waits": "approval"}, "received": {"received_from": YEAR, "received_to": date(2026, 1, 1)},
        "policy": {"policy_number": "P1"}, "customer": {"customer": "K1"}, "product": {"product": "X1"},
        "tag": {"tag_ids": (tag.pk,)}, "dispatch": {"not_dispatched": True},
    }  # fmt: skip
    ended = Wanted(is_open=False, lately=YEAR)
    wrong = []
    for who in ("hua", "tom", "zoe"):
        for name, changes in filters.items():
            for order in ("due", "received", "oldest", "severity", "number", "ended"):
                wanted = Wanted(**changes)
                found = faults(lambda w=wanted, o=order, p=who: queue.page(house[p], w, at=AT, order=o))
                wrong += [f"{who}, open, {name}, by {order}: {fault}" for fault in found]
            if name not in ("broken", "due", "rule", "waits", "dispatch", "states"):
                wanted = replace(ended, **changes)
                found = faults(lambda w=wanted, p=who: queue.page(house[p], w, at=AT, order="received"))
                wrong += [f"{who}, ended, {name}: {fault}" for fault in found]
    assert not wrong, "\n".join(sorted(set(wrong)))
    assert set(ORDERS) == {"due", "received", "oldest", "severity", "number", "ended", "found"}


def test_who_registered_only_what_has_ended_does_not_walk_what_others_have_open(house: House) -> None:
    filled(house)
    assert queue.page(house["ivy"], Wanted(), at=AT).rows == []
    assert faults(lambda: queue.page(house["ivy"], Wanted(), at=AT), 50) == []


def test_ended_lately_groups_and_counts_read_no_more_than_their_stretch(house: House) -> None:
    filled(house)
    lately = Wanted(states=("closed", "withdrawn"), is_open=False)
    year = groups.stretch(Wanted(is_open=None), AT)
    wrong = []
    for who in ("hua", "tom", "zoe"):
        found = faults(lambda p=who: queue.page(house[p], lately, at=AT, order="ended"))
        found += faults(lambda p=who: queue.count(house[p], Wanted(), at=AT))
        for group in groups.COLUMNS:
            found += faults(lambda p=who, g=group: groups.counted(house[p], Wanted(), g, at=AT))
            # Tom has registered and owns all of these: each part of what he sees reads the year once.
            found += faults(lambda p=who, g=group: groups.counted(house[p], year, g, at=AT), 3 * 365 * 28)
        wrong += [f"{who}: {fault}" for fault in found]
    assert not wrong, "\n".join(sorted(set(wrong)))
