"""Keys and the command palette in a real browser."""

from typing import Any

import pytest
from django.core.cache import cache

from huiyin.cases.models import Case
from tests.axe import faults
from tests.cases.make import registered
from tests.console.test_browser import enter
from tests.people import House, build

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def house() -> House:
    cache.clear()
    return build()


@pytest.fixture
def case(house: House) -> Case:
    return registered(house).case


def opened(page: Any) -> bool:
    return bool(page.evaluate("document.getElementById('palette').open"))


def composing(page: Any, key: str, **more: Any) -> None:
    """A key that an input method is using."""
    page.evaluate(
        "([key, more]) => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', "
        "{key, bubbles: true, cancelable: true, isComposing: true, ...more}))",
        [key, more],
    )


@pytest.mark.parametrize(("theme", "language"), [("light", "zh-hans"), ("dark", "en")])
def test_the_palette_opens_everywhere_and_is_accessible(
    page: Any, live: str, house: House, theme: str, language: str
) -> None:
    enter(page, live, house, "tom", theme, language)
    page.goto(f"{live}/desk/help/")
    page.keyboard.press("Control+k")
    page.wait_for_selector("#palette [role=option] >> nth=5")
    assert faults(page) == []
    page.keyboard.press("Escape")
    assert not opened(page)
    page.keyboard.press("?")
    page.wait_for_selector("#keys-help[open] [data-does=palette]")
    assert faults(page) == []


def test_first_letters_english_and_chinese_lead_to_the_page(page: Any, live: str, house: House) -> None:
    enter(page, live, house, "tom")
    for typed, place in (("queue", "queue"), ("gzdl", "queue"), ("队列", "queue"), ("dl", "pool")):
        page.goto(f"{live}/desk/help/")
        page.keyboard.press("Control+k")
        page.wait_for_selector("#palette [role=option] >> nth=5")
        page.keyboard.insert_text(typed)
        # letters from the middle of a name find it too, after the names that begin with them (待领池)
        page.wait_for_selector("#palette [role=option]:has-text('工作队列')")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/desk/{place}/")


def test_a_number_opens_its_case_and_words_are_searched_for(page: Any, live: str, house: House, case: Case) -> None:
    enter(page, live, house, "tom")
    page.goto(f"{live}/desk/")
    page.keyboard.press("Control+k")
    page.keyboard.insert_text(case.number)
    page.wait_for_selector(f"#palette [role=option] >> text={case.number} {case.subject[:2]}")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/complaints/{case.number}/")
    page.keyboard.press("Control+k")
    page.keyboard.insert_text("拒赔的医疗险")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")


def test_a_step_of_the_open_case_is_taken_from_the_palette(page: Any, live: str, house: House, case: Case) -> None:
    enter(page, live, house, "tom")
    page.goto(f"{live}/desk/complaints/{case.number}/")
    label = page.locator(".hy-step-list a span").first.inner_text()
    page.keyboard.press("Control+k")
    page.keyboard.insert_text(label)
    page.keyboard.press("Enter")
    page.wait_for_selector("#step-place form")


def test_the_palette_opens_without_a_keyboard(phone: Any, live: str, house: House) -> None:
    enter(phone, live, house, "tom")
    phone.goto(f"{live}/desk/help/")
    phone.click("[popovertarget=person-menu]")
    phone.click("[data-palette-open]")
    phone.wait_for_selector("#palette [role=option] >> nth=5")
    phone.click("#palette [role=option]:has-text('首页')")
    phone.wait_for_url(f"{live}/desk/")


def test_no_key_acts_while_characters_are_composed_or_typed(page: Any, live: str, house: House, case: Case) -> None:
    enter(page, live, house, "tom")
    page.goto(f"{live}/desk/complaints/{case.number}/")
    composing(page, "?")
    composing(page, "k", ctrlKey=True)
    assert not opened(page)
    assert page.locator("#keys-help[open]").count() == 0
    page.keyboard.press("n")
    field = page.locator("textarea:focus")
    page.keyboard.type("gq?jkrax")
    assert field.input_value() == "gq?jkrax"
    assert page.url.endswith(f"/complaints/{case.number}/")
    page.keyboard.press("Control+k")
    page.keyboard.insert_text("queue")
    composing(page, "Enter")
    assert opened(page)


def test_the_keys_of_the_design_all_work(page: Any, live: str, house: House, case: Case) -> None:
    enter(page, live, house, "tom")
    page.goto(f"{live}/desk/complaints/{case.number}/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    assert page.evaluate("document.activeElement.dataset.key") == "r"
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.dataset.key") == "n"
    page.keyboard.press("Escape")
    for letter, place in (("q", "queue/"), ("h", "desk/"), ("n", "notifications/"), ("e", "help/")):
        page.keyboard.press("g")
        page.keyboard.press(letter)
        page.wait_for_url(f"**/{place}")
    page.goto(f"{live}/desk/complaints/{case.number}/")
    if page.locator("[data-key=a]").count():
        page.keyboard.press("a")
        page.wait_for_selector("#step-place form")
