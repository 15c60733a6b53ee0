"""The queue in a real browser: by keys from choosing to undoing, accessible on each page, its place never lost."""

import re
from typing import Any

import pytest

from huiyin.cases.models import BulkRun, Note, SavedView
from tests.axe import faults
from tests.console import test_browser
from tests.console.test_browser import enter, sideways
from tests.people import House

pytestmark = pytest.mark.django_db(transaction=True)
house = test_browser.house


def chosen(page: Any, live: str, count: int = 2) -> None:
    page.goto(f"{live}/desk/queue/")
    for _ in range(count):
        page.keyboard.press("j")
        page.keyboard.press("x")


def test_many_are_noted_and_taken_back_by_keys_alone(page: Any, live: str, house: House) -> None:
    enter(page, live, house, "sam")
    chosen(page, live)
    page.wait_for_selector("[data-bulk]:visible")
    assert faults(page) == []
    page.locator("button[name=kind][value=note]").press("Enter")
    page.wait_for_selector("#bulk-words")
    assert (faults(page), sideways(page)) == ([], False)
    page.fill("#bulk-words", "请先联系客户。")
    page.locator(".hy-bulk-form button.btn-primary").press("Enter")
    page.wait_for_url(re.compile("/desk/queue/many/"))
    assert (faults(page), sideways(page)) == ([], False)
    assert Note.objects.count() == 0
    page.keyboard.press("y")
    page.wait_for_selector(".hy-bulk-counts [data-state=done]")
    assert (faults(page), sideways(page)) == ([], False)
    assert Note.objects.filter(taken_back_at=None).count() == 2
    page.keyboard.press("z")
    page.wait_for_selector(".hy-bulk-counts [data-state=undone]")
    assert Note.objects.filter(taken_back_at=None).count() == 0


def test_a_double_click_on_confirm_does_it_once(page: Any, live: str, house: House) -> None:
    enter(page, live, house, "sam")
    chosen(page, live)
    page.click("button[name=kind][value=note]")
    page.fill("#bulk-words", "请先联系客户。")
    page.click(".hy-bulk-form button.btn-primary")
    page.locator("#bulk button.btn-primary").dblclick()
    page.wait_for_selector(".hy-bulk-counts [data-state=done]")
    assert Note.objects.count() == 2
    assert BulkRun.objects.count() == 1


@pytest.mark.parametrize(("theme", "language"), [("light", "zh-hans"), ("dark", "en")])
def test_the_looks_of_the_list_are_chosen_and_kept(
    page: Any, live: str, house: House, theme: str, language: str
) -> None:
    enter(page, live, house, "sam", theme, language)
    page.goto(f"{live}/desk/queue/?line=health")
    page.keyboard.press("v")
    page.wait_for_selector("#queue-looks:popover-open")
    assert faults(page) == []
    page.locator("#queue-looks input[name=column][value=unit]").check()
    page.locator("#queue-looks input[name=column][value=class]").uncheck()
    page.locator("#queue-looks form button.btn-primary").first.click()
    page.wait_for_selector("th.hy-col-unit")
    assert page.locator("th.hy-col-class").count() == 0
    page.keyboard.press("v")
    page.fill("#looks-name", "健康险在办")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("saved="))
    assert "unit" in SavedView.objects.get().columns
    assert page.locator(".hy-tabs [aria-current]").inner_text() == "健康险在办"
    for path in ("/desk/queue/views/", "/desk/queue/?group=owner", "/desk/queue/?panel=open",
                 "/desk/queue/?view=closed&group=code"):  # fmt: skip
        page.goto(live + path)
        assert (faults(page), sideways(page)) == ([], False), path


def test_the_pages_of_the_queue_fit_a_phone(phone: Any, live: str, house: House) -> None:
    enter(phone, live, house, "sam")
    for path in ("/desk/queue/?group=owner", "/desk/queue/?panel=open", "/desk/queue/views/",
                 "/desk/queue/?columns=who,unit,rule,limit,policy,tags,channel"):  # fmt: skip
        phone.goto(live + path)
        assert not sideways(phone), path


def test_the_place_in_the_list_is_there_again_after_coming_back(page: Any, live: str, house: House) -> None:
    enter(page, live, house, "sam")
    page.goto(f"{live}/desk/queue/")
    for _ in range(3):
        page.keyboard.press("j")
    here = page.locator("tr[data-current] [data-row-open]").inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/desk/complaints/"))
    page.go_back()
    page.wait_for_selector("tr[data-current]")
    assert page.locator("tr[data-current] [data-row-open]").inner_text() == here


def test_one_key_opens_the_next_matter(page: Any, live: str, house: House) -> None:
    enter(page, live, house, "sam")
    page.goto(f"{live}/desk/")
    page.keyboard.press(".")
    page.wait_for_url(re.compile("/desk/complaints/"))
    first = page.url
    page.keyboard.press(".")
    page.wait_for_url(lambda url: "/desk/complaints/" in url and url != first)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_no_column_hides_behind_the_edge_at_1440(page: Any, live: str, house: House, language: str) -> None:
    enter(page, live, house, "sam", language=language)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{live}/desk/queue/")
    wide = page.evaluate("[...document.querySelectorAll('.hy-table-box')].map(e => e.scrollWidth - e.clientWidth)")
    assert wide == [0]
    assert page.locator("th.hy-col-received").is_visible()
