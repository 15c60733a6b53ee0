"""Who may call what: every operation of the document, for somebody without token, without scope, without sight of the
complaint, and with a role that only reads."""

import re
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from huiyin.accounts import actions
from huiyin.accounts.models import ApiToken
from huiyin.accounts.rules import SCOPES
from huiyin.api import access
from huiyin.api.urls import api
from huiyin.complaints.rules.path import STEPS
from huiyin.handbook.queries import versions
from tests.api.bodies import NOBODY, body_of
from tests.api.conftest import Machine, complaint
from tests.api.test_story import file
from tests.people import AT

PREFIX = "/api/v1"


def operations() -> Iterator[tuple[str, str, str]]:
    """(method, path below the prefix, scope) of every operation."""
    for path, methods in api.get_openapi_schema()["paths"].items():
        for method, one in methods.items():
            scope = re.search(r"Scope `([a-z:]+)`", one["description"])
            assert scope, f"{method} {path} names no scope"
            yield method.upper(), path.removeprefix(PREFIX), scope[1]


ALL = list(operations())
# Operations on the handbook name what is there.
HANDBOOK = {
    "{unit}": "JS",
    "{employee_no}": "E002",
    "{source}": "cn-order-2020-3",
    "{clause}": "art 18",
    "{metric}": "decided_in_time",
    "{principle}": "complete",
}
FIRST = "pack=cn-handbook-2025&code=complaint.first_response"
QUERIES = {
    "/complaints/{number}/lookback-size": "?signed_from=2025-01-01&signed_to=2025-12-31&product_code=HE01",
    "/products/{product_code}/terms/diff": "?left=1&right=2",
    "/terms-shown": "?policy_number=P1",
    "/groups": "?by=state",
    "/outlets/entries": "?unit=JS&month=2026-03",
    "/handbook/versions": f"?{FIRST}",
    "/handbook/versions/diff": "?"
    + "&".join(f"{side}={quote(versions('complaint.first_response')[-1].version)}" for side in ("left", "right")),
}
PLACES = re.compile("{place}|{terms_number}|{clause_path}")
FORMS = ("/uploads", "/complaints/{number}/evidence")


def call(machine: Machine, method: str, path: str, number: str) -> Any:
    """Call an operation with a body that fits; ids of rows are nobody's."""
    for name, value in HANDBOOK.items():
        path = path.replace(name, value)
    address = re.sub(r"{(?!number)\w+}", NOBODY, PLACES.sub("1", path)).replace("{number}", number)
    if path.startswith("/uploads/parts"):
        kind = {"Content_Type": "application/offset+octet-stream"} if method == "PATCH" else {}
        return machine.call(method, address, None, Tus_Resumable="1.0.0", Upload_Length="3", Upload_Offset="0", **kind)
    if method == "GET":
        return machine.get(address + ("?into=x" if path.endswith("merge_preview") else QUERIES.get(path, "")))
    if path in FORMS:
        return machine.upload(address, {"files": file()})
    if path == "/complaints":
        return machine.post(address, complaint())
    if path == "/bulk/changes":
        return machine.post(address, body_of(path, number) | {"numbers": [number]})
    return machine.post(address, body_of(path, number))


@pytest.fixture
def number(machine: Callable[..., Machine]) -> str:
    return str(machine("tom").post("/complaints", complaint()).json()["number"])


def test_every_step_of_the_path_has_its_operation() -> None:
    names = {one["operationId"] for methods in api.get_openapi_schema()["paths"].values() for one in methods.values()}
    renamed = {"reroute": "reroute_complaint", "dispatch": "dispatch_complaint"}
    missing = {step.code for step in STEPS if step.roles and renamed.get(step.code, step.code) not in names}
    assert not missing


@pytest.mark.parametrize("method, path, scope", ALL)
def test_nobody_calls_without_a_token(method: str, path: str, scope: str, db: None) -> None:
    address = PREFIX + re.sub(r"{\w+}", NOBODY, PLACES.sub("1", path))
    for headers in ({}, {"Authorization": "Bearer hy_" + "x" * 43}, {"Authorization": "Basic eDp5"}):
        answer = Client().generic(method, address, b"{}", content_type="application/json", headers=headers)
        assert answer.status_code == 401
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_every_operation_asks_for_its_scope(machine: Callable[..., Machine], number: str) -> None:
    poor = {scope: machine("tom", *(set(SCOPES) - {scope})) for scope in SCOPES}
    for method, path, scope in ALL:
        answer = call(poor[scope], method, path, number)
        assert (answer.status_code, answer.json().get("needs")) == (403, [scope]), (method, path, answer.json())
        assert scope in answer.headers["WWW-Authenticate"]


def test_what_somebody_may_not_see_is_not_there(machine: Callable[..., Machine], number: str) -> None:
    zoe = machine("zoe")
    for method, path, _scope in ALL:
        if "{number}" in path:
            foreign, none = call(zoe, method, path, number), call(zoe, method, path, "TS00000000000000")
            assert (foreign.status_code, none.status_code) == (404, 404), (method, path)
            same = {name: value for name, value in foreign.json().items() if name != "request_id"}
            assert same == {name: value for name, value in none.json().items() if name != "request_id"}


def test_who_only_reads_changes_nothing(machine: Callable[..., Machine], number: str) -> None:
    auditor = machine("aud")
    before = auditor.get(f"/complaints/{number}/ledger").json()["items"]
    # where the address names a row that is not there, or the kind of row decides before the role does
    nowhere = re.compile(
        r"{(competence|absence|recusal|rectification|evidence|participation|draft|calendar|webhook|tag|link|template|macro|message|move|upload|change|view|relation|mail|customer|visit|claim|call|back|gap|lookback|radar_group)_id}|{request_number}|{product_code}|{article_key}|{number}/clauses$"
    )
    for method, path, _scope in ALL:
        if method == "GET":
            maybe = re.search(
                r"{(evidence|dossier|draft|calendar|webhook|tag|template|macro|upload|change|view|count|mail|customer|claim|call|hand_back|lookback|radar_group)_id}|merge_preview"
                r"|/checklists/{list_code}|/fields/{key}|{request_number}|{product_code}|{article_key}",
                path,
            )
            expected = {200, 404} if maybe else {200}
            expected |= {422} if "merge_preview" in path else set()
        # a webhook tells its person what they may read; views, counts and close ties are one's own
        elif path in ("/uploads", "/uploads/parts", "/webhooks", "/me/views", "/me/relations", "/groups/counts"):
            expected = {201, 202}
        elif nowhere.search(path) and path.startswith(("/me/", "/bulk/")):
            expected = {404}
        elif path == "/answers":  # asking changes nothing
            expected = {200}
        elif path == "/bulk/changes":  # prepared for complaints that one sees, and refused row by row
            expected = {201}
        # a bulk has an answer for each row; the linter reads what it is given and keeps nothing
        # what one follows and how one is told is one's own and changes nothing of the complaint
        elif path.startswith(("/bulk/", "/me/")) or path == "/handbook/lint" or path.endswith(("/watch", "/watch/end")):
            expected = {200}
        else:
            expected = {404} if nowhere.search(path) else {422, 409} if path.endswith("/authority") else {409}
        answer = call(auditor, method, path, number)
        assert answer.status_code in expected, (method, path, answer.content.decode())
    assert auditor.get(f"/complaints/{number}/ledger").json()["items"] == before


def test_a_revoked_token_ends_within_seconds(machine: Callable[..., Machine], house: Any, monkeypatch: Any) -> None:
    tom = machine("tom")
    assert tom.get("/units").status_code == 200
    actions.revoke_token(token=ApiToken.objects.get(), by=house.by("adi"), at=AT)
    later = time.monotonic() + access.KEPT_SECONDS
    assert access.KEPT_SECONDS <= 5
    monkeypatch.setattr("huiyin.api.access.time.monotonic", lambda: later)
    assert tom.get("/units").status_code == 401
