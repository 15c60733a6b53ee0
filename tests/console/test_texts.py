"""Text messages that wait for a person: seen by whoever leads at head office, made a matter or turned down with a
reason; the ledger beside that of mail; what doctor says."""

import json
from typing import Any

import pytest

from huiyin.audit import queries as ledger
from huiyin.audit.models import Access
from huiyin.cases.models import Case, Message
from huiyin.channels.actions import sms_in
from huiyin.channels.models import MailState, SmsDay, SmsMessage
from huiyin.commands.checks import house as checks
from huiyin.core import blobs
from huiyin.core.actors import system
from huiyin.core.time import now
from tests.people import House

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_blobs")]
PAGE = "/desk/incoming/texts/"


def withheld(body: str = "张三 13812345678 <b>", kind: str = "up") -> SmsMessage:
    digest = blobs.store(body.encode())
    (row,) = sms_in.take_sms(provider="aliyun", kind=kind, told=[], digest=digest, by=system("t"), at=now())
    return row


def test_only_head_office_reads_them_in_masked_words(enter: Any, house: House) -> None:
    row = withheld()
    body = enter("hua").get(PAGE).content.decode()
    assert str(row.pk) in body
    assert "13812345678" not in body
    assert "<b>" not in body
    assert Access.objects.filter(aggregate_kind="raw_sms", aggregate_id=row.pk, kind="read").exists()
    assert str(row.pk) not in enter("sam").get(PAGE).content.decode()
    assert enter("sam").post(f"{PAGE}{row.pk}/release", {"reason": "是客户"}).status_code == 404
    assert enter("tom").get(PAGE).status_code == 403


def test_one_becomes_a_matter_and_another_nobodys(enter: Any, house: House) -> None:
    told, hua = {"phone_number": "010123", "content": "请回电"}, enter("hua")
    digest = blobs.store(json.dumps([told]).encode())
    (first,) = sms_in.take_sms(provider="aliyun", kind="up", told=[told], digest=digest, by=system("t"), at=now())
    sms_in.settle_sms(row=first, state=MailState.QUARANTINED, reason="number", by=system("t"), at=now())
    other = withheld(kind="report")
    assert hua.post(f"{PAGE}{first.pk}/release", {"reason": " "}).status_code == 422
    assert hua.post(f"{PAGE}{first.pk}/release", {"reason": "像是客户"}).status_code == 302
    first.refresh_from_db()
    assert first.case_id is not None
    case = Case.objects.get(pk=first.case_id)
    assert (first.state, case.channel, Message.objects.get(case=case).text) == (MailState.CASE, "sms", "请回电")
    assert hua.post(f"{PAGE}{other.pk}/release", {"reason": "看看"}).status_code == 409
    assert hua.post(f"{PAGE}{other.pk}/turn-down", {"reason": "平台测试"}).status_code == 302
    assert [one.kind for one in ledger.chain(("raw_sms", other.pk))] == ["raw_sms.rejected"]
    assert hua.post(f"{PAGE}{other.pk}/turn-down", {"reason": "再来"}).status_code == 404


def test_the_ledger_stands_beside_that_of_mail(enter: Any, house: House) -> None:
    withheld()
    body = enter("sam").get("/desk/incoming/").content.decode()
    assert "hy-due-late" not in body
    SmsDay.objects.update(fetched=2)
    body = enter("sam").get("/desk/incoming/").content.decode()
    assert "hy-due-late" in body
    assert 'role="alert"' in body
    assert [one.level for one in checks.texts()] == ["fail"]


def test_doctor_says_whether_the_platform_can_call(db: None, settings: Any) -> None:
    settings.SMS = {}
    assert list(checks.texts()) == []
    settings.SMS = {"provider": "aliyun", "callback_key": ""}
    assert [one.level for one in checks.texts()] == ["warn"]
    settings.SMS = {"provider": "aliyun", "callback_key": "x"}
    assert [one.level for one in checks.texts()] == ["ok"]
