"""The panels of what is like a case, and the groups side by side, in a real browser."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.urls import reverse

from huiyin.cases.jobs import likeness as jobs
from huiyin.complaints.jobs import fairness
from huiyin.complaints.models import ToldOutcome
from tests.cases.make import registered
from tests.complaints.along import Along, assigned
from tests.complaints.test_likeness import decided, ready
from tests.console.case.test_browser import LOOKS, sign_in
from tests.console.test_fairness import told
from tests.people import AT, build
from tests.web.test_style import faults, sideways, wear

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def along() -> Along:
    """Committed, with a twin, nine like decided ones and groups of both outcomes."""
    cache.clear()
    found = assigned(build())
    registered(found.house, by=found.by("tom"), at=found.at)
    for number in range(9):
        decided(found.house, number, f"{3000 + number * 100}.00", by=found.by("sam"))
    ready(found)
    jobs.read_all()
    told(found.house, 12, upheld=True, channel="phone")
    told(found.house, 12, upheld=False, channel="letter")
    fairness.keep_outcomes()
    ToldOutcome.objects.update(told_at=AT - timedelta(days=20))  # the desk's clock stands there
    return found


@pytest.mark.parametrize(("theme", "language"), LOOKS)
def test_the_panels_come_after_the_page_and_are_accessible(
    page: Any, live: str, along: Along, theme: str, language: str
) -> None:
    sign_in(page, live, along, "sam")
    wear(page, live, theme, language)
    page.goto(live + reverse("case", args=[along.case.number]))
    page.wait_for_selector("#likes-title")
    page.wait_for_selector("#twins-title")
    assert faults(page) == []
    page.goto(f"{live}/desk/fairness/")
    assert page.locator("tbody tr").first.is_visible()
    assert faults(page) == []


def test_they_fit_a_phone(phone: Any, live: str, along: Along) -> None:
    sign_in(phone, live, along, "sam")
    wear(phone, live, "light", "zh-hans")
    phone.goto(live + reverse("case", args=[along.case.number]))
    phone.wait_for_selector("#likes-title")
    phone.wait_for_selector("#twins-title")
    assert not sideways(phone)
    assert faults(phone) == []
    phone.goto(f"{live}/desk/fairness/")
    assert phone.locator("tbody tr").first.is_visible()
    assert not sideways(phone)
    assert faults(phone) == []
