"""Customers by machine."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from huiyin.customers import actions
from huiyin.customers.actions import PartyDraft, consents, measuring
from huiyin.customers.actions.stages import settle_stages
from huiyin.customers.models import Party
from tests.api.conftest import Machine, complaint
from tests.customers.conftest import AT, BY, ID
from tests.people import House

Make = Callable[..., Machine]
WHY = {"reason": "来电本人核实"}


@pytest.fixture
def li(house: House) -> Party:
    draft = PartyDraft(name="欧阳春梅", certificate_kind="id_card", certificate_no=ID, phone="13912345678")
    party = actions.register_party(draft=draft, by=BY, at=AT)
    actions.register_policy(
        number="P2025001", holder=party, unit=house.units["JS-CP"], product_code="HE01", product_name="百万医疗",
        line="health", starts_on=date(2025, 1, 1), by=BY, at=AT,
    )  # fmt: skip
    return party


def test_a_record_is_found_read_changed_and_its_history_told(machine: Make, li: Party) -> None:
    tom, one = machine("tom"), f"/customers/{li.pk}"
    hit = tom.post("/customers/find", {"phone": "13912345678"}).json()["items"][0]
    assert (hit["id"], hit["phone"], hit["may_open"], hit["policies"]) == (
        str(li.pk), "139****5678", True, ["P2025001"],
    )  # fmt: skip
    number = tom.post("/complaints", complaint() | {"policy_number": "P2025001"}).json()["number"]
    read = tom.get(one)
    told = read.json()
    assert told["policies"][0]["parts"] == ["applicant"]
    assert told["open_complaints"] == [number]
    assert told["vulnerabilities"] == ["elderly"]
    assert ID not in read.content.decode()
    changed = tom.post(f"{one}/change", {"values": {"phone": "13700000000"}, **WHY}, If_Match=read.headers["ETag"])
    assert (changed.status_code, changed.json()["phone"], changed.json()["version"]) == (200, "137****0000", 2)
    late = tom.post(f"{one}/change", {"values": {"phone": "13711111111"}, **WHY}, If_Match=read.headers["ETag"])
    assert late.status_code == 412
    row = tom.get(f"{one}/changes").json()["items"][0]
    assert row["field"] == "phone"
    assert tom.post(f"{one}/changes/{row['id']}/reveal", WHY).json() == {
        "before": "13912345678", "after": "13700000000",
    }  # fmt: skip
    assert tom.post(f"{one}/reveal", {"fields": ["phone"], **WHY}).json()["values"] == {"phone": "13700000000"}
    first = tom.get(f"{one}/contacts?limit=1").json()
    assert first["items"][0]["complaint"] == number


def test_a_phone_number_alone_opens_nothing_of_another_branch(machine: Make, li: Party) -> None:
    zoe, one = machine("zoe"), f"/customers/{li.pk}"
    hit = zoe.post("/customers/find", {"phone": "13912345678", "name": "欧阳春梅"}).json()["items"][0]
    assert (hit["may_open"], hit["policies"]) == (False, [])
    assert zoe.get(one).status_code == 404
    assert zoe.post(f"{one}/change", {"values": {"phone": "1"}, **WHY}).status_code == 404
    assert zoe.post("/customers/find", {"certificate": ID}).json()["items"][0]["may_open"] is True
    assert zoe.get(one).status_code == 200
    assert machine("aud").post("/customers/find", {"certificate": ID}).status_code == 409


def test_parts_and_ties_name_the_other_by_a_whole_number_only(machine: Make, house: House, li: Party) -> None:
    tom, one = machine("tom"), f"/customers/{li.pk}"
    wang = actions.register_party(draft=PartyDraft(name="王小明", phone="13700000000"), by=BY, at=AT)
    actions.register_policy(
        number="P77", holder=wang, unit=house.units["GD-CP"], product_code="HE01", product_name="百万医疗",
        line="health", starts_on=date(2025, 1, 1), by=BY, at=AT,
    )  # fmt: skip
    part = {"policy_number": "P2025001", "role": "agent", "authority": "公证书 8 号"}
    for other, field in (("13700000000", "other"), ("王小明", "other"), ("P7", "other")):
        refused = tom.post(f"{one}/parts", part | {"other": other})
        assert (refused.status_code, refused.json()["code"]) == (422, "customer.nobody"), field
    assert tom.post(f"{one}/parts", part | {"other": "P77", "authority": ""}).json()["code"] == "part.authority"
    assert tom.post(f"{one}/parts", part | {"other": "P77", "policy_number": "P77"}).json()["code"] == "part.policy"
    told = tom.post(f"{one}/parts", part | {"other": "P77"}).json()
    held = told["policies"][0]["people"]
    assert [(each["role"], each["name"]) for each in held] == [("applicant", "欧***"), ("agent", "王**")]
    told = tom.post(f"{one}/ties", {"other": "p77", "kind": "child"}).json()
    assert [(each["kind"], each["name"]) for each in told["ties"]] == [("child", "王**")]
    assert tom.post(f"{one}/ties", {"other": "P2025001", "kind": "child"}).json()["code"] == "tie.two"
    tie = told["ties"][0]["id"]
    zoe = machine("zoe")
    assert zoe.post(f"/customers/{wang.pk}/ties/{tie}/end", WHY).json()["code"] == "tie.not_found"
    assert zoe.post(f"/customers/{wang.pk}/parts/{wang.pk}/end", WHY).json()["code"] == "part.not_found"
    assert tom.post(f"{one}/ties/{tie}/end", WHY).json()["ties"] == []
    told = tom.post(f"{one}/parts/{held[1]['id']}/end", WHY).json()
    assert [each["role"] for each in told["policies"][0]["people"]] == ["applicant"]


def test_scores_of_the_records_are_for_those_who_lead(machine: Make, li: Party) -> None:
    measuring.measure_next(by=BY, at=AT)
    sam = machine("sam")
    scores = {one["principle"]: one for one in sam.get("/customers/quality").json()["items"]}
    assert (scores["complete"]["broken"], scores["complete"]["percent"], scores["correct"]["percent"]) == (1, 0, 100)
    row = sam.get("/customers/quality/complete").json()["items"][0]
    assert (row["id"], row["name"], row["faults"]) == (str(li.pk), "欧***", ["complete:address"])
    assert sam.get("/customers/quality/complete?limit=1").json()["next_cursor"] == ""
    assert sam.get("/customers/quality/beautiful").status_code == 404
    assert machine("tom").get("/customers/quality").status_code == 404


def test_stages_and_what_is_to_be_done(machine: Make, li: Party) -> None:
    consents.give_consent(party_id=li.pk, purpose="care", source="phone", by=BY, at=AT)
    for day, ids in ((AT, set()), (AT + timedelta(days=1), {li.pk})):
        settle_stages(party_ids=[li.pk], troubled=ids, by=BY, at=day)
    tom, one = machine("tom"), f"/customers/{li.pk}"
    told = tom.get(f"{one}/stages").json()
    assert [(each["stage"], each["because"]) for each in told["items"]] == [
        ("at_risk", "trouble"), ("active", "in_force"),
    ]  # fmt: skip
    task = told["tasks"][0]
    assert (task["purpose"], task["unit"]) == ("care", "JS-CP")
    assert machine("zoe").post(f"{one}/tasks/{task['id']}/end", {"outcome": "done", **WHY}).status_code == 404
    ended = tom.post(f"{one}/tasks/{task['id']}/end", {"outcome": "done", **WHY}).json()
    assert ended["tasks"] == []
    assert tom.post(f"{one}/tasks/{li.pk}/end", {"outcome": "done", **WHY}).status_code == 422


def test_consents_and_judgements(machine: Make, li: Party) -> None:
    tom, one = machine("tom"), f"/customers/{li.pk}"
    twin = actions.register_party(draft=PartyDraft(name="欧阳春梅", phone="13912345678"), by=BY, at=AT)
    given = tom.post(f"{one}/consents", {"purpose": "survey", "source": "phone"}).json()["items"]
    assert {each["purpose"]: each["state"] for each in given}["survey"] == "given"
    ended = tom.post(f"{one}/consents/withdraw", {"purpose": "survey", "source": "phone"}).json()["items"]
    assert {each["purpose"]: each["state"] for each in ended}["survey"] == "withdrawn"
    found = tom.get(f"{one}/duplicates").json()["candidates"]
    assert [(each["id"], each["score"], each["grounds"]) for each in found] == [(str(twin.pk), 65, ["phone", "name"])]
    made = tom.post(f"{one}/judge", {"other_id": str(twin.pk), "verdict": "same", **WHY}).json()
    assert tom.get(one).json()["records"] == [str(li.pk), str(twin.pk)]
    undone = tom.post(f"{one}/judgements/{made['id']}/take_back", WHY).json()
    assert undone["undone_at"]
    assert tom.get(one).json()["records"] == [str(li.pk)]
    stranger = actions.register_party(draft=PartyDraft(name="张三"), by=BY, at=AT)
    refused = tom.post(f"{one}/judge", {"other_id": str(stranger.pk), "verdict": "same", **WHY})
    assert (refused.status_code, refused.json()["code"]) == (422, "identity.not_proposed")
