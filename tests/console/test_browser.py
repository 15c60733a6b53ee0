"""The desk in a real browser: accessible in every look, obedient to the keyboard, and losing nothing."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from huiyin.accounts import actions
from huiyin.cases.models import Case, Evidence
from huiyin.complaints.models import Demand
from huiyin.core import time
from huiyin.core.actors import system
from huiyin.customers import actions as customers
from huiyin.customers.actions import PartyDraft
from tests.axe import faults
from tests.cases.make import registered
from tests.people import House, build

pytestmark = pytest.mark.django_db(transaction=True)

CASE_PAGES = (
    "/desk/", "/desk/queue/", "/desk/queue/?view=mine&line=health", "/desk/search/?q=理赔", "/desk/board/",
    "/desk/search/", "/desk/search/?q=状态:火星", "/desk/search/?q=理赔 是:未结&sort=due",
    "/desk/alarms/", "/desk/complaints/new/", "/desk/rules/", "/desk/rules/classes/", "/desk/help/", "/desk/me/",
)  # fmt: skip
HANDBOOK_PAGES = (
    "/desk/handbook/", "/desk/handbook/chapters/3/", "/desk/handbook/sources/cn-order-2020-3/",
    "/desk/handbook/clauses/cn-handbook-2025/3.1-5/", "/desk/handbook/clauses/cn-order-2020-3/art%2018/",
    "/desk/handbook/clauses/cn-handbook-2025/2.4-1/", "/desk/handbook/figures/",
    "/desk/handbook/figures/decided_in_time/", "/desk/handbook/figures/received/cases/?verdict=kept",
    "/desk/handbook/coverage/",
)  # fmt: skip
HOUSE_PAGES = (
    "/desk/", "/desk/settings/people/", "/desk/settings/people/new", "/desk/settings/units/", "/desk/settings/roles/",
    "/desk/settings/tokens/", "/desk/settings/system/", "/desk/settings/channels/",
)  # fmt: skip
PAGES = (
    ("sam", CASE_PAGES),
    ("hua", HANDBOOK_PAGES),
    ("adi", HOUSE_PAGES),
    ("aud", ("/desk/records/access/", "/desk/records/ledger/")),
)


@pytest.fixture
def house() -> House:
    cache.clear()
    made = build()
    now = time.now()
    for n in range(5):
        at = now - timedelta(days=4 * n)
        registered(made, by=made.by("sam"), at=at, received_at=at, external_ref=f"{n}", line="health")
    return made


def enter(page: Any, live: str, house: House, name: str, theme: str = "light", language: str = "zh-hans") -> None:
    client = Client()
    client.force_login(house[name])
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    cookies = {"theme": theme, "django_language": language, settings.SESSION_COOKIE_NAME: session}
    page.context.add_cookies([{"name": key, "value": value, "url": live} for key, value in cookies.items()])


def sideways(page: Any) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


@pytest.mark.parametrize(("theme", "language"), [("light", "zh-hans"), ("dark", "en")])
def test_every_page_is_accessible(page: Any, live: str, house: House, theme: str, language: str) -> None:
    for name, paths in PAGES:
        enter(page, live, house, name, theme, language)
        for path in paths:
            page.goto(live + path)
            assert (faults(page), sideways(page)) == ([], False), path


def test_every_page_fits_a_phone(phone: Any, live: str, house: House) -> None:
    for name, paths in PAGES:
        enter(phone, live, house, name)
        for path in paths:
            phone.goto(live + path)
            assert not sideways(phone), path
    enter(phone, live, house, "sam")
    phone.goto(f"{live}/desk/queue/")
    assert faults(phone) == []


def test_the_queue_is_walked_previewed_and_opened_by_keys(page: Any, live: str, house: House) -> None:
    enter(page, live, house, "sam")
    page.goto(f"{live}/desk/queue/")
    page.keyboard.press("j")
    page.keyboard.press(" ")
    page.wait_for_selector("#preview h2")
    first = page.locator("#preview h2").inner_text()
    assert first == page.locator("tr[data-row] [data-row-open]").first.inner_text()
    page.keyboard.press("j")
    page.wait_for_selector(f"#preview h2:not(:text-is('{first}'))")
    assert faults(page) == []
    assert page.url == f"{live}/desk/queue/"
    page.keyboard.press("Escape")
    assert page.locator("#preview > *").count() == 0
    second = page.locator("tr[data-current] [data-row-open]").inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{second}/")


def test_filters_tabs_and_the_back_button_keep_to_the_address(page: Any, live: str, house: House) -> None:
    enter(page, live, house, "sam")
    page.goto(f"{live}/desk/queue/")
    page.keyboard.press("f")
    page.wait_for_selector("#filter_line")
    page.select_option("#filter_line", "motor")
    page.click(".hy-filters-form button.btn-primary")
    page.wait_for_url("**line=motor**")
    page.wait_for_selector(".hy-empty")
    page.click(".hy-chip a")
    page.wait_for_selector("tr[data-row]")
    assert "line=motor" not in page.url
    page.click(".hy-tabs a >> nth=1")
    page.wait_for_url("**view=mine**")
    page.reload()
    assert page.locator("tr[data-row]").count() == 5
    page.go_back()
    page.wait_for_selector(".hy-tabs a[aria-current] >> nth=0")
    assert "view=mine" not in page.url


def test_chosen_rows_are_handed_over(page: Any, live: str, house: House) -> None:
    enter(page, live, house, "sam")
    page.goto(f"{live}/desk/queue/")
    for key in ("j", "x", "j", "x"):
        page.keyboard.press(key)
    rows = page.locator("tr[data-selected] [data-row-open]").all_inner_texts()
    assert len(rows) == 2
    page.click("[data-bulk] button[name=kind][value=hand_over]")
    page.select_option("#bulk-to", str(house["tom"].pk))
    page.fill("#bulk-words", "休假交接")
    page.click(".hy-bulk-form button.btn-primary")
    page.wait_for_url("**/desk/queue/many/**")
    assert not Case.objects.filter(owner=house["tom"]).exists()  # shown, nothing done yet
    page.click("#bulk button.btn-primary")
    page.wait_for_selector(".hy-bulk-counts [data-state=done]")
    assert set(Case.objects.filter(owner=house["tom"]).values_list("number", flat=True)) == {*rows}


def test_a_complaint_is_registered_without_leaving_the_page_once(
    page: Any, live: str, house: House, tmp_path: Path
) -> None:
    customers.register_party(
        draft=PartyDraft(name="陈桂芳", phone="13812345678", certificate_no="11010519491231002X"),
        by=system("test"),
        at=time.now(),
    )
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(b"%PDF-1.4 " + b"x" * 2000)
    enter(page, live, house, "ana")
    page.goto(f"{live}/desk/complaints/new/")
    page.keyboard.type("13812345678")
    page.keyboard.press("Enter")
    page.click(".hy-hits button")
    page.wait_for_selector(".hy-picked")
    page.click("button[name=do_check]")
    page.wait_for_selector(".hy-problem")  # nothing written yet
    page.fill("#id_text", "保单一直没有退保，请退保。")
    page.fill("#id_demands-0-text", "全额退保")
    page.click("[data-prefix=demands] [data-more]")
    page.keyboard.type("书面道歉")
    page.set_input_files("#id_files", str(letter))
    page.click("button[name=do_check]")
    page.wait_for_selector("button[name=do_register]")
    assert faults(page) == []
    page.dblclick("button[name=do_register]")
    page.wait_for_url("**/receipts/**")
    assert faults(page) == []
    case = Case.objects.get(registered_by=house["ana"])
    assert case.number in page.content()
    assert list(Demand.objects.filter(case=case).order_by("number").values_list("text", flat=True)) == [
        "全额退保",
        "书面道歉",
    ]
    assert Evidence.objects.get(case=case).file_name == "letter.pdf"


def test_the_form_shows_only_what_the_channel_and_the_speaker_need(page: Any, live: str, house: House) -> None:
    enter(page, live, house, "ana")
    page.goto(f"{live}/desk/complaints/new/")
    assert not page.locator("#id_external_ref").is_visible()
    page.select_option("#id_channel", "regulator")
    assert page.locator("#id_regulator_due_on").is_visible()
    assert not page.locator("#id_agent_name").is_visible()
    page.select_option("#id_acting", "agent")
    assert page.locator("#id_agent_name").is_visible()


def test_a_link_signs_in_with_one_press(page: Any, live: str, house: House) -> None:
    secret = actions.issue_sign_in_link(user=house["tom"], by=system("test"), at=time.now())
    page.goto(f"{live}/desk/enter/{secret}")
    assert faults(page) == []
    page.keyboard.press("Enter")
    page.wait_for_url(f"{live}/desk/")
    assert faults(page) == []
