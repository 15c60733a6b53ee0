"""Disputed clauses, what was shown, and naming a clause, in a real browser."""

from typing import Any

import pytest
from django.urls import reverse

from huiyin.catalog.models import Clause
from tests.axe import faults
from tests.catalog.made import approved, product
from tests.complaints.along import Along, assigned
from tests.console.case.test_browser import sign_in
from tests.console.products.test_heat import FORM, disputed, policies
from tests.people import build
from tests.web.test_style import sideways, wear

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def along() -> Along:
    """A complaint in hand, and a clause that two others dispute."""
    found = assigned(build())
    approved(found.house, product(found.house))
    policies(found.house, 4)
    for path in ("3", "5"):
        disputed(found.house, path, words="没人说过酒驾不赔")
    return found


PAGES = (
    "/desk/products/heat/", "/desk/products/HE01/heat/", "/desk/products/HE01/terms/1/clauses/3/complaints",
    "/desk/products/HE01/terms/1/shown/",
)  # fmt: skip


@pytest.mark.parametrize(("theme", "language"), [("light", "zh-hans"), ("dark", "en")])
def test_the_pages_fit_a_phone_and_everybody(phone: Any, live: str, along: Along, theme: str, language: str) -> None:
    sign_in(phone, live, along, "sam")
    wear(phone, live, theme, language)
    for path in PAGES:
        phone.goto(live + path)
        assert not sideways(phone), path
        assert faults(phone) == [], path


def test_a_clause_is_named_by_hand_and_stands_beside_the_case(page: Any, live: str, along: Along) -> None:
    sign_in(page, live, along, "sam")
    wear(page, live, "light", "zh-hans")
    case = along.case
    page.goto(live + reverse("case", args=[case.number]))
    page.locator("#clauses-title").wait_for()
    page.locator("#case-clauses a.hy-mini").click()
    page.locator("#clause-words").wait_for()
    page.goto(live + reverse("case_clause_name", args=[case.number]) + "?product=HE01")
    page.locator("details summary", has_text="其他条款").click()
    page.check(f"input[name=clause][value='{Clause.objects.get(path='3').pk}']")
    assert faults(page) == []
    page.fill("#clause-said", "没人告诉我")
    page.locator("form[method=post] .btn-primary").last.click()
    page.locator("#case-clauses q").wait_for()
    assert "没人告诉我" in page.locator("#case-clauses").inner_text()
    assert faults(page) == []


def test_what_was_shown_is_written_by_hand_and_faults_keep_what_was_typed(page: Any, live: str, along: Along) -> None:
    sign_in(page, live, along, "sam")
    wear(page, live, "light", "zh-hans")
    page.goto(f"{live}/desk/products/HE01/terms/1/shown/")
    for name in ("policy_number", "paths", "proof"):
        page.fill(f"[name={name}]", "99" if name == "paths" else FORM[name])
    page.locator("aside .btn-primary").click()
    page.locator("[aria-invalid=true]").first.wait_for()
    assert page.input_value("[name=proof]") == FORM["proof"]
    page.fill("[name=paths]", "3")
    page.locator("aside .btn-primary").click()
    page.get_by_text(FORM["proof"]).wait_for()
