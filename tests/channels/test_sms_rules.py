"""How text messages are signed, against the examples that both platforms have published; numbers and lengths."""

from datetime import UTC, datetime

import pytest

from huiyin.channels.rules import sms, sms_codes, sms_in
from huiyin.core.time import SHANGHAI


def test_the_published_example_of_alibaba_cloud() -> None:
    asked = {
        "AccessKeyId": "testId", "Timestamp": "2017-07-12T02:42:19Z", "SignatureMethod": "HMAC-SHA1",
        "SignatureVersion": "1.0", "SignatureNonce": "45e25e9b-0a6f-4070-8c85-2956eda1b466", "Format": "XML",
        "Action": "SendSms", "Version": "2017-05-25", "RegionId": "cn-hangzhou", "PhoneNumbers": "15300000001",
        "SignName": "阿里云短信测试专用", "TemplateParam": '{"customer":"test"}', "TemplateCode": "SMS_71390007",
        "OutId": "123",
    }  # fmt: skip
    assert sms.rpc_signature("testSecret", asked, method="GET") == "zJDF+Lrzhj/ThnlvIToysFRq6t4="


def test_the_published_example_of_tencent_cloud() -> None:
    words = sms.tc3(
        key_id="AKID", secret="*" * 32,  # as it is printed there
        host="cvm.tencentcloudapi.com", service="cvm", action="DescribeInstances",
        payload=rb'{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}',
        at=datetime.fromtimestamp(1551113065, UTC),
    )  # fmt: skip
    assert words == (
        "TC3-HMAC-SHA256 Credential=AKID/2019-02-25/cvm/tc3_request, "
        "SignedHeaders=content-type;host;x-tc-action, "
        "Signature=10b1a37a7301a02ca19a647ad722d5e43b4b3cff309d421d85b46093f6ab6c4f"
    )


@pytest.mark.parametrize("spelled", ["13800138000", "+86 138-0013-8000", "86 13800138000", "0086(138)00138000"])
def test_a_number_is_the_same_however_it_is_spelled(spelled: str) -> None:
    assert sms.number(spelled) == "13800138000"


@pytest.mark.parametrize("other", ["", "12800138000", "010-12345678", "1380013800", "138001380001", "+1 13800138000"])
def test_another_number_is_none(other: str) -> None:
    with pytest.raises(sms.Wrong):
        sms.number(other)


def test_what_is_too_long_ends_with_where_the_rest_is() -> None:
    assert sms.shortened("一" * 10, "https://h/f", most=10) == "一" * 10
    short = sms.shortened("一" * 40, "https://h/f", most=20)
    assert (len(short), short.endswith("… https://h/f")) == (20, True)
    with pytest.raises(sms.Wrong):
        sms.shortened("一" * 40, "https://h/f", most=12)


@pytest.mark.parametrize(
    ("ready", "leaves"),
    [
        ("2026-03-02T07:59", "2026-03-02T08:00"),
        ("2026-03-02T08:00", "2026-03-02T08:00"),
        ("2026-03-02T21:59", "2026-03-02T21:59"),
        ("2026-03-02T22:00", "2026-03-03T08:00"),
        ("2026-03-31T23:30", "2026-04-01T08:00"),
    ],
)
def test_nobody_is_woken(ready: str, leaves: str) -> None:
    at = datetime.fromisoformat(ready).replace(tzinfo=SHANGHAI).astimezone(UTC)
    assert sms_in.leaves_at(at) == datetime.fromisoformat(leaves).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"[1]", b'"x"', b"\xff", b"[" * 100_000])
def test_what_is_no_list_of_entries_is_none(body: bytes) -> None:
    with pytest.raises(sms.Wrong):
        sms_in.entries(body)


@pytest.mark.parametrize("text", ["退订", "退订！", "TD", "td ", "ＴＤ", "“T”", "n", "STOP.", "TD退订"])
def test_words_that_stop(text: str) -> None:
    assert sms_in.is_stop(text)


@pytest.mark.parametrize("text", ["", "不", "请不要退订我的保单", "No", "TD?银行", "我要退订保险"])
def test_words_that_do_not_stop(text: str) -> None:
    assert not sms_in.is_stop(text)


def test_what_a_code_says() -> None:
    assert sms_codes.meaning("isv.SMS_SIGN_ILLEGAL") == "the name in front is forbidden"
    assert sms_codes.meaning("UnDeliv") == "the telephone could not be reached"
    assert sms_codes.meaning("MK:0001") == ""


@pytest.mark.parametrize(("signs", "parts"), [(1, 1), (70, 1), (71, 2), (134, 2), (135, 3), (201, 3), (202, 4)])
def test_of_how_many_it_is_made_up(signs: int, parts: int) -> None:
    assert sms.parts("长" * signs) == parts


def test_a_rare_character_counts_twice() -> None:
    assert (sms.units("𠮷"), sms.parts("𠮷" * 35), sms.parts("𠮷" * 36)) == (2, 1, 2)


@pytest.mark.parametrize(
    ("variable", "wording", "arrives"),
    [
        ("content", "", "【汇音】好${content}{1}"),
        ("content", "答复:${content}。", "【汇音】答复:好${content}{1}。"),
        ("number,content", "{1}:{2}", "【汇音】A1:好${content}{1}"),
        ("number,content", "${number}有答复,${content}", "【汇音】A1有答复,好${content}{1}"),
    ],
)
def test_a_message_as_it_arrives(variable: str, wording: str, arrives: str) -> None:
    house = {"variable": variable, "wording": wording, "sign_name": "汇音"}
    assert sms.arrives(house, "好${content}{1}", "A1") == arrives
    assert list(sms.values(house, "好", "A1").values())[-1] == "好"
