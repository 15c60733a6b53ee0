"""What WeChat calls the house with: what is signed becomes a matter or goes on with one, what is not leaves nothing."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from huiyin.cases import queries as cases
from huiyin.cases.actions import talk
from huiyin.cases.models import Case, Evidence, Message
from huiyin.channels import jobs as sending
from huiyin.channels.models import MailState, Outgoing, WechatMessage, WechatThread
from huiyin.channels.queries.wechat import reachable
from huiyin.channels.rules import wechat as rules
from huiyin.channels.rules.wechat import Keys
from huiyin.complaints.jobs import wechat as jobs
from huiyin.core import blobs
from huiyin.core.time import now
from tests.channels.wechat_server import KEYS, WeChat, called, serving
from tests.people import House

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_blobs")]


@pytest.fixture(autouse=True)
def server(settings: Any) -> Iterator[WeChat]:
    with serving() as state:
        settings.WECHAT = state.house
        yield state


def xml(openid: str = "oA", id_: str = "1", kind: str = "text", **more: str) -> str:
    told = {"ToUserName": "gh_1", "FromUserName": openid, "CreateTime": str(int(now().timestamp())), "MsgType": kind}
    told |= {"MsgId": id_} if id_ else {}
    return "<xml>" + "".join(f"<{name}><![CDATA[{text}]]></{name}>" for name, text in (told | more).items()) + "</xml>"


def post(client: Client, message: str, keys: Keys = KEYS) -> Any:
    query, body = called(message, keys)
    return client.post(f"/wechat/callback?{query}", body, content_type="text/xml")


def wrote(client: Client, message: str) -> WechatMessage:
    before = set(WechatMessage.objects.values_list("pk", flat=True))
    assert post(client, message).content == b"success"
    row = WechatMessage.objects.exclude(pk__in=before).get()
    jobs.sort_wechat(message_id=str(row.pk))
    row.refresh_from_db()
    return row


def case_of(row: WechatMessage) -> Case:
    assert row.case_id is not None
    return Case.objects.get(pk=row.case_id)


def test_the_address_is_proven(guest: Client) -> None:
    signed = rules.signature(KEYS.token, "1", "2")
    asked = {"timestamp": "1", "nonce": "2", "echostr": "77"}
    assert guest.get("/wechat/callback", asked | {"signature": signed}).content == b"77"
    assert guest.get("/wechat/callback", asked | {"signature": "0" * 40}).status_code == 403


def test_what_is_not_signed_leaves_nothing(guest: Client) -> None:
    query, body = called(xml(Content="x"))
    wrong = [
        guest.post("/wechat/callback", body, content_type="text/xml"),
        guest.post(f"/wechat/callback?{query}0", body, content_type="text/xml"),
        guest.post(f"/wechat/callback?{query}", xml(Content="x"), content_type="text/xml"),
        post(guest, xml(Content="x"), Keys(KEYS.token, KEYS.aes_key, "wxother")),
        post(guest, "<xml><MsgType>text</MsgType></xml>"),
    ]
    assert [answer.status_code for answer in wrong] == [403] * 5
    big = guest.post(f"/wechat/callback?{query}", "x" * (rules.MOST_BYTES + 1), content_type="text/xml")
    assert big.status_code == 413
    assert not WechatMessage.objects.exists()
    assert not WechatThread.objects.exists()


def test_without_an_account_there_is_no_address(guest: Client, settings: Any) -> None:
    settings.WECHAT = {}
    assert post(guest, xml(Content="x")).status_code == 404


def test_a_stranger_opens_a_matter_and_gets_its_number(guest: Client, house: House, server: WeChat) -> None:
    row = wrote(guest, xml(Content="理赔为什么还没到账?"))
    case = case_of(row)
    assert (row.state, case.kind, case.channel) == (MailState.CASE, "untriaged", "wechat")
    assert case.received_at == row.received_at
    assert Message.objects.get(case=case).text == "理赔为什么还没到账?"
    assert b"\xe7\x90\x86" in blobs.read(row.sha256)
    sending.send_mail(outgoing_id=str(Outgoing.objects.get(owner_id=case.pk).pk))
    sent = server.sent[0]
    assert sent["touser"] == "oA"
    assert case.number in sent["text"]["content"]
    assert cases.secret_of(case) in sent["text"]["content"]


def test_a_repeated_callback_is_one_message(guest: Client, house: House) -> None:
    first = xml(Content="一")
    row = wrote(guest, first)
    assert post(guest, first).content == b"success"
    jobs.sort_wechat_due()
    jobs.sort_wechat(message_id=str(row.pk))
    assert (WechatMessage.objects.count(), Message.objects.count(), Case.objects.count()) == (1, 1, 1)


def test_the_same_person_goes_on_and_another_does_not(guest: Client, house: House) -> None:
    first = wrote(guest, xml(Content="一"))
    case = case_of(first)
    more = wrote(guest, xml(id_="2", Content="二"))
    other = wrote(guest, xml("oa", id_="3", Content=f"请告诉我 {case.number} 的情况"))
    assert (more.state, more.case_id) == (MailState.FOLLOW_UP, first.case_id)
    assert (other.state, other.case_id == first.case_id) == (MailState.CASE, False)
    assert list(Message.objects.filter(case=case).order_by("id").values_list("text", flat=True)) == ["一", "二"]


def test_after_the_end_a_new_matter_begins_that_names_the_old(guest: Client, house: House) -> None:
    first = wrote(guest, xml(Content="一"))
    Case.objects.filter(pk=case_of(first).pk).update(is_open=False, state="closed", closed_at=now())
    again = wrote(guest, xml(id_="2", Content="二"))
    assert again.state == MailState.CASE
    case = case_of(again)
    assert case.source_fields["earlier"] == case_of(first).number


def test_events_are_on_record_and_nobodys_words(guest: Client, house: House) -> None:
    row = wrote(guest, xml(id_="", kind="event", Event="subscribe"))
    assert (row.state, row.reason, Case.objects.count()) == (MailState.REJECTED, "event", 0)


def test_a_picture_becomes_material_and_a_lost_one_is_said(guest: Client, house: House, server: WeChat) -> None:
    server.files["m1"] = b"\xff\xd8picture"
    row = wrote(guest, xml(kind="image", MediaId="m1", PicUrl="http://x"))
    item = Evidence.objects.get(case=case_of(row))
    assert (item.media_type, blobs.read(item.sha256)) == ("image/jpeg", b"\xff\xd8picture")
    lost = wrote(guest, xml(id_="2", kind="image", MediaId="m2"))
    assert lost.state == MailState.FOLLOW_UP
    assert Evidence.objects.filter(case=case_of(row)).count() == 1


def test_a_picture_waits_for_a_server_that_is_away_and_then_goes_without(
    guest: Client, house: House, settings: Any
) -> None:
    settings.WECHAT = settings.WECHAT | {"url": "http://127.0.0.1:9"}
    row = wrote(guest, xml(kind="image", MediaId="m1"))
    assert (row.state, row.reason, row.attempts) == (MailState.WAITING, "NotSent", 1)
    for _again in range(2):
        WechatMessage.objects.update(next_try_at=now())
        jobs.sort_wechat_due()
    row.refresh_from_db()
    assert row.state == MailState.CASE


def test_the_answer_goes_back_where_it_was_asked_until_it_is_too_late(guest: Client, house: House) -> None:
    row = wrote(guest, xml(Content="一"))
    case = case_of(row)
    told = talk.tell(case, text="我们查一下", by=house.by("tom"), at=now(), purpose="reply", wechat=True)
    assert told.message.channel == "wechat"
    assert told.outgoing is not None
    assert (told.outgoing.method, told.outgoing.address, told.outgoing.body) == ("wechat", "oA", "我们查一下")
    long = talk.tell(case, text="长" * 3000, by=house.by("tom"), at=now(), purpose="reply", wechat=True)
    assert long.outgoing is not None
    assert len(long.outgoing.body.encode()) <= rules.MOST_TEXT
    assert case.number in long.outgoing.body
    WechatThread.objects.update(heard_at=now() - timedelta(hours=49))
    assert reachable(case.pk, now()) is None
    late = talk.tell(case, text="查到了", by=house.by("tom"), at=now(), purpose="reply", wechat=True)
    assert (late.outgoing, late.message.channel) == (None, "portal")


def test_a_notice_whose_way_is_on_record_goes_by_no_other(guest: Client, house: House) -> None:
    case = case_of(wrote(guest, xml(Content="一")))
    told = talk.tell(case, text="告知", by=house.by("tom"), at=now(), purpose="complaint.refusal")
    assert (told.outgoing, told.message.channel) == (None, "portal")
