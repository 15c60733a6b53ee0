"""Rows of several tables in one round trip."""

import pytest
from django.db import IntegrityError, transaction
from django.db.transaction import TransactionManagementError

from huiyin.accounts.models import Membership, Unit, User
from huiyin.core import pipeline

pytestmark = pytest.mark.django_db


def rows() -> tuple[Unit, User, Membership]:
    unit = Unit(code="HQ", name="总公司", kind="head_office", path="/HQ/")
    user = User(email="li@house.example", name="李", employee_no="E1", unit=unit)
    return unit, user, Membership(user=user, role="handler", unit=unit)


def test_rows_are_written_in_order_and_are_no_longer_new():
    unit, user, membership = rows()
    pipeline.insert([unit, user, membership])
    assert Membership.objects.select_related("user__unit").get().user.unit == unit
    user.name = "李梅"
    user.save(update_fields=["name"])
    assert User.objects.get().name == "李梅"


def test_a_row_that_breaks_a_promise_undoes_the_whole_transaction():
    again = Unit(code="HQ", name="x", kind="head_office", path="/X/")
    with pytest.raises(IntegrityError), transaction.atomic():
        pipeline.insert([*rows(), again])
    assert not Unit.objects.exists()


def test_after_a_failure_the_transaction_does_nothing_more():
    def go_on() -> None:
        with transaction.atomic():
            try:
                pipeline.insert([Unit(code="A", name="x", kind="branch", path="/A/")])  # a branch needs a parent
            except IntegrityError:
                Unit.objects.count()

    with pytest.raises(TransactionManagementError):
        go_on()
    assert not Unit.objects.exists()


def test_nothing_to_write_is_fine():
    pipeline.insert([])
