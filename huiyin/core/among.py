"""A condition that its ids are found for first, once, before rows are looked at."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, F, Func, Q, QuerySet


def among(ids: QuerySet[Any, Any], column: str = "pk") -> Q:
    """The column holds one of `ids` (a query of one column without NULL).

    With `IN` the planner joins rows and ids, or counts the price of the query anew for each row that it looks up, and
    then rather reads a table whole. Written so, the query is asked once and its answer compared with each row: for
    hundreds of ids or few rows.
    """
    return Q(_OneOf(F(column), ArraySubquery(ids)))


class _OneOf(Func):
    template = "%(expressions)s)"
    arg_joiner = " = ANY ("
    output_field = BooleanField()
