"""What the platforms for text messages call the house with: answers join the matter or begin one, a stop is obeyed,
reports are believed once; a stranger's number opens nobody's data."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from huiyin.audit import queries as ledger
from huiyin.cases import queries as cases
from huiyin.cases.models import Case, Message, Notification, Person
from huiyin.channels import actions as channels
from huiyin.channels import jobs as sending
from huiyin.channels.models import DeliveryState, MailState, Outgoing, SmsMessage, SmsStop
from huiyin.channels.queries.sms import sms_ledger, sms_missing, stop_of
from huiyin.complaints.jobs import sms as jobs
from huiyin.core import blobs
from huiyin.core.actors import system
from huiyin.core.errors import Refused
from huiyin.core.time import SHANGHAI, local_date, now
from tests.channels.sms_server import Platform, serving
from tests.people import House

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_blobs", "by_day")]
KEY = "house-key-0123456789"
BY = system("test")
NUMBER = "13800138000"
BOTH = pytest.mark.parametrize("server", ["aliyun", "tencent"], indirect=True)


@pytest.fixture
def by_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is never night, so that messages leave at once."""
    monkeypatch.setattr("huiyin.channels.rules.sms_in.leaves_at", lambda at: at)


@pytest.fixture(autouse=True)
def server(settings: Any, request: pytest.FixtureRequest) -> Iterator[Platform]:
    with serving() as state:
        settings.SMS = state.house(getattr(request, "param", "aliyun")) | {"callback_key": KEY}
        yield state


def up(settings: Any, text: str, number: str = NUMBER, id_: int = 1) -> Any:
    moment = now() - timedelta(seconds=30)
    if settings.SMS["provider"] == "aliyun":
        when = moment.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")
        return [{"phone_number": number, "send_time": when, "content": text, "sequence_id": id_, "dest_code": "1"}]
    return {"mobile": number, "nationcode": "86", "text": text, "time": int(moment.timestamp()) - id_, "sign": "汇音"}


def report(settings: Any, is_good: bool, code: str = "MOBILE_NOT_ON_SERVICE") -> list[dict[str, Any]]:
    if settings.SMS["provider"] == "aliyun":
        return [{"phone_number": NUMBER, "success": is_good, "err_code": code, "biz_id": "b1", "sms_size": "1"}]
    return [{"mobile": NUMBER, "report_status": "SUCCESS" if is_good else "FAIL", "errmsg": code, "sid": "s1"}]


def call(client: Client, kind: str, told: Any, key: str = KEY) -> Any:
    body = told if isinstance(told, str) else json.dumps(told, ensure_ascii=False)
    return client.post(f"/sms/{kind}/{key}", body.encode(), content_type="application/json")


def wrote(client: Client, told: Any, kind: str = "up") -> SmsMessage:
    before = set(SmsMessage.objects.values_list("pk", flat=True))
    assert call(client, kind, told).status_code == 200
    row = SmsMessage.objects.exclude(pk__in=before).get()
    jobs.sort_sms(message_id=str(row.pk))
    row.refresh_from_db()
    return row


def sent_about(case: Case, number: str = NUMBER) -> Outgoing:
    row = channels.queue_sms(owner=("case", case.pk), purpose="test", number=number, text="您好", at=now(), by=BY)
    sending.send_mail(outgoing_id=str(row.pk))
    row.refresh_from_db()
    return row


def case_of(row: SmsMessage) -> Case:
    assert row.case_id is not None
    return Case.objects.get(pk=row.case_id)


def begun(client: Client, settings: Any, number: str = NUMBER) -> Case:
    row = wrote(client, up(settings, "理赔还没有到账", number=number, id_=int(number[-3:]) + 77))
    return case_of(row)


@BOTH
def test_a_stranger_begins_a_matter_of_their_own(guest: Client, house: House, settings: Any, server: Platform) -> None:
    other = begun(guest, settings, "13900139000")
    Person.objects.filter(case=other).update(phone="13700137000")
    row = wrote(guest, up(settings, f"我的案件 {other.number} 怎么样了?"))
    case = case_of(row)
    assert (row.state, case.kind, case.channel, case == other) == (MailState.CASE, "untriaged", "sms", False)
    assert Message.objects.get(case=case, direction="in").text.startswith("我的案件")
    assert row.received_at - timedelta(minutes=2) < case.received_at <= row.received_at
    assert "怎么样".encode() in blobs.read(row.sha256)
    receipt = Outgoing.objects.get(owner_id=case.pk)
    sending.send_mail(outgoing_id=str(receipt.pk))
    said = server.sent[-1][1]
    assert (case.number in said, cases.secret_of(case) in said, other.number in said) == (True, True, False)


@BOTH
def test_an_answer_goes_to_the_matter_last_written_about(guest: Client, house: House, settings: Any) -> None:
    first, second = begun(guest, settings, "13900139001"), begun(guest, settings, "13900139002")
    sent_about(first)
    sent_about(second)
    row = wrote(guest, up(settings, "收到了,谢谢"))
    assert (row.state, row.case_id) == (MailState.FOLLOW_UP, second.pk)
    message = Message.objects.get(case=second, channel="sms", text__startswith="收到")
    assert (message.channel, message.text, message.direction) == ("sms", "收到了,谢谢", "in")
    assert Notification.objects.filter(kind="reply", case_id=second.pk).exists()


def test_after_a_month_an_answer_is_a_new_matter(guest: Client, house: House, settings: Any) -> None:
    case = begun(guest, settings, "13900139001")
    sent = sent_about(case)
    Outgoing.objects.filter(pk=sent.pk).update(queued_at=now() - timedelta(days=31))
    assert wrote(guest, up(settings, "在吗")).state == MailState.CASE


@BOTH
def test_the_same_callback_twice_is_one_message(guest: Client, house: House, settings: Any) -> None:
    told = up(settings, "一")
    wrote(guest, told)
    assert call(guest, "up", told).status_code == 200
    jobs.sort_sms_due()
    assert (SmsMessage.objects.count(), Message.objects.filter(direction="in").count()) == (1, 1)


@BOTH
def test_answers_are_what_the_platform_expects(guest: Client, settings: Any) -> None:
    good = {"code": 0, "msg": "OK"} if settings.SMS["provider"] == "aliyun" else {"result": 0, "errmsg": "OK"}
    assert call(guest, "report", report(settings, is_good=True)).json() == good
    assert call(guest, "up", "no json").json() == good


def test_without_the_key_nothing_is_taken(guest: Client, settings: Any) -> None:
    assert call(guest, "up", up(settings, "x"), key=f"{KEY}0").status_code == 404
    assert guest.get(f"/sms/up/{KEY}").status_code == 405
    assert call(guest, "up", "x" * 300_000).status_code == 413
    settings.SMS = settings.SMS | {"callback_key": ""}
    assert call(guest, "up", up(settings, "x")).status_code == 404
    settings.SMS = {}
    assert call(guest, "up", [], key="x").status_code == 404
    assert not SmsMessage.objects.exists()


@BOTH
@pytest.mark.parametrize("word", ["TD", " ｔｄ。", "退订", "N", "stop", "T"])
def test_a_stop_is_obeyed(guest: Client, house: House, settings: Any, server: Platform, word: str) -> None:
    case = begun(guest, settings)
    waiting = channels.queue_sms(owner=("case", case.pk), purpose="x", number=NUMBER, text="再见", at=now(), by=BY)
    row = wrote(guest, up(settings, word))
    stop = SmsStop.objects.get()
    assert (row.state, row.reason, stop.case_id) == (MailState.FOLLOW_UP, "stop", case.pk)
    with pytest.raises(Refused) as caught:
        channels.queue_sms(owner=("case", case.pk), purpose="x", number=f"+86{NUMBER}", text="x", at=now(), by=BY)
    assert caught.value.code == "sms.stopped"
    taken = len(server.sent)
    sending.send_mail(outgoing_id=str(waiting.pk))
    waiting.refresh_from_db()
    assert (waiting.state, len(server.sent)) == (DeliveryState.FAILED, taken)
    assert [one.kind for one in ledger.chain(("sms_stop", stop.pk))] == ["sms_stop.made"]


def test_a_stop_out_of_nowhere_opens_nothing_and_is_lifted_only_with_a_reason(
    guest: Client, house: House, settings: Any
) -> None:
    row = wrote(guest, up(settings, "TD"))
    assert (row.state, row.reason, Case.objects.exists()) == (MailState.REJECTED, "stop", False)
    with pytest.raises(Refused):
        channels.lift_stop(number=NUMBER, reason=" ", by=BY, at=now())
    channels.lift_stop(number=NUMBER, reason="客户来电要求恢复", by=BY, at=now())
    assert stop_of(NUMBER) is None
    assert channels.stop_sms(number=NUMBER, word="TD", case_id=None, by=BY, at=now()).lifted_at is None
    assert SmsStop.objects.count() == 2


@BOTH
def test_a_report_of_failure_is_told_once(guest: Client, house: House, settings: Any) -> None:
    case = begun(guest, settings, "13900139001")
    sent = sent_about(case)
    row = wrote(guest, report(settings, is_good=False), "report")
    sent.refresh_from_db()
    assert (row.state, row.case_id, sent.state, sent.report) == (
        MailState.FOLLOW_UP, case.pk, DeliveryState.FAILED, "MOBILE_NOT_ON_SERVICE",
    )  # fmt: skip
    assert "suspended" in sent.answer
    wrote(guest, report(settings, is_good=False, code="OTHER"), "report")
    sent.refresh_from_db()
    assert sent.report == "MOBILE_NOT_ON_SERVICE"
    told = Notification.objects.filter(kind="reply", case_id=case.pk, ref_id=sent.pk)
    assert {one.details["variant"] for one in told} == {"sms_bounced"}
    assert [one.kind for one in ledger.chain(("case", case.pk))].count("case.sms_returned") == 1


def test_a_report_for_the_archive_is_kept_and_told_to_nobody(guest: Client, house: House, settings: Any) -> None:
    case = begun(guest, settings, "13900139001")
    sent = sent_about(case)
    Case.objects.filter(pk=case.pk).update(state="archived", is_open=False, closed_at=now())
    row = wrote(guest, report(settings, is_good=False), "report")
    sent.refresh_from_db()
    assert (row.state, sent.state) == (MailState.FOLLOW_UP, DeliveryState.FAILED)
    assert wrote(guest, up(settings, "还在吗")).state == MailState.CASE


@BOTH
def test_a_report_of_delivery_is_kept(guest: Client, house: House, settings: Any) -> None:
    sent = sent_about(begun(guest, settings, "13900139001"))
    wrote(guest, report(settings, is_good=True, code="DELIVRD"), "report")
    sent.refresh_from_db()
    assert (sent.state, sent.report, sent.reported_at is not None) == (DeliveryState.SENT, "DELIVRD", True)


def test_a_report_may_be_ahead_of_us_and_is_turned_down_in_the_end(guest: Client, settings: Any) -> None:
    row = wrote(guest, report(settings, is_good=True), "report")
    assert row.state == MailState.WAITING
    for _again in range(2):
        SmsMessage.objects.update(next_try_at=now())
        jobs.sort_sms_due()
    row.refresh_from_db()
    assert (row.state, row.reason) == (MailState.REJECTED, "unknown")


def test_everything_that_came_is_somewhere(guest: Client, house: House, settings: Any) -> None:
    begun(guest, settings)
    wrote(guest, up(settings, "二", id_=2))
    call(guest, "up", "no json")
    wrote(guest, up(settings, "三", number="10086", id_=3))
    wrote(guest, up(settings, "TD", number="13900139009", id_=4))
    call(guest, "up", up(settings, "四", id_=5))
    day: datetime = now()
    (line,) = sms_ledger(local_date(day), local_date(day))
    assert (line.fetched, line.cases, line.follow_ups, line.quarantined, line.rejected, line.waiting) == (
        6, 1, 1, 2, 1, 1,
    )  # fmt: skip
    assert line.balances
    SmsMessage.objects.filter(state=MailState.WAITING).delete()
    assert sms_missing(local_date(day)) == 1
