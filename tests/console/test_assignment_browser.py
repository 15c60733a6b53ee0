"""The pages of assignment in a real browser: accessible in both languages, light and dark, wide and narrow."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from huiyin.accounts import actions
from huiyin.cases.models import Case
from huiyin.complaints.actions import assignment, dispatch, trials
from huiyin.core import time
from tests.axe import faults
from tests.complaints.test_pool import LATER, in_force, ready
from tests.people import AT, House, build

pytestmark = pytest.mark.django_db(transaction=True)


def world() -> tuple[House, Case, list[tuple[str, str]]]:
    """A house at work: somebody away, a qualification, something in the pool, a draft that was tried."""
    cache.clear()
    house, now = build(), time.now()
    today = time.local_date(now)
    in_force(house, {"code": "pull", "mode": "pull", "when": {"severities": ["L1"]}})
    case = dispatch.dispatch(case=ready(house), by=house.by("hua"), at=LATER)
    actions.add_competence(
        user=house["tom"], kind="qualification", code="claims", from_on=today, to_on=today + timedelta(days=9),
        by=house.by("sam"), at=now,
    )  # fmt: skip
    actions.set_absence(
        user=house["tia"], kind="leave", from_at=now - timedelta(hours=1), to_at=now + timedelta(days=3),
        deputy=house["tom"], by=house.by("tia"), at=now,
    )  # fmt: skip
    draft = assignment.draft_assignment(
        effective_from=today + timedelta(days=1), reason="分工调整", by=house.by("hua"), at=now
    )
    trial = trials.start_trial(assignment=draft, day=time.local_date(AT), by=house.by("hua"), at=now)
    here, tom = f"/desk/assignment/{draft.pk}/", f"/desk/team/{house['tom'].pk}/"
    pages = [
        ("sam", "/desk/team/"), ("sam", tom), ("sam", f"/desk/team/{house['sam'].pk}/matters/"),
        ("tom", "/desk/pool/"), ("tom", "/desk/me/absences/"), ("tom", f"/desk/complaints/{case.number}/owner/"),
        ("hua", "/desk/assignment/"), ("hua", here), ("hua", f"{here}rules/0/"), ("hua", f"{here}rules/2/"),
        ("hua", f"{here}trials/{trial.pk}/"),
    ]  # fmt: skip
    return house, case, pages


def signed_in(page: Any, live: str, house: House, name: str) -> None:
    client = Client()
    client.force_login(house[name])
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live}])


def test_every_page_is_accessible_and_fits_a_phone(page: Any, live: str) -> None:
    house, _case, pages = world()
    found: list[str] = []
    for place, (name, path) in enumerate(pages):
        signed_in(page, live, house, name)
        page.emulate_media(color_scheme="dark" if place % 2 else "light")
        for width in (1440, 390):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.goto(live + path).status == 200, path
            if page.evaluate("document.documentElement.scrollWidth") > width:
                found.append(f"{path} is wider than {width}")
            found += [f"{path} {width}: {fault}" for fault in faults(page)]
    assert not found, "\n".join(found)


def test_the_next_one_is_taken_with_one_press(page: Any, live: str) -> None:
    house, case, _pages = world()
    signed_in(page, live, house, "tom")
    page.goto(f"{live}/desk/pool/")
    page.locator("form[action='/desk/pool/next'] button").click()
    page.wait_for_url(f"**/desk/complaints/{case.number}/")
    case.refresh_from_db()
    assert case.owner == house["tom"]
