"""Service requests at the desk: registered on one page, taken along their path, closed to whoever may not see them."""

from datetime import timedelta

import pytest
from django.test import Client

from huiyin.cases.models import Case
from huiyin.core.actors import system
from huiyin.core.time import local_date, now
from huiyin.customers.actions import PartyDraft, register_party, register_policy
from huiyin.service.actions import visits
from huiyin.service.models import Request, ReturnVisit
from huiyin.service.rules.visits import ITEMS
from tests.people import House

pytestmark = pytest.mark.django_db
NEW = "/desk/requests/new/"
GIVEN = {
    "kind": "policy_change", "channel": "phone", "received_at": "2026-03-02T10:00", "name": "李春梅",
    "phone": "13812345678", "text": "想把受益人改成女儿，电话13812345678。", "policy_number": "P2025000017",
    "no_preliminary": "要看批改规则", "idempotency_key": "k-1", "do_register": "",
}  # fmt: skip


def registered(client: Client, **changes: str) -> Case:
    answer = client.post(NEW, GIVEN | changes)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return Case.objects.latest("id")


def step(client: Client, case: Case, code: str, **given: str) -> int:
    return client.post(f"/desk/requests/{case.number}/{code}", given).status_code


def test_a_policy_change_goes_its_way_at_the_desk(enter, house: House) -> None:
    client = enter("tom")
    assert client.get(NEW).status_code == 200
    wrong = client.post(NEW, GIVEN | {"no_preliminary": "", "name": ""})
    assert wrong.status_code == 422
    assert "想把受益人改成女儿" in wrong.content.decode()
    assert client.post(NEW, {"find": "13812345678", "do_find": ""}).status_code == 200
    case = registered(client)
    assert registered(client).pk == case.pk
    address = f"/desk/requests/{case.number}/"
    shown = client.get(address).content.decode()
    assert f'action="{address}check_identity"' in shown
    assert f'action="{address}process"' not in shown
    assert "13812345678" not in shown
    assert "李春梅" not in shown
    assert case.number in client.get("/desk/requests/").content.decode()
    assert address in client.get(f"/desk/complaints/{case.number}/").content.decode()

    assert step(client, case, "accept", channel="phone") == 409
    assert step(client, case, "nonsense") == 404
    assert client.get(f"{address}accept").status_code == 405
    assert step(client, case, "check_identity", how="回拨登记电话核对") == 302
    assert step(client, case, "ask_papers", items=" \n", channel="phone") == 422
    assert step(client, case, "ask_papers", items="身份证\n关系证明", channel="phone") == 302
    refused = client.post(f"{address}ask_papers", {"items": "户口簿", "channel": "phone"})
    assert refused.status_code == 422
    assert "户口簿" in refused.content.decode()
    assert step(client, case, "check_papers") == 302
    assert step(client, case, "accept", channel="phone") == 302
    assert step(client, case, "route", to=house["sam"].employee_no, reason="请主管批改") == 302
    assert step(client, case, "take") == 409
    enter("sam")
    assert step(client, case, "take") == 302
    assert step(client, case, "process", what="受益人已改为女儿") == 302
    assert step(client, case, "answer", text="已办妥，批单已寄。", channel="phone") == 302
    assert step(client, case, "close", outcome="solved") == 302
    assert step(client, case, "archive") == 302
    assert Request.objects.get(case=case).state == "archived"
    assert client.get(address).status_code == 200
    assert case.number in client.get("/desk/requests/?ended=1").content.decode()
    assert case.number not in client.get("/desk/requests/").content.decode()


@pytest.mark.parametrize("name, sees", [("zoe", 404), ("pia", 403), ("ana", 404), ("aud", 200)])
def test_who_may_not_see_it_does_not(enter, house: House, name: str, sees: int) -> None:
    case = registered(enter("tom"))
    client = enter(name)
    assert client.get(f"/desk/requests/{case.number}/").status_code == sees
    assert step(client, case, "check_identity", how="核对保单") == (409 if sees == 200 else sees)
    assert client.get("/desk/requests/").status_code == (403 if name == "pia" else 200)
    assert Request.objects.get(case=case).identity_checked_at is None


def test_it_goes_on_as_a_complaint(enter, house: House) -> None:
    client = enter("tom")
    case = registered(client)
    assert step(client, case, "promote", reason="客户要求投诉") == 302
    assert client.get(f"/desk/requests/{case.number}/")["Location"] == f"/desk/complaints/{case.number}/"
    assert "check_identity" in client.get(f"/desk/complaints/{case.number}/").content.decode()
    assert case.number in client.get("/desk/queue/?kind=complaint").content.decode()
    assert case.number not in client.get("/desk/queue/?kind=request&columns=kind,subject").content.decode()


def test_a_complaint_has_no_page_of_a_request(enter, house: House) -> None:
    assert enter("tom").get("/desk/requests/TS26030200000015/").status_code == 404


def test_queue_and_search_tell_a_request_from_a_complaint(enter, house: House) -> None:
    client = enter("tom")
    case = registered(client)
    address = f'href="/desk/requests/{case.number}/"'
    assert address in client.get("/desk/queue/?kind=request&columns=kind,subject").content.decode()
    assert case.number not in client.get("/desk/queue/?kind=complaint").content.decode()
    assert address in client.get("/desk/search/", {"q": "受益人 kind:request"}).content.decode()
    assert case.number not in client.get("/desk/search/", {"q": "受益人 kind:complaint"}).content.decode()


def test_who_comes_again_is_shown_on_both_pages(enter, house: House) -> None:
    client = enter("tom")
    first, again = registered(client), registered(client, idempotency_key="k-2")
    assert first.pk != again.pk
    for one, other in ((first, again), (again, first)):
        page = client.get(f"/desk/requests/{one.number}/").content.decode()
        assert 'id="case-links"' in page
        assert f"/desk/complaints/{other.number}/" in page


def test_a_return_visit_is_made_at_the_desk(enter, house: House) -> None:
    made = visit_of(house)
    client = enter("tom")
    shown = client.get("/desk/visits/").content.decode()
    assert "L-77" in shown
    assert "欧阳春梅" not in shown
    address = f"/desk/visits/{made.pk}/"
    assert client.get(address).status_code == 200
    assert client.post(f"{address}again", {"note": "无人接听"}).status_code == 302
    half = client.post(f"{address}make", {"person": "yes", "note": "约好下午再打"})
    assert half.status_code == 422
    assert "约好下午再打" in half.content.decode()
    answers = dict.fromkeys(ITEMS, "yes") | {"cover": "no", "problem": "客户以为什么病都赔。"}
    assert client.post(f"{address}make", answers).status_code == 302
    case = Case.objects.get(channel="return_visit")
    assert f"/desk/requests/{case.number}/" in client.get(address).content.decode()
    assert client.post(f"{address}make", answers).status_code == 409
    for name, status in (("zoe", 404), ("aud", 403)):
        assert enter(name).get(address).status_code == status


def visit_of(house: House) -> ReturnVisit:
    """What the sweep writes down for a new life policy of the Jiangsu branch."""
    by, at = system("test"), now()
    holder = register_party(draft=PartyDraft(name="欧阳春梅", phone="13812345678"), by=by, at=at)
    policy = register_policy(
        number="L-77", holder=holder, unit=house.units["JS-CP"], product_code="L1", product_name="终身寿险",
        line="life", starts_on=local_date(at), hesitation_ends_on=local_date(at) + timedelta(days=9), by=by, at=at,
    )  # fmt: skip
    row = visits.owe(policy=policy, by=by, at=at)
    assert row is not None
    return row
