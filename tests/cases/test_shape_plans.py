"""The conditions of tags and fields are read by an index made for them."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import Q

from huiyin.cases.models import Case
from huiyin.cases.queries import fields, tags
from huiyin.core.ids import uuid7

SOME = uuid7()
WAYS = {
    "case_of_tag": lambda: tags.carrying([SOME]),
    "field_number": lambda: fields.having("loss", at_least=Decimal(1), at_most=Decimal(9)),
    "field_day": lambda: fields.having("event", at_least=date(2026, 1, 1)),
    "field_flag": lambda: fields.having("agent", equals=True),
    "field_word": lambda: fields.having("kind", any_of=["lawyer"]),
}
ROWS = 4_000


@pytest.fixture
def many_values(db: None) -> Iterator[None]:
    """So many values that the planner has something to choose by; of cases that do not exist, so they are
    gone before the foreign keys are asked at the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO cases_fieldvalue (id, case_id, definition_id, key, word, number, day, flag, is_sealed,
                                             sealed, blind, at, by_label)
               SELECT gen_random_uuid(), gen_random_uuid(), gen_random_uuid(),
                      (ARRAY['kind', 'loss', 'event', 'agent'])[kind + 1],
                      CASE kind WHEN 0 THEN 'word' || place END, CASE kind WHEN 1 THEN place END,
                      CASE kind WHEN 2 THEN date '2015-01-01' + place END,
                      CASE kind WHEN 3 THEN place %% 100 = 0 END, false, '', '', now(), ''
               FROM (SELECT n AS place, n %% 4 AS kind FROM generate_series(1, %s) AS n) AS made""",
            [ROWS],
        )
        cursor.execute("ANALYZE cases_fieldvalue")
        cursor.execute("SET LOCAL enable_seqscan = off")
        yield
        cursor.execute("DELETE FROM cases_fieldvalue WHERE case_id NOT IN (SELECT id FROM cases_case)")


@pytest.mark.usefixtures("many_values")
@pytest.mark.parametrize("index", sorted(WAYS))
def test_a_list_narrowed_by_it_reads_its_index(index: str) -> None:
    condition: Q = WAYS[index]()
    plan = Case.objects.filter(condition).explain()
    assert index in plan, plan
    assert "Seq Scan on cases_case" not in plan, plan
