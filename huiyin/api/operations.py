"""Registering operations: the docstring gives summary and description, the scope stands in both docs and check."""

import inspect
from collections.abc import Callable
from typing import Any, TypeVar

from ninja import Router

from huiyin.api.access import Bearer

F = TypeVar("F", bound=Callable[..., Any])


def operation(
    router: Router, method: str, path: str, *, scope: str, response: Any = None, clause: str = "", name: str = ""
) -> Callable[[F], F]:
    """Register the decorated function. Its docstring's first line is the summary, the rest the description."""

    def register(function: F) -> F:
        summary, _blank, text = (inspect.getdoc(function) or "").partition("\n\n")
        notes = [text.strip(), f"Clause: {clause}." if clause else "", f"Scope `{scope}`."]
        made: F = router.api_operation(
            [method],
            path,
            auth=Bearer(scope),
            response=response,
            summary=summary.rstrip("."),
            description="\n\n".join(note for note in notes if note),
            operation_id=name or function.__name__,
            url_name=name or function.__name__,
        )(function)
        return made

    return register
