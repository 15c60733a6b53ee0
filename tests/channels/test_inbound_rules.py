"""Reading mails: nothing is lost, nothing raises, whatever it is that came."""

import base64
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.bench import nasty
from huiyin.channels.rules import charsets, headers, html, machines, mail, mailboxes, reply


@pytest.mark.parametrize("kind", nasty.KINDS, ids=lambda kind: kind.__name__)
def test_every_nasty_mail_is_read(kind):
    for number in (1, 2, 5):
        found = mail.read(kind(number))
        kept = "".join([found.subject, found.text, found.sender, found.name, *(one.name for one in found.files)])
        assert "\x00" not in kept
        kept.encode()


@given(st.binary(max_size=3000))
def test_any_bytes_are_read(raw):
    mail.read(raw).text.encode()


@given(st.binary(max_size=300), st.sampled_from(["", "gb2312", "utf-7", "zip", "punycode", "hz-gb-2312", "utf-16"]))
def test_any_bytes_become_text(data, charset):
    found = charsets.decode(data, charset)
    assert "\x00" not in found
    found.encode()


@pytest.mark.parametrize("charset", ["gb2312", "GBK", "x-unknown", "", "us-ascii", "utf-8"])
def test_chinese_is_read_whatever_the_mail_claims(charset):
    assert charsets.decode("龘㑇理赔".encode("gb18030"), charset) == "龘㑇理赔"
    assert charsets.decode("理赔".encode(), charset if charset != "GBK" else "") in ("理赔", "鐞嗚禂")


def test_hz_is_read_with_and_without_its_name():
    for charset in ("hz-gb-2312", "us-ascii", ""):
        assert charsets.decode("投诉".encode("hz"), charset) == "投诉"


def test_headers_in_every_spelling():
    assert headers.text_of("=?gb2312?B?zbY=?= =?gb2312?B?y98=?=") == "投诉"
    assert headers.text_of("=?utf-8?B?5oqV6K+J?= TS") == "投诉 TS"
    assert headers.text_of("=?gbk?Q?=CD=B6=CB=DF?=") == "投诉"
    assert headers.text_of("a\r\nBcc: x@y.cn") == "a Bcc: x@y.cn"
    assert headers.address('"李, 春梅" <LI@Example.com>') == ("李, 春梅", "li@example.com")
    assert headers.address("li@example.com (Li)") == ("Li", "li@example.com")
    assert headers.address("nobody") == ("nobody", "")
    assert headers.file_name("..\\..\\病历\u202egpj.exe") == "病历gpj.exe"


def test_a_character_that_two_encoded_words_share_is_whole():
    data = "投诉".encode()
    one, two = (base64.b64encode(part).decode() for part in (data[:4], data[4:]))
    assert headers.text_of(f"=?utf-8?B?{one}?=\r\n =?utf-8?B?{two}?=") == "投诉"


def test_names_of_files_in_every_spelling():
    found = mail.read(nasty.names(1))
    assert [one.name for one in found.files] == ["病历.pdf", "病历.pdf", "病历.pdf", "passwd"]
    assert {one.data for one in found.files} == {b"%PDF-1"}


def test_seventy_files_are_seventy_files():
    assert len(mail.read(nasty.many_files(1)).files) == 70


def test_a_mail_in_a_mail_is_a_file_and_its_words_are_read():
    found = mail.read(nasty.nested(1))
    assert found.files[0].content_type == "message/rfc822"
    assert found.files[0].name.endswith(".eml")
    assert "理赔被拒" in found.text


def test_html_becomes_words_only():
    found = html.text_of(
        "<p>请<b>处理</b></p><script>x()</script><!-- <b>no</b> --><a href='javascript:x'>看</a><br>完"
    )
    assert found == "请处理\n看\n完"
    assert "(http://x.cn/a)" in html.text_of("<a href='http://x.cn/a'>看</a>")
    assert html.text_of("<!--" * 20_000 + "<![x" * 20_000) == ""


def test_machines_are_told_from_people():
    assert mail.read(nasty.away(1)).machine == "auto_reply"
    assert mail.read(nasty.newsletter(1)).machine == "list"
    assert mail.read(nasty.plain(1)).machine == ""
    assert machines.kind_of({"precedence": "bulk"}, "") == "bulk"
    assert machines.kind_of({"auto-submitted": "no"}, "Re: 投诉") == ""
    assert machines.kind_of({"from": "MAILER-DAEMON@x.cn"}, "系统退信") == "bounce"


def test_a_report_names_the_mail_that_came_back_and_nobodys_address():
    found = mail.read(nasty.bounce("abc@hengze.example"))
    assert found.bounce is not None
    assert (found.machine, found.bounce.id, found.bounce.status) == ("bounce", "abc@hengze.example", "5.1.1")
    assert found.bounce.is_final
    assert "li@example.com" not in found.bounce.words
    late = mail.read(nasty.bounce("abc@hengze.example", action="delayed")).bounce
    assert late is not None
    assert not late.is_final


def test_copies_have_one_key_and_other_words_another():
    one = mail.read(b"Received: a\r\n" + nasty.plain(1))
    assert one.content_key == mail.read(b"Received: b\r\n" + nasty.plain(1)).content_key != ""
    assert one.content_key != mail.read(nasty.plain(1) + b"more").content_key


def test_an_answer_address_names_its_case_and_cannot_be_made_up():
    case, template = UUID("0192f000-0000-7000-8000-000000000001"), "tousu+{token}@hengze.example"
    ours = reply.address(template, case, "0123456789abcdef")
    assert len(ours.partition("@")[0]) <= 64
    assert reply.case_in(template, ["x@y.cn", ours.upper()], lambda _id: "0123456789abcdef") == case
    assert reply.case_in(template, [ours], lambda _id: "ffff456789abcdef") is None
    assert reply.case_in("", [ours], lambda _id: "0123456789abcdef") is None
    assert reply.address("tousu@hengze.example", case, "0") == ""


def test_a_mailbox_says_what_is_wrong_with_it():
    good = {
        "name": "投诉", "host": "imap.example.com", "port": 993, "security": "tls", "folder": "INBOX",
        "address": "tousu@hengze.example", "login": "tousu",
    }  # fmt: skip
    assert mailboxes.fault(good) is None
    for field, value in (
        ("name", " "), ("host", "a b"), ("port", 0), ("security", "none"), ("folder", "收件箱"), ("address", "x"),
        ("login", ""),
    ):  # fmt: skip
        found = mailboxes.fault(good | {field: value})
        assert found is not None
        assert found[0] == field
    assert mailboxes.fault(good | {"host": "127.0.0.1", "security": "none"}) is None
