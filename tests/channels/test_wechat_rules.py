"""The signatures and the encryption of WeChat and WeCom: against the samples that the platform has published, and
against themselves."""

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.channels.rules import wechat
from huiyin.channels.rules.wechat import Keys, Wrong

# The samples of WeCom's documentation (developer.work.weixin.qq.com, "加解密库").
PUBLISHED = Keys("QDG6eK", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", "wx5823bf96d3bd56c7")
ECHO = "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ=="
CALL = (
    "RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/sYYvuJTs3"
    "TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gs"
    "ijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUa"
    "x5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIG"
    "HBZZIs2pDBS8R07+qN+E7Q=="
)
BODY = (
    f"<xml><ToUserName><![CDATA[wx5823bf96d3bd56c7]]></ToUserName><Encrypt><![CDATA[{CALL}]]></Encrypt></xml>".encode()
)
SIGNED = {"given": "477715d11cdb4164915debcba66cb864d751f3e6", "timestamp": "1409659813", "nonce": "1372623149"}
KEYS = st.builds(
    Keys,
    st.text(string.ascii_letters + string.digits, min_size=3, max_size=32),
    # The last sign carries two bits that the key has no room for.
    st.builds(
        str.__add__, st.text(string.ascii_letters + string.digits, min_size=42, max_size=42), st.sampled_from("AEIM")
    ),
    st.text(string.ascii_letters + string.digits, min_size=1, max_size=32),
)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


def test_the_published_echo_is_read() -> None:
    assert wechat.is_signed(
        "5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3", PUBLISHED.token, "1409659589", "263014780", ECHO
    )
    assert wechat.decrypt(PUBLISHED, ECHO) == "1616140317555161061"


def test_the_published_callback_is_read() -> None:
    told = wechat.fields(wechat.opened(PUBLISHED, BODY, **SIGNED))
    assert (told["FromUserName"], told["MsgType"], told["Content"]) == ("mycreate", "text", "hello")
    assert told["MsgId"] == "4561255354251345929"


def test_a_published_text_is_encrypted_as_published() -> None:
    keys = Keys("pamtest", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "wxb11529c136998cb6")
    expected = "jn1L23DB+6ELqJ+6bruv21Y6MD7KeIfP82D6gU39rmkgczbWwt5+3bnyg5K55bgVtVzd832WzZGMhkP72vVOfg=="
    assert wechat.encrypt(keys, "我是中文abcd123", b"aaaabbbbccccdddd") == expected


@pytest.mark.parametrize("part", ["given", "timestamp", "nonce"])
def test_what_is_not_signed_is_not_opened(part: str) -> None:
    with pytest.raises(Wrong, match="signature"):
        wechat.opened(PUBLISHED, BODY, **(SIGNED | {part: "1"}))


def test_without_a_token_nothing_is_signed() -> None:
    assert not wechat.is_signed(wechat.signature("", "1", "2"), "", "1", "2")


@settings(max_examples=60)
@given(keys=KEYS, words=WORDS, random=st.binary(min_size=16, max_size=16))
def test_what_is_sealed_is_opened_again(keys: Keys, words: str, random: bytes) -> None:
    body = wechat.sealed(keys, words, timestamp="1700000000", nonce="n", random=random)
    signed = wechat.fields(body)["MsgSignature"]
    assert wechat.opened(keys, body.encode(), given=signed, timestamp="1700000000", nonce="n") == words


@settings(max_examples=60)
@given(keys=KEYS, words=WORDS, place=st.integers(0, 10_000))
def test_a_changed_or_misdirected_message_is_never_read_as_another(keys: Keys, words: str, place: int) -> None:
    body = wechat.encrypt(keys, words, b"0123456789abcdef")
    other = Keys(keys.token, keys.aes_key, f"{keys.receiver}x")
    with pytest.raises(Wrong, match="receiver"):
        wechat.decrypt(other, body)
    with pytest.raises(Wrong):
        wechat.decrypt(keys, body[: place % len(body)])


@pytest.mark.parametrize(
    "body",
    [
        b"", b"no xml", b"<a/>", b"<xml>", b"\xff\xfe", b"<xml>" + b" " * wechat.MOST_BYTES + b"</xml>",
        b"<!DOCTYPE xml [<!ENTITY a 'b'>]><xml><Content>&a;</Content></xml>",
        b"<!doctype xml SYSTEM 'file:///etc/passwd'><xml/>", b"<?xml version='1.0' encoding='utf-16'?><xml/>",
    ],
)  # fmt: skip
def test_what_is_no_callback_is_refused(body: bytes) -> None:
    with pytest.raises(Wrong):
        wechat.opened(PUBLISHED, body, given="", timestamp="", nonce="")


def test_a_repeated_message_has_the_same_key_and_another_has_not() -> None:
    first = {"FromUserName": "o1", "CreateTime": "1", "MsgId": "7", "MsgType": "text"}
    click = {"FromUserName": "o1", "CreateTime": "1", "MsgType": "event", "Event": "CLICK", "EventKey": "a"}
    assert wechat.key_of(first) == wechat.key_of(first | {"CreateTime": "2"})
    assert wechat.key_of(click) == wechat.key_of(dict(click)) != wechat.key_of(click | {"CreateTime": "2"})
    assert wechat.key_of(first) != wechat.key_of(first | {"MsgId": "8"})


@given(words=WORDS)
def test_an_answer_says_what_was_meant(words: str) -> None:
    clean = "".join(sign for sign in words if sign >= " ")
    try:
        told = wechat.fields(wechat.text_answer(to="o1", sender="gh_1", moment=1, text=clean))
    except Wrong:
        assert "<!" in clean or any(ord(sign) in (0xFFFE, 0xFFFF) for sign in clean)
    else:
        assert told["Content"] == clean
