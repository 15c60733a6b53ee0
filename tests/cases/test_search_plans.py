"""How the database goes about a search among 100,000 cases: by an index, and no further than the page needs."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.cases.models import Case, CaseSearch, FileText
from huiyin.cases.queries import search_page
from huiyin.cases.queries.queue import Wanted
from huiyin.cases.queries.search_page import Sought
from huiyin.core import blind
from tests.cases.make import registered
from tests.people import AT, House

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

CASES, FILES, ELSEWHERE = 100_000, 20_000, 60
# Every second case, one in two thousand, five of them all.
COMMON, MEDIUM, RARE = "保险", "鉴定", "阑尾"
# What may be looked at for a page: rows that any step of the plan touched, times its loops.
MOST_ROWS = 25_000
TABLES = {model._meta.db_table for model in (Case, CaseSearch, FileText)}


def filled(house: House) -> None:
    """Copies of one case with search documents of about the usual make; some belong to another branch."""
    model = registered(house).case
    own = {"id": "ids.id", "number": "'TS' || ids.n", "received_at": "ids.at", "recorded_at": "ids.at"}
    own["unit_id"] = f"CASE WHEN ids.n <= {ELSEWHERE} THEN '{house.units['GD-CP'].pk}'::uuid ELSE c.unit_id END"
    names = [str(field.column) for field in Case._meta.concrete_fields]
    words = (
        f"ARRAY(SELECT 'w' || (power(random(), 3) * 4000)::int FROM generate_series(1, 14 + (ids.n - ids.n))) "
        f"|| CASE WHEN ids.n %% 2 = 0 THEN ARRAY['{COMMON}'] ELSE ARRAY[]::text[] END "
        f"|| CASE WHEN ids.n %% 2000 = 0 THEN ARRAY['{MEDIUM}'] ELSE ARRAY[]::text[] END "
        f"|| CASE WHEN ids.n %% 20000 = 7 THEN ARRAY['{RARE}'] ELSE ARRAY[]::text[] END"
    )
    filed = words
    for word in (COMMON, MEDIUM, RARE):
        filed = filed.replace(word, blind.file_token(word))
    statements = [
        "SET LOCAL session_replication_role = replica",  # millions of references are not looked up
        f"CREATE TEMP TABLE ids ON COMMIT DROP AS SELECT n, gen_random_uuid() AS id, "
        f"'{AT.isoformat()}'::timestamptz - n * interval '5 minutes' AS at FROM generate_series(1, {CASES}) n",
        f"INSERT INTO cases_case ({', '.join(names)}) SELECT {', '.join(own.get(n, f'c.{n}') for n in names)} "
        f"FROM ids, cases_case c WHERE c.id = '{model.pk}'",
        f"INSERT INTO cases_casesearch (case_id, received_at, vector) "
        f"SELECT id, at, array_to_tsvector(array(SELECT DISTINCT unnest({words}))) FROM ids",
        f"INSERT INTO cases_filetext (evidence_id, case_id, received_at, state, tries, fault, text, vector) "
        f"SELECT gen_random_uuid(), id, at, 'read', 1, '', '', array_to_tsvector(array(SELECT DISTINCT "
        f"unnest({filed}))) FROM ids WHERE n % {CASES // FILES} = 0 OR n % 20000 = 7",
        "SET LOCAL session_replication_role = origin",
        *(f"ANALYZE {table}" for table in TABLES),
    ]
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement.replace("%%", "%"))


def plans(house: House, who: str, sought: Sought, **place: Any) -> list[dict[str, Any]]:
    """The steps of the plan that finds a page's ids, with what each really did."""
    with CaptureQueriesContext(connection) as asked:
        search_page.page(house[who], sought, at=AT, **place)
    found: list[dict[str, Any]] = []
    for sql in (one["sql"] for one in asked.captured_queries if "vector" in one["sql"]):
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN (ANALYZE, FORMAT JSON, TIMING OFF) " + sql.replace("%", "%%"), [])
            found += steps(cursor.fetchone()[0][0]["Plan"])
    assert found
    return found


def steps(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for below in node.get("Plans", ()):
        yield from steps(below)


def touched(node: dict[str, Any]) -> int:
    lost = sum(value for name, value in node.items() if name.startswith("Rows Removed"))
    return int((node["Actual Rows"] + lost) * node["Actual Loops"])


def test_a_page_of_hits_costs_the_same_for_every_word_and_everybody(house: House) -> None:
    filled(house)
    wrong, used = [], {}
    first = search_page.page(house["hua"], Sought(words=COMMON), at=AT)
    assert len(first.rows) == 25
    asks: dict[str, tuple[str, Sought, dict[str, Any]]] = {
        "common": ("hua", Sought(words=COMMON), {}),
        "common, second page": ("hua", Sought(words=COMMON), {"after": first.after}),
        "common, a branch": ("tom", Sought(words=COMMON), {}),
        "common, few cases": ("zoe", Sought(words=COMMON), {}),
        "common, urgent": ("hua", Sought(words=COMMON), {"order": "due"}),
        "medium": ("hua", Sought(words=MEDIUM), {}),
        "rare": ("hua", Sought(words=RARE), {}),
        "rare, a branch": ("tom", Sought(words=RARE), {}),
        "unknown": ("hua", Sought(words="火星"), {}),
        "common and rare": ("hua", Sought(words=f"{COMMON} {RARE}"), {}),
        "rare and common, a branch": ("tom", Sought(words=f"{RARE} {COMMON}"), {}),
        "twice common": ("hua", Sought(words=f"{COMMON} w3"), {}),
        "common in files": ("hua", Sought(words=COMMON, in_files=True), {}),
        "rare in files": ("hua", Sought(words=RARE, in_files=True), {}),
        "common, state": ("hua", Sought(words=COMMON, wanted=Wanted(is_open=None, states=("received",))), {}),
    }
    for name, (who, sought, place) in asks.items():
        plan = plans(house, who, sought, **place)
        used[name] = {node["Index Name"] for node in plan if "Index Name" in node}
        whole = [node["Relation Name"] for node in plan if node["Node Type"] == "Seq Scan"]
        if TABLES & set(whole):
            wrong.append(f"{name}: reads the whole of {whole}")
        most = max(map(touched, plan))
        if most > MOST_ROWS:
            wrong.append(f"{name}: touches {most} rows, by {sorted(used[name])}")
    assert not wrong, "\n".join(wrong)
    for name in ("medium", "rare", "rare, a branch", "unknown"):
        assert "case_search_vector" in used[name], name
    assert "file_text_vector" in used["rare in files"]
    assert search_page.facets(house["hua"], Sought(words=COMMON), at=AT).is_all is False
