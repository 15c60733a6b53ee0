"""A kept connection is looked at before it is used again, without a statement while the server has said nothing."""

from collections.abc import Iterator

import pytest
from django.db import connection

from huiyin.core.postgres.base import DatabaseWrapper

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept() -> Iterator[DatabaseWrapper]:
    """A connection of a request before, at the beginning of the next one."""
    own = connection.copy()
    assert isinstance(own, DatabaseWrapper)
    with own.cursor() as cursor:
        cursor.execute("SELECT 7")
    own.health_check_done = False
    yield own
    own.close()


def _said_to_server(pid: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT query FROM pg_stat_activity WHERE pid = %s", [pid])
        return str(cursor.fetchone()[0])


def test_a_quiet_connection_costs_no_statement(kept: DatabaseWrapper) -> None:
    before = kept.connection
    kept.close_if_health_check_failed()
    assert kept.connection is before
    assert _said_to_server(before.info.backend_pid) == "SELECT 7"


def test_one_that_the_server_ended_is_replaced(kept: DatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [kept.connection.info.backend_pid])
    kept.close_if_health_check_failed()
    assert kept.connection is None
    with kept.cursor() as cursor:
        cursor.execute("SELECT 8")
        assert cursor.fetchone() == (8,)
