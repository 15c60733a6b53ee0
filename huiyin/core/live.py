"""Where a page hears of changes, and telling those who listen."""

from collections.abc import Collection
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.http import HttpRequest

from huiyin.core.wake import CHANNEL, PASSED_ON


def address(request: HttpRequest) -> str:
    """Where the page of this request listens (server-sent events); empty when there is nothing to listen to."""
    if settings.LIVE_URL:
        return str(settings.LIVE_URL)
    if not settings.LIVE_PORT:
        return ""
    host = request.get_host()
    name = host if host.endswith("]") else host.rpartition(":")[0] or host
    return f"{request.scheme}://{name}:{settings.LIVE_PORT}/live/stream"


def tell(what: str, id_: UUID) -> None:
    """Wake the pages that show this: `here` and a case (who has it open changed), `told` or `call` and a user
    (something for them, their telephone). Part of the transaction. Seldom things only: transactions that notify commit
    one after the other.
    """
    tell_all(what, [id_])


def tell_all(what: str, ids: Collection[UUID]) -> None:
    """The same for several at once; one statement, none for nobody."""
    if what not in PASSED_ON:
        raise ValueError(f"nobody listens to {what!r}")
    if ids:
        with connection.cursor() as cursor:
            words = [f"{what} {id_}" for id_ in ids]
            cursor.execute("SELECT pg_notify(%s, word) FROM unnest(%s::text[]) AS word", [CHANNEL, words])
