"""The conditions of tags and fields are read by an index made for them."""

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


@pytest.mark.django_db
@pytest.mark.parametrize("index", sorted(WAYS))
def test_a_list_narrowed_by_it_reads_its_index(index: str) -> None:
    condition: Q = WAYS[index]()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = Case.objects.filter(condition).explain()
    assert index in plan, plan
    assert "Seq Scan on cases_case" not in plan, plan
