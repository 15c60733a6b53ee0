"""Complaints for tests, registered through the real door."""

from datetime import datetime
from typing import Any

from huiyin.cases.rules.people import PersonDraft
from huiyin.complaints.actions import intake
from huiyin.complaints.actions.intake import Registered
from huiyin.complaints.rules.arrival import Arrival, DemandDraft
from huiyin.core.actors import Actor
from tests.people import AT, House

LI = PersonDraft(name="李春梅", phone="13812345678", email="li@example.com", certificate_no="320102198001010018")
TEXT = "我去年买的医疗险，住院后申请理赔被拒，理由是既往症，可我从来没有得过这个病。请查清楚。"


def arrival(house: House | None = None, **changes: Any) -> Arrival:
    """An ordinary complaint by phone about the Jiangsu branch."""
    values: dict[str, Any] = {
        "channel": "phone",
        "received_at": AT,
        "text": TEXT,
        "subject": "医疗险拒赔",
        "people": (LI,),
        "demands": (DemandDraft(text="按合同赔付", amount=None),),
    }
    if house is not None:
        values["unit_id"] = house.units["JS-CP"].pk
    return Arrival(**(values | changes))


def registered(house: House, *, by: Actor | None = None, at: datetime = AT, **changes: Any) -> Registered:
    """A registered complaint in the Jiangsu branch, taken by Tom unless said otherwise."""
    return intake.register(arrival=arrival(house, **changes), by=by or house.by("tom"), at=at)
