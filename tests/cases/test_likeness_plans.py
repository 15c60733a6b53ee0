"""How the database goes about what is like a case among 40,000 cases: by an index, and no further than the matches."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.cases.models import Case
from huiyin.cases.queries import likeness as texts
from huiyin.complaints.models import Complaint
from huiyin.complaints.queries import likeness as decisions
from huiyin.text import likeness
from tests.cases.make import TEXT, registered
from tests.cases.test_search_plans import steps, touched
from tests.people import AT, House

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

TABLES = {"cases_case", "cases_fingerprint", "complaints_complaint", "cases_message"}
CASES = 40_000
ELSEWHERE = 60  # the newest, of another branch
SAME = 40  # of the cases came in with the same text
MOST_ROWS = 2_000


def large(house: House) -> Case:
    """40,000 cases with fingerprints, all registered by the one who asks, three in four ended and told, a hundredth of
    them of the class of the one that is given."""
    model = registered(house).case
    Case.objects.filter(pk=model.pk).update(registered_by=house["tom"])
    model.refresh_from_db()
    own = {
        "id": "ids.id", "number": "'TS' || n", "received_at": "ids.at", "recorded_at": "ids.at",
        "is_open": "n % 4 = 0", "state": "CASE WHEN n % 4 = 0 THEN c.state ELSE 'closed' END",
        "closed_at": "CASE WHEN n % 4 > 0 THEN ids.at END",
        "line": "'health'", "code": "CASE WHEN n % 50 = 1 THEN 'C21' ELSE 'C31' END",
        "unit_id": f"CASE WHEN n <= {ELSEWHERE} THEN '{house.units['GD-CP'].pk}'::uuid ELSE c.unit_id END",
    }  # fmt: skip
    names = [str(field.column) for field in Case._meta.concrete_fields]
    bands = likeness.bands(TEXT)
    statements = [
        "SET LOCAL session_replication_role = replica",  # references and what a case must have are not looked up
        f"INSERT INTO cases_case ({', '.join(names)}) SELECT {', '.join(own.get(n, f'c.{n}') for n in names)} "
        f"FROM (SELECT n, gen_random_uuid() AS id, '{AT.isoformat()}'::timestamptz - n * interval '5 minutes' AS at "
        f"FROM generate_series(1, {CASES}) n) ids, cases_case c WHERE c.id = '{model.pk}'",
        f"INSERT INTO cases_fingerprint (case_id, made_at, bands) SELECT id, received_at, CASE WHEN n <= {SAME} "
        f"THEN ARRAY[{','.join(map(str, bands))}]::bigint[] ELSE ARRAY(SELECT (band::bigint << 32) | "
        "(random() * 4294967295)::bigint + (n - n) FROM generate_series(0, 15) band) END "
        "FROM (SELECT id, received_at, row_number() OVER (ORDER BY id) n FROM cases_case) x ON CONFLICT DO NOTHING",
        "INSERT INTO complaints_complaint SELECT (c).* FROM (SELECT jsonb_populate_record(p, jsonb_build_object("
        "'case_id', k.id, 'verdict', 'upheld', 'amount_claimed', 5000, 'notified_at', k.received_at)) c "
        "FROM complaints_complaint p, cases_case k WHERE NOT k.is_open) x ON CONFLICT DO NOTHING",
        "SET LOCAL session_replication_role = origin",
        *(f"ANALYZE {table}" for table in sorted(TABLES)),
    ]
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    case = registered(house, at=AT).case
    Case.objects.filter(pk=case.pk).update(code="C21", line="health")
    Complaint.objects.filter(pk=case.pk).update(verdict="upheld", amount_claimed=5000)
    return Case.objects.select_related("complaint").get(pk=case.pk)


def plan_of(work: Callable[[], Any]) -> list[dict[str, Any]]:
    with CaptureQueriesContext(connection) as asked:
        work()
    found: list[dict[str, Any]] = []
    for sql in [one["sql"] for one in asked.captured_queries if any(table in one["sql"] for table in TABLES)]:
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN (ANALYZE, FORMAT JSON, TIMING OFF) " + sql.replace("%", "%%"), [])
            found += steps(cursor.fetchone()[0][0]["Plan"])
    return found


def test_what_is_like_a_case_is_found_by_index_however_many_there_are(house: House) -> None:
    case, wrong, used = large(house), [], set()
    for name in ("hua", "tom"):
        for what, work in (
            ("near texts", lambda name=name: texts.twins(house[name], case)),
            ("decided", lambda name=name: decisions.shown(house[name], decisions.beside(case))),
        ):
            plan = plan_of(work)
            used |= {node["Index Name"] for node in plan if "Index Name" in node}
            most = max(map(touched, plan))  # a table read whole touches all its rows
            if most > MOST_ROWS:
                wrong.append(f"{what}, {name}: touches {most} rows")
    assert not wrong, "\n".join(wrong)
    assert {"fingerprint_bands", "case_ended_of_class"} <= used
    assert len(decisions.beside(case).likes) == decisions.beside(case).terms.most
