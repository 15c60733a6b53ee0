"""Every method of the client is called against the site: what it sends is what the operation of its name takes."""

import inspect
import json
import re
from collections.abc import Callable
from typing import Any

import httpx

from huiyin.api.urls import api
from huiyin_client import Huiyin, Problem
from tests.api.bodies import NOBODY, body_of
from tests.api.conftest import Machine, complaint, house, machine, nothing_remembered  # noqa: F401
from tests.api.test_gate import HANDBOOK, QUERIES
from tests.api.test_story import file

DOCUMENT = json.loads(json.dumps(api.get_openapi_schema(), default=str))
OPERATIONS = {
    one["operationId"]: (method.upper(), path.removeprefix("/api/v1"), one)
    for path, methods in DOCUMENT["paths"].items()
    for method, one in methods.items()
}
# What a request that fits is answered with: done, not there, refused, not for these rows.
FITS = {200, 201, 202, 204, 404, 409, 422}
# A body or a query that the operation does not know: then the client sends something else than it takes.
MISFITS = ("input.fields", "query.unknown", "request.malformed")


def _given(name: str, path: str, number: str) -> dict[str, Any]:
    """Arguments of the method: nobody's ids, bodies that fit."""
    known = {f"{{{key}}}": value for key, value in {"number": number, "place": 1, "terms_number": 1}.items()} | HANDBOOK
    query = dict(httpx.QueryParams(QUERIES.get(path, "").lstrip("?"))) | {"into": number}
    made: dict[str, Any] = {}
    for one in list(inspect.signature(getattr(Huiyin, name)).parameters.values())[1:]:
        if f"{{{one.name}}}" in path:
            made[one.name] = known.get(f"{{{one.name}}}", NOBODY)
        elif one.name == "files":
            made[one.name] = [("a.txt", file().read(), "text/plain")]
        elif one.name == "content":
            made[one.name] = b"abc"
        elif one.name == "upload_length":
            made[one.name] = "3"
        elif one.name == "upload_offset":
            made[one.name] = "0"
        elif one.name == "body":
            made[one.name] = complaint() if path == "/complaints" else body_of(_filled(path), number)
        elif one.default is inspect.Parameter.empty:
            made[one.name] = query[one.name]
    return made


def _filled(path: str) -> str:
    for word in ("{unit}", "{employee_no}"):
        path = path.replace(word, HANDBOOK[word])
    return path


def test_every_method_sends_what_its_operation_takes(machine: Callable[..., Machine]) -> None:  # noqa: F811
    sam = machine("sam")
    number = sam.post("/complaints", complaint()).json()["number"]
    sent: list[httpx.Request] = []

    def site(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        answer = sam.client.generic(
            request.method,
            request.url.raw_path.decode(),
            request.read(),
            content_type=request.headers.get("Content-Type", ""),
            headers={name: value for name, value in request.headers.items() if name != "content-type"},
        )
        return httpx.Response(answer.status_code, headers=dict(answer.headers), content=answer.getvalue())

    wrong = {}
    with Huiyin("http://testserver", sam.secret, transport=httpx.MockTransport(site), tries=1) as client:
        for name, (method, path, _one) in OPERATIONS.items():
            try:
                getattr(client, name)(**_given(name, path, number))
                status, code, errors = 200, "", []
            except Problem as problem:
                status, code, errors = problem.status, problem.code, problem.errors
            address = re.sub(r"\\{\w+\\}", "[^/]+", re.escape(path))
            fits = sent[-1].method == method and re.fullmatch(f"/api/v1{address}", sent[-1].url.path)
            if not fits or status not in FITS or code in MISFITS:
                wrong[name] = (status, code, errors)
    assert wrong == {}
    assert len(sent) == len(OPERATIONS)
