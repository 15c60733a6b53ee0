"""Drafts in a real browser: accessible in every look, on a phone, and by keyboard."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache

from huiyin.core import time
from huiyin.handbook import actions
from huiyin.handbook.models import RuleDraft
from huiyin.handbook.rules.notice import read_lines
from tests.axe import faults
from tests.console.test_browser import enter, sideways
from tests.people import House, build

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def house() -> House:
    cache.clear()
    return build()


@pytest.fixture
def addresses(house: House, played: RuleDraft) -> list[str]:
    at, by = time.now(), house.by("hua")
    days = read_lines("2027-01-01 ~ 2027-01-03 元旦 off\n2027-01-09 元旦 work")
    row = actions.create_calendar(code="cn", year=2027, source="国办发明电", days=days, by=by, at=at)
    replay = actions.start_replay(draft=played, since=at - timedelta(days=9), by=by, at=at)
    here = f"/desk/handbook/drafts/{played.pk}"
    return [
        "/desk/handbook/drafts/", "/desk/handbook/drafts/new", f"{here}/", f"{here}/text", f"{here}/examples",
        f"{here}/replay", f"{here}/replay/{played.replays.order_by('created_at')[0].pk}/cases",
        f"/desk/handbook/versions/{played.pack}/{played.code}", "/desk/handbook/calendars/",
        "/desk/handbook/calendars/new", f"/desk/handbook/calendars/{row.pk}/", f"{here}/replay?again={replay.pk}",
    ]  # fmt: skip


@pytest.mark.parametrize(("theme", "language"), [("light", "zh-hans"), ("dark", "en")])
def test_every_page_is_accessible(
    page: Any, live: str, house: House, addresses: list[str], theme: str, language: str
) -> None:
    enter(page, live, house, "hua", theme, language)
    for address in addresses:
        page.goto(live + address)
        assert (faults(page), sideways(page)) == ([], False), address


def test_every_page_fits_a_phone(phone: Any, live: str, house: House, addresses: list[str]) -> None:
    enter(phone, live, house, "hua")
    for address in addresses:
        phone.goto(live + address)
        assert not sideways(phone), address


def test_a_limit_is_changed_by_keyboard_alone(page: Any, live: str, house: House, draft: RuleDraft) -> None:
    enter(page, live, house, "hua", language="en")
    page.goto(f"{live}/desk/handbook/drafts/{draft.pk}/text")
    page.locator("#id_length").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("0")
    page.keyboard.press("Tab")
    page.locator("#draft-preview a[href='#id_length']").wait_for()
    page.locator("#id_length").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("6")
    page.keyboard.press("Tab")
    page.locator("#draft-preview ins", has_text="6 hours").wait_for()
    page.locator("#id_length").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/examples")
    assert RuleDraft.objects.get(pk=draft.pk).body["length"] == 6
