"""The house, and complaints that customers follow."""

from typing import Any

import pytest
from django.test import Client

from huiyin.cases import queries as cases
from huiyin.cases.models import Case
from tests.people import House, build

WHAT = {"text": "我去年买的医疗险，住院后申请理赔被拒，可我从来没有得过这个病。", "wish": "按合同赔付住院费用"}
WHO = {"name": "李春梅", "for_whom": "self", "certificate_no": ""}
REACH = {"phone": "138 1234 5678", "email": "li@example.com", "address": ""}


@pytest.fixture
def house(db: None) -> House:
    return build()


@pytest.fixture
def guest() -> Client:
    return Client()


def fill(client: Client, **changes: Any) -> Any:
    """The three steps, one after the other; the answer to the last."""
    client.post("/complain/what", WHAT | changes.get("what", {}))
    client.post("/complain/who", WHO | changes.get("who", {}))
    return client.post("/complain/reach", REACH | changes.get("reach", {}))


def enter(client: Client, case: Case, secret: str = "") -> Any:
    """Open a complaint with its number and secret."""
    return client.post("/follow", {"number": case.number, "secret": secret or cases.secret_of(case)})
