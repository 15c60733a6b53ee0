"""Files, encrypted and content-addressed: the bytes lie under the SHA-256 of their clear content in BLOBS_DIR.

A file is encrypted while it arrives (Tink streaming AEAD, segments of 1 MB): nothing clear ever touches the disk. It
appears under its name only when it is whole and on the disk (fsync, then rename); a writer that fails leaves nothing.
The same content twice is kept once. Blobs that nothing refers to are removed by a sweep after `GRACE`.
"""

import errno
import hashlib
import os
import re
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, cast

import tink
from django.conf import settings
from django.utils.translation import gettext as _

from huiyin.core import crypto
from huiyin.core.errors import Refused
from huiyin.core.files import Stored
from huiyin.core.ids import uuid7

CHUNK = 1024 * 1024
# How long an unreferenced blob is left alone: somebody may be writing the form it belongs to.
GRACE = timedelta(days=1)
_CONTEXT = "huiyin.blob"
_DIGEST = re.compile(r"[0-9a-f]{64}")
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class BlobMissing(LookupError):  # noqa: N818 - read as a fact: except blobs.BlobMissing
    """No file is kept under this digest."""


class BlobDamaged(RuntimeError):  # noqa: N818
    """The kept file cannot be decrypted or is not what its name says."""


class _Unclosed:
    """The file under the encrypting stream, which would close it before it is flushed to the disk; remembers a failure
    that the stream would hide."""

    def __init__(self, file: BinaryIO) -> None:
        self.file, self.closed = file, False
        self.failure: OSError | None = None

    def write(self, data: bytes) -> int:
        try:
            return self.file.write(data)
        except OSError as error:
            self.failure = error
            raise

    def writable(self) -> bool:
        return True

    def flush(self) -> None:
        return

    def close(self) -> None:
        self.closed = True


class Writer:
    """One file on its way in: `write` the pieces, then `finish`; as a context manager it discards what is not
    finished.
    """

    def __init__(self) -> None:
        folder = _folder() / "incoming"
        _guarded_mkdir(folder)
        self.size = 0
        self._sha = hashlib.sha256()
        self._path = folder / str(uuid7())
        try:
            self._file = open(os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")  # noqa: SIM115
        except OSError as error:
            raise _refusal(error) from error
        # A connection that breaks drops the writer without a word: what arrived so far goes with it.
        self._dropped = weakref.finalize(self, _abandon, cast(BinaryIO, self._file), self._path)
        self._under = _Unclosed(cast(BinaryIO, self._file))
        self._stream = crypto.encrypting_stream(cast(BinaryIO, self._under), _CONTEXT)

    def __enter__(self) -> "Writer":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.discard()

    def write(self, data: bytes) -> None:
        """Take the next piece. Raises Refused when the disk is full; the file is then gone."""
        self._sha.update(data)
        self.size += len(data)
        rest = memoryview(data)
        try:
            while rest:
                rest = rest[self._stream.write(rest) :]
        except (OSError, tink.TinkError) as error:
            self._give_up(error)

    def finish(self) -> str:
        """Bring the file safely to the disk and return its digest. Raises Refused when the disk is full."""
        digest = self._sha.hexdigest()
        final = path_of(digest)
        try:
            self._stream.close()
            if self._under.failure:
                raise self._under.failure
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            if final.exists():  # the same content is here already: keep that, and its age begins anew
                os.utime(final)
                self._path.unlink()
                self._dropped.detach()
                return digest
            _guarded_mkdir(final.parent)
            self._path.rename(final)
            _sync_folder(final.parent)
        except (OSError, tink.TinkError) as error:
            self._give_up(error)
        self._dropped.detach()
        return digest

    def discard(self) -> None:
        """Forget the file unless it was finished; safe to call at any time."""
        self._dropped()

    def _give_up(self, error: Exception) -> None:
        cause = self._under.failure or error
        self.discard()
        if isinstance(cause, OSError):
            raise _refusal(cause) from error
        raise error


def _abandon(file: BinaryIO, path: Path) -> None:
    if not file.closed:
        with suppress(OSError):  # a full disk may refuse the last buffer: the file goes away anyhow
            file.close()
    path.unlink(missing_ok=True)


def store(data: bytes) -> str:
    """Keep `data` (a letter, say) and return its digest."""
    with Writer() as writer:
        for start in range(0, len(data), CHUNK):
            writer.write(data[start : start + CHUNK])
        return writer.finish()


def keep(data: bytes, *, name: str, content_type: str) -> Stored:
    """Keep `data` that we made ourselves as a file with a name, e.g. a letter: no scanner is asked about it."""
    return Stored(store(data), len(data), name, content_type, scan="")


def exists(digest: str) -> bool:
    """Is a file kept under this digest?"""
    return path_of(digest).is_file()


def size(digest: str) -> int:
    """Bytes that the encrypted file takes on the disk. Raises BlobMissing."""
    try:
        return path_of(digest).stat().st_size
    except FileNotFoundError as error:
        raise BlobMissing(digest) from error


def touch(digest: str) -> None:
    """Somebody is about to refer to this file: its grace begins anew. Raises BlobMissing."""
    try:
        os.utime(path_of(digest))
    except FileNotFoundError as error:
        raise BlobMissing(digest) from error


def chunks(digest: str) -> Iterator[bytes]:
    """The clear content in pieces of at most 1 MB. Raises BlobMissing, and BlobDamaged on the first flipped bit."""
    try:
        source = open(path_of(digest), "rb")  # noqa: SIM115 - closed with the stream
    except FileNotFoundError as error:
        raise BlobMissing(digest) from error
    try:
        with source, crypto.decrypting_stream(source, _CONTEXT) as stream:
            while piece := stream.read(CHUNK):
                yield piece
    except tink.TinkError as error:
        raise BlobDamaged(digest) from error


def read(digest: str) -> bytes:
    """The whole clear content: for small files such as letters. Raises BlobMissing or BlobDamaged."""
    return b"".join(chunks(digest))


def verify(digest: str) -> None:
    """Decrypt the file and compare its hash with its name. Raises BlobMissing or BlobDamaged."""
    found = hashlib.sha256()
    for piece in chunks(digest):
        found.update(piece)
    if found.hexdigest() != digest:
        raise BlobDamaged(digest)


def path_of(digest: str) -> Path:
    """Where the file of `digest` lies or would lie. Raises ValueError when `digest` is none (no path can be smuggled
    in).
    """
    if not _DIGEST.fullmatch(digest):
        raise ValueError("a digest is 64 hexadecimal characters")
    return _folder() / digest[:2] / digest


def digests() -> Iterator[str]:
    """The digests of all files kept, folder by folder."""
    for folder in sorted(_folder().glob("[0-9a-f][0-9a-f]")):
        yield from sorted(path.name for path in folder.iterdir() if _DIGEST.fullmatch(path.name))


def older_than(digest: str, age: timedelta = GRACE) -> bool:
    """Has the file lain untouched for at least `age`?"""
    try:
        return time.time() - path_of(digest).stat().st_mtime >= age.total_seconds()
    except FileNotFoundError:
        return False


def remove(digest: str) -> None:
    """Delete the file; nothing happens when it is gone already. The caller has made sure that nothing refers to it."""
    path_of(digest).unlink(missing_ok=True)


def sweep_incoming(age: timedelta = GRACE) -> int:
    """Delete what writers left behind when their process was killed; returns how many."""
    found = 0
    for path in (_folder() / "incoming").glob("*"):
        try:
            if time.time() - path.stat().st_mtime >= age.total_seconds():
                path.unlink()
                found += 1
        except FileNotFoundError:
            continue  # its writer finished just now
    return found


def _folder() -> Path:
    return Path(settings.BLOBS_DIR)


@contextmanager
def refusing() -> Iterator[None]:
    """A disk that is full becomes Refused(`blobs.full`)."""
    try:
        yield
    except OSError as error:
        raise _refusal(error) from error


def _guarded_mkdir(folder: Path) -> None:
    with refusing():
        _folder().mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.mkdir(exist_ok=True, mode=0o700)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _refusal(error: OSError) -> Exception:
    if error.errno in _FULL:
        return Refused(
            "blobs.full",
            _("The file could not be kept: the disk is full. Nothing was saved. Tell the administrator."),
        )
    return error
