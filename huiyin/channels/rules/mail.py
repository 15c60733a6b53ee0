"""A mail as it came, read without ever losing it: what cannot be read is still a message with its raw bytes. Pure;
`read` never raises."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from email.errors import MessageError
from email.message import Message
from email.parser import BytesParser
from email.policy import Compat32
from hashlib import sha256

from huiyin.channels.rules import bounces, headers, html, machines
from huiyin.channels.rules.bounces import Bounce
from huiyin.channels.rules.charsets import decode, guess

# More parts, deeper nesting or more files than these are left to the raw mail.
MOST_PARTS, MOST_DEPTH, MOST_FILES = 400, 20, 100
MOST_TEXT = 95_000
# What Python's reader and its decoders raise for a mail that is made to break them.
_BROKEN = (MessageError, ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError)


class _AsItCame(Compat32):
    """Headers as they came: Python's own policy replaces raw bytes in them by question marks."""

    def header_fetch_parse(self, name: str, value: str) -> str:
        return value


@dataclass(frozen=True)
class Part:
    """A file of a mail. `data` is what it holds, decoded from its transport."""

    name: str
    content_type: str
    data: bytes


@dataclass(frozen=True)
class Mail:
    """What a mail says. `machine` is empty for one that a person wrote: `auto_reply`, `bounce`, `list`, `bulk`
    (rules.machines). `faults` name what was odd about it: unreadable, no_sender, cut_text, too_many_files,
    too_many_parts, outlook, no_text. `id` and `references` are without < and >."""

    id: str = ""
    references: tuple[str, ...] = ()
    name: str = ""
    sender: str = ""
    to: tuple[str, ...] = ()
    subject: str = ""
    text: str = ""
    files: tuple[Part, ...] = ()
    machine: str = ""
    bounce: Bounce | None = None
    faults: tuple[str, ...] = ()

    @property
    def content_key(self) -> str:
        """The same for two copies of one mail that came by two ways; empty without a message id."""
        if not self.id:
            return ""
        parts = [self.id, self.sender, self.subject, self.text, *(sha256(one.data).hexdigest() for one in self.files)]
        return sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()


def read(raw: bytes) -> Mail:
    """The mail in `raw`, as far as it can be read."""
    try:
        message = BytesParser(policy=_AsItCame()).parsebytes(raw)
    except _BROKEN:
        return Mail(text=_first_lines(raw), faults=("unreadable",))
    found = _heads(message)
    try:
        return _with_body(found, message)
    except _BROKEN:
        return replace(found, text=_first_lines(raw), faults=(*found.faults, "unreadable"))


def _heads(message: "Message[str, str]") -> Mail:
    raw: dict[str, str] = {}
    for name, value in message.raw_items():
        raw.setdefault(str(name).lower(), str(value)[: headers.MOST * 3])
    name, sender = headers.address(raw.get("from", ""))
    faults: tuple[str, ...] = ()
    if not sender:
        other, sender = headers.address(raw.get("reply-to", "") or raw.get("sender", "") or raw.get("return-path", ""))
        name, faults = name or other, ("no_sender",)
    known = headers.ids(raw.get("references", "")) + headers.ids(raw.get("in-reply-to", ""))
    own = headers.ids(raw.get("message-id", ""))
    fields = ("to", "cc", "delivered-to", "x-original-to", "x-envelope-to")
    subject = headers.text_of(raw.get("subject", ""))[:500]
    return Mail(
        id=own[0] if own else headers.one_line(raw.get("message-id", "")).strip("<>")[:500],
        references=tuple(dict.fromkeys(known)),
        name=name,
        sender=sender,
        to=tuple(dict.fromkeys(one for field in fields for one in headers.addresses(raw.get(field, "")))),
        subject=subject,
        machine=machines.kind_of(raw, subject),
        faults=faults,
    )


def _with_body(found: Mail, message: "Message[str, str]") -> Mail:
    texts: list[str] = []
    pages: list[str] = []
    files: list[Part] = []
    odd: list[str] = []
    bounce = bounces.read(message)
    for number, part in enumerate(_leaves(message, 0)):
        if number >= MOST_PARTS or len(files) >= MOST_FILES:
            odd.append("too_many_parts" if number >= MOST_PARTS else "too_many_files")
            break
        kind, name = part.get_content_type(), _name_of(part)
        is_file = bool(name) or part.get_content_disposition() == "attachment"
        if kind == "message/rfc822":
            files.append(_inner(part, len(files) + 1))
        elif kind in ("text/plain", "text/html") and not is_file:
            text = decode(_payload(part), str(part.get_param("charset", "") or ""))
            (texts if kind == "text/plain" else pages).append(text)
        else:
            data = _payload(part)
            if data:
                files.append(Part(name or f"{len(files) + 1}.{_ending(kind)}", kind, data))
            odd += ["outlook"] if kind == "application/ms-tnef" else []
    text = "\n\n".join(one.strip() for one in texts if one.strip())
    if not text:
        text = "\n\n".join(filter(None, map(html.text_of, pages)))
    if bounce is None and found.machine == "bounce":
        bounce = bounces.guessed(text)
    if not text:
        text = next((inner.text for inner in _inside(files)), "")
        odd += [] if text else ["no_text"]
    odd += ["cut_text"] if len(text) > MOST_TEXT else []
    return replace(
        found, text=text[:MOST_TEXT].strip(), files=tuple(files), bounce=bounce,
        machine="bounce" if bounce else found.machine, faults=(*found.faults, *dict.fromkeys(odd)),
    )  # fmt: skip


def _leaves(part: "Message[str, str]", depth: int) -> "Iterator[Message[str, str]]":
    """The parts that hold something; what is nested deeper than `MOST_DEPTH` stays in the raw mail."""
    inner = part.get_payload()
    if part.get_content_type() == "message/rfc822" or not isinstance(inner, list):
        yield part
    elif depth < MOST_DEPTH:
        for one in inner:
            if isinstance(one, Message):
                yield from _leaves(one, depth + 1)


def _payload(part: "Message[str, str]") -> bytes:
    try:
        data = part.get_payload(decode=True)
    except _BROKEN:
        data = None
    if isinstance(data, bytes):
        return data
    inner = part.get_payload()
    return inner.encode("utf-8", "surrogateescape") if isinstance(inner, str) else b""


def _name_of(part: "Message[str, str]") -> str:
    """The name of a file: RFC 2231 with any charset, encoded words, or raw bytes."""
    for name, header in (("filename", "content-disposition"), ("name", "content-type")):
        try:
            found = part.get_param(name, header=header)
        except _BROKEN:
            continue
        if isinstance(found, tuple):
            try:
                return headers.file_name(decode(found[2].encode("latin-1"), found[0] or ""))
            except UnicodeError:
                return headers.file_name(found[2])
        if found and isinstance(found, str):
            return headers.file_name(found)
    return ""


def _inner(part: "Message[str, str]", number: int) -> Part:
    """A mail inside a mail, as a file."""
    inner = part.get_payload()
    one = inner[0] if isinstance(inner, list) and inner and isinstance(inner[0], Message) else None
    try:
        data = one.as_bytes() if one is not None else _payload(part)
    except _BROKEN:
        data = guess(str(one)).encode("utf-8", "replace")
    subject = headers.text_of(str(dict(one.raw_items()).get("Subject", ""))) if one is not None else ""
    stem = headers.file_name(subject.replace("/", "-"))[:60] or str(number)
    return Part(f"{stem}.eml", "message/rfc822", data or b"\r\n")


def _inside(files: list[Part]) -> Iterator[Mail]:
    """The mails that were forwarded as files, one level deep."""
    for one in files:
        if one.content_type == "message/rfc822":
            inner = read(one.data) if b"message/rfc822" not in one.data else Mail()
            if inner.text:
                yield inner


def _ending(kind: str) -> str:
    known = {
        "application/ms-tnef": "dat", "text/calendar": "ics", "text/html": "html", "image/jpeg": "jpg",
        "image/png": "png", "application/pdf": "pdf", "message/delivery-status": "txt", "text/plain": "txt",
    }  # fmt: skip
    return known.get(kind, "bin")


def _first_lines(raw: bytes) -> str:
    return decode(raw[:5_000])
