"""Looking back at the desk: from the page of the complaint to the last on the list; closed to who may not see it."""

from datetime import timedelta

from huiyin.core.time import local_date, now
from huiyin.quality.models import Lookback, Reached
from tests.cases.make import registered
from tests.people import House
from tests.quality.test_lookbacks import DAY, house, policy, upheld

__all__ = ["house", "upheld"]  # fixtures

GIVEN = {
    "title": "等待期说明", "cause": "同一销售人员未说明等待期", "product_code": "HE01", "signed_from": "2025-05-01",
    "signed_to": "2025-07-01", "due_on": "2099-01-01",
}  # fmt: skip


def test_from_the_complaint_to_the_end(enter, house: House, upheld) -> None:
    policy(house, "P-1")
    policy(house, "P-2")
    sam, new = enter("sam"), f"/desk/lookbacks/from/{upheld.number}/"
    assert new in sam.get(f"/desk/complaints/{upheld.number}/").content.decode()
    shown = sam.get(new).content.decode()
    assert 'value="HE01"' in shown
    assert f'value="{DAY - timedelta(days=365)}"' in shown
    given = GIVEN | {"lead": str(house["tom"].pk)}
    assert "2" in sam.post(new, given | {"do_size": ""}).content.decode().split('role="status"')[1][:40]
    assert sam.post(new, given | {"do_size": "", "product_code": ""}).status_code == 422
    assert (
        sam.post(new, given | {"do_begin": "", "due_on": str(local_date(now()) - timedelta(days=1))}).status_code == 422
    )
    assert sam.post(new, given | {"do_begin": "", "product_code": "NONE"}).status_code == 409
    assert sam.post(new, given | {"do_begin": ""}).status_code == 302
    row = Lookback.objects.get()
    assert sam.get(new)["Location"] == f"/desk/lookbacks/{row.pk}/"
    assert f"/desk/lookbacks/{row.pk}/" in sam.get(f"/desk/complaints/{upheld.number}/").content.decode()

    tom = enter("tom")
    page = f"/desk/lookbacks/{row.pk}/"
    text = tom.get(page).content.decode()
    assert text.count("投***") == 2
    assert "投保人P-1" not in text
    first, second = Reached.objects.filter(lookback=row).order_by("pk")
    assert tom.post(f"{page}{first.pk}", {"outcome": "remedied", "note": "补偿"}).status_code == 422
    assert tom.post(f"{page}{first.pk}", {"outcome": "remedied", "note": "补偿", "amount": "80"}).status_code == 302
    assert tom.post(f"{page}{first.pk}", {"outcome": "declined", "note": "补偿"}).status_code == 409
    assert tom.post(f"{page}{second.pk}", {"outcome": "again", "note": ""}).status_code == 302
    assert tom.post(f"{page}{second.pk}", {"outcome": "complained", "case": "TS0"}).status_code == 422
    assert enter("sam").post(f"{page}end", {"result": "已整改"}).status_code == 409
    enter("tom").post(f"{page}{second.pk}", {"outcome": "not_affected", "note": "回访录音齐全"})
    sam = enter("sam")
    assert f'action="{page}end"' in sam.get(page).content.decode()
    assert sam.post(f"{page}end", {"result": ""}).status_code == 422
    assert sam.post(f"{page}end", {"result": "已整改"}).status_code == 302
    assert "已整改" in sam.get(page).content.decode()
    assert row.title in sam.get("/desk/lookbacks/").content.decode()


def test_a_complaint_not_found_right_says_so_before_the_form(enter, house: House) -> None:
    case = registered(house).case
    assert enter("sam").get(f"/desk/lookbacks/from/{case.number}/").status_code == 409
    assert (
        f"/desk/lookbacks/from/{case.number}/"
        not in enter("sam").get(f"/desk/complaints/{case.number}/").content.decode()
    )


def test_who_leads_is_of_the_unit_or_stands_above_it(enter, house: House, upheld) -> None:
    shown = enter("hua").get(f"/desk/lookbacks/from/{upheld.number}/").content.decode()
    for name, offered in (("tom", True), ("max", True), ("hua", True), ("zoe", False), ("qin", False)):
        assert (f'value="{house[name].pk}"' in shown) is offered, name
    assert f'value="{house["hua"].pk}" selected' in shown


def test_whoever_may_not_see_it_does_not(enter, house: House, upheld) -> None:
    policy(house, "P-1")
    enter("sam").post(f"/desk/lookbacks/from/{upheld.number}/", GIVEN | {"lead": str(house["tom"].pk), "do_begin": ""})
    row = Lookback.objects.get()
    [one] = Reached.objects.all()
    for name, status in (("zoe", 404), ("ana", 404), ("pia", 403), ("kim", 403), ("aud", 200), ("qin", 200)):
        client = enter(name)
        assert client.get(f"/desk/lookbacks/{row.pk}/").status_code == status, name
        if status != 200:
            said = client.post(f"/desk/lookbacks/{row.pk}/{one.pk}", {"outcome": "declined", "note": "无"})
            assert said.status_code == status, name
    assert enter("aud").post(f"/desk/lookbacks/{row.pk}/{one.pk}", {"outcome": "again"}).status_code == 409
    assert enter("zoe").get(f"/desk/lookbacks/from/{upheld.number}/").status_code in (403, 404)
