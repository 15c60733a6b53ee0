"""The interface of WeChat for official accounts: messages of customer service, and files that were sent to the house.

The access token is kept until shortly before it ends. When WeChat says that it is no longer good, one process asks for
a new one and the others use that. Neither secret nor token stands in what is raised.
"""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.core.cache import cache

Found = TypeVar("Found")
PATIENCE = 10.0
MOST_READ = 20_000
# A picture, a voice message or a film that WeChat takes is smaller. In bytes.
MOST_FILE = 20 * 1024 * 1024
# A token is renewed so many seconds before its end; who renews it has so long before another tries.
MARGIN = 300
RENEWING = 12
TOKEN_OVER = {40001, 40014, 42001}
# What will not change by waiting: no such person or file, not followed, no right, too long ago (48 hours), too many.
NEVER = {
    40003: "WeChat knows no such person",
    40007: "WeChat no longer has the file",
    43004: "the person does not follow the account",
    45002: "the message is too long",
    45015: "the person wrote more than 48 hours ago: use another channel",
    45047: "too many messages since the person last wrote: use another channel",
    48001: "the account may not do this",
}


class NotSent(Exception):  # noqa: N818 - an answer
    """It was not taken, or not given. `permanent`: trying again will not help."""

    def __init__(self, answer: str, *, permanent: bool = False) -> None:
        super().__init__(answer)
        self.answer, self.permanent = answer[:300], permanent


class _TokenOver(Exception):  # noqa: N818
    pass


def send(house: Mapping[str, str], openid: str, text: str) -> str:
    """Send `text` to one person; `house` is settings.WECHAT. Raises NotSent."""
    body = {"touser": openid, "msgtype": "text", "text": {"content": text}}
    # WeChat shows what is written: signs outside ASCII are not to be escaped.
    data = json.dumps(body, ensure_ascii=False).encode()

    def once(token: str) -> str:
        url = f"{house['url']}/cgi-bin/message/custom/send?{urlencode({'access_token': token})}"
        request = urllib.request.Request(url, data, {"Content-Type": "application/json"})  # noqa: S310 - of the settings
        _checked(_json(_asked(request, MOST_READ)[0]))
        return "wechat ok"

    return _with_token(house, once)


def media(house: Mapping[str, str], media_id: str) -> tuple[bytes, str]:
    """(the bytes of a file that a person sent, its media type). WeChat keeps it for three days. Raises NotSent."""

    def once(token: str) -> tuple[bytes, str]:
        url = f"{house['url']}/cgi-bin/media/get?{urlencode({'access_token': token, 'media_id': media_id})}"
        data, kind = _asked(urllib.request.Request(url), MOST_FILE + 1)  # noqa: S310 - an address of the settings
        if kind in ("application/json", "text/plain"):
            _checked(_json(data))
            raise NotSent("WeChat gave no file", permanent=True)
        if len(data) > MOST_FILE:
            raise NotSent("the file is too large", permanent=True)
        return data, kind

    return _with_token(house, once)


def _with_token(house: Mapping[str, str], once: Callable[[str], Found]) -> Found:
    if not house:
        raise NotSent("WeChat is not set up (HUIYIN_WECHAT_APP_ID, _SECRET, _TOKEN, _AES_KEY)")
    token = _token(house)
    try:
        return once(token)
    except _TokenOver:
        try:
            return once(_token(house, bad=token))
        except _TokenOver as over:
            raise NotSent(f"WeChat takes no token: {over}") from None


def _token(house: Mapping[str, str], bad: str = "") -> str:
    """The token that is kept, else a new one; never `bad`, which WeChat has just refused."""
    place = f"wechat.token.{house['app_id']}"
    deadline = time.monotonic() + RENEWING
    while True:
        kept: str | None = cache.get(place)
        if kept and kept != bad:
            return kept
        if cache.add(f"{place}.renewing", 1, RENEWING):
            try:
                return _renewed(house, place, is_forced=bool(bad))
            finally:
                cache.delete(f"{place}.renewing")
        if time.monotonic() > deadline:
            raise NotSent("WeChat gives no token: another process is asking for it")
        time.sleep(0.05)


def _renewed(house: Mapping[str, str], place: str, *, is_forced: bool) -> str:
    asked = {
        "grant_type": "client_credential", "appid": house["app_id"], "secret": house["secret"],
        "force_refresh": is_forced,
    }  # fmt: skip
    request = urllib.request.Request(  # noqa: S310 - an address of the settings
        f"{house['url']}/cgi-bin/stable_token", json.dumps(asked).encode(), {"Content-Type": "application/json"}
    )
    answer = _json(_asked(request, MOST_READ)[0])
    token = str(answer.get("access_token", ""))
    if answer.get("errcode", 0) or not token:
        raise NotSent(f"WeChat gives no token: {_said(answer)}")
    cache.set(place, token, max(int(answer.get("expires_in", 7200)) - MARGIN, 1))
    return token


def _checked(answer: Mapping[str, Any]) -> None:
    code = answer.get("errcode", 0)
    if code in TOKEN_OVER:
        raise _TokenOver(_said(answer))
    if code in NEVER:
        raise NotSent(f"{code} {NEVER[code]}", permanent=True)
    if code:
        raise NotSent(_said(answer))


def _asked(request: urllib.request.Request, most: int) -> tuple[bytes, str]:
    """(body, media type) of the answer. Raises NotSent, never with the address, which holds the token."""
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310 - an address of the settings
            return answer.read(most), answer.headers.get_content_type()
    except urllib.error.HTTPError as error:
        raise NotSent(f"WeChat answered {error.code}") from None
    except (OSError, ValueError) as error:
        raise NotSent(f"WeChat was not reached: {type(error).__name__}") from None


def _json(data: bytes) -> dict[str, Any]:
    try:
        found = json.loads(data)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise NotSent("WeChat answered something else than JSON")
    return found


def _said(answer: Mapping[str, Any]) -> str:
    # The words of WeChat may name the caller's address and an id of the request; its number says enough.
    return f"WeChat answered {answer.get('errcode', '')}"
