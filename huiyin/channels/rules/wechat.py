"""How WeChat (official account) and WeCom sign, encrypt and write what they call a house with. Pure: bytes and words
in, words out.

A callback is signed by the SHA-1 of four words in order (token, timestamp, nonce, cipher text) and encrypted with
AES-256-CBC: 16 random bytes, the length of the message in 4 bytes, the message, and for whom it is (app id or corp id),
filled up to whole blocks of 32 bytes. The vector starts with the key: so both platforms have laid it down.
"""

import base64
import binascii
import hashlib
import hmac
import re
import struct
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK = 32
RANDOM = 16
# A callback is small: files are named in it, not carried. In bytes.
MOST_BYTES = 64 * 1024
# Customer service messages: how long after a person's last word a house may write, and how many bytes a text has.
WINDOW = timedelta(hours=48)
MOST_TEXT = 2048
_KEY = re.compile(r"[A-Za-z0-9]{43}")


class Wrong(Exception):  # noqa: N818 - an answer
    """It is not what the platform would have sent. Says which part, nothing of what it holds."""


@dataclass(frozen=True)
class Keys:
    """What platform and house have agreed on: `token` signs, `aes_key` (43 signs) encrypts, `receiver` is the app id or
    the corp id."""

    token: str = field(repr=False)
    aes_key: str = field(repr=False)
    receiver: str


def key_bytes(aes_key: str) -> bytes:
    """The 32 bytes behind an EncodingAESKey. Raises Wrong for anything else than its 43 letters and digits."""
    if not _KEY.fullmatch(aes_key):
        raise Wrong("key")
    return base64.b64decode(f"{aes_key}=")


def signature(token: str, timestamp: str, nonce: str, *more: str) -> str:
    """The SHA-1 that proves a callback: of its words, sorted and put together."""
    return hashlib.sha1("".join(sorted((token, timestamp, nonce, *more))).encode(), usedforsecurity=False).hexdigest()


def is_signed(given: str, token: str, timestamp: str, nonce: str, *more: str) -> bool:
    """Compared in constant time. Without a token nothing is signed."""
    expected = signature(token, timestamp, nonce, *more)
    return bool(token) and hmac.compare_digest(given.encode(), expected.encode())


def encrypt(keys: Keys, message: str, random: bytes) -> str:
    """`message` as the platform reads it, in base 64. `random`: 16 fresh bytes."""
    if len(random) != RANDOM:
        raise Wrong("random")
    key, words = key_bytes(keys.aes_key), message.encode()
    plain = random + struct.pack(">I", len(words)) + words + keys.receiver.encode()
    missing = BLOCK - len(plain) % BLOCK
    writer = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    return base64.b64encode(writer.update(plain + bytes([missing]) * missing) + writer.finalize()).decode()


def decrypt(keys: Keys, sealed: str) -> str:
    """The message in `sealed`, which the caller has found signed. Raises Wrong: not whole, or for somebody else."""
    key = key_bytes(keys.aes_key)
    try:
        body = base64.b64decode(sealed, validate=True)
    except (binascii.Error, ValueError):
        raise Wrong("base64") from None
    if not body or len(body) % 16:
        raise Wrong("length")
    reader = Cipher(algorithms.AES(key), modes.CBC(key[:16])).decryptor()
    plain = reader.update(body) + reader.finalize()
    filled = plain[-1]
    if not 1 <= filled <= BLOCK or plain[-filled:] != bytes([filled]) * filled:
        raise Wrong("padding")
    plain = plain[RANDOM:-filled]
    if len(plain) < 4:
        raise Wrong("length")
    end = 4 + struct.unpack(">I", plain[:4])[0]
    if not hmac.compare_digest(plain[end:], keys.receiver.encode()):
        raise Wrong("receiver")
    try:
        return plain[4:end].decode()
    except UnicodeDecodeError:
        raise Wrong("words") from None


def fields(xml: str | bytes) -> dict[str, str]:
    """The fields of the one flat element that a callback is; deeper ones are left out. A document that declares its own
    types or entities is no callback. Raises Wrong."""
    text = xml.decode("utf-8", "replace") if isinstance(xml, bytes) else xml
    if len(text) > MOST_BYTES or "<!DOCTYPE" in text.upper() or "<!ENTITY" in text.upper():
        raise Wrong("xml")
    try:
        root = ElementTree.fromstring(text)  # noqa: S314 - no entities, see above
    except (ElementTree.ParseError, ValueError):
        raise Wrong("xml") from None
    if root.tag != "xml":
        raise Wrong("xml")
    return {child.tag: child.text or "" for child in root if not len(child)}


def opened(keys: Keys, body: bytes, *, given: str, timestamp: str, nonce: str) -> str:
    """The message of a callback: its signature is checked before anything is decrypted. Raises Wrong."""
    sealed = fields(body).get("Encrypt", "")
    if not sealed or not is_signed(given, keys.token, timestamp, nonce, sealed):
        raise Wrong("signature")
    return decrypt(keys, sealed)


def sealed(keys: Keys, message: str, *, timestamp: str, nonce: str, random: bytes) -> str:
    """A passive answer, signed and encrypted, as the body of the response."""
    body = encrypt(keys, message, random)
    signed = signature(keys.token, timestamp, nonce, body)
    return (
        f"<xml><Encrypt>{_data(body)}</Encrypt><MsgSignature>{_data(signed)}</MsgSignature>"
        f"<TimeStamp>{int(timestamp)}</TimeStamp><Nonce>{_data(nonce)}</Nonce></xml>"
    )


def text_answer(*, to: str, sender: str, moment: int, text: str) -> str:
    """A passive text answer before it is sealed. `moment`: seconds since 1970."""
    return (
        f"<xml><ToUserName>{_data(to)}</ToUserName><FromUserName>{_data(sender)}</FromUserName>"
        f"<CreateTime>{moment}</CreateTime><MsgType>{_data('text')}</MsgType><Content>{_data(text)}</Content></xml>"
    )


def key_of(told: dict[str, str]) -> str:
    """What makes a callback one of its kind: the platform repeats it up to three times when nobody answers. Messages
    have an id, events only who and when."""
    parts = (told.get("MsgId"),) if told.get("MsgId") else (
        told.get("FromUserName"), told.get("CreateTime"), told.get("Event"), told.get("EventKey"),
    )  # fmt: skip
    return hashlib.sha256("\n".join(part or "" for part in parts).encode()).hexdigest()


def moment_of(told: dict[str, str]) -> datetime | None:
    """When it was written, as the platform says; None when it says nothing that can be one."""
    words = told.get("CreateTime", "")
    return datetime.fromtimestamp(int(words), UTC) if words.isascii() and words.isdigit() and len(words) < 12 else None


def shortened(text: str, end: str) -> str:
    """`text` when it fits into one message, else its beginning and `end` (where the rest is read)."""
    if len(text.encode()) <= MOST_TEXT:
        return text
    room = MOST_TEXT - len(f"…\n\n{end}".encode())
    return f"{text.encode()[: max(room, 0)].decode(errors='ignore')}…\n\n{end}"


def _data(words: str) -> str:
    return f"<![CDATA[{words.replace(']]>', ']]]]><![CDATA[>')}]]>"
