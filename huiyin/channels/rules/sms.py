"""Text messages: which numbers take one, how much goes into one, and how Alibaba Cloud and Tencent Cloud have a house
sign what it asks of them. Pure: words in, words out.

Alibaba Cloud signs the sorted query with HMAC-SHA1 (its RPC signature), Tencent Cloud the whole request with keys
derived for one day and one service (TC3-HMAC-SHA256).
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import quote

# What one message may hold with the name in front; longer, both platforms refuse it. In signs.
MOST_TEXT = 500
ONE_PART, LONG_PART = 70, 67
JSON = "application/json; charset=utf-8"
_MOBILE = re.compile(r"(?:\+?86|0086)?(1[3-9][0-9]{9})")


class Wrong(Exception):  # noqa: N818 - an answer
    """It cannot be sent as it is. Says which part, nothing of what it holds."""


def number(value: str) -> str:
    """The eleven digits of a mobile number of the mainland, however it is spelled. Raises Wrong for any other."""
    found = _MOBILE.fullmatch(re.sub(r"[\s()（）-]", "", value))
    if found is None:
        raise Wrong("number")
    return found[1]


def is_mobile(value: str) -> bool:
    """Can it be written to?"""
    try:
        return bool(number(value))
    except Wrong:
        return False


def shortened(text: str, end: str, *, most: int) -> str:
    """`text` when it has no more than `most` signs, else its beginning and `end` (where the rest is read). Raises Wrong
    when not even `end` has room: half a link leads nowhere."""
    if len(text) <= most:
        return text
    room = most - len(f"… {end}")
    if room < 0:
        raise Wrong("length")
    return f"{text[:room]}… {end}"


def values(house: Mapping[str, str], text: str, about: str) -> dict[str, str]:
    """What the variables of the approved template hold, in their order: the one named `number` what the message is
    about (the number of a case), any other the text."""
    return {name: about if name == "number" else text for name in house["variable"].split(",")}


def arrives(house: Mapping[str, str], text: str, about: str) -> str:
    """The whole message as it arrives: the name in front, the words of the template with its variables filled in."""
    words = house.get("wording") or "".join(f"${{{name}}}" for name in house["variable"].split(",") if name != "number")
    filled = values(house, text, about)
    named = {f"${{{name}}}": value for name, value in filled.items()}
    numbered = {f"{{{place}}}": value for place, value in enumerate(filled.values(), start=1)}
    known = named | numbered
    parts = re.split("|".join(map(re.escape, sorted(known, key=len, reverse=True))), words)
    found = re.findall("|".join(map(re.escape, sorted(known, key=len, reverse=True))), words)
    said = "".join(part + known.get(mark, "") for part, mark in zip(parts, [*found, ""], strict=True))
    return f"【{house['sign_name']}】{said}"


def units(words: str) -> int:
    """How many signs operators count: rare characters and pictures count twice."""
    return len(words.encode("utf-16-le")) // 2


def parts(words: str) -> int:
    """Of how many messages it is made up, and paid for: one of 70 signs, or several of 67."""
    count = units(words)
    return 1 if count <= ONE_PART else -(-count // LONG_PART)


def rpc_query(asked: Mapping[str, str]) -> str:
    """The sorted and escaped query as Alibaba Cloud signs it."""
    return "&".join(f"{_escaped(name)}={_escaped(asked[name])}" for name in sorted(asked))


def rpc_signature(secret: str, asked: Mapping[str, str], *, method: str) -> str:
    """The RPC signature of Alibaba Cloud for what is asked, without `Signature` itself."""
    words = f"{method}&{_escaped('/')}&{_escaped(rpc_query(asked))}"
    return base64.b64encode(hmac.digest(f"{secret}&".encode(), words.encode(), "sha1")).decode()


def tc3(
    *, key_id: str, secret: str, host: str, service: str, action: str, payload: bytes, at: datetime
) -> str:  # fmt: skip
    """The `Authorization` of a JSON request to Tencent Cloud: content type, host and action are signed with it."""
    signed = "content-type;host;x-tc-action"
    headers = f"content-type:{JSON}\nhost:{host}\nx-tc-action:{action.lower()}\n"
    asked = "\n".join(("POST", "/", "", headers, signed, _sha256(payload)))
    day = at.astimezone(UTC).strftime("%Y-%m-%d")
    scope = f"{day}/{service}/tc3_request"
    words = "\n".join(("TC3-HMAC-SHA256", str(int(at.timestamp())), scope, _sha256(asked.encode())))
    key = f"TC3{secret}".encode()
    for part in (day, service, "tc3_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    signature = hmac.digest(key, words.encode(), "sha256").hex()
    return f"TC3-HMAC-SHA256 Credential={key_id}/{scope}, SignedHeaders={signed}, Signature={signature}"


def _escaped(words: str) -> str:
    return quote(words, safe="~")


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
