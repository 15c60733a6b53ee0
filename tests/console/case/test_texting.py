"""Answers by text message: how one will arrive, that it goes out, what stands in its way, what became of it."""

from collections.abc import Iterator
from typing import Any

import pytest

from huiyin.audit import queries as ledger
from huiyin.cases.models import Message, Person
from huiyin.channels import actions as channels
from huiyin.channels import jobs
from huiyin.channels.actions import sms
from huiyin.channels.models import DeliveryState, Outgoing
from huiyin.channels.queries.sms import stop_of
from huiyin.core import blind
from huiyin.core.actors import system
from huiyin.core.time import now
from tests.channels.sms_server import Platform, serving

NUMBER = "13800138000"
BY = system("test")
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def server(settings: Any, along: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Platform]:
    monkeypatch.setattr("huiyin.channels.rules.sms_in.leaves_at", lambda at: at)
    Person.objects.filter(case=along.case_id, is_contact=True).update(phone=NUMBER)
    contact = Person.objects.filter(case=along.case_id).order_by("-is_contact", "id")[0]
    contact.phone, contact.phone_blind = NUMBER, blind.phone(NUMBER)
    contact.save()
    with serving() as state:
        settings.SMS = state.house("aliyun") | {
            "variable": "number,content", "wording": "您的案件${number}有新的答复:${content}。拒收请回复TD",
        }  # fmt: skip
        yield state


def say(browser: Any, url: Any, text: str = "您的材料已收齐", **more: str) -> Any:
    seen = int(browser.get(url()).context["dossier"]["seen"])
    return browser.post(url("step", "respond"), {"seen": seen, "text": text, "channel": "sms"} | more, headers=HTMX)


def test_it_is_shown_as_it_will_arrive(along: Any, enter: Any, url: Any) -> None:
    data = {"text": "您的材料已收齐", "channel": "sms"}
    page = enter("tom").post(url("promised"), data, headers=HTMX).content.decode()
    assert f"【汇音】您的案件{along.case.number}有新的答复:您的材料已收齐。拒收请回复TD" in page
    assert "1 message," in page or "1 条" in page
    long = enter("tom").post(url("promised"), data | {"text": "长" * 70}, headers=HTMX).content.decode()
    assert "2 messages," in long or "2 条" in long
    assert "hy-arriving" not in enter("tom").post(url("promised"), data | {"channel": "portal"}).content.decode()


def test_it_goes_out_and_the_timeline_says_how_it_stands(
    along: Any, enter: Any, url: Any, server: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    tom = enter("tom")
    assert say(tom, url).status_code == 200
    message = Message.objects.get(case_id=along.case_id, channel="sms", direction="out")
    along.case.complaint.refresh_from_db()
    assert along.case.complaint.first_response_at is not None
    row = Outgoing.objects.get(method="sms")
    assert message.outgoing_id == row.pk
    Outgoing.objects.filter(pk=row.pk).update(next_try_at=now())
    jobs.send_mail(outgoing_id=str(row.pk))
    assert server.sent == [(NUMBER, "您的材料已收齐")]
    sms.record_report(platform_id="aliyun b1", is_delivered=False, code="EXPIRED", by=BY, at=now())
    row.refresh_from_db()
    assert row.state == DeliveryState.FAILED
    assert "EXPIRED the telephone was off for too long" in tom.get(url()).content.decode()


def test_at_night_the_timeline_says_when_it_leaves(
    enter: Any, url: Any, server: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huiyin.channels.rules.sms_in.leaves_at", lambda at: at.replace(year=at.year + 1))
    tom = enter("tom")
    page = tom.post(url("promised"), {"text": "x", "channel": "sms"}, headers=HTMX).content.decode()
    assert "when the night is over" in page or "夜间" in page
    assert say(tom, url).status_code == 200
    row = Outgoing.objects.get(method="sms")
    jobs.send_mail(outgoing_id=str(row.pk))
    row.refresh_from_db()
    assert (row.state, row.attempts, server.sent) == (DeliveryState.QUEUED, 0, [])


def test_a_stop_is_seen_refused_and_lifted_with_a_reason(along: Any, enter: Any, url: Any) -> None:
    tom = enter("tom")
    assert 'value="sms"' in tom.get(url()).content.decode()
    channels.stop_sms(number=NUMBER, word="TD", case_id=along.case_id, by=BY, at=now())
    page = tom.get(url()).content.decode()
    assert 'value="sms"' not in page
    assert "“TD”" in page
    assert url("side", "texting") in page
    assert say(tom, url).status_code in (409, 422)
    assert not Outgoing.objects.filter(method="sms").exists()
    seen = int(tom.get(url()).context["dossier"]["seen"])
    assert tom.post(url("side", "texting"), {"seen": seen, "reason": ""}).status_code == 422
    assert tom.post(url("side", "texting"), {"seen": seen, "reason": "客户来电要求恢复"}).status_code in (200, 302)
    assert stop_of(NUMBER) is None
    assert [one.kind for one in ledger.chain(("case", along.case_id))][-1] == "case.sms_wanted"
    assert say(tom, url).status_code == 200


@pytest.mark.parametrize("phone", ["", "010-12345678"])
def test_without_a_mobile_number_it_is_not_offered(along: Any, enter: Any, url: Any, phone: str) -> None:
    Person.objects.filter(case=along.case_id).update(phone=phone)
    assert 'value="sms"' not in enter("tom").get(url()).content.decode()
    assert say(enter("tom"), url).status_code == 422


def test_without_an_account_it_is_not_offered(enter: Any, url: Any, settings: Any) -> None:
    settings.SMS = {}
    assert 'value="sms"' not in enter("tom").get(url()).content.decode()


def test_too_much_for_a_text_message_is_said_at_its_field(enter: Any, url: Any) -> None:
    answer = say(enter("tom"), url, text="长" * 480)
    assert answer.status_code == 422
    assert "500" in answer.content.decode()
    assert not Outgoing.objects.filter(method="sms").exists()
