"""Rows of several tables in one round trip."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from huiyin.accounts.models import Membership, Unit, User
from huiyin.audit.models import Access
from huiyin.cases.models import Registry
from huiyin.core import together
from huiyin.core.ids import uuid7
from huiyin.customers.models import Party

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 8, tzinfo=UTC)


def family() -> list[Model]:
    unit = Unit(code="HQ", name="总公司 '\"\\%s", kind="head_office", path="/HQ/")
    party = Party(name="𬱖雪'; DROP TABLE x; --", name_blind="b", name_pairs=["a", "b"], created_at=AT)
    look = Access(kind="read", at=AT, actor_kind="staff", actor_label="林", fields=[])
    keys = [Registry(kind="number", key=f"TS{n}", case_id=uuid7()) for n in range(3)]
    return [unit, party, look, *keys]


def test_all_rows_arrive_as_the_models_would_have_written_them():
    rows = family()
    with CaptureQueriesContext(connection) as sent:
        together.insert(rows)
    assert len(sent) == 1
    for row in rows:
        assert type(row)._default_manager.filter(pk=row.pk).values().get() == {
            field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields
        }


def test_a_row_written_together_can_be_saved_again():
    unit = Unit(code="HQ", name="总", kind="head_office", path="/HQ/")
    together.insert([unit])
    unit.name = "总公司"
    unit.save(update_fields=["name"])
    assert Unit.objects.get().name == "总公司"


def test_a_refused_row_leaves_none_of_the_family():
    unit = Unit(code="HQ", name="总公司", kind="head_office", path="/HQ/")
    user = User(email="a@example.com", name="安", employee_no="E1", unit=unit, password="!", date_joined=AT)
    twice = [Membership(user=user, role="agent", unit=unit) for _ in range(2)]
    with pytest.raises(IntegrityError), transaction.atomic():
        together.insert([unit, user, *twice])
    assert not Unit.objects.exists()


def test_nothing_to_write_sends_nothing():
    with CaptureQueriesContext(connection) as sent:
        together.insert([])
    assert len(sent) == 0
