"""Pages by key: a cursor is opaque and signed, and belongs to the list, the filters and the person it was given for."""

from datetime import datetime
from hashlib import sha256
from typing import Annotated, Any
from uuid import UUID

from django.core import signing
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from pydantic import Field, StringConstraints

from huiyin.api.fields import Body
from huiyin.api.problems import Problem

_SALT = "huiyin.api.cursor"
MOST = 200


def seal(key: str, *about: Any) -> str:
    """The cursor of a place in a list; empty for no place."""
    return signing.dumps([key, _about(about)], salt=_SALT) if key else ""


def unseal(cursor: str, *about: Any) -> str:
    """The place that `seal` took. Raises Problem 422 for a cursor of another list or a made-up one."""
    if not cursor:
        return ""
    try:
        key, belongs = signing.loads(cursor, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        key, belongs = "", ""
    if not key or belongs != _about(about):
        raise foreign()
    return str(key)


def foreign() -> Problem:
    """The refusal of a cursor that was not given out here."""
    words = _("This cursor does not belong to this list: begin without one.")
    return Problem("invalid", "cursor.foreign", words, field="cursor")


def _about(about: tuple[Any, ...]) -> str:
    return sha256(repr(about).encode()).hexdigest()[:16]


def by_time(
    rows: QuerySet[Any], column: str, *, cursor: str, limit: int, about: tuple[Any, ...], newest_first: bool = False
) -> tuple[list[Any], str]:
    """A page of rows in the order of a time column and the id, and the cursor of the next page."""
    key = _instant(unseal(cursor, *about))
    beyond, sign = ("lt", "-") if newest_first else ("gt", "")
    if key:
        at, pk = key
        rows = rows.filter(Q(**{f"{column}__{beyond}": at}) | Q(**{column: at, f"id__{beyond}": pk}))
    found = list(rows.order_by(f"{sign}{column}", f"{sign}id")[: limit + 1])
    more, found = len(found) > limit, found[:limit]
    following = f"{getattr(found[-1], column).isoformat()}~{found[-1].pk}" if more else ""
    return found, seal(following, *about)


def _instant(key: str) -> tuple[datetime, UUID] | None:
    if not key:
        return None
    at, _tilde, pk = key.partition("~")
    return datetime.fromisoformat(at), UUID(pk)


def by_number(
    rows: QuerySet[Any], column: str, *, cursor: str, limit: int, about: tuple[Any, ...], read: type = int
) -> tuple[list[Any], str]:
    """A page of rows in the order of a number that rises within the case, or of a word that stands once (`read` str),
    and the cursor of the next page."""
    key = unseal(cursor, *about)
    if key:
        rows = rows.filter(**{f"{column}__gt": read(key)})
    found = list(rows.order_by(column)[: limit + 1])
    more, found = len(found) > limit, found[:limit]
    return found, seal(str(getattr(found[-1], column)) if more else "", *about)


class PageQuery(Body):
    """Which page of a list."""

    limit: int = Field(50, ge=1, le=MOST, description="Rows at once, up to 200")
    cursor: Annotated[str, StringConstraints(max_length=500)] = Field("", description="`next` of the page before")
