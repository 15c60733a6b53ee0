"""Encryption at rest with Google Tink: AEAD for fields, a keyed PRF for blind indexes, streaming AEAD for files.

The keysets lie in `settings.KEYS_DIR` (0700, files 0600), outside the database. They are made once by `make_keys`.
Losing them loses every personal field; `doctor` says so when they are missing or readable by others.
"""

import os
import re
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, cast

import tink
from django.conf import settings
from tink import aead, prf, secret_key_access, streaming_aead

from huiyin.core import characters

_SIGNS = re.compile("[^0-9a-z]+")
KEY_NAMES = ("fields", "index", "files")


def make_keys(folder: Path) -> list[str]:
    """Make the keysets that are missing in `folder`; return the names made. Existing keysets are never touched."""
    _register()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    templates = {
        "fields": aead.aead_key_templates.AES256_GCM,
        "index": prf.prf_key_templates.HMAC_SHA256,
        "files": streaming_aead.streaming_aead_key_templates.AES256_GCM_HKDF_1MB,
    }
    made = []
    for name, template in templates.items():
        path = folder / f"{name}.json"
        if path.exists():
            continue
        handle = tink.new_keyset_handle(template)
        text = tink.json_proto_keyset_format.serialize(handle, secret_key_access.TOKEN)
        partial = folder / f".{name}.{os.getpid()}"
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        partial.rename(path)
        made.append(name)
    return made


def encrypt(text: str, context: str) -> bytes:
    """Encrypt `text`; `context` (model and field) is authenticated, so a value cannot be moved to another column."""
    return bytes(_fields().encrypt(text.encode(), context.encode()))


def decrypt(data: bytes, context: str) -> str:
    """The text that `encrypt` took. Raises `tink.TinkError` when key, context or bytes do not fit."""
    return bytes(_fields().decrypt(bytes(data), context.encode())).decode()


def blind(purpose: str, value: str) -> str:
    """A keyed fingerprint of `value` (20 hex characters), equal for equal values; `purpose` separates the indexes."""
    return blind_plain(purpose, normal(value))


def blind_plain(purpose: str, plain: str) -> str:
    """The fingerprint of a value that is spelled as `normal` spells it already."""
    return bytes(_index().primary().compute(f"{purpose}:{plain}".encode(), 10)).hex()


def blind_pairs(purpose: str, value: str) -> list[str]:
    """Fingerprints of each pair of neighbouring characters, so that a part of a name finds it."""
    text = normal(value)
    return sorted({_pair(f"{purpose}2", text[i : i + 2]) for i in range(len(text) - 1)})


@lru_cache(maxsize=100_000)
def _pair(purpose: str, pair: str) -> str:
    """Kept in memory: the same pairs stand in the names of many."""
    return blind(purpose, pair)


def salt(purpose: str, value: str) -> str:
    """A salt of 32 hex characters that only this house can derive again; the same for the same value."""
    return bytes(_index().primary().compute(f"{purpose}-salt:{value}".encode(), 16)).hex()


def normal(value: str) -> str:
    """One spelling for one value (`characters.plain`), without spaces and separators."""
    text = characters.plain(value)
    if text.isascii():
        return _SIGNS.sub("", text)
    return text if text.isalnum() else "".join(c for c in text if c.isalnum() or characters.is_han(c))


def encrypting_stream(target: BinaryIO, context: str) -> BinaryIO:
    """A writable stream that encrypts into `target` (closed with it)."""
    return cast(BinaryIO, _files().new_encrypting_stream(target, context.encode()))


def decrypting_stream(source: BinaryIO, context: str) -> BinaryIO:
    """A readable stream of the clear bytes of `source`; raises on any flipped bit."""
    return cast(BinaryIO, _files().new_decrypting_stream(source, context.encode()))


def _read(name: str) -> tink.KeysetHandle:
    path = Path(settings.KEYS_DIR) / f"{name}.json"
    return tink.json_proto_keyset_format.parse(path.read_text(), secret_key_access.TOKEN)


@lru_cache(maxsize=1)
def _register() -> None:
    aead.register()
    prf.register()
    streaming_aead.register()


@lru_cache(maxsize=1)
def _fields() -> aead.Aead:
    _register()
    return _read("fields").primitive(aead.Aead)


@lru_cache(maxsize=1)
def _index() -> prf.PrfSet:
    _register()
    return _read("index").primitive(prf.PrfSet)


@lru_cache(maxsize=1)
def _files() -> streaming_aead.StreamingAead:
    _register()
    return _read("files").primitive(streaming_aead.StreamingAead)
