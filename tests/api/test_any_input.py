"""Whatever somebody sends, the answer is one of ours: input made from the document, a few examples an operation."""

import json
from collections.abc import Callable
from typing import Any

import jsonschema_rs
import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.openapi import from_dict

from huiyin.api.document import as_bytes
from huiyin.api.urls import api
from tests.api.conftest import Machine, complaint

DOCUMENT = json.loads(as_bytes(api))
SCHEMA = from_dict(DOCUMENT)
# Forms and parts of files are tried with real bytes in their own tests.
BYTES = {"multipart/form-data", "application/offset+octet-stream"}
OPERATIONS = [
    (path, method)
    for path, methods in DOCUMENT["paths"].items()
    for method, one in methods.items()
    if not BYTES & set(one.get("requestBody", {}).get("content", {}))
]


class _Undone(Exception):  # noqa: N818
    """Takes back what an example did."""


def validator(path: str, method: str, status: int) -> Any:
    """What the document says of an answer; None when it says nothing of its body. KeyError for an unknown status."""
    answer = DOCUMENT["paths"][path][method]["responses"][str(status)]
    content = next(iter(answer.get("content", {}).values()), None)
    if content is None or "$ref" not in content["schema"]:
        return None
    return jsonschema_rs.Draft202012Validator(content["schema"] | {"components": DOCUMENT["components"]})


@pytest.mark.slow
@pytest.mark.parametrize("path, method", OPERATIONS)
def test_no_input_is_a_fault_of_ours(machine: Callable[..., Machine], path: str, method: str) -> None:
    sam = machine("sam")
    number = sam.post("/complaints", complaint()).json()["number"]
    operation = SCHEMA[path][method.upper()]
    good, bad = (
        operation.as_strategy(generation_mode=mode) for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    )

    @settings(
        max_examples=5,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=st.one_of(good, bad))
    def run(case: Case) -> None:
        try:
            with transaction.atomic():
                check(case)
                raise _Undone
        except _Undone:
            return

    def check(case: Case) -> None:
        address = path.removeprefix("/api/v1").replace("{number}", number)
        for name, value in (case.path_parameters or {}).items():
            address = address.replace(
                f"{{{name}}}", str(value).replace("/", "").replace("?", "").replace("#", "") or "x"
            )
        body = case.body if isinstance(case.body, dict | list | str | int | float | bool | None) else None
        answer = sam.client.generic(
            method.upper(),
            f"/api/v1{address}",
            b"" if body is None else json.dumps(body).encode(),
            content_type="application/json",
            query_params={str(k): v for k, v in (case.query or {}).items()},
            headers={"Authorization": f"Bearer {sam.secret}"},
        )
        assert answer.status_code < 500, (body, answer.content)
        if answer.status_code >= 400:
            assert answer.headers["Content-Type"] == "application/problem+json"
        said = validator(path, method, answer.status_code)
        if said is not None:
            said.validate(json.loads(answer.content))

    run()
