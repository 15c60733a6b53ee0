"""Calls that we owe: noted by themselves, due by rule or agreement, ended with what came of them."""

from datetime import datetime, timedelta

import pytest
from django.core.cache import cache

from huiyin.accounts.models import Unit, User
from huiyin.audit.models import Access, Entry
from huiyin.channels.actions import callbacks, calls
from huiyin.channels.models import Call, CallBack
from huiyin.channels.queries import callbacks as queries
from huiyin.channels.rules.calls import Event
from huiyin.core.errors import BadInput, Refused
from huiyin.core.time import SHANGHAI, now
from tests.console.calls.test_list import BY
from tests.people import CAST, House

NUMBER = "13912345678"


def tell(
    house: House, reference: str, kind: str, at: datetime, *, agent: str = "ana", direction: str = "in", **more: str
) -> Call:
    event = Event(kind=kind, at=at, agent=house[agent].employee_no if agent else "", outcome=more.get("outcome", ""))
    told = calls.Told(
        reference=reference, event=event, number=more.get("number", NUMBER), direction=direction, unit="HQ-CS"
    )
    return calls.take_event(told=told, by=BY, at=now())


def test_a_missed_call_is_owed_within_the_time_of_the_rule_and_once_for_a_number(house: House) -> None:
    at = now() - timedelta(minutes=30)
    call = tell(house, "c-1", "ended", at)
    tell(house, "c-1", "ended", at)
    row = CallBack.objects.get()
    assert (row.owner, row.unit.code, row.due_at, row.reason) == (
        house["ana"], "HQ-CS", at + timedelta(hours=24), "missed",
    )  # fmt: skip
    assert row.rule.startswith("cn-handbook-2025")
    tell(house, "c-2", "ended", at + timedelta(minutes=5), outcome="abandoned")
    row.refresh_from_db()
    assert (row.calls, row.due_at, CallBack.objects.count()) == (2, at + timedelta(hours=24), 1)
    assert call.number == NUMBER
    tell(house, "c-3", "ended", at, number="")
    tell(house, "c-4", "ended", at, direction="out", number="13700000000")
    assert CallBack.objects.count() == 1, "nobody can call a number that is not known; nobody is owed our own call"


def test_who_missed_it_calls_back_else_whoever_answers_for_the_unit(house: House) -> None:
    Unit.objects.filter(code="HQ-CS").update(duty_user=house["hua"])
    house["ana"].__class__.objects.filter(pk=house["ana"].pk).update(is_away=True)
    tell(house, "c-1", "ended", now())
    tell(house, "c-2", "ended", now(), agent="", number="13700000000")
    assert {row.owner for row in CallBack.objects.all()} == {house["hua"]}


def test_getting_through_ends_it_whatever_comes_first(house: House) -> None:
    at = now() - timedelta(hours=1)
    tell(house, "c-1", "ended", at)
    tell(house, "c-1", "answered", at - timedelta(minutes=1))  # told late: it was spoken to after all
    row = CallBack.objects.get()
    assert (row.state, Call.objects.get().outcome) == ("not_needed", "answered")
    tell(house, "c-2", "ended", at - timedelta(minutes=5))
    assert not CallBack.objects.filter(state="open").exists(), "missed before they spoke, told of later"
    later = at + timedelta(minutes=10)
    tell(house, "c-3", "ended", later)
    assert CallBack.objects.filter(state="open").exists()
    tell(house, "c-4", "answered", later + timedelta(minutes=5), direction="out")
    tell(house, "c-4", "ended", later + timedelta(minutes=9), direction="out")
    row = CallBack.objects.get(call__reference="c-3")
    assert (row.state, row.attempts) == ("done", 1)
    kinds = Entry.objects.filter(aggregate_id=row.pk).order_by("seq").values_list("kind", flat=True)
    assert list(kinds) == ["call_back.owed", "call_back.ended"]


def test_who_asked_for_a_call_is_owed_it_at_the_agreed_time(house: House) -> None:
    call = tell(house, "c-1", "answered", now() - timedelta(minutes=2))
    ana, wish = house.by("ana"), now() + timedelta(days=3)
    for wrong in (now() - timedelta(minutes=1), now() + timedelta(days=15)):
        with pytest.raises(BadInput) as refused:
            callbacks.ask(call_id=call.pk, about="", wish=wrong, by=ana, at=now())
        assert refused.value.code == "back.when"
    with pytest.raises(Refused) as foreign:
        callbacks.ask(call_id=call.pk, about="", wish=None, by=house.by("tom"), at=now())
    assert foreign.value.code == "call.not_yours"
    row = callbacks.ask(call_id=call.pk, about="想问理赔进度", wish=wish, by=ana, at=now())
    assert (row.due_at, row.rule, row.about) == (wish, "", "想问理赔进度")
    tell(house, "c-1", "ended", now())
    row.refresh_from_db()
    assert row.state == "open", "the end of the call in which it was asked for does not end it"
    tell(house, "c-2", "ended", now())
    row.refresh_from_db()
    assert (row.calls, row.reason, row.due_at) == (2, "asked", wish)


def test_three_attempts_in_vain_end_it_and_each_is_kept(house: House) -> None:
    tell(house, "c-1", "ended", now())
    row, ana = CallBack.objects.get(), house.by("ana")
    with pytest.raises(BadInput) as bare:
        callbacks.tried(back=row, result="not_needed", note="", by=ana, at=now())
    assert bare.value.code == "back.note"
    for attempt in (1, 2, 3):
        row = callbacks.tried(back=row, result="no_answer", note=f"第 {attempt} 次无人接听", by=ana, at=now())
    assert (row.state, row.attempts, row.note) == ("unreached", 3, "第 3 次无人接听")
    with pytest.raises(Refused) as ended:
        callbacks.tried(back=row, result="reached", note="", by=ana, at=now())
    assert ended.value.code == "back.ended"
    kept = queries.kept(house["ana"], now())
    assert (kept.in_time, kept.late, kept.overdue, kept.share) == (1, 0, 0, 100)


@pytest.mark.parametrize("name", sorted(CAST))
def test_the_unit_and_those_above_it_see_what_is_owed(enter, house: House, name: str) -> None:
    cache.clear()
    tell(house, "c-1", "ended", now() - timedelta(hours=25))
    row = CallBack.objects.get()
    # Tom helps out at the phone desk: whoever works there sees its list, whatever part of the house their role is for
    User.objects.filter(pk=house["tom"].pk).update(unit=house.units["HQ-CS"])
    client = enter(name)
    answer = client.get("/desk/calls/backs/")
    text = answer.content.decode()
    sees = name in {"ana", "hua", "eve", "qin", "aud", "tom"}
    assert ("139****5678" in text, NUMBER in text) == (sees, False)
    if sees:
        assert "hy-tag" in text, "overdue"
    shown = client.post(f"/desk/calls/backs/{row.pk}/number")
    acts = name in {"ana", "hua", "eve", "tom"}
    assert (NUMBER in shown.content.decode()) is acts
    assert Access.objects.filter(kind="reveal", fields=["number"]).exists() is acts
    if not sees:
        assert shown.status_code in (403, 404)


def test_on_the_pages_it_is_asked_for_taken_and_ended(enter, house: House) -> None:
    call, ana = tell(house, "c-1", "answered", now()), enter("ana")
    wish = (now() + timedelta(days=1)).astimezone(SHANGHAI)
    asked = {"about": "想问进度，我的号码 13912345678", "wish": f"{wish:%Y-%m-%dT%H:%M}"}
    assert ana.post(f"/desk/calls/{call.pk}/back", asked | {"wish": "2020-13-45T99:00"}).status_code == 422
    assert ana.post(f"/desk/calls/{call.pk}/back", asked).status_code == 302
    row = CallBack.objects.get()
    page = ana.get("/desk/calls/backs/?only=mine").content.decode()
    assert "想问进度" in page
    assert NUMBER not in page
    hua = enter("hua")
    assert hua.post(f"/desk/calls/backs/{row.pk}/take").status_code == 302
    assert hua.post(f"/desk/calls/backs/{row.pk}/tried", {"result": "nonsense"}).status_code == 422
    assert hua.post(f"/desk/calls/backs/{row.pk}/nonsense").status_code == 404
    assert hua.post(f"/desk/calls/backs/{row.pk}/tried", {"result": "reached", "note": "已告知"}).status_code == 302
    row.refresh_from_db()
    assert (row.owner, row.state, row.ended_by_label) == (house["hua"], "done", house.by("hua").label)
    assert hua.post(f"/desk/calls/backs/{row.pk}/take").status_code == 409
