"""Messages to staff through the house's application in WeCom (企业微信, application message API).

The access token is asked for once and kept until shortly before it ends; when WeCom says that it is no longer good, a
new one is asked for and the message tried once more. Neither secret nor token stands in what is raised.
"""

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.core.cache import cache

PATIENCE = 10.0
MOST_READ = 20_000
# A token is renewed so many seconds before its end.
MARGIN = 300
# Answers of WeCom: the token is missing, wrong or over; the account or its right to see the application is not there.
TOKEN_OVER = {40001, 40014, 41001, 42001}
NOBODY = {40003, 60111, 81013}


class NotSent(Exception):  # noqa: N818 - an answer
    """It was not taken. `permanent`: trying again will not help (no such account, not allowed to see the
    application)."""

    def __init__(self, answer: str, *, permanent: bool = False) -> None:
        super().__init__(answer)
        self.answer, self.permanent = answer[:300], permanent


def send(house: Mapping[str, str], account: str, text: str) -> str:
    """Send `text` to one account; `house` is settings.WECOM. Returns WeCom's id of the message. Raises NotSent."""
    if not house:
        raise NotSent("WeCom is not set up (HUIYIN_WECOM_CORP_ID, _AGENT_ID, _SECRET)")
    try:
        answer = _post(house, _token(house), account, text)
    except _TokenOver:
        cache.delete(_place(house))
        try:
            answer = _post(house, _token(house), account, text)
        except _TokenOver as over:
            raise NotSent(f"WeCom takes no token: {over}") from None
    if account in str(answer.get("invaliduser", "")).split("|"):
        raise NotSent("WeCom knows no such account, or it may not see the application", permanent=True)
    return f"wecom {answer.get('msgid', '')}".strip()


class _TokenOver(Exception):  # noqa: N818
    pass


def _post(house: Mapping[str, str], token: str, account: str, text: str) -> dict[str, Any]:
    body = {
        "touser": account,
        "msgtype": "text",
        "agentid": int(house["agent_id"]) if house["agent_id"].isdigit() else house["agent_id"],
        "text": {"content": text},
        # The same message within half an hour comes from a worker that died before it wrote the answer down.
        "enable_duplicate_check": 1,
        "duplicate_check_interval": 1800,
    }
    url = f"{house['url']}/cgi-bin/message/send?{urlencode({'access_token': token})}"
    answer = _asked(urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"}))  # noqa: S310
    code = answer.get("errcode", 0)
    if code in TOKEN_OVER:
        raise _TokenOver(_said(answer))
    if code:
        raise NotSent(_said(answer), permanent=code in NOBODY)
    return answer


def _token(house: Mapping[str, str]) -> str:
    kept: str | None = cache.get(_place(house))
    if kept:
        return kept
    asked = urlencode({"corpid": house["corp_id"], "corpsecret": house["secret"]})
    answer = _asked(urllib.request.Request(f"{house['url']}/cgi-bin/gettoken?{asked}"))  # noqa: S310
    token = str(answer.get("access_token", ""))
    if answer.get("errcode", 0) or not token:
        raise NotSent(f"WeCom gives no token: {_said(answer)}")
    cache.set(_place(house), token, max(int(answer.get("expires_in", 7200)) - MARGIN, 1))
    return token


def _place(house: Mapping[str, str]) -> str:
    return f"wecom.token.{house['corp_id']}.{house['agent_id']}"


def _asked(request: urllib.request.Request) -> dict[str, Any]:
    """The answer to a request. Raises NotSent, never with the address, which holds the token or the secret."""
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310 - an address of the settings
            found = json.loads(answer.read(MOST_READ))
    except urllib.error.HTTPError as error:
        raise NotSent(f"WeCom answered {error.code}") from None
    except (OSError, ValueError) as error:
        raise NotSent(f"WeCom was not reached: {type(error).__name__}") from None
    if not isinstance(found, dict):
        raise NotSent("WeCom answered something else than JSON")
    return found


def _said(answer: Mapping[str, Any]) -> str:
    words = str(answer.get("errmsg", ""))
    return f"{answer.get('errcode', '')} {words}"[:200]
