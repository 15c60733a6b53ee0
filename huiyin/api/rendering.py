"""JSON in and out, by orjson."""

from decimal import Decimal
from typing import Any

import orjson
from django.http import HttpRequest
from ninja.parser import Parser
from ninja.renderers import BaseRenderer
from pydantic import BaseModel


class WrongMediaType(ValueError):  # noqa: N818 - becomes an answer, 415
    """The body is not what it should be."""


class Malformed(ValueError):  # noqa: N818 - becomes an answer, 400
    """The body is no JSON that can be kept."""


def dumps(data: Any) -> bytes:
    """`data` as JSON bytes; models by their own rules, sums as strings."""
    return orjson.dumps(data, default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return str(value)


class Renderer(BaseRenderer):
    """Answers."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return dumps(data)


class JsonParser(Parser):
    """Bodies: `application/json` only, strictly JSON, without NUL characters (the database keeps none)."""

    def parse_body(self, request: HttpRequest) -> Any:
        if request.content_type and request.content_type != "application/json":
            raise WrongMediaType(request.content_type)
        body = request.body
        try:
            data = orjson.loads(body)
        except orjson.JSONDecodeError as error:
            raise Malformed(str(error)) from error
        except RecursionError as error:
            raise Malformed("nested too deeply") from error
        if rb"\u0000" in body and _holds_nul(data):
            raise Malformed("NUL character")
        return data


def _holds_nul(data: Any) -> bool:
    if isinstance(data, str):
        return "\x00" in data
    if isinstance(data, dict):
        return any("\x00" in key or _holds_nul(value) for key, value in data.items())
    return isinstance(data, list) and any(_holds_nul(value) for value in data)
