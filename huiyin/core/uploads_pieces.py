"""What of an upload lies on the disk (`core.uploads_parts`): encrypted pieces, whole or not there; who may write."""

import fcntl
import io
import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import tink
from django.utils.translation import gettext as _

from huiyin.core import crypto
from huiyin.core.errors import BadInput, Refused

_WAITS = 2.0  # seconds for another connection of the same upload to end
_NAME = re.compile(r"([0-9]{12})-([0-9]{12})")


class _Sink(io.BytesIO):
    """Stays readable when the encrypting stream closes it."""

    def close(self) -> None:
        return


def write(path: Path, data: bytes, context: str) -> None:
    """Keep `data` encrypted under `path`, whole and on the disk; `context` is authenticated. Raises OSError."""
    sink = _Sink()
    with crypto.encrypting_stream(sink, f"huiyin.upload.{context}") as stream:
        stream.write(data)
    partial = path.with_name(f"{path.name}.new")
    with open(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(sink.getbuffer())
        file.flush()
        os.fsync(file.fileno())
    partial.rename(path)


def read(path: Path, context: str) -> bytes:
    """What `write` kept. Raises Refused(`upload.damaged`) when the disk lost or changed it, BadInput(`upload.unknown`)
    when the whole upload is gone.
    """
    try:
        with open(path, "rb") as source, crypto.decrypting_stream(source, f"huiyin.upload.{context}") as stream:
            return stream.read()
    except FileNotFoundError:
        raise unknown() from None
    except tink.TinkError as error:
        raise Refused("upload.damaged", damaged()) from error


def listed(folder: Path) -> list[tuple[int, int, Path]]:
    """The pieces of an upload in order: first byte, the byte after the last, where it lies."""
    try:
        found = [(match, path) for path in folder.iterdir() if (match := _NAME.fullmatch(path.name))]
    except FileNotFoundError:
        raise unknown() from None
    return sorted((int(match[1]), int(match[2]), path) for match, path in found)


def tidy(folder: Path) -> None:
    """Remove what a killed process left half written. The caller holds the lock."""
    for stale in folder.glob("*.new"):
        stale.unlink(missing_ok=True)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Be the only one who changes `folder`. Raises Refused(`upload.busy`) after two seconds, BadInput(`upload.unknown`)
    when it is gone.
    """
    try:
        handle = os.open(folder, os.O_RDONLY)
    except FileNotFoundError:
        raise unknown() from None
    try:
        _wait(handle)
        yield
    finally:
        os.close(handle)


def _wait(handle: int) -> None:
    deadline = time.monotonic() + _WAITS
    while True:
        try:
            return fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                words = _("Another connection is sending this file. Wait a moment and try again.")
                raise Refused("upload.busy", words) from None
            time.sleep(0.05)


def damaged() -> str:
    """What the sender does about an upload that our disk spoiled."""
    return _("A part of the file was damaged on our disk. Remove it and send it again.")


def unknown() -> BadInput:
    """There is no such upload, or not any more."""
    return BadInput("upload.unknown", _("This file is not known or too old: send it again."), field="files")
