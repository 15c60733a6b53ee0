"""Lists by time on pages, a stretch at a time by key."""

from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from huiyin.cases.queries.queue import read_key

M = TypeVar("M", bound=Model)


def stretch(rows: QuerySet[M], after: str, *, size: int, by: str = "at") -> tuple[list[M], str]:
    """Of rows that are ordered by `-by, -id` the `size` after the place that an address names, and the place of the
    last of them (empty: that was all)."""
    key = read_key(after)
    if key and key[0]:
        rows = rows.filter(**{f"{by}__lte": key[0]}).exclude(**{by: key[0], "id__gte": key[1]})
    found: list[Any] = list(rows[: size + 1])
    more, found = len(found) > size, found[:size]
    return found, f"{getattr(found[-1], by).isoformat()}~{found[-1].pk}" if more else ""
