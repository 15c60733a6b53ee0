"""Who picks up a call sees in one screen who calls, what they hold, what is open and what was promised; and a
stranger's number opens nobody's data."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiyin.audit.models import Access, Entry
from huiyin.cases.models import Case, Message, Notification, Recusal
from huiyin.cases.rules.people import PersonDraft
from huiyin.channels.actions import calls
from huiyin.channels.models import Call
from huiyin.channels.rules.calls import Event
from huiyin.clocks.actions import promises
from huiyin.core.time import now
from huiyin.customers import actions as customers
from huiyin.customers.actions import PartyDraft, parts
from huiyin.customers.models import Party
from tests.cases.make import registered
from tests.console.calls.test_list import BY, rung
from tests.customers.conftest import AT, ID
from tests.people import House

KNOWS = {"policy_number": "P2025001", "name": "欧阳春梅"}
SECRETS = ("P2025001", "欧阳春梅", "13912345678", ID, "百万医疗")


@pytest.fixture
def li(house: House) -> Party:
    cache.clear()
    draft = PartyDraft(name="欧阳春梅", certificate_kind="id_card", certificate_no=ID, phone="13912345678")
    party = customers.register_party(draft=draft, by=BY, at=AT)
    customers.register_policy(
        number="P2025001", holder=party, unit=house.units["JS-CP"], product_code="HE01", product_name="百万医疗",
        line="health", starts_on=date(2025, 1, 1), by=BY, at=AT,
    )  # fmt: skip
    return party


@pytest.fixture
def case(house: House, li: Party) -> Case:
    made = registered(house, policy_number="P2025001").case
    promises.promise(
        owner=("case", made.pk), text="周五前回电说明进度", due_at=now() + timedelta(days=2), source="call",
        responsible=house["tom"], by=house.by("tom"), at=now(),
    )  # fmt: skip
    return made


def screen(client: Client, call: Call) -> tuple[int, str]:
    answer = client.get(f"/desk/calls/{call.pk}/")
    return answer.status_code, answer.content.decode()


def identify(client: Client, call: Call, **said: str) -> int:
    return client.post(f"/desk/calls/{call.pk}/identify", said).status_code


def test_a_number_shows_a_first_character_and_opens_nothing(enter, house: House, case: Case) -> None:
    call, ana = rung(house, "ana"), enter("ana")
    status, text = screen(ana, call)
    assert (status, "欧***" in text, "139****5678" in text) == (200, True, True)
    for hidden in (*SECRETS, case.number, "回电说明"):
        assert hidden not in text.replace('name="phone" value="13912345678"', ""), hidden
    assert ana.get(f"/desk/customers/{case.customer_id}/").status_code == 404
    assert Access.objects.filter(kind="search", fields=["phone"], actor_id=house["ana"].pk).exists()


def test_who_calls_what_they_hold_what_is_open_and_what_was_promised(enter, house: House, case: Case) -> None:
    call, ana = rung(house, "ana"), enter("ana")
    assert identify(ana, call, **KNOWS) == 302
    status, text = screen(ana, call)
    assert status == 200
    for shown in ("欧***", case.number, "医疗险拒赔", "Tom", "周五前回电说明进度", "百万医疗", "P2025001", "老年人"):
        assert shown in text, shown
    assert f'href="/desk/complaints/{case.number}/"' not in text, "the case itself is of Jiangsu"
    assert ID not in text
    assert Access.objects.filter(kind="read", reason="call c-1", aggregate_id=case.customer_id).exists()
    assert set(Entry.objects.filter(aggregate_id=call.pk).values_list("kind", flat=True)) == {
        "call.rang", "call.identified",
    }  # fmt: skip
    # nobody else's call, and an hour later not even one's own
    other = enter("hua")
    assert "P2025001" not in screen(other, call)[1]
    assert other.post(f"/desk/calls/{call.pk}/identify", KNOWS).status_code == 409
    assert enter("zoe").get(f"/desk/calls/{call.pk}/").status_code == 404
    long_ago = now() - timedelta(minutes=61)
    Call.objects.update(
        ended_at=long_ago, outcome="missed", began_at=long_ago, identified_at=long_ago, rang_at=long_ago
    )
    text = screen(enter("ana"), call)[1]
    assert "P2025001" not in text
    assert case.number not in text


def test_one_thing_is_not_enough_and_guessing_ends_after_three_times(enter, house: House, li: Party) -> None:
    call, ana = rung(house, "ana"), enter("ana")
    assert identify(ana, call, policy_number="P2025001") == 422
    assert identify(ana, call, name="欧阳春梅", born_on="1949-12-31") == 422
    assert Call.objects.get().wrong_answers == 0, "asking too little is no wrong answer"
    assert identify(ana, call, certificate=ID, born_on="31.12.1949") == 422
    for wrong in ({"name": "欧阳冬梅"}, {"born_on": "1949-12-30"}, {"certificate": "110105194912310021"}):
        assert identify(ana, call, policy_number="P2025001", **wrong) == 422
    assert identify(ana, call, **KNOWS) == 409
    text = screen(ana, call)[1]
    assert "P2025001" not in text
    assert 'name="do_choose"' in text, "a complaint is taken down all the same"
    assert ana.get(f"/desk/customers/{li.pk}/").status_code == 404
    again = rung(house, "ana", "c-2")
    assert identify(ana, again, certificate=ID, born_on="1949-12-31") == 302


def test_everybody_with_a_part_in_the_policy_may_call_about_it(house: House, enter, li: Party) -> None:
    son = customers.register_party(draft=PartyDraft(name="欧阳明"), by=BY, at=AT)
    parts.add_part(
        policy_id=li.policies.get().pk, party_id=son.pk, role="insured", by=house.by("tom"), at=now()
    )  # fmt: skip
    call, ana = rung(house, "ana"), enter("ana")
    assert identify(ana, call, policy_number="P2025001", name="张三") == 422
    assert Call.objects.get().party_id is None
    assert identify(ana, call, policy_number="p2025 001", name="欧阳明") == 302
    assert Call.objects.get().party_id == son.pk
    assert "P2025001" in screen(ana, call)[1]


def test_what_the_caller_says_stands_in_the_matter_and_its_owner_is_told(enter, house: House, case: Case) -> None:
    call, ana = rung(house, "ana"), enter("ana")
    address, said = f"/desk/calls/{call.pk}/say", {"matter": str(case.pk), "text": "客户补充：病历已寄出"}
    assert ana.post(address, said).status_code == 404, "not before the caller is known"
    identify(ana, call, **KNOWS)
    assert ana.post(address, said | {"text": " "}).status_code == 422
    foreign = registered(house, people=(PersonDraft(name="别人", phone="13700000000"),)).case
    assert ana.post(address, said | {"matter": str(foreign.pk)}).status_code == 404
    assert ana.post(address, said).status_code == 302
    message = Message.objects.get(case=case, text="客户补充：病历已寄出")
    assert (message.channel, message.direction) == ("phone", "in")
    assert Call.objects.get().case_id == case.pk
    assert Notification.objects.filter(user=house["tom"], case=case).exists()
    Recusal.objects.create(case=case, user=house["ana"], ground="declared", reason="Schwester", at=AT, by_label="t")
    assert case.number not in screen(ana, call)[1]
    assert ana.post(address, said).status_code == 404


def test_a_complaint_is_taken_down_with_the_caller_filled_in(enter, house: House, li: Party) -> None:
    call, ana = rung(house, "ana"), enter("ana")
    identify(ana, call, **KNOWS)
    begun = {
        "call": str(call.pk), "channel": "phone", "received_at": "2026-03-02T10:00", "acting": "self",
        "language": "zh-hans", "demands-TOTAL_FORMS": "1", "demands-INITIAL_FORMS": "0", "speakers-TOTAL_FORMS": "1",
        "speakers-INITIAL_FORMS": "0",
    }  # fmt: skip
    form = ana.post("/desk/complaints/new/", begun | {"do_choose": f"{li.pk}:{li.policies.get().pk}"})
    text = form.content.decode()
    assert form.status_code == 200
    for shown in ("欧***", "P2025001", f'name="call" value="{call.pk}"'):
        assert shown in text, shown
    assert "hy-problem" not in text, "nothing is wrong yet"
    filled = begun | {"party": str(li.pk), "policy": str(li.policies.get().pk), "text": "理赔被拒，请查清楚。"}
    done = ana.post("/desk/complaints/new/", filled | {"do_register": "1", "received_at": "", "demands-0-text": "赔付"})
    assert done.status_code == 422
    done = ana.post(
        "/desk/complaints/new/", filled | {"do_register": "1", "old_confirmed": "on", "demands-0-text": "赔付"}
    )
    assert done.status_code == 302, done.content.decode()
    assert Call.objects.get().case_id == Case.objects.get().pk


def test_nobody_is_shown_their_own_record_in_a_call(enter, house: House, li: Party) -> None:
    Party.objects.update(email_blind=customers.register_party(
        draft=PartyDraft(name="x", email=house["ana"].email), by=BY, at=AT
    ).email_blind)  # fmt: skip
    call, ana = rung(house, "ana"), enter("ana")
    assert identify(ana, call, **KNOWS) == 302
    assert "P2025001" not in screen(ana, call)[1]


def test_the_screen_costs_the_same_with_ten_matters(enter, house: House, case: Case) -> None:
    call, ana = rung(house, "ana"), enter("ana")
    identify(ana, call, **KNOWS)
    screen(ana, call)
    with CaptureQueriesContext(connection) as few:
        screen(ana, call)
    for number in range(10):
        registered(house, policy_number="P2025001", text=f"第 {number} 次投诉，请尽快处理。")
    with CaptureQueriesContext(connection) as many:
        assert screen(ana, call)[1].count("hy-call-promise") == 1
    assert len(many) <= len(few) <= 40


def test_every_page_says_that_the_telephone_rings(enter, house: House, settings) -> None:
    ana = enter("ana")
    assert 'id="call-now"' not in ana.get("/desk/").content.decode(), "no telephone system"
    settings.CTI_SECRETS = ["whsec_" + "a" * 44]
    assert 'id="call-now"' in ana.get("/desk/").content.decode()
    assert ana.get("/desk/calls/now").status_code == 204
    call = rung(house, "ana")
    part = ana.get("/desk/calls/now").content.decode()
    assert f"/desk/calls/{call.pk}/" in part
    assert "13912345678" not in part
    calls.take_event(told=calls.Told(reference="c-1", event=Event(kind="ended", at=now())), by=BY, at=now())
    assert ana.get("/desk/calls/now").status_code == 204
