"""The catalogue of the demo: every product has its six items of terms in force, two have an earlier version."""

from datetime import timedelta

import pytest

from huiyin.audit import queries as audit
from huiyin.catalog.models import Product, Terms
from huiyin.catalog.queries import terms as queries
from huiyin.catalog.rules import comparing
from huiyin.catalog.rules import terms as rules
from huiyin.core.time import local_date, now
from huiyin.demo import catalogue, content, contracts
from huiyin.demo.house import SEEDER
from tests.people import House, build

PRODUCTS = {product.code: product.line for product in content.products()}


@pytest.fixture
def house(db: None) -> House:
    house = build()
    for name, login in (("kim", catalogue.KEEPER), ("hua", catalogue.APPROVER)):
        house[name].email = f"{login}@house.example"
        house[name].save()
    return house


@pytest.mark.parametrize("code", PRODUCTS)
def test_terms_have_the_six_items_and_what_is_called_an_exclusion_is_one(code: str) -> None:
    first = contracts.first(code, PRODUCTS[code])
    for pieces in (first, contracts.second(code, first)):
        if pieces:
            assert rules.fault(pieces) == ""
            assert rules.lacks([piece.kind for piece in pieces]) == []
            assert len({piece.title for piece in pieces}) == len(pieces)
            assert {piece.kind for piece in pieces if piece.title.startswith("责任免除")} == {"exclusion"}


def test_two_products_have_a_second_version_and_each_differs_in_words_and_clauses() -> None:
    changed = {}
    for code, line in PRODUCTS.items():
        first = contracts.first(code, line)
        if second := contracts.second(code, first):
            changed[code] = {one.what for one in comparing.compare(first, second)}
    assert set(changed) == {"MV01", "HE01"}
    assert all(whats >= {"changed", "added"} for whats in changed.values())


def test_every_policy_of_the_demo_has_terms_that_bind_it_and_a_second_filling_changes_nothing(house: House) -> None:
    at = now()
    for _time in range(2):
        catalogue.fill(by=SEEDER, now=at)
    assert set(Product.objects.values_list("code", flat=True)) == set(PRODUCTS)
    assert Terms.objects.filter(state="approved").count() == Terms.objects.count() == len(PRODUCTS) + 2
    today = local_date(at)
    oldest = today - timedelta(days=7 * 366)
    for day in (oldest, today):
        assert set(queries.in_force_of(PRODUCTS, day)) == set(PRODUCTS)
    assert {code for code, row in queries.in_force_of(PRODUCTS, today).items() if row.number == 2} == {"MV01", "HE01"}
    for product in Product.objects.all():
        assert not audit.verify(("product", product.pk))
