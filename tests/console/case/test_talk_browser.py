"""Writing in a real browser: "/" and "@" at the keyboard, nothing while an IME composes, every part accessible."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from huiyin.accounts.models import Membership
from huiyin.cases.actions import talk
from huiyin.cases.models import Macro, Message, TemplateVersion
from huiyin.complaints.actions import macros, templates
from huiyin.core.time import local_date
from tests.complaints.along import Along, assigned
from tests.people import build
from tests.web.test_style import faults, sideways, wear

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def along() -> Along:
    cache.clear()
    made = assigned(build())
    house, now = made.house, made.at
    Membership.objects.create(user=house["sam"], role="supervisor", unit=house.units["JS"])
    version = templates.begin(
        key="got", name="收到", name_en="Received", purpose="reply", unit=house.units["JS"],
        text_zh="您的投诉 {case_number} 我们已收到。", text_en="We have your complaint {case_number}.",
        from_on=local_date(now), by=house.by("sam"), at=now,
    )  # fmt: skip
    templates.approve(version=version, by=house.by("max"), at=now)
    macros.begin(
        name="等材料", unit=house.units["JS"], steps=[{"kind": "note", "text": "等材料"}], by=house.by("sam"), at=now
    )
    talk.hear(case=made.case, text="这是另一件事", by=house.by("tom"), at=made.at + timedelta(minutes=1))
    return made


@pytest.fixture
def address(live: str, along: Along) -> Callable[..., str]:
    def of(name: str = "", *args: object) -> str:
        return live + reverse(f"case_{name}" if name else "case", args=[along.case.number, *args])

    return of


def sign_in(page: Any, live: str, along: Along, name: str) -> None:
    client = Client()
    client.force_login(along.house[name])
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live}])


def test_a_template_is_inserted_by_its_key(page: Any, live: str, along: Along, address: Any):
    sign_in(page, live, along, "tom")
    page.goto(address())
    page.keyboard.press("r")
    page.keyboard.press("/")
    page.wait_for_selector("#composer-reply [data-picker-filter]:focus")
    page.keyboard.type("got")
    page.keyboard.press("Enter")
    expect(page.locator("#composer-reply textarea")).to_have_value(re.compile("已收到"), timeout=20_000)
    assert along.case.number in page.locator("#composer-reply textarea").input_value()
    assert page.locator("#composer-reply [name=templates]").input_value() == str(TemplateVersion.objects.get().pk)


def test_a_slash_in_a_text_is_a_slash_and_escape_leaves_the_list(page: Any, live: str, along: Along, address: Any):
    sign_in(page, live, along, "tom")
    page.goto(address())
    page.keyboard.press("r")
    page.keyboard.type("a/b")
    assert page.locator("#composer-reply textarea").input_value() == "a/b"
    assert page.locator("#composer-reply [data-picker][open]").count() == 0
    page.locator("#composer-reply textarea").fill("")
    page.keyboard.press("/")
    page.wait_for_selector("#composer-reply [data-picker-filter]:focus")
    page.keyboard.press("Escape")
    assert page.locator("#composer-reply [data-picker][open]").count() == 0
    assert page.evaluate("document.activeElement.name") == "text"


def test_a_colleague_is_called_by_keys_and_who_may_not_see_the_case_cannot_be_chosen(
    page: Any, live: str, along: Along, address: Any
):
    sign_in(page, live, along, "tom")
    page.goto(address())
    page.keyboard.press("n")
    page.keyboard.type("look @Sa")
    page.wait_for_selector(".hy-calls [aria-selected=true]")
    assert faults(page) == []
    page.keyboard.press("Enter")
    assert page.locator("#composer-note textarea").input_value() == "look @Sam "
    page.keyboard.type("@Zo")
    page.wait_for_selector(".hy-calls [aria-disabled=true]")
    assert page.locator(".hy-calls [data-handle]").count() == 0


def test_nothing_happens_while_an_input_method_composes(page: Any, live: str, along: Along, address: Any):
    sign_in(page, live, along, "tom")
    page.goto(address())
    page.keyboard.press("r")
    key = "new KeyboardEvent('keydown', {key: '/', isComposing: true, bubbles: true, cancelable: true})"
    assert page.evaluate(f"document.querySelector('#composer-reply textarea').dispatchEvent({key})")
    assert page.locator("#composer-reply [data-picker][open]").count() == 0


@pytest.mark.parametrize(("theme", "language"), [("light", "zh-hans"), ("dark", "en")])
def test_every_part_is_accessible(page: Any, live: str, along: Along, address: Any, theme: str, language: str):
    sign_in(page, live, along, "sam")
    wear(page, live, theme, language)
    message = Message.objects.get(case=along.case, text="这是另一件事")
    version = TemplateVersion.objects.get()
    macro = Macro.objects.get()
    for path in (
        "/desk/templates/", "/desk/templates/new", f"/desk/templates/{version.template_id}/?case={along.case.number}",
        f"/desk/templates/{version.template_id}/write", "/desk/macros/", f"/desk/macros/{macro.pk}/",
        "/desk/me/followed/",
    ):  # fmt: skip
        page.goto(live + path)
        assert (faults(page), sideways(page)) == ([], False), path
    for part in (
        address("macro", macro.pk), address("message_move", message.pk), address("message_split", message.pk),
        address("templates"),
    ):  # fmt: skip
        page.goto(part)
        assert (faults(page), sideways(page)) == ([], False), part


def test_every_part_fits_a_phone(phone: Any, live: str, along: Along, address: Any):
    sign_in(phone, live, along, "sam")
    version, macro = TemplateVersion.objects.get(), Macro.objects.get()
    for path in (
        "/desk/templates/", "/desk/templates/new", f"/desk/templates/{version.template_id}/", "/desk/macros/",
        f"/desk/macros/{macro.pk}/", "/desk/me/followed/",
    ):  # fmt: skip
        phone.goto(live + path)
        assert not sideways(phone), path
    phone.goto(address("macro", macro.pk))
    assert not sideways(phone)
