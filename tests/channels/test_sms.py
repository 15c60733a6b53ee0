"""Text messages, against a server that checks signatures as Alibaba Cloud and Tencent Cloud do."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from huiyin.channels import actions, jobs
from huiyin.channels.gateways import sms
from huiyin.channels.gateways.sms import NotSent
from huiyin.channels.models import DeliveryState, Outgoing
from huiyin.channels.queries.ways import ways_out
from huiyin.channels.rules import sms as rules
from huiyin.channels.rules.ways import standing
from huiyin.core import config
from huiyin.core.actors import system
from huiyin.core.time import now
from tests.channels.sms_server import Platform, rpc, serving, tc

BY = system("test")
BOTH = ("aliyun", "tencent")
TEXT = "您好 ~*+&=/'\"%,案件 A1"


@pytest.fixture(autouse=True)
def by_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is never night, so that messages leave at once."""
    monkeypatch.setattr("huiyin.channels.rules.sms_in.leaves_at", lambda at: at)


@pytest.fixture
def server() -> Iterator[Platform]:
    with serving() as state:
        yield state


def queued(text: str = TEXT) -> Outgoing:
    owner = ("case", uuid4())
    return actions.queue_sms(owner=owner, purpose="test", number="+86 138 0013 8000", text=text, at=now(), by=BY)


@pytest.mark.parametrize(
    ("provider", "number", "answer"),
    [("aliyun", "13800138000", "aliyun b1"), ("tencent", "+8613800138000", "tencent s1")],
)
def test_a_message_goes_out_as_written_and_signed(server: Platform, provider: str, number: str, answer: str) -> None:
    assert sms.send(server.house(provider), "138 0013 8000", TEXT) == answer
    assert server.sent == [(number, TEXT)]


@pytest.mark.parametrize("provider", BOTH)
def test_with_another_secret_nothing_is_taken(server: Platform, provider: str) -> None:
    with pytest.raises(NotSent, match="Signature") as caught:
        sms.send(server.house(provider) | {"secret": "wrong"}, "13800138000", TEXT)
    assert not caught.value.permanent
    assert not server.sent


@pytest.mark.parametrize(
    ("provider", "answer", "permanent", "words"),
    [
        ("aliyun", rpc("isv.MOBILE_NUMBER_ILLEGAL"), True, "takes no messages"),
        ("aliyun", rpc("isv.PARAM_NOT_SUPPORT_URL"), True, "no links"),
        ("aliyun", rpc("isv.BUSINESS_LIMIT_CONTROL"), False, "isv.BUSINESS_LIMIT_CONTROL"),
        ("aliyun", (400, rpc("isv.SMS_TEMPLATE_ILLEGAL")), True, "not approved"),
        ("aliyun", (503, "gone"), False, "503"),
        ("aliyun", None, False, "not reached"),
        ("tencent", tc("FailedOperation.PhoneNumberInBlacklist"), True, "wants no messages"),
        ("tencent", tc("LimitExceeded.PhoneNumberDailyLimit"), False, "DailyLimit"),
        ("tencent", {"Response": {"Error": {"Code": "InternalError"}}}, False, "InternalError"),
        ("tencent", {"Response": {"SendStatusSet": []}}, False, "nothing"),
        ("tencent", "no json", False, "JSON"),
    ],
)
def test_what_is_not_taken_says_why_and_whether_to_wait(
    server: Platform, monkeypatch: pytest.MonkeyPatch, provider: str, answer: Any, permanent: bool, words: str
) -> None:
    monkeypatch.setattr(sms, "PATIENCE", 0.3)
    server.answers.append(answer)
    with pytest.raises(NotSent, match=words) as caught:
        sms.send(server.house(provider), "13800138000", "x")
    assert caught.value.permanent is permanent
    assert "13800138000" not in caught.value.answer
    assert "very-secret" not in caught.value.answer


def test_what_is_no_mobile_number_is_asked_of_nobody(server: Platform) -> None:
    with pytest.raises(NotSent) as caught:
        sms.send(server.house("aliyun"), "010-12345678", "x")
    assert caught.value.permanent
    assert not server.sent


@pytest.mark.django_db
@pytest.mark.parametrize("provider", BOTH)
def test_a_queued_message_is_sent_once_and_a_refused_one_is_given_up(
    server: Platform, settings: Any, provider: str
) -> None:
    settings.SMS = server.house(provider)
    row = queued()
    for _again in range(2):
        jobs.send_mail(outgoing_id=str(row.pk))
    row.refresh_from_db()
    assert (row.state, row.method, row.address, len(server.sent)) == (DeliveryState.SENT, "sms", "13800138000", 1)
    server.answers.append(
        rpc("isv.MOBILE_NUMBER_ILLEGAL") if provider == "aliyun" else tc("FailedOperation.ContainSensitiveWord")
    )
    lost = queued()
    jobs.send_mail(outgoing_id=str(lost.pk))
    lost.refresh_from_db()
    assert (lost.state, lost.attempts) == (DeliveryState.FAILED, 1)


@pytest.mark.django_db
def test_a_house_without_an_account_keeps_it_waiting(settings: Any) -> None:
    settings.SMS = {}
    row = queued()
    jobs.send_mail(outgoing_id=str(row.pk))
    row.refresh_from_db()
    assert (row.state, row.next_try_at is not None) == (DeliveryState.QUEUED, True)


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["", " ", "长" * (rules.MOST_TEXT + 1)])
def test_an_empty_or_too_long_text_is_not_queued(text: str) -> None:
    with pytest.raises(rules.Wrong):
        queued(text)
    assert not Outgoing.objects.exists()


def test_nothing_is_set_up_by_halves(monkeypatch: pytest.MonkeyPatch) -> None:
    assert config.sms() == {}
    monkeypatch.setenv("HUIYIN_SMS_PROVIDER", "tencent")
    for name in ("KEY_ID", "SECRET", "SIGN_NAME", "TEMPLATE", "APP_ID"):
        assert config.sms() == {}
        monkeypatch.setenv(f"HUIYIN_SMS_{name}", "x")
    assert config.sms()["url"] == "https://sms.tencentcloudapi.com"
    monkeypatch.setenv("HUIYIN_SMS_PROVIDER", "aliyun")
    assert config.sms()["url"] == "https://dysmsapi.aliyuncs.com"
    monkeypatch.setenv("HUIYIN_SMS_CALLBACK_KEY", "short/key")
    with pytest.raises(ValueError, match="16"):
        config.sms()
    monkeypatch.setenv("HUIYIN_SMS_CALLBACK_KEY", "k" * 16)
    assert config.sms()["callback_key"] == "k" * 16
    monkeypatch.setenv("HUIYIN_SMS_PROVIDER", "other")
    with pytest.raises(ValueError, match="neither"):
        config.sms()


@pytest.mark.django_db
def test_at_night_it_waits_for_the_morning(server: Platform, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SMS = server.house("aliyun")
    morning = now() + timedelta(hours=3)
    monkeypatch.setattr("huiyin.channels.rules.sms_in.leaves_at", lambda at: max(at, morning))
    row = queued()
    assert (row.next_try_at, row.state) == (morning, DeliveryState.QUEUED)
    Outgoing.objects.update(next_try_at=row.queued_at)  # as one that was tried before the silence began
    jobs.send_mail(outgoing_id=str(row.pk))
    row.refresh_from_db()
    assert (row.next_try_at, row.attempts, server.sent) == (morning, 0, [])
    (way,) = [one for one in ways_out() if one.code == "sms_out"]
    assert standing(way, now()) == "ok"
