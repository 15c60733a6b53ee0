"""What a server says of a mail that it could not deliver (RFC 3464), and what can be guessed from its words. Pure."""

import re
from dataclasses import dataclass
from email.message import Message

from huiyin.channels.rules import headers

_ID = re.compile(r"Message-ID:\s*<([^<>\s]{1,500})>", re.IGNORECASE)
_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")


@dataclass(frozen=True)
class Bounce:
    """`id`: the message id of the mail that came back; `is_final`: it was not delivered (else it is only late or was
    delivered); `status` and `words` are the server's, without addresses."""

    id: str
    is_final: bool
    status: str = ""
    words: str = ""


def read(message: "Message[str, str]") -> Bounce | None:
    """The report in a mail, None when it holds none."""
    if message.get_content_type() != "multipart/report" or not message.is_multipart():
        return None
    report = next((one for one in message.walk() if one.get_content_type() == "message/delivery-status"), None)
    if report is None:
        return None
    fields: dict[str, str] = {}
    inner = report.get_payload()
    for block in inner if isinstance(inner, list) else []:
        for name, value in block.raw_items() if isinstance(block, Message) else ():
            fields[str(name).lower()] = headers.text_of(str(value))
    action = fields.get("action", "failed").lower()
    words = fields.get("diagnostic-code", "").partition(";")[2].strip() or fields.get("diagnostic-code", "")
    return Bounce(_original(message), action == "failed", fields.get("status", "")[:20], without_addresses(words)[:200])


def guessed(text: str) -> Bounce:
    """What the text of a report without form says: qmail and some Chinese providers write one."""
    found, status = _ID.search(text), _STATUS.search(text)
    return Bounce(found[1] if found else "", True, status[1] if status else "", "")


def without_addresses(words: str) -> str:
    """The words of a server without anybody's address."""
    return re.sub(r"\S+@\S+", "…", words)


def _original(message: "Message[str, str]") -> str:
    """The id of the mail that came back: of the copy (or its headers) that the report brings along."""
    for part in message.walk():
        if part is message:
            continue
        inner = part.get_payload()
        copy = inner[0] if isinstance(inner, list) and inner else None
        if part.get_content_type() == "message/rfc822" and isinstance(copy, Message):
            found = headers.ids(str(dict(_small(copy)).get("message-id", "")))
        elif part.get_content_type() in ("text/rfc822-headers", "text/plain") and isinstance(inner, str):
            found = tuple(_ID.findall(inner))
        else:
            continue
        if found:
            return found[0]
    return ""


def _small(part: "Message[str, str]") -> list[tuple[str, str]]:
    return [(str(name).lower(), str(value)) for name, value in part.raw_items()]
