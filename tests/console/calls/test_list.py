"""The log of calls on the desk: whose calls one sees, and nothing in clear."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.channels.actions import calls
from huiyin.channels.models import Call
from huiyin.channels.rules.calls import Event
from huiyin.core.actors import system
from huiyin.core.time import now
from tests.people import CAST, House

BY = system("test")


def rung(house: House, agent: str, reference: str = "c-1", *more: Event) -> Call:
    at = now() - timedelta(minutes=1)
    for event in (Event(kind="ringing", at=at, agent=house[agent].employee_no), *more):
        told = calls.Told(reference=reference, event=event, number="13912345678", queue="投诉")
        row = calls.take_event(told=told, by=BY, at=now())
    return row


@pytest.mark.parametrize("name", sorted(CAST))
def test_each_sees_their_own_calls_and_those_of_their_part_of_the_house(enter, house: House, name: str) -> None:
    rung(house, "tom")
    answer = enter(name).get("/desk/calls/")
    text = answer.content.decode()
    sees = name in {"tom", "tia", "sam", "max", "hua", "eve", "qin", "aud"}
    assert answer.status_code == (403 if name in {"kim", "pia", "adi"} else 200)
    assert ("139****5678" in text) is sees
    assert "13912345678" not in text


def test_the_list_is_narrowed_and_paged_by_key_at_the_same_cost(enter, house: House) -> None:
    tom, ended = enter("tom"), Event(kind="ended", at=now())
    rung(house, "tom", "c-0", ended)
    rung(house, "tia", "c-1")
    tom.get("/desk/calls/")
    with CaptureQueriesContext(connection) as few:
        assert tom.get("/desk/calls/").content.decode().count("139****5678") == 2
    for number in range(2, 55):
        rung(house, "tom", f"c-{number}", ended)
    with CaptureQueriesContext(connection) as many:
        page = tom.get("/desk/calls/").content.decode()
    assert len(many) <= len(few) <= 14
    assert page.count("139****5678") == 50
    Call.objects.filter(reference="c-2").update(ended_at=None, outcome="", began_at=now() - timedelta(hours=3))
    for only, count in (("mine", 50), ("live", 1), ("missed", 50), ("abandoned", 0), ("nonsense", 50)):
        assert tom.get("/desk/calls/", {"only": only}).content.decode().count("139****5678") == count, only
