"""Many at once: each row is the request it stands for, made in this process, with its own transaction and answer.

So a row asks for the same scope, passes the same gate, takes the same `If-Match` and costs as much of the rate as the
request alone would; nothing can be done in bulk that cannot be done singly.
"""

from collections.abc import Iterable
from hashlib import sha256
from io import BytesIO
from typing import Annotated, Any
from urllib.parse import quote

import orjson
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse
from django.urls import resolve
from ninja import Router, Schema
from pydantic import Field, StringConstraints

from huiyin.api import problems
from huiyin.api.access import Request
from huiyin.api.answers import key_of
from huiyin.api.fields import Body
from huiyin.api.operations import operation
from huiyin.api.rendering import dumps
from huiyin.api.schemas.intake import ComplaintIn

router = Router(tags=["Many at once"])
MOST = 100
_KEPT_META = ("REMOTE_ADDR", "SERVER_NAME", "SERVER_PORT", "wsgi.url_scheme", "HTTP_HOST", "HTTP_AUTHORIZATION",
              "HTTP_ACCEPT_LANGUAGE")  # fmt: skip


class ComplaintsIn(Body):
    """Complaints to register."""

    rows: list[ComplaintIn] = Field(min_length=1, max_length=MOST)


class StepRow(Body):
    """One change of one complaint."""

    number: Annotated[str, StringConstraints(min_length=1, max_length=40)] = Field(description="Number or id")
    step: Annotated[str, StringConstraints(pattern=r"^[a-z_]+$", max_length=40)] = Field(
        description="What stands behind the number in the address: `accept`, `hand_over`, `notes`, …"
    )
    body: dict[str, Any] | None = Field(None, description="The body of that operation")
    version: int | None = Field(None, ge=0, description="As If-Match: only while the complaint is at this version")


class StepsIn(Body):
    """Changes, done one after the other."""

    rows: list[StepRow] = Field(min_length=1, max_length=MOST)


class RowOut(Schema):
    """What became of a row."""

    row: int = Field(description="Place in the request, from 0")
    status: int = Field(description="As the operation alone would answer: 200, 201, 404, 409, 412, 422, 429, …")
    body: Any = Field(description="Its answer; from 400 on a problem document")
    replayed: bool = Field(description="It had been done before under this Idempotency-Key")


class BulkOut(Schema):
    """What became of each row, in order."""

    items: list[RowOut]
    done: int = Field(description="Rows with a status below 400")


@operation(
    router, "POST", "/bulk/complaints", scope="complaints:write", response=BulkOut, clause="3.1-1", name="bulk_register"
)
def register(request: Request, body: ComplaintsIn) -> HttpResponse:
    """Register many complaints

    Up to 100; each row in its own transaction: one that is refused does not stop the others. With an Idempotency-Key
    the same call again does only what was not done.
    """
    bodies = [row.model_dump(mode="json", exclude_unset=True) for row in body.rows]
    return _all(request, (("/api/v1/complaints", one, None) for one in bodies))


@operation(router, "POST", "/bulk/steps", scope="complaints:act", response=BulkOut, name="bulk_steps")
def take_steps(request: Request, body: StepsIn) -> HttpResponse:
    """Change many complaints

    Up to 100 steps, notes or messages, in order; each row in its own transaction and with its own answer. With an
    Idempotency-Key the same call again does only what was not done.
    """
    return _all(
        request,
        ((f"/api/v1/complaints/{quote(row.number, safe='')}/{row.step}", row.body, row.version) for row in body.rows),
    )


def _all(request: Request, rows: Iterable[tuple[str, Any, int | None]]) -> HttpResponse:
    key = key_of(request)
    items = []
    for place, (path, body, version) in enumerate(rows):
        made = _one(request, path, body, version, f"bulk.{sha256(key.encode()).hexdigest()}.{place}" if key else "")
        items.append(
            RowOut(
                row=place,
                status=made.status_code,
                body=orjson.loads(made.content) if made.content else None,
                replayed="Idempotency-Replayed" in made.headers,
            )
        )
    done = sum(item.status < 400 for item in items)
    return HttpResponse(dumps(BulkOut(items=items, done=done)), content_type="application/json")


def _one(request: Request, path: str, body: Any, version: int | None, key: str) -> HttpResponse:
    data = b"" if body is None else dumps(body)
    told = {name: request.META[name] for name in _KEPT_META if name in request.META} | {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": path,
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(data)),
        "wsgi.input": BytesIO(data),
        "HTTP_X_REQUEST_ID": problems.request_id(request),
    }
    if version is not None:
        told["HTTP_IF_MATCH"] = f'"{version}"'
    if key:
        told["HTTP_IDEMPOTENCY_KEY"] = key
    view, args, kwargs = resolve(path)
    made = view(WSGIRequest(told), *args, **kwargs)
    if not isinstance(made, HttpResponse):
        raise TypeError(f"{path} does not answer with JSON")
    return made
