"""Products and terms for everybody (6.3-3): what is not covered first, every version word by word."""

from datetime import date, timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiyin.catalog import actions
from huiyin.catalog.actions.terms import read_text
from huiyin.core.time import local_date
from tests.catalog.made import CONTRACT, TEXTS, approved, product, sold
from tests.people import AT, House


def test_what_is_sold_is_told_with_what_is_not_covered_first(guest: Client, house: House) -> None:
    approved(house, sold(house))
    product(house, "HE07", name="还没上市的保险")
    text = guest.get("/products").content.decode()
    assert "康享医疗保险" in text
    assert "还没上市" not in text
    page = guest.get("/products/HE01").content.decode()
    assert page.index("故意犯罪；酒后驾驶") < page.index(TEXTS["cover"])
    assert "/products/HE01/terms/1" in page
    assert guest.get("/products/HE07").status_code == 404
    assert guest.get("/products/NONE").status_code == 404


def test_every_approved_version_is_there_word_by_word_and_no_draft(guest: Client, house: House) -> None:
    row = sold(house)
    old = approved(house, row, on=date(2024, 1, 1))
    approved(house, row, CONTRACT.replace("30 天", "90 天"), on=date(2025, 1, 1))
    text = guest.get("/products/HE01/terms/1").content.decode()
    assert "30 天内因疾病" in text
    assert "不是现行版本" in text
    assert old.digest in text
    assert 'id="c2.1"' in text
    assert "90 天内因疾病" in guest.get("/products/HE01/terms/2").content.decode()
    pieces = read_text(CONTRACT)
    draft = actions.take_in(product=row, pieces=pieces, from_on=date(2027, 1, 1), by=house.by("kim"), at=AT)
    assert guest.get(f"/products/HE01/terms/{draft.number}").status_code == 404


def test_what_is_no_longer_sold_stays_for_its_holders(guest: Client, house: House) -> None:
    row = sold(house)
    approved(house, row)
    actions.take_off_sale(product=row, last_on=local_date(AT) + timedelta(days=1), by=house.by("kim"), at=AT)
    assert "不再销售" in guest.get("/products/HE01").content.decode()
    assert "HE01" not in guest.get("/products").content.decode()


def test_two_stand_side_by_side_and_the_list_costs_the_same_for_any_number(guest: Client, house: House) -> None:
    sold(house)
    sold(house, "HE02", name="惠安津贴")
    text = guest.get("/products/compare?code=HE01&code=HE02&code=NONE").content.decode()
    assert text.count('<th scope="col">') == 2
    assert "请在列表中勾选" in guest.get("/products/compare?code=HE01").content.decode()
    guest.get("/products")
    with CaptureQueriesContext(connection) as few:
        guest.get("/products")
    for number in range(3, 8):
        sold(house, f"HE0{number}", name=f"津贴{number}")
    with CaptureQueriesContext(connection) as many:
        guest.get("/products")
    assert len(many) <= len(few) <= 6
