"""Disputed clauses at the desk, and what customers were shown (6.2)."""

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.cases.actions import clauses as citing
from huiyin.catalog.models import Clause
from huiyin.core.actors import system
from huiyin.core.time import now
from huiyin.customers.actions import PartyDraft, register_party, register_policy
from huiyin.customers.actions.tallying import count_policies
from huiyin.customers.models import TermsShown
from tests.cases.make import registered
from tests.catalog.made import approved, product
from tests.people import House

BY = system("test")


def disputed(house: House, path: str = "3", *, unit: str = "JS-CP", words: str = "") -> str:
    """A complaint of today about a clause of HE01; its number."""
    at = now()
    case = registered(house, by=BY, at=at, received_at=at, unit_id=house.units[unit].pk).case
    clause = Clause.objects.select_related("terms__product").get(terms__product__code="HE01", path=path)
    citing.cite(case=case, clause=clause, role="disputed", words=words, by=BY, at=at)
    return case.number


def policies(house: House, count: int) -> None:
    at = now()
    holder = register_party(draft=PartyDraft(name="李春梅", phone="13812345678"), by=BY, at=at)
    for place in range(count):
        register_policy(
            number=f"P{place}", holder=holder, unit=house.units["JS-CP"], product_code="HE01", product_name="康享",
            line="health", starts_on=date(2026, 1, 1), signed_on=date(2026, 1, 1), by=BY, at=at,
        )  # fmt: skip
    count_policies(by=BY, at=at)


def test_the_clauses_of_the_house_stand_by_rate_and_lead_to_their_complaints(enter, house: House) -> None:
    tom = enter("tom")
    assert "没有被客户质疑的条款" in tom.get("/desk/products/heat/").content.decode()
    approved(house, product(house))
    policies(house, 4)
    mine, theirs = disputed(house, words="没人说酒驾不赔，电话13812345678"), disputed(house, unit="GD-CP")
    text = tom.get("/desk/products/heat/").content.decode()
    assert "5000.0" in text
    assert "/desk/products/HE01/terms/1/clauses/3/complaints" in text
    assert "责任免除" in tom.get("/desk/products/HE01/heat/").content.decode()
    behind = tom.get("/desk/products/HE01/terms/1/clauses/3/complaints").content.decode()
    assert mine in behind
    assert theirs not in behind
    assert "酒驾不赔" in behind
    assert "13812345678" not in behind
    assert theirs in enter("hua").get("/desk/products/HE01/terms/1/clauses/3/complaints").content.decode()
    for role in ("adi", "kim"):  # figures of the house, no complaint
        page = enter(role).get("/desk/products/HE01/terms/1/clauses/3/complaints")
        assert (page.status_code, mine in page.content.decode()) == (200, False)


def test_what_is_not_there_is_not_found_and_nonsense_is_the_first_page(enter, house: House) -> None:
    client = enter("tom")
    approved(house, product(house))
    for address in (
        "/desk/products/NONE/heat/", "/desk/products/HE01/terms/9/clauses/3/complaints",
        "/desk/products/HE01/terms/1/clauses/9.9/complaints", "/desk/products/HE01/terms/9/shown/",
    ):  # fmt: skip
        assert client.get(address).status_code == 404, address
    for query in ("?after=x", "?after=2026-01-01~x", "?after=2026-01-01T00:00~0192f000-0000-7000-8000-000000000000"):
        assert client.get(f"/desk/products/HE01/terms/1/clauses/3/complaints{query}").status_code == 200
        assert client.get(f"/desk/products/HE01/terms/1/shown/{query}").status_code == 200


def test_the_pages_cost_the_same_for_any_number_of_complaints(enter, house: House) -> None:
    client = enter("hua")
    approved(house, product(house))
    pages = ("heat/", "HE01/heat/", "HE01/terms/1/clauses/3/complaints")
    disputed(house)
    disputed(house, "5")

    def costs() -> list[int]:
        found = []
        for page in pages:
            with CaptureQueriesContext(connection) as asked:
                client.get(f"/desk/products/{page}")
            found.append(len(asked))
        return found

    costs()
    few = costs()
    for path in ("3", "3", "5", "2.1"):
        disputed(house, path)
    assert all(many <= before for many, before in zip(costs(), few, strict=True)), few
    assert max(few) <= 22


FORM = {
    "kind": "explained", "method": "face", "shown_at": "2026-01-01T09:00", "policy_number": "P0", "paths": "3、2.1",
    "understood": "signature", "understood_at": "2026-01-01T09:10", "words": "明白了", "proof": "投保提示书 88",
}  # fmt: skip


def test_what_was_shown_is_written_at_the_desk_and_faults_are_told(enter, house: House) -> None:
    approved(house, product(house))
    address = "/desk/products/HE01/terms/1/shown/"
    tom = enter("tom")
    assert tom.post(address, FORM).status_code == 302
    row = TermsShown.objects.get()
    assert (row.paths, row.all_exclusions, row.understood) == (["3", "2.1"], True, "signature")
    assert "投保提示书 88" in tom.get(address).content.decode()
    for wrong, words in (
        ({"paths": "99"}, "没有这个编号"), ({"policy_number": ""}, "投保单号"), ({"understood_at": ""}, "何时确认"),
        ({"shown_at": "2099-01-01T09:00", "understood_at": "2099-01-01T09:10"}, "将来"), ({"shown_at": "gestern"}, ""),
    ):  # fmt: skip
        answer = tom.post(address, FORM | wrong)
        assert answer.status_code == 422, wrong
        assert words in answer.content.decode()
    assert enter("aud").post(address, FORM).status_code == 409
    assert '<form class="hy-form"' not in enter("aud").get(address).content.decode()
    assert TermsShown.objects.count() == 1
