"""The style page in a real browser: reads well in every look, obeys the keyboard, guards forms."""

from typing import Any

import pytest

from huiyin.accounts.models import Membership, Unit, User
from tests import axe

pytestmark = pytest.mark.django_db(transaction=True)

LOOKS = [(theme, language) for theme in ("light", "dark") for language in ("zh-hans", "en")]
PAGES = ["/_style", "/_style?portal", "/accounts/login/", "/accounts/password/reset/", "/accounts/signup/"]


@pytest.fixture
def style(live: str, settings: Any) -> str:
    settings.DEBUG = True
    return live


def wear(page: Any, address: str, theme: str, language: str) -> None:
    cookies = {"theme": theme, "django_language": language}
    page.context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies.items()])


def faults(page: Any) -> list[str]:
    # As tall as the page: what floats over it (the bar of chosen rows) hides nothing half.
    whole = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({**page.viewport_size, "height": max(whole, page.viewport_size["height"])})
    return axe.faults(page)


def sideways(page: Any) -> bool:
    """Does the page scroll sideways?"""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


@pytest.mark.parametrize(("theme", "language"), LOOKS)
def test_every_sample_page_is_accessible_on_a_wide_screen(page: Any, style: str, theme: str, language: str) -> None:
    wear(page, style, theme, language)
    for path in PAGES:
        page.goto(style + path)
        assert page.evaluate("document.documentElement.dataset.bsTheme") == theme
        assert faults(page) == [], path


@pytest.mark.parametrize(("theme", "language"), LOOKS)
def test_every_sample_page_fits_a_phone(phone: Any, style: str, theme: str, language: str) -> None:
    wear(phone, style, theme, language)
    for path in PAGES:
        phone.goto(style + path)
        assert not sideways(phone), path
        assert faults(phone) == [], path


def test_at_double_size_nothing_is_cut_off(page: Any, style: str) -> None:
    page.set_viewport_size({"width": 720, "height": 450})
    page.goto(f"{style}/_style")
    assert not sideways(page)


def test_the_keyboard_searches_walks_selects_and_explains_itself(page: Any, style: str) -> None:
    page.goto(f"{style}/_style")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.press("Escape")
    for key in ("j", "j", "x", "k", "x"):
        page.keyboard.press(key)
    assert page.locator("tr[data-selected]").count() == 2
    assert page.locator("[data-selected-count]").inner_text() == "2"
    assert page.locator("[data-bulk]").is_visible()
    page.keyboard.press("?")
    assert page.locator("#keys-help").is_visible()
    assert page.locator("#keys-help [data-keys-list] div").count() >= 8
    page.keyboard.press("Escape")
    assert not page.locator("#keys-help").is_visible()


def test_letters_typed_into_a_field_stay_letters(page: Any, style: str) -> None:
    page.goto(f"{style}/_style")
    page.locator("#note").press_sequentially("jx?/ gq")
    assert page.locator("#note").input_value() == "jx?/ gq"
    assert page.locator("tr[data-current]").count() == 0


def test_the_menu_of_a_phone_opens_as_a_drawer_and_closes_with_escape(phone: Any, style: str) -> None:
    phone.goto(f"{style}/_style")
    rail = phone.locator("#rail")
    assert not rail.is_visible()
    phone.locator(".hy-rail-open").click()
    assert rail.is_visible()
    phone.keyboard.press("Escape")
    assert not rail.is_visible()


def test_the_chosen_appearance_is_kept(page: Any, style: str) -> None:
    page.goto(f"{style}/_style")
    page.locator("[popovertarget=person-menu]").click()
    page.locator("[data-theme-set=dark]").click()
    page.reload()
    assert page.evaluate("document.documentElement.dataset.bsTheme") == "dark"


def test_a_file_that_cannot_be_taken_is_named_before_it_travels(page: Any, style: str) -> None:
    page.goto(f"{style}/_style")
    files = [
        {"name": "ok.pdf", "mimeType": "application/pdf", "buffer": b"x" * 2048},
        {"name": "virus.exe", "mimeType": "application/octet-stream", "buffer": b"x"},
    ]
    page.set_input_files("#id_files", files)
    rows = page.locator("[data-upload-list] li")
    assert rows.count() == 2
    assert page.locator("[data-upload-list] .hy-error").count() == 1
    assert not page.evaluate("document.querySelector('#id_files').checkValidity()")
    rows.nth(1).locator("button").click()
    assert page.evaluate("document.querySelector('#id_files').checkValidity()")
    assert page.evaluate("[...document.querySelector('#id_files').files].map(f => f.name).join()") == "ok.pdf"


def test_a_form_is_sent_once_however_often_it_is_pressed(page: Any, style: str) -> None:
    page.goto(f"{style}/_style")
    sent: list[str] = []

    def take(route: Any) -> None:
        sent.append(route.request.method)
        route.fulfill(status=204)

    page.route("**/once", take)
    page.evaluate("document.querySelector('.hy-form').action = '/once'")
    page.evaluate("const b = document.querySelector('.hy-form .btn-primary'); b.click(); b.click(); b.click()")
    page.wait_for_timeout(200)
    assert sent == ["POST"]
    assert page.locator(".hy-form .btn-primary").is_disabled()


def test_leaving_a_changed_form_asks_first(page: Any, style: str) -> None:
    page.goto(f"{style}/_style")
    page.locator("#note").press_sequentially("a note")
    asked: list[str] = []

    def agree(dialog: Any) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", agree)
    page.goto(f"{style}/accounts/login/")
    assert asked == ["beforeunload"]


def test_a_revealed_value_hides_by_itself(page: Any, style: str) -> None:
    page.goto(f"{style}/_style")
    answer = (
        '<span id="shown" data-reveal-seconds="0.3"><span data-clear>13812345678</span>'
        "<span data-masked hidden><b>138****5678</b></span></span>"
    )
    page.route("**/reveal", lambda route: route.fulfill(status=200, content_type="text/html", body=answer))
    page.evaluate(
        "const f = document.querySelector('.hy-masked form'); f.setAttribute('hx-post', '/reveal'); htmx.process(f)"
    )
    page.locator(".hy-masked button[popovertarget]").click()
    page.locator(".hy-masked input[name=reason]").fill("call back")
    page.locator(".hy-masked form button").click()
    page.get_by_text("13812345678").wait_for()
    page.get_by_text("13812345678").wait_for(state="detached")
    assert page.locator("dd b").inner_text() == "138****5678"


def test_a_server_that_does_not_answer_is_told_in_words_and_the_text_stays(page: Any, style: str) -> None:
    page.goto(f"{style}/_style")
    page.route("**/gone", lambda route: route.abort())
    page.locator("#note").fill("kept")
    page.evaluate("htmx.ajax('POST', '/gone', {target: '#content', swap: 'innerHTML'}).catch(() => {})")
    page.locator(".hy-flash[role=alert]").wait_for()
    assert page.locator("#note").input_value() == "kept"


def test_the_style_page_is_unknown_to_strangers_and_open_to_administrators(client: Any, settings: Any) -> None:
    settings.DEBUG = False
    assert client.get("/_style").status_code == 404
    unit = Unit.objects.create(code="HQ", name="总公司", kind="head_office", path="/HQ/")
    user = User.objects.create_user("admin@example.com", name="管理", employee_no="A1", unit=unit)
    client.force_login(user)
    assert client.get("/_style").status_code == 404
    Membership.objects.create(user=user, role="administrator", unit=unit)
    assert client.get("/_style").status_code == 200


def test_the_pages_of_the_second_factor_wear_the_same_look(page: Any, style: str) -> None:
    unit = Unit.objects.create(code="HQ", name="总公司", kind="head_office", path="/HQ/")
    User.objects.create_user("li@example.com", "a-long-password-1", name="李敏", employee_no="A1", unit=unit)
    wear(page, style, "light", "zh-hans")
    page.goto(f"{style}/accounts/login/")
    page.locator("[name=login]").fill("li@example.com")
    page.locator("[name=password]").fill("a-long-password-1")
    page.locator(".hy-entrance-panel form button.btn-primary").first.click()
    page.wait_for_url(lambda url: "/accounts/login/" not in url)
    for path in ("2fa/", "2fa/totp/activate/", "2fa/webauthn/add/", "password/change/", "sessions/", "logout/"):
        page.goto(f"{style}/accounts/{path}")
        assert page.locator(".hy-entrance-panel").is_visible(), path
        assert faults(page) == [], path
