"""The case page in a real browser: reads well in every look, obeys the keyboard, keeps what is being written."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from huiyin.cases.models import Message, Note
from tests.complaints.along import Along, assigned
from tests.people import build
from tests.web.test_style import faults, sideways, wear

pytestmark = pytest.mark.django_db(transaction=True)
LOOKS = [("light", "zh-hans"), ("dark", "en")]


@pytest.fixture
def along() -> Along:
    """Committed, so that the server's thread sees it; fresh caches, as each run has ids of its own."""
    cache.clear()
    return assigned(build())


@pytest.fixture
def address(live: str, along: Along) -> Callable[..., str]:
    def of(name: str = "", *args: object) -> str:
        return live + reverse(f"case_{name}" if name else "case", args=[along.case.number, *args])

    return of


def sign_in(page: Any, live: str, along: Along, name: str) -> None:
    client = Client()
    client.force_login(along.house[name])
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live}])


@pytest.mark.parametrize(("theme", "language"), LOOKS)
def test_the_pages_of_a_case_are_accessible(
    page: Any, live: str, along: Along, address: Callable[..., str], theme: str, language: str
) -> None:
    along.approved()
    along.file()
    sign_in(page, live, along, "tom")
    wear(page, live, theme, language)
    for url in (
        address(), address("evidence"), address("evidence_item", 1), address("ledger"),
        address("step", "draft_decision"), address("step", "hand_over"), address("step", "suspend"),
    ):  # fmt: skip
        page.goto(url)
        assert faults(page) == [], url


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_pages_of_a_case_fit_a_phone(
    phone: Any, live: str, along: Along, address: Callable[..., str], language: str
) -> None:
    along.approved()
    along.file()
    sign_in(phone, live, along, "tom")
    wear(phone, live, "light", language)
    for url in (
        address(),
        address("evidence"),
        address("evidence_item", 1),
        address("ledger"),
        address("step", "draft_decision"),
    ):
        phone.goto(url)
        assert not sideways(phone), url
        assert faults(phone) == [], url


def test_the_keyboard_replies_notes_and_takes_the_next_step(
    page: Any, live: str, along: Along, address: Callable[..., str]
) -> None:
    sign_in(page, live, along, "tom")
    page.goto(address())
    for key, field in (("r", "reply_text"), ("n", "note_text")):
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.id") == field
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("a")
    page.wait_for_selector("#step-form #step-hand_over")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("1")
    page.wait_for_selector("#step-form #step-plan_sources")
    assert page.evaluate("document.activeElement.id") == "step-title"
    assert page.url == address("step", "plan_sources"), "the open form has an address"


def test_a_step_in_place_leaves_what_is_being_written(
    page: Any, live: str, along: Along, address: Callable[..., str]
) -> None:
    sign_in(page, live, along, "tom")
    page.goto(address())
    page.fill("#reply_text", "正在写给投诉人的话")
    page.click(".hy-step-list a[href*='/grade/']")
    page.wait_for_selector("#step-grade")
    page.check("#step-grade input[value='L2']")
    page.fill("#step-grade [name=reason]", "金额较大")
    page.click("#step-grade .hy-form-actions button")
    page.wait_for_selector(".hy-flash[data-level=success]")
    assert page.input_value("#reply_text") == "正在写给投诉人的话"
    assert page.locator("#step-form").count() == 0
    assert page.url == address()
    assert along.case.severity == "L2"


def test_a_refusal_in_place_keeps_the_form(page: Any, live: str, along: Along, address: Callable[..., str]) -> None:
    sign_in(page, live, along, "tom")
    page.goto(address())
    page.click(".hy-step-list a[href*='/grade/']")
    page.wait_for_selector("#step-grade")
    page.fill("#step-grade [name=reason]", "其实没有变化")
    page.click("#step-grade .hy-form-actions button")
    page.wait_for_selector("#step-form .hy-problem")
    assert page.input_value("#step-grade [name=reason]") == "其实没有变化"


def test_notes_and_replies_are_sent_from_their_own_places(
    page: Any, live: str, along: Along, address: Callable[..., str]
) -> None:
    sign_in(page, live, along, "tom")
    page.goto(address())
    page.fill("#note_text", "请医院补第三页")
    page.click("#composer-note .hy-composer-send button")
    page.wait_for_selector(".hy-entry[data-kind=note]")
    page.wait_for_function("() => document.querySelector('#note_text').value === ''")
    page.fill("#reply_text", "我们正在核实。")
    page.click("#composer-reply .hy-composer-send button")
    page.wait_for_selector(".hy-entry[data-kind=public_out]")
    page.wait_for_function("() => document.querySelector('#reply_text').value === ''")
    assert Note.objects.count() == 1
    assert Message.objects.filter(direction="out").count() == 1


def test_the_conversation_opens_at_its_newest_end(
    page: Any, live: str, along: Along, address: Callable[..., str]
) -> None:
    along.executing()
    sign_in(page, live, along, "tom")
    page.goto(address())
    last = page.locator(".hy-timeline > li").last
    assert last.is_visible()
    box, frame = last.bounding_box(), page.locator(".hy-talk-scroll").bounding_box()
    assert box["y"] + box["height"] <= frame["y"] + frame["height"] + 24


def test_the_gate_of_the_letter_follows_the_writing(
    page: Any, live: str, along: Along, address: Callable[..., str]
) -> None:
    along.approved()
    sign_in(page, live, along, "tom")
    page.goto(address("step", "draft_decision"))
    before = page.locator("#before-draft_decision li[data-icon=x]").count()
    page.fill("#step-draft_decision [name=rows-0-amount]", "3200.00")
    page.fill("#step-draft_decision [name=rows-0-text]", "支持您的诉求，按合同全额赔付。")
    page.locator("#before-draft_decision li[data-icon=x]").nth(before - 1).wait_for(state="detached")


def test_a_revealed_value_hides_again(page: Any, live: str, along: Along, address: Callable[..., str]) -> None:
    sign_in(page, live, along, "tom")
    page.goto(address())
    mask = page.locator("#case-who .hy-masked", has_text="138****5678")
    mask.locator("button").first.click()
    page.fill("#case-who form:popover-open [name=reason]", "回电核实身份")
    page.click("#case-who form:popover-open button.btn-primary")
    page.wait_for_selector("text=13812345678")
    page.click(".hy-revealed [data-hide]")
    assert page.locator("text=13812345678").count() == 0
