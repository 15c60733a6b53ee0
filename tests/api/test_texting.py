"""Answers by text message, by machine: what goes out, and the refusals."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from huiyin.cases.models import Message, Person
from huiyin.channels import actions as channels
from huiyin.channels import jobs
from huiyin.channels.models import Outgoing
from huiyin.core.actors import system
from huiyin.core.time import now
from tests.api.conftest import Machine
from tests.api.test_problems import problem
from tests.api.test_story import Journey, ok
from tests.channels.sms_server import Platform, serving

NUMBER = "13800138000"
SAID = {"text": "我们在查", "channel": "sms"}


@pytest.fixture
def server(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Platform]:
    monkeypatch.setattr("huiyin.channels.rules.sms_in.leaves_at", lambda at: at)
    with serving() as state:
        settings.SMS = state.house("tencent")
        yield state


def test_an_answer_goes_out_or_says_why_not(machine: Callable[..., Machine], server: Platform, settings: Any) -> None:
    journey = Journey(machine).assigned()
    tom, path = journey.by["tom"], f"/complaints/{journey.number}/respond"
    Person.objects.update(phone="")
    assert problem(tom.post(path, SAID), 409)["code"] == "sms.no_number"
    Person.objects.update(phone=NUMBER)
    stop = channels.stop_sms(number=NUMBER, word="TD", case_id=None, by=system("test"), at=now())
    assert problem(tom.post(path, SAID), 409)["code"] == "sms.stopped"
    stop.delete()
    ok(tom.post(path, SAID))
    row = Outgoing.objects.get(method="sms")
    assert Message.objects.get(outgoing_id=row.pk).channel == "sms"
    jobs.send_mail(outgoing_id=str(row.pk))
    assert server.sent == [(f"+86{NUMBER}", "我们在查")]
    settings.SMS = {}
    assert problem(tom.post(path, SAID), 409)["code"] == "sms.off"
