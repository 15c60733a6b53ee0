"""Writing a text message in a real browser: it is shown as it will arrive while it is written."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from huiyin.cases.models import Person
from tests.channels.sms_server import Platform
from tests.complaints.along import Along, assigned
from tests.people import build
from tests.web.test_style import faults

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def along(settings: Any) -> Along:
    cache.clear()
    settings.SMS = Platform("http://127.0.0.1:9").house("aliyun") | {"wording": "案件${number}:${content}"}
    settings.SMS["variable"] = "number,content"
    made = assigned(build())
    Person.objects.filter(case=made.case_id).update(phone="13800138000")
    return made


def test_a_text_message_is_shown_while_it_is_written(page: Any, live: str, along: Along) -> None:
    client = Client()
    client.force_login(along.house["tom"])
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live}])
    page.goto(live + reverse("case", args=[along.case.number]))
    page.locator("#reply_text").click()
    page.locator("#reply_text").fill("您的材料已收齐")
    page.locator("#reply_channel").select_option("sms")
    shown = page.locator("#composer-reply .hy-arriving")
    expect(shown).to_contain_text(f"【汇音】案件{along.case.number}:您的材料已收齐")
    assert not faults(page)
    page.locator("#reply_channel").select_option("portal")
    expect(shown).to_have_count(0)
