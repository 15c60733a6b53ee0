"""Writing the container of a case file, encrypted while it is written; the bytes in the clear never touch the disk."""

import hashlib
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from huiyin.audit.verifier import container
from huiyin.cases.models import Evidence
from huiyin.cases.queries import files
from huiyin.complaints.queries.dossier.lines import as_line
from huiyin.core import blobs

_PIECE = 256 * 1024


@dataclass(frozen=True)
class Source:
    """Contents that can be read as often as needed. `keep` says that they are an evidence file, not our own draft."""

    name: str
    size: int
    crc: int
    sha256: str
    pieces: Callable[[], Iterator[bytes]]
    keep: bool = False

    def listed(self) -> dict[str, Any]:
        """As the manifest lists it."""
        found: dict[str, Any] = {"name": self.name, "size": self.size, "sha256": self.sha256}
        return found | ({"may_be_left_out": True} if self.keep else {})


def of_bytes(name: str, data: bytes) -> Source:
    """A small part that is held in memory."""
    return Source(name, len(data), zlib.crc32(data), hashlib.sha256(data).hexdigest(), lambda: iter((data,)))


class Draft:
    """A part of JSON lines that is being written; its lines lie encrypted until the container takes them over."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._writer = blobs.Writer()
        self._crc = 0
        self._waiting: list[bytes] = []
        self._length = 0

    def write(self, value: dict[str, Any]) -> None:
        """One more line."""
        data = as_line(value)
        self._waiting.append(data)
        self._length += len(data)
        if self._length >= _PIECE:
            self._flush()

    def write_all(self, values: Iterable[dict[str, Any]]) -> "Draft":
        """All lines of a part."""
        for value in values:
            self.write(value)
        return self

    def finish(self) -> Source:
        """The part as a source; `forget` it when the container is written."""
        self._flush()
        size, digest = self._writer.size, self._writer.finish()
        return Source(self.name, size, self._crc, digest, lambda: blobs.chunks(digest))

    def discard(self) -> None:
        """Forget what was written."""
        self._writer.discard()

    def _flush(self) -> None:
        data = b"".join(self._waiting)
        self._crc = zlib.crc32(data, self._crc)
        self._writer.write(data)
        self._waiting, self._length = [], 0


def of_evidence(name: str, item: Evidence) -> Source:
    """An evidence file: read once to know its checksum (and that it is what it was), then again to be copied. Raises
    Refused for one that is given to nobody."""
    crc, size, digest = 0, 0, item.sha256
    found = hashlib.sha256()
    for piece in files.opened(item):
        crc, size = zlib.crc32(piece, crc), size + len(piece)
        found.update(piece)
    if found.hexdigest() != digest:
        raise blobs.BlobDamaged(digest)
    return Source(name, size, crc, digest, lambda: files.opened(item), keep=True)


def write(sources: Iterable[Source], progress: Callable[[int], None]) -> tuple[str, int]:
    """Write the container; returns (digest, size) of the file under which `core.blobs` keeps it."""
    parts: list[container.Part] = []
    with blobs.Writer() as writer:
        for source in sources:
            at = writer.size
            header = container.local_header(source.name, source.size, source.crc)
            writer.write(header)
            parts.append(container.Part(source.name, source.size, source.crc, source.sha256, at, at + len(header)))
            for piece in source.pieces():
                writer.write(piece)
                progress(writer.size)
        writer.write(container.directory(parts, writer.size))
        size = writer.size
        return writer.finish(), size
