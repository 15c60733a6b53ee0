"""On the customer's page: whether they want text messages, and writing down that they do or do not."""

from typing import Any

import pytest
from django.core.cache import cache

from huiyin.channels.queries.sms import stop_of
from huiyin.customers import actions
from huiyin.customers.actions import PartyDraft
from huiyin.customers.models import Party
from tests.channels.sms_server import Platform
from tests.customers.conftest import AT, BY, ID
from tests.people import House

NUMBER = "13912345678"


@pytest.fixture
def li(house: House, settings: Any) -> Party:
    cache.clear()
    settings.SMS = Platform("http://127.0.0.1:9").house("aliyun")
    draft = PartyDraft(name="欧阳春梅", certificate_kind="id_card", certificate_no=ID, phone=NUMBER)
    party = actions.register_party(draft=draft, by=BY, at=AT)
    actions.register_policy(
        number="P2025001", holder=party, unit=house.units["JS-CP"], product_code="HE01", product_name="百万医疗",
        line="health", starts_on=AT.date(), by=BY, at=AT,
    )  # fmt: skip
    return party


def test_no_more_and_again(enter: Any, li: Party) -> None:
    tom, url = enter("tom"), f"/desk/customers/{li.pk}/"
    assert tom.get(url).context["stops"] == []
    assert tom.post(f"{url}consents", {"purpose": "sms", "do": "withdraw"}).status_code == 302
    assert stop_of(NUMBER) is not None
    (stop,) = tom.get(url).context["stops"]
    assert stop.word in tom.get(url).content.decode()
    refused = tom.post(f"{url}consents", {"purpose": "sms", "do": "give", "how": " "})
    assert (refused.status_code, stop_of(NUMBER) is not None) == (422, True)
    assert tom.post(f"{url}consents", {"purpose": "sms", "do": "give", "how": "来电要求"}).status_code == 302
    assert stop_of(NUMBER) is None


def test_a_house_without_text_messages_says_nothing_of_them(enter: Any, li: Party, settings: Any) -> None:
    settings.SMS = {}
    assert 'value="sms"' not in enter("tom").get(f"/desk/customers/{li.pk}/").content.decode()
