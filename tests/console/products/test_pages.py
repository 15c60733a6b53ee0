"""Products at the desk: everybody reads them, who keeps the catalogue writes them."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.catalog.models import Product
from huiyin.core.time import now
from tests.catalog.made import TEXTS, product, sold
from tests.people import House

FORM = {"code": "HE09", "name": "康护住院津贴", "line": "health", "design": "ordinary", **TEXTS}


def test_everybody_reads_the_catalogue_and_two_roles_write_it(enter, house: House) -> None:
    sold(house)
    for name in ("tom", "aud", "adi"):
        client = enter(name)
        assert "HE01" in client.get("/desk/products/").content.decode()
        text = client.get("/desk/products/HE01/").content.decode()
        assert TEXTS["cover"] in text
        assert "/desk/products/HE01/write" not in text
        assert client.get("/desk/products/new/").status_code == 409
        assert client.post("/desk/products/HE01/proof").status_code == 409
    assert enter("kim").get("/desk/products/NONE/").status_code == 404


def test_a_product_is_written_proved_and_sold_at_the_desk(enter, house: House) -> None:
    kim = enter("kim")
    assert kim.post("/desk/products/new/", FORM | {"keeper": "x"}).status_code == 422
    assert kim.post("/desk/products/new/", FORM | {"keeper": str(house["kim"].pk)}).status_code == 302
    address = "/desk/products/HE09/"
    assert kim.post(f"{address}sale", {"on": "2026-03-02"}).status_code == 409
    assert kim.post(f"{address}proof", {"kind": "actuarial"}).status_code == 422
    for kind in ("insurable_interest", "good_faith", "sum_insured", "actuarial"):
        proof = {
            "kind": kind,
            "statement": "核保规则逐条核对，相符。",
            "dated_on": "2026-01-05",
            "review_on": "2099-01-05",
        }
        assert kim.post(f"{address}proof", proof).status_code == 302
    assert kim.post(f"{address}sale", {"on": "2026-03-02"}).status_code == 302
    assert kim.post(f"{address}end", {"on": "2026-03-01"}).status_code == 422
    assert kim.post(f"{address}write", FORM | {"keeper": str(house["hua"].pk), "seen": "1"}).status_code == 409
    row = Product.objects.get(code="HE09")
    assert (row.status, row.keeper) == ("on_sale", house["kim"])
    assert kim.post(f"{address}write", FORM | {"keeper": str(house["hua"].pk), "seen": row.version}).status_code == 302
    assert kim.get("/desk/products/?line=life").content.decode().count("HE09") == 0


def test_products_stand_side_by_side_and_the_list_costs_the_same_for_any_number(enter, house: House) -> None:
    row, client = product(house), enter("tom")
    product(house, "HE02", name="惠安津贴", returns="")
    text = client.get("/desk/products/compare/?code=HE01&code=HE02&code=NONE").content.decode()
    assert text.count('<th scope="col">') == 2
    assert "惠安津贴" in text
    with CaptureQueriesContext(connection) as few:
        client.get("/desk/products/")
    Product.objects.bulk_create(
        Product(code=f"ZZ{n:03}", name=f"产品{n}", line="property", keeper=row.keeper, changed_at=now())
        for n in range(60)
    )
    with CaptureQueriesContext(connection) as many:
        first = client.get("/desk/products/").content.decode()
    assert len(many) <= len(few) <= 12
    assert ("ZZ047" in first, "ZZ048" in first) == (True, False)
    assert "ZZ048" in client.get("/desk/products/?after=property~ZZ047").content.decode()
