"""The page people see when a request failed, and what tells a database that is away from a fault of our own.

A database that restarts, is full or too busy answers 503 with `Retry-After`: what was asked had no effect and may be
sent again as it is. A statement that took too long was stopped (`HUIYIN_STATEMENT_TIMEOUT_MS`), so that one question
does not hold up everybody: 503 too, and the page says what to ask instead. Everything else is a fault of ours: 500. No
page needs a database, a session or a template engine with context.
"""

import sys
from collections.abc import Iterator

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.views.defaults import server_error
from procrastinate.exceptions import ConnectorException
from psycopg.errors import QueryCanceled

RETRY_SECONDS = 5


def is_unreachable(error: BaseException | None) -> bool:
    """Did the database fail, not the program? Looks at what the error came from, too."""
    return any(isinstance(one, OperationalError | InterfaceError | ConnectorException) for one in _origins(error))


def is_too_slow(error: BaseException | None) -> bool:
    """Was a statement stopped because it took too long? (The database is there.)"""
    return any(isinstance(one, QueryCanceled) for one in _origins(error))


def page(request: HttpRequest) -> HttpResponse:
    """Django's `handler500`: 503 while the database is away or when it took too long, else 500."""
    error = sys.exc_info()[1]
    if not is_unreachable(error):
        return server_error(request)
    if is_too_slow(error):
        return HttpResponse(loader.get_template("503_slow.html").render(), status=503)
    response = HttpResponse(loader.get_template("503.html").render(), status=503)
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def _origins(error: BaseException | None) -> Iterator[BaseException]:
    for _ in range(10):
        if error is None:
            return
        yield error
        error = error.__cause__ or error.__context__
