"""Registering operations: the docstring gives summary and description, the scope stands in both docs and check."""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router

from huiyin.api.access import Bearer
from huiyin.api.problems import Problem

F = TypeVar("F", bound=Callable[..., Any])


def operation(
    router: Router, method: str, path: str, *, scope: str, response: Any = None, clause: str = "", name: str = ""
) -> Callable[[F], F]:
    """Register the decorated function. Its docstring's first line is the summary, the rest the description.
    A name in the query that it does not know is refused: a typing error would silently show too much."""

    def register(function: F) -> F:
        summary, _blank, text = (inspect.getdoc(function) or "").partition("\n\n")
        known: set[str] = set()

        @wraps(function)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if unknown := sorted(set(request.GET) - known):
                raise Problem("invalid", "query.unknown", _("There is no such field."), field=unknown[0])
            return function(request, *args, **kwargs)

        notes = [text.strip(), f"Clause: {clause}." if clause else "", f"Scope `{scope}`."]
        router.api_operation(
            [method],
            path,
            auth=Bearer(scope),
            response=response,
            summary=summary.rstrip("."),
            description="\n\n".join(note for note in notes if note),
            operation_id=name or function.__name__,
            url_name=name or function.__name__,
        )(checked)
        for model in checked._ninja_operation.models:  # type: ignore[attr-defined]
            if model.__ninja_param_source__ == "query":
                known.update(model.__ninja_flatten_map__)
        return function

    return register
