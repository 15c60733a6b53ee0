"""Text messages through Alibaba Cloud (SendSms 2017-05-25) or Tencent Cloud (SendSms 2021-01-11): one approved template
with a variable for the text, and perhaps one for the number of the case. Neither secret nor number stands in what is
raised.

A message that was taken while we did not hear the answer is sent once more: both platforms know no repetition.
"""

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from huiyin.channels.rules import sms
from huiyin.channels.rules.sms_codes import NEVER
from huiyin.core.time import now

PATIENCE = 10.0
MOST_READ = 20_000


class NotSent(Exception):  # noqa: N818 - an answer
    """It was not taken. `permanent`: trying again will not help."""

    def __init__(self, answer: str, *, permanent: bool = False) -> None:
        super().__init__(answer)
        self.answer, self.permanent = answer[:300], permanent


def send(house: Mapping[str, str], number: str, text: str, about: str = "") -> str:
    """Send `text` to a mobile number, `about` a case; `house` is settings.SMS. Returns the platform's name and its id
    of the message. Raises NotSent."""
    if not house:
        raise NotSent("text messages are not set up (HUIYIN_SMS_PROVIDER and the others)")
    try:
        plain = sms.number(number)
    except sms.Wrong:
        raise NotSent("the number takes no messages", permanent=True) from None
    return (_aliyun if house["provider"] == "aliyun" else _tencent)(house, plain, sms.values(house, text, about))


def _aliyun(house: Mapping[str, str], number: str, values: Mapping[str, str]) -> str:
    asked = {
        "AccessKeyId": house["key_id"], "Action": "SendSms", "Format": "JSON", "PhoneNumbers": number,
        "RegionId": house["region"], "SignName": house["sign_name"], "SignatureMethod": "HMAC-SHA1",
        "SignatureNonce": str(uuid4()), "SignatureVersion": "1.0", "TemplateCode": house["template"],
        "TemplateParam": json.dumps(dict(values), ensure_ascii=False),
        "Timestamp": now().strftime("%Y-%m-%dT%H:%M:%SZ"), "Version": "2017-05-25",
    }  # fmt: skip
    asked["Signature"] = sms.rpc_signature(house["secret"], asked, method="POST")
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    # The number and the text go in the body: addresses end up in the logs of those between.
    answer = _asked(f"{house['url']}/", sms.rpc_query(asked).encode(), form)
    if answer.get("Code") != "OK":
        _refuse(str(answer.get("Code", "")))
    return f"aliyun {answer.get('BizId', '')}"


def _tencent(house: Mapping[str, str], number: str, values: Mapping[str, str]) -> str:
    moment, body = now(), {
        "PhoneNumberSet": [f"+86{number}"], "SmsSdkAppId": house["app_id"], "SignName": house["sign_name"],
        "TemplateId": house["template"], "TemplateParamSet": list(values.values()),
    }  # fmt: skip
    data, host = json.dumps(body).encode(), urlsplit(house["url"]).netloc
    headers = {
        "Content-Type": sms.JSON, "Host": host, "X-TC-Action": "SendSms", "X-TC-Version": "2021-01-11",
        "X-TC-Region": house["region"], "X-TC-Timestamp": str(int(moment.timestamp())),
        "Authorization": sms.tc3(
            key_id=house["key_id"], secret=house["secret"], host=host, service="sms", action="SendSms", payload=data,
            at=moment,
        ),
    }  # fmt: skip
    answer = _asked(f"{house['url']}/", data, headers).get("Response")
    answer = answer if isinstance(answer, dict) else {}
    fault = answer.get("Error")
    if isinstance(fault, dict):
        _refuse(str(fault.get("Code", "")))
    found = answer.get("SendStatusSet")
    one = found[0] if isinstance(found, list) and found and isinstance(found[0], dict) else {}
    if one.get("Code") != "Ok":
        _refuse(str(one.get("Code", "")))
    return f"tencent {one.get('SerialNo', '')}"


def _refuse(code: str) -> None:
    # The words of the platforms may name the number; their code says enough.
    if code in NEVER:
        raise NotSent(f"{code} {NEVER[code]}", permanent=True)
    raise NotSent(f"the platform answered {code[:100] or 'nothing that it took it by'}")


def _asked(url: str, data: bytes, headers: Mapping[str, str]) -> dict[str, Any]:
    """The JSON of the answer, of a refusal too: its code stands in it. Raises NotSent."""
    request = urllib.request.Request(url, data, dict(headers))  # noqa: S310 - an address of the settings
    try:
        try:
            opened = urllib.request.urlopen(request, timeout=PATIENCE)  # noqa: S310 - an address of the settings
        except urllib.error.HTTPError as error:
            opened = error
        with opened as answer:
            read, status = answer.read(MOST_READ), answer.status
    except (OSError, ValueError, HTTPException) as error:
        raise NotSent(f"the platform was not reached: {type(error).__name__}") from None
    try:
        found = json.loads(read)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise NotSent(f"the platform answered {status} and something else than JSON")
    return found
