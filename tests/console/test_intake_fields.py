"""Fields that a complaint is asked for when it is taken in at the desk."""

import pytest

from huiyin.cases.actions import fields
from huiyin.cases.models import Case
from huiyin.cases.queries import fields as queries
from huiyin.cases.rules.fields import Field
from huiyin.complaints.queries import facts
from tests.cases.make import registered
from tests.people import AT, House

FORM = {
    "name": "李春梅", "phone": "13812345678", "acting": "self", "channel": "phone", "received_at": "2026-03-02T09:00",
    "text": "住院后申请理赔被拒，请查清楚。", "language": "zh-hans",
    "demands-TOTAL_FORMS": "1", "demands-INITIAL_FORMS": "0",
    "demands-0-text": "按合同赔付", "speakers-TOTAL_FORMS": "0", "speakers-INITIAL_FORMS": "0", "old_confirmed": "on",
    "idempotency_key": "one",
}  # fmt: skip


@pytest.fixture
def asked(house: House) -> House:
    for one in (
        Field("has_agent", "yes_no", "有代理人", "Has an agent"),
        Field(
            "agency", "text", "机构名称", "Agency", required_at="received", depends_on="has_agent",
            depends_values=frozenset({"yes"}),
        ),
        Field("loss", "money", "损失金额", "Loss", required_at="received"),
        Field("later", "text", "以后再填", "Later", required_at="assigned"),
    ):  # fmt: skip
        fields.keep_field(draft=one, by=house.by("adi"), at=AT)
    return house


def test_what_is_needed_at_intake_is_asked_for_and_kept(enter, asked: House) -> None:
    browser = enter("tom")
    page = browser.get("/desk/complaints/new/").content.decode()
    assert "f_loss" in page
    assert "f_has_agent" in page  # it decides whether the agency is asked for
    assert "f_later" not in page
    lacking = browser.post("/desk/complaints/new/", FORM | {"f_has_agent": "yes", "do_register": "1"})
    assert lacking.status_code == 422
    assert "李春梅" in lacking.content.decode()
    assert not Case.objects.exists()
    wrong = browser.post("/desk/complaints/new/", FORM | {"f_loss": "viel", "do_check": "1"})
    assert wrong.status_code == 422
    whole = FORM | {"f_has_agent": "no", "f_agency": "typed before", "f_loss": "12.5"}
    check = browser.post("/desk/complaints/new/", whole | {"do_check": "1"})
    assert 'name="f_loss"' in check.content.decode()  # carried to the registration
    assert browser.post("/desk/complaints/new/", whole | {"do_register": "1"}).status_code == 302
    case = Case.objects.get()
    held = {key: str(queries.value_of(row)) for key, row in queries.values_of(case.pk).items()}
    assert held == {"has_agent": "False", "loss": "12.50"}


def test_what_came_in_by_another_way_is_asked_for_before_it_goes_on(asked: House) -> None:
    case = registered(asked).case
    assert len(facts(case).held_up) == 1
    fields.fill(case=case, values={"loss": "1"}, by=asked.by("tom"), at=AT)
    assert facts(case).held_up == ()
    fields.fill(case=case, values={"has_agent": True}, by=asked.by("tom"), at=AT)
    assert len(facts(case).held_up) == 1
