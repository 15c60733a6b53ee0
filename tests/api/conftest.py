"""The house, tokens for its people, and a client that calls as a machine does: with a bearer token and JSON."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client

from huiyin.accounts import actions as accounts
from huiyin.accounts.rules import SCOPES
from huiyin.api import access
from tests.people import AT, House, build


@dataclass
class Machine:
    """Calls /api/v1 with a token. `api.get("/complaints")` gives the response; `.json` its document."""

    secret: str
    client: Client = field(default_factory=Client)

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        sent = {"Authorization": f"Bearer {self.secret}"} | {k.replace("_", "-"): v for k, v in headers.items()}
        data = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body, default=str).encode()
        return self.client.generic(method, f"/api/v1{path}", data, content_type="application/json", headers=sent)

    def get(self, path: str, **headers: str) -> Any:
        return self.call("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.call("POST", path, body, **headers)

    def upload(self, path: str, fields: dict[str, Any], **headers: str) -> Any:
        """A multipart form."""
        sent = {"Authorization": f"Bearer {self.secret}"} | {k.replace("_", "-"): v for k, v in headers.items()}
        return self.client.post(f"/api/v1{path}", fields, headers=sent)


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    access.known.forget()
    yield
    access.known.forget()


@pytest.fixture
def house(db: None) -> House:
    return build()


@pytest.fixture
def machine(house: House) -> Callable[..., Machine]:
    """`machine("tom")` acts for Tom with every scope; `machine("tom", "taxonomy:read")` with that one."""

    def make(name: str, *scopes: str) -> Machine:
        _token, secret = accounts.create_token(
            user=house[name], name=f"{name}'s machine", scopes=scopes or SCOPES, by=house.by("adi"), at=AT
        )
        return Machine(secret)

    return make


def complaint(**changes: Any) -> dict[str, Any]:
    """An ordinary complaint as a body."""
    return {
        "channel": "phone",
        "text": "我去年买的医疗险，住院后申请理赔被拒，理由是既往症。请查清楚，电话13812345678。",
        "people": [
            {
                "name": "李春梅",
                "phone": "13812345678",
                "email": "li@example.com",
                "certificate_no": "320102198001010018",
            }
        ],
        "demands": [{"text": "按合同赔付", "amount": "3200.00"}],
        "unit": "JS-CP",
    } | changes
