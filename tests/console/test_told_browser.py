"""Notifications, board and jobs in a real browser: accessible in every look, and nothing sticks out on a phone."""

from typing import Any

import pytest
from django.core.cache import cache

from huiyin.cases.actions import load, notifications
from huiyin.cases.models import Case
from huiyin.core import time
from huiyin.core.actors import system
from tests.axe import faults
from tests.cases.make import registered
from tests.console.test_browser import enter, sideways
from tests.people import House, build

pytestmark = pytest.mark.django_db(transaction=True)
BY = system("test")
PAGES = (
    ("sam", ("/desk/notifications/", "/desk/notifications/?unread=1", "/desk/me/notifications/", "/desk/board/",
             "/desk/board/promises/")),
    ("adi", ("/desk/settings/jobs/", "/desk/notifications/")),
)  # fmt: skip


@pytest.fixture
def house() -> House:
    cache.clear()
    made = build()
    at = time.now()
    case = registered(made, by=made.by("sam"), at=at, received_at=at).case
    details = {"rule": "complaint.acceptance", "due": at.isoformat()}
    for n, kind in enumerate(("broken", "handed", "approval", "mentioned")):
        notifications.tell(kind=kind, to=[made["sam"]], case=case, key=f"{n}", by=BY, at=at, details=details)
    late = {"queue": "mail", "due": at.isoformat()}
    notifications.tell(kind="jobs", to=[made["adi"]], key="late", by=BY, at=at, details=late)
    load.count(by=BY, at=at)
    return made


@pytest.mark.parametrize(("theme", "language"), [("light", "zh-hans"), ("dark", "en")])
def test_the_pages_are_accessible(page: Any, live: str, house: House, theme: str, language: str) -> None:
    for name, paths in PAGES:
        enter(page, live, house, name, theme, language)
        for path in paths:
            page.goto(live + path)
            assert (faults(page), sideways(page)) == ([], False), path


def test_the_pages_fit_a_phone(phone: Any, live: str, house: House) -> None:
    for name, paths in PAGES:
        enter(phone, live, house, name)
        for path in paths:
            phone.goto(live + path)
            assert (faults(phone), sideways(phone)) == ([], False), path


def test_the_bell_leads_to_what_is_new_and_is_empty_after(page: Any, live: str, house: House) -> None:
    enter(page, live, house, "sam")
    page.goto(f"{live}/desk/help/")
    assert page.locator("a[data-go=n] .hy-dot").inner_text() == "4"
    page.keyboard.press("g")
    page.keyboard.press("n")
    page.wait_for_url("**/notifications/")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/complaints/**")
    assert page.locator("a[data-go=n] .hy-dot").count() == 0  # all four are about the case that is open now
    page.goto(f"{live}/desk/help/")  # beside the case: what is told of an open case counts as read
    notifications.tell(kind="mentioned", to=[house["sam"]], case=Case.objects.get(), key="5", by=BY, at=time.now())
    page.evaluate("document.dispatchEvent(new CustomEvent('huiyin:told'))")
    page.wait_for_selector("a[data-go=n] .hy-dot")
    assert page.locator("a[data-go=n]").get_attribute("aria-label").endswith("1 条未读")
    page.goto(f"{live}/desk/notifications/")
    page.click(".hy-told-bar form button")
    page.wait_for_selector(".hy-told li:not([data-unread])")
    assert page.locator("a[data-go=n] .hy-dot").count() == 0
