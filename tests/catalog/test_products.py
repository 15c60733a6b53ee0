"""Products from draft to the end of their sale, and the file of proofs (6.1)."""

from datetime import date, timedelta
from typing import Any

import pytest

from huiyin.audit import queries as audit
from huiyin.catalog import actions, rules
from huiyin.catalog.models import ProductProof
from huiyin.catalog.queries import products as queries
from huiyin.catalog.rules import products as plain
from huiyin.core.errors import BadInput, Refused
from huiyin.core.time import local_date
from tests.catalog.made import TEXTS, product, prove, sold
from tests.people import AT, House, build


@pytest.fixture
def house(db: None) -> House:
    return build()


def test_every_line_of_policies_has_its_place_among_seven_lines_and_four_designs() -> None:
    assert set(plain.OF_POLICY_LINE) == set(rules.current().axes["line"])
    lines, designs = zip(*plain.OF_POLICY_LINE.values(), strict=True)
    assert (len(set(lines)), len(set(designs))) == (7, 4)
    assert all(plain.design_fits(*found) for found in plain.OF_POLICY_LINE.values())
    assert not plain.design_fits("property", "universal")


def test_what_a_product_lacks_before_its_sale_is_named_and_a_proof_due_for_review_is_none() -> None:
    day = date(2026, 3, 2)
    proofs = dict.fromkeys(plain.PROOFS, day + timedelta(days=1))
    assert plain.lacks(TEXTS, proofs, day) == []
    assert plain.lacks(TEXTS | {"returns": " "}, proofs | {"actuarial": day}, day) == ["returns", "actuarial"]
    assert plain.lacks({}, {}, day) == ["cover", "premium", "returns", "suits", *plain.PROOFS]


@pytest.mark.parametrize("code", ["", "HE 01/", "险", "X" * 21, "A?B"])
def test_a_code_that_cannot_stand_in_an_address_is_refused(house: House, code: str) -> None:
    with pytest.raises(BadInput) as no:
        product(house, code)
    assert (no.value.code, no.value.field) == ("product.code", "code")


def test_the_code_is_kept_tidy_is_there_once_and_never_changes(house: House) -> None:
    row = product(house, " he 01 ")
    assert row.code == "HE01"
    with pytest.raises(BadInput) as taken:
        product(house, "he01")
    draft = actions.products.ProductDraft(code="HE02", name="康享", line="health")
    with pytest.raises(BadInput) as stays:
        actions.keep_product(draft=draft, product=row, by=house.by("kim"), at=AT)
    assert (taken.value.code, stays.value.code) == ("product.code_taken", "product.code_stays")
    assert queries.by_code("he01") == row


def test_only_who_keeps_the_catalogue_writes_it(house: House) -> None:
    for name in ("tom", "sam", "eve", "adi", "aud"):
        with pytest.raises(Refused) as no:
            product(house, f"X-{name}", by=name)
        assert no.value.code == "product.not_yours"
    assert product(house, "HE01", by="hua").keeper == house["kim"]


def test_it_is_sold_only_with_its_texts_and_its_file_and_no_text_is_emptied_while_it_is(house: House) -> None:
    row = product(house, returns="")
    prove(house, row, kinds=("insurable_interest", "good_faith", "sum_insured"))
    with pytest.raises(Refused) as no:
        actions.put_on_sale(product=row, from_on=date(2026, 3, 2), by=house.by("kim"), at=AT)
    assert (no.value.code, len(no.value.needs)) == ("product.lacks", 2)
    other = sold(house, "HE02")
    empty = actions.products.ProductDraft(code="HE02", name="康享医疗保险", line="health", **TEXTS | {"suits": ""})
    with pytest.raises(Refused) as stays:
        actions.keep_product(draft=empty, product=other, by=house.by("kim"), at=AT)
    assert stays.value.code == "product.lacks"
    assert [one.code for one in queries.on_sale(local_date(AT))] == ["HE02"]


def test_its_sale_ends_after_it_began_and_can_begin_again(house: House) -> None:
    row = sold(house)
    with pytest.raises(BadInput):
        actions.take_off_sale(product=row, last_on=date(2026, 3, 1), by=house.by("kim"), at=AT)
    ended = actions.take_off_sale(product=row, last_on=date(2026, 3, 31), by=house.by("kim"), at=AT)
    assert (ended.status, ended.sold_to) == ("withdrawn", date(2026, 3, 31))
    assert actions.take_off_sale(product=row, last_on=date(2026, 4, 1), by=house.by("kim"), at=AT).version == (
        ended.version
    )
    again = actions.put_on_sale(product=row, from_on=date(2026, 5, 1), by=house.by("kim"), at=AT)
    assert (again.status, again.sold_to) == ("on_sale", None)
    kinds = list(audit.chain(("product", row.pk)).order_by("seq").values_list("kind", flat=True))
    assert kinds[0] == "product.kept"
    assert kinds[-3:] == ["product.put_on_sale", "product.taken_off_sale", "product.put_on_sale"]
    assert not audit.verify(("product", row.pk))


def test_a_proof_is_replaced_not_changed_and_its_review_comes_due(house: House) -> None:
    row = sold(house)
    today = local_date(AT)
    assert queries.reviews_due(today) == []
    due = queries.reviews_due(today + timedelta(days=365))
    assert {one.kind for one in due} == set(plain.PROOFS)
    later = AT + timedelta(days=360)
    prove(house, row, at=later, kinds=("actuarial",))
    assert "actuarial" not in {one.kind for one in queries.reviews_due(today + timedelta(days=366))}
    assert ProductProof.objects.filter(kind="actuarial").count() == 2
    assert [one.kind for one in queries.proofs_replaced(row.pk)] == ["actuarial"]
    for wrong in ({"dated_on": date(2027, 1, 1)}, {"review_on": today}, {"statement": "短"}, {"kind": "luck"}):
        given: dict[str, Any] = {"kind": "actuarial", "statement": "定价假设已复核，相符。", "dated_on": today}
        with pytest.raises(BadInput):
            actions.add_proof(
                product=row, **{"review_on": today + timedelta(days=9), **given, **wrong}, by=house.by("kim"), at=AT
            )


def test_who_looked_at_an_older_version_is_told(house: House) -> None:
    row = product(house)
    draft = actions.products.ProductDraft(code="HE01", name="康享医疗保险A款", line="health", **TEXTS)
    assert actions.keep_product(draft=draft, product=row, version=1, by=house.by("kim"), at=AT).version == 2
    assert actions.keep_product(draft=draft, product=row, version=2, by=house.by("kim"), at=AT).version == 2
    with pytest.raises(Refused) as no:
        actions.keep_product(draft=draft, product=row, version=1, by=house.by("kim"), at=AT)
    assert no.value.code == "product.changed"
