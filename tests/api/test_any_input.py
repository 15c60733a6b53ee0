"""Whatever somebody sends, the answer is one of ours: input made from the document, as every role.

Every run tries a few examples an operation, their roles drawn by the same seed; `HUIYIN_TEST_INPUT=30` tries so many
for every operation and role, other ones each time.
"""

import json
import os
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
from tests.api.bodies import body_of
from tests.api.conftest import Machine, complaint
from tests.people import CAST

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
MANY = int(os.environ.get("HUIYIN_TEST_INPUT", "0"))
# One of each role.
PEOPLE = tuple({role: name for name, (role, _unit, _title) in reversed(CAST.items())}.values())
# What is there to be found under the names of the addresses, and who makes it.
MADE = {
    "tag_id": ("adi", "/tags"), "template_id": ("max", "/templates"), "macro_id": ("max", "/macros"),
    "webhook_id": ("adi", "/webhooks"), "list_code": ("adi", "/checklists"), "key": ("adi", "/fields"),
}  # fmt: skip
NAMED = {"employee_no": "E002", "unit": "JS", "list_code": "intake", "key": "loss", "source": "cn-order-2020-3"}


class _Undone(Exception):  # noqa: N818
    """Takes back what an example did."""


def promised(path: str, method: str, answer: Any) -> None:
    """Raises AssertionError for an answer that the document does not tell of, in status, type or content."""
    responses = DOCUMENT["paths"][path][method]["responses"]
    assert str(answer.status_code) in responses, (answer.status_code, answer.content)
    content = responses[str(answer.status_code)].get("content", {})
    kind = answer.headers["Content-Type"].partition(";")[0]
    assert kind in content or "*/*" in content or not content, (kind, sorted(content))
    if "json" in kind and kind in content:
        schema = content[kind]["schema"] | {"components": DOCUMENT["components"]}
        jsonschema_rs.Draft202012Validator(schema).validate(json.loads(answer.content))


def furnish(machine: Callable[..., Machine], path: str) -> dict[str, str]:
    """Make what the parts in braces of the address name; what is not made is left to chance."""
    names = {name: said for name, said in NAMED.items() if f"{{{name}}}" in path}
    if "{number}" in path:
        names["number"] = machine("tom").post("/complaints", complaint()).json()["number"]
    for name, (who, made) in MADE.items():
        if f"{{{name}}}" in path:
            told = machine(who).post(made, body_of(made, ""))
            assert told.status_code in (200, 201), told.content
            names[name] = names.get(name) or told.json()["id"]
    return names


@pytest.mark.slow
@pytest.mark.parametrize("role", [CAST[name][0] for name in PEOPLE] if MANY else ["any"])
@pytest.mark.parametrize("path, method", OPERATIONS)
def test_no_input_is_a_fault_of_ours(machine: Callable[..., Machine], path: str, method: str, role: str) -> None:
    names = furnish(machine, path)
    calling = st.sampled_from([name for name in PEOPLE if role in ("any", CAST[name][0])])
    known: dict[str, Machine] = {}
    operation = SCHEMA[path][method.upper()]
    good, bad = (
        operation.as_strategy(generation_mode=mode) for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    )

    @settings(
        max_examples=MANY or 4,
        deadline=None,
        database=None,
        derandomize=not MANY,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(who=calling, case=st.one_of(good, bad), is_there=st.integers(0, 3).map(bool))
    def run(who: str, case: Case, is_there: bool) -> None:
        known[who] = known.get(who) or machine(who)
        try:
            with transaction.atomic():
                check(known[who], case, names if is_there else {})
                raise _Undone
        except _Undone:
            return

    def check(caller: Machine, case: Case, names: dict[str, str]) -> None:
        address = path.removeprefix("/api/v1")
        for name, value in (case.path_parameters or {}).items() | names.items():
            plain = str(value).replace("/", "").replace("?", "").replace("#", "") or "x"
            address = address.replace(f"{{{name}}}", names.get(name, plain))
        body = case.body if isinstance(case.body, dict | list | str | int | float | bool | None) else None
        answer = caller.client.generic(
            method.upper(),
            f"/api/v1{address}",
            b"" if body is None else json.dumps(body).encode(),
            content_type="application/json",
            query_params={str(k): v for k, v in (case.query or {}).items()},
            headers={"Authorization": f"Bearer {caller.secret}"},
        )
        said = (answer.status_code, address, case.query, body, answer.content[:2000] if not answer.streaming else b"")
        assert answer.status_code < 500, said
        if answer.status_code >= 400:
            assert answer.headers["Content-Type"] == "application/problem+json"
        if not answer.streaming:
            promised(path, method, answer)

    run()
