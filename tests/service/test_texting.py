"""Answering a request by text message: it goes into the queue, or is refused where it cannot be."""

from typing import Any

import pytest

from huiyin.cases.models import Case, Message
from huiyin.channels.models import Outgoing
from huiyin.core.errors import Refused
from huiyin.service.actions import before, intake
from tests.channels.sms_server import Platform
from tests.people import AT, House, build
from tests.service.test_story import arrival

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(db: None) -> House:
    return build()


def test_a_request_is_answered_by_text_message(house: House, settings: Any) -> None:
    ana = house.by("ana")
    case: Case = intake.register(arrival=arrival(), by=ana, at=AT).case
    settings.SMS = {}
    with pytest.raises(Refused) as off:
        before.respond(case=case, text="等待期90天。", channel="sms", by=ana, at=AT)
    assert off.value.code == "sms.off"
    settings.SMS = Platform("http://127.0.0.1:9").house("aliyun")
    message = before.respond(case=case, text="等待期90天。", channel="sms", by=ana, at=AT)
    row = Outgoing.objects.get(owner_id=case.pk, method="sms")
    assert (message.channel, message.outgoing_id, row.address, row.subject) == (
        "sms", row.pk, "13812345678", case.number,
    )  # fmt: skip
    assert Message.objects.filter(case=case, channel="sms").exists()
