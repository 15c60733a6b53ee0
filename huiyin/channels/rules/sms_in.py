"""What Alibaba Cloud and Tencent Cloud call a house with about text messages: reports of delivery and answers of
customers; the words that stop all further ones; the hours in which none goes out. Pure.

Both send JSON: a list of reports (`SmsReport`; Tencent Cloud's status callback), a list of answers (`SmsUp`) or a
single one (Tencent Cloud's reply callback).
"""

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from huiyin.channels.rules import sms
from huiyin.channels.rules.sms import Wrong
from huiyin.core.time import SHANGHAI

MOST_BYTES = 256 * 1024
MOST_ENTRIES = 500
# An answer belongs to the matter that the number was last written to about, so long after that.
BELONGS = timedelta(days=30)
# Nobody is woken by a text message.
SILENT_FROM, SILENT_UNTIL = time(22), time(8)
# What the field uses to say "no more", as the whole of an answer.
STOP_WORDS = frozenset({
    "t", "td", "n", "qx", "stop", "unsubscribe", "退订", "退訂", "td退订", "回t退订", "取消订阅", "拒收",
    "不再接收", "不要再发", "别再发了",
})  # fmt: skip
_ENDS = " \t\r\n.。!！,，;；'\"“”‘’()（）[]【】"


@dataclass(frozen=True)
class Report:
    """What became of one message of ours: `platform_id` as `Outgoing.platform_id`, `code` is the operator's."""

    platform_id: str
    is_delivered: bool
    code: str


@dataclass(frozen=True)
class Answer:
    """What somebody wrote: the eleven digits of their number, their words, when (None: the platform does not say)."""

    number: str
    text: str
    written_at: datetime | None


def entries(body: bytes) -> list[dict[str, Any]]:
    """The entries of a callback. Raises Wrong for what is no list of objects, nor one object."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        raise Wrong("json") from None
    found = told if isinstance(told, list) else [told]
    if not found or len(found) > MOST_ENTRIES or not all(isinstance(one, dict) for one in found):
        raise Wrong("shape")
    return found


def key_of(provider: str, kind: str, told: Mapping[str, Any]) -> str:
    """What makes an entry one of its kind, however often it is sent: the platform's number of it, else all it says."""
    number = str(told.get("sequence_id") or "")
    said = number or json.dumps(told, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256("\n".join((provider, kind, said)).encode("utf-8", "replace")).hexdigest()


def report(provider: str, told: Mapping[str, Any]) -> Report:
    """One report of delivery. Raises Wrong when it names no message."""
    if provider == "aliyun":
        id_, is_delivered, code = told.get("biz_id"), told.get("success") in (True, "true"), told.get("err_code")
    else:
        id_, is_delivered, code = told.get("sid"), told.get("report_status") == "SUCCESS", told.get("errmsg")
    if not isinstance(id_, str) or not id_:
        raise Wrong("id")
    return Report(f"{provider} {id_}"[:120], is_delivered, _plain(code)[:60])


def answer(provider: str, told: Mapping[str, Any]) -> Answer:
    """One answer of a customer. Raises Wrong for what no mobile number of the mainland has written."""
    raw = told.get("phone_number" if provider == "aliyun" else "mobile")
    text = told.get("content" if provider == "aliyun" else "text")
    when = told.get("send_time" if provider == "aliyun" else "time")
    return Answer(sms.number(_plain(raw)), text if isinstance(text, str) else _plain(text), _moment(when))


def is_stop(text: str) -> bool:
    """Does somebody say that they want no more messages, and nothing else?"""
    return unicodedata.normalize("NFKC", text).casefold().strip(_ENDS) in STOP_WORDS


def leaves_at(at: datetime) -> datetime:
    """When a message that is ready `at` may go out: at once, or after the hours of silence (clock of Shanghai)."""
    here = at.astimezone(SHANGHAI)
    if SILENT_UNTIL <= here.time() < SILENT_FROM:
        return at
    day = here.date() + timedelta(days=1) if here.time() >= SILENT_FROM else here.date()
    return datetime.combine(day, SILENT_UNTIL, SHANGHAI).astimezone(at.tzinfo)


def _moment(when: Any) -> datetime | None:
    """Seconds since 1970, or a time of the clock of Shanghai."""
    try:
        if isinstance(when, int | float) or (isinstance(when, str) and when.isascii() and when.isdigit()):
            return datetime.fromtimestamp(int(when), UTC)
        return datetime.strptime(str(when), "%Y-%m-%d %H:%M:%S").replace(tzinfo=SHANGHAI)
    except (ValueError, OverflowError, OSError):
        return None


def _plain(value: Any) -> str:
    return "" if value is None else str(value)
