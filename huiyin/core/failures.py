"""The page people see when a request failed, and what tells a database that is away from a fault of our own.

A database that restarts, is full or too busy answers 503 with `Retry-After`: what was asked had no effect and may be
sent again as it is. Everything else is a fault of ours: 500. Neither page needs a database, a session or a template
engine with context.
"""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.views.defaults import server_error
from procrastinate.exceptions import ConnectorException

RETRY_SECONDS = 5


def is_unreachable(error: BaseException | None) -> bool:
    """Did the database fail, not the program? Looks at what the error came from, too."""
    seen = 0
    while error is not None and seen < 10:
        if isinstance(error, OperationalError | InterfaceError | ConnectorException):
            return True
        error, seen = error.__cause__ or error.__context__, seen + 1
    return False


def page(request: HttpRequest) -> HttpResponse:
    """Django's `handler500`: 503 while the database is away, else 500."""
    if not is_unreachable(sys.exc_info()[1]):
        return server_error(request)
    response = HttpResponse(loader.get_template("503.html").render(), status=503)
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response
