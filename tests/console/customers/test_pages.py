"""The customer's pages: who opens a record, what it shows and costs, what can be done there."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiyin.audit.models import Access
from huiyin.cases.models import Message
from huiyin.cases.queries import customers as gate
from huiyin.clocks.models import Task
from huiyin.core.ids import uuid7
from huiyin.core.time import now
from huiyin.customers import actions
from huiyin.customers.actions import PartyDraft, consents, measuring
from huiyin.customers.actions.stages import settle_stages
from huiyin.customers.models import Identity, Party, PartyChange, PartyTie, Policy, PolicyPart
from huiyin.customers.queries import record as records
from tests.cases.make import registered
from tests.customers.conftest import AT, BY, ID
from tests.people import CAST, House

WHY = "来电本人核实"


@pytest.fixture
def li(house: House) -> Party:
    cache.clear()
    draft = PartyDraft(name="欧阳春梅", certificate_kind="id_card", certificate_no=ID, phone="13912345678")
    party = actions.register_party(draft=draft, by=BY, at=AT)
    actions.register_policy(
        number="P2025001", holder=party, unit=house.units["JS-CP"], product_code="HE01", product_name="百万医疗",
        line="health", starts_on=date(2025, 1, 1), by=BY, at=AT,
    )  # fmt: skip
    return party


def page(client: Client, party: Party, more: str = "") -> tuple[int, str]:
    answer = client.get(f"/desk/customers/{party.pk}/{more}")
    return answer.status_code, answer.content.decode()


def test_a_record_opens_to_the_part_of_the_tree_and_to_nobody_else(enter, house: House, li: Party) -> None:
    opens = {name for name in CAST if page(enter(name), li)[0] == 200}
    assert opens == {"tom", "tia", "sam", "max", "hua", "eve", "qin", "aud"}
    for step in ("change", "reveal/phone", "consents", "judge"):
        assert enter("zoe").post(f"/desk/customers/{li.pk}/{step}", {"reason": WHY}).status_code == 404, step
    assert page(enter("tom"), Party(pk=uuid7()))[0] == 404


def test_a_strangers_phone_number_opens_nobodys_data(enter, house: House, li: Party) -> None:
    zoe = enter("zoe")  # of another branch, with somebody on the phone whose number is Li's
    found = zoe.get("/desk/customers/", {"q": "13912345678"}).content.decode()
    assert "139****5678" in found
    assert str(li.pk) not in found
    assert "P2025001" not in found
    assert page(zoe, li)[0] == 404
    assert zoe.get("/desk/customers/", {"q": "欧阳春梅"}).status_code == 200
    assert page(zoe, li)[0] == 404
    # who names the whole policy number has it from the customer: for an hour, and the log says so
    assert str(li.pk) in zoe.get("/desk/customers/", {"q": "P2025001"}).content.decode()
    assert page(zoe, li)[0] == 200
    with pytest.raises(Party.DoesNotExist):
        gate.customer(house["zoe"], li.pk, at=now() + gate.LOOKED_UP_FOR + timedelta(minutes=1))
    with pytest.raises(Party.DoesNotExist):  # what one of us looked up opens nothing to another
        gate.customer(house["ana"], li.pk, at=now())
    assert Access.objects.filter(kind="read", aggregate_id=li.pk, actor_id=house["zoe"].pk).exists()


def test_nobody_opens_their_own_record(enter, house: House, li: Party) -> None:
    own = actions.register_party(draft=PartyDraft(name="汤姆", email="tom@house.example"), by=BY, at=AT)
    Policy.objects.update(holder=own)
    assert page(enter("tom"), own)[0] == 404
    assert page(enter("tia"), own)[0] == 200


def test_the_page_tells_everything_masked_and_its_cost_does_not_grow(enter, house: House, li: Party) -> None:
    case = registered(house, policy_number="P2025001").case
    tom = enter("tom")
    page(tom, li)
    with CaptureQueriesContext(connection) as little:
        status, text = page(tom, li)
    assert status == 200
    for shown in (case.number, "百万医疗", "139****5678", "老年人", "医疗险拒赔"):
        assert shown in text, shown
    for hidden in (ID, "13912345678", "欧阳春梅"):
        assert hidden not in text
    many = [
        Message(
            id=uuid7(), case=case, direction="in", channel="phone", text=f"第{n}次来电", at=AT + timedelta(minutes=n)
        )
        for n in range(10_000)
    ]
    Message.objects.bulk_create(many)
    with CaptureQueriesContext(connection) as much:
        status, text = page(tom, li)
    assert text.count('class="hy-entry"') == 20
    assert len(much) <= len(little) <= 50
    assert "第9999次来电" in text
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE cases_message")
        said = next(query["sql"] for query in much if "LATERAL" in query["sql"])
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT TEXT) {said}")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "message_of_case" in plan
    seen = [row.text for row in gate.contacts([case.pk], size=25)]
    after = gate.contacts([case.pk], size=25)[-1]
    seen += [row.text for row in gate.contacts([case.pk], before=(after.at, after.pk), size=25)]
    assert seen == [f"第{n}次来电" for n in range(9999, 9949, -1)]
    older = page(tom, li, f"?before={(AT + timedelta(minutes=9980)).isoformat().replace('+', '%2B')}~{many[9980].pk}")
    assert "第9979次来电" in older[1]


def test_details_are_changed_with_a_reason_and_the_version_that_was_read(enter, house: House, li: Party) -> None:
    tom, address = enter("tom"), f"/desk/customers/{li.pk}/change"
    assert tom.get(address).status_code == 200
    assert tom.post(address, {"phone": "12", "reason": WHY, "version": 1}).status_code == 422
    assert tom.post(address, {"phone": "13700000000", "reason": "x", "version": 1}).status_code == 422
    kept = tom.post(address, {"phone": "13700000000", "care": ["disabled"], "reason": WHY, "version": 1})
    assert kept.status_code == 302
    li.refresh_from_db()
    assert (li.phone, li.vulnerabilities) == ("13700000000", ["disabled", "elderly"])
    late = tom.post(address, {"phone": "13711111111", "reason": WHY, "version": 1})
    assert late.status_code == 409
    text = page(tom, li)[1]
    assert "139****5678 → 137****0000" in text
    change = PartyChange.objects.get()
    clear = tom.post(f"/desk/customers/{li.pk}/was/{change.pk}/reveal", {"reason": WHY}).content.decode()
    assert "13912345678 → 13700000000" in clear
    assert tom.post(f"/desk/customers/{li.pk}/reveal/phone", {"reason": "x"}).status_code == 422
    assert "13700000000" in tom.post(f"/desk/customers/{li.pk}/reveal/phone", {"reason": WHY}).content.decode()
    assert list(Access.objects.filter(kind="reveal").order_by("at").values_list("fields", flat=True)) == [
        ["was.phone"], ["phone"],
    ]  # fmt: skip


def test_parts_and_ties_are_added_and_ended_on_the_page(enter, house: House, li: Party) -> None:
    wang = actions.register_party(draft=PartyDraft(name="王小明", phone="13700000000"), by=BY, at=AT)
    held = actions.register_policy(
        number="P77", holder=wang, unit=house.units["GD-CP"], product_code="HE01", product_name="百万医疗",
        line="health", starts_on=date(2025, 1, 1), by=BY, at=AT,
    )  # fmt: skip
    tom, address = enter("tom"), f"/desk/customers/{li.pk}"
    policy = Policy.objects.get(number="P2025001")
    wanted = {"role": "insured", "policy": str(policy.pk)}
    assert page(tom, wang)[0] == 404
    assert tom.post(f"{address}/parts", wanted | {"other": "13700000000"}).status_code == 422
    assert tom.post(f"{address}/parts", wanted | {"other": "P77", "policy": str(held.pk)}).status_code == 404
    assert tom.post(f"{address}/ties", {"other": "P77", "kind": "child", "note": "同住"}).status_code == 302
    assert tom.post(f"{address}/parts", wanted | {"other": "P77"}).status_code == 302
    text = page(tom, li)[1]
    assert text.count("王**") == 2
    assert f"/desk/customers/{wang.pk}/" in text  # insured under a policy of our part of the house: it opens
    assert page(tom, wang)[0] == 200
    part, tie = PolicyPart.objects.get(), PartyTie.objects.get()
    assert enter("zoe").post(f"/desk/customers/{wang.pk}/ties/{tie.pk}/end", {"reason": WHY}).status_code == 404
    aud = enter("aud")
    assert "hy-more" not in page(aud, li)[1]
    assert aud.post(f"{address}/parts/{part.pk}/end", {"reason": WHY}).status_code == 409
    tom = enter("tom")
    for way in (f"parts/{part.pk}", f"ties/{tie.pk}"):
        assert tom.post(f"{address}/{way}/end", {"reason": WHY}).status_code == 302
    assert "王**" not in page(tom, li)[1]


def test_which_records_open_is_asked_for_many_at_once_and_says_the_same(enter, house: House, li: Party) -> None:
    own = actions.register_party(draft=PartyDraft(name="汤姆", email="tom@house.example"), by=BY, at=AT)
    named = actions.register_party(draft=PartyDraft(name="王小明", certificate_no="C12345678"), by=BY, at=AT)
    insured = actions.register_party(draft=PartyDraft(name="小李"), by=BY, at=AT)
    stranger = actions.register_party(draft=PartyDraft(name="张三"), by=BY, at=AT)
    policy = Policy.objects.get()
    for party in (own, insured):
        PolicyPart.objects.create(policy=policy, party_id=party.pk, role="insured", from_on=AT.date())
    caller = actions.register_party(draft=PartyDraft(name="来电人", phone="13600000000"), by=BY, at=AT)
    registered(house, party_id=caller.pk)
    actions.look_up(certificate="C12345678", by=house.by("tom"), at=AT)
    everybody = [li, own, named, insured, stranger, caller]
    for login in CAST:
        found = gate.opening(house[login], [one.pk for one in everybody], at=AT)
        assert found == {one.pk for one in everybody if _opens(house, login, one)}, login
    assert gate.opening(house["tom"], [one.pk for one in everybody], at=AT) >= {li.pk, named.pk, insured.pk}
    with CaptureQueriesContext(connection) as asked:
        gate.opening(house["tom"], [one.pk for one in everybody], at=AT)
    assert len(asked) <= 10
    text = enter("tom").get("/desk/search/", {"q": "P2025001"}).content.decode()
    assert f'href="/desk/customers/{li.pk}/#policy-P2025001"' in text


def _opens(house: House, login: str, party: Party) -> bool:
    try:
        gate.customer(house[login], party.pk, at=AT)
    except Party.DoesNotExist:
        return False
    return True


def test_scores_with_the_records_behind_them_for_those_who_lead(enter, house: House, li: Party) -> None:
    measuring.measure_next(by=BY, at=AT)
    opens = {name for name in CAST if enter(name).get("/desk/customers/quality").status_code == 200}
    assert opens == {"sam", "max", "hua", "eve", "qin", "aud"}
    sam = enter("sam")
    assert "?principle=complete" in sam.get("/desk/customers/quality").content.decode()
    with CaptureQueriesContext(connection) as cost:
        text = sam.get("/desk/customers/quality?principle=complete").content.decode()
    assert f"/desk/customers/{li.pk}/" in text
    assert "地址" in text
    assert len(cost) <= 30
    for wrong in ("principle=x", "principle=complete&after=x"):
        assert sam.get(f"/desk/customers/quality?{wrong}").status_code == 404
    assert "欧" not in enter("max").get("/desk/customers/quality?principle=correct").content.decode()
    assert "/desk/customers/quality" in sam.get("/desk/customers/").content.decode()


def test_what_is_to_be_done_by_stage_is_listed_and_ended(enter, house: House, li: Party) -> None:
    consents.give_consent(party_id=li.pk, purpose="care", source="phone", by=BY, at=AT)
    for day, ids in ((AT, set()), (AT + timedelta(days=1), {li.pk})):
        settle_stages(party_ids=[li.pk], troubled=ids, by=BY, at=day)
    task = Task.objects.get(owner_kind="customer")
    assert str(li.pk) not in enter("zoe").get("/desk/customers/tasks").content.decode()
    assert enter("kim").get("/desk/customers/tasks").status_code == 403
    tom, address = enter("tom"), f"/desk/customers/{li.pk}/tasks/{task.pk}/end"
    assert f"/desk/customers/{li.pk}/" in tom.get("/desk/customers/tasks").content.decode()
    assert address in page(tom, li)[1]
    assert tom.post(address, {"do": "done", "reason": "x"}).status_code == 422
    assert tom.post(address, {"do": "done", "reason": "客户表示满意"}).status_code == 302
    assert tom.post(address, {"do": "done", "reason": "客户表示满意"}).status_code == 404
    assert address not in page(tom, li)[1]


def test_consents_and_duplicates_on_the_page(enter, house: House, li: Party) -> None:
    twin = actions.register_party(draft=PartyDraft(name="欧阳春梅", phone="13912345678"), by=BY, at=AT)
    stranger = actions.register_party(draft=PartyDraft(name="张三"), by=BY, at=AT)
    tom, address = enter("tom"), f"/desk/customers/{li.pk}"
    tom.post(f"{address}/consents", {"purpose": "survey", "source": "phone", "do": "give"})
    assert records.may_reach_out(li.pk, "survey", now().date()) == "given"
    tom.post(f"{address}/consents", {"purpose": "survey", "source": "phone", "do": "withdraw"})
    assert records.may_reach_out(li.pk, "survey", now().date()) == "withdrawn"
    assert "65" in page(tom, li)[1]  # phone and name
    wanted = {"verdict": "same", "reason": WHY}
    assert tom.post(f"{address}/judge", wanted | {"other": str(stranger.pk)}).status_code == 404
    assert tom.post(f"{address}/judge", wanted | {"other": str(twin.pk)}).status_code == 302
    row = Identity.objects.get()
    assert page(tom, twin)[0] == 200  # without a policy or case of its own
    assert tom.post(f"{address}/judge/{row.pk}/back", {"reason": "认错人了"}).status_code == 302
    assert page(tom, twin)[0] == 404
