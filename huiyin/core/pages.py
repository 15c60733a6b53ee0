"""The first pages of a PDF as pictures, drawn by poppler in a process of its own.

The process gets the bytes through a pipe and gives pictures back through another: no file, little memory, little time.
What it makes is read with limits; a paper that breaks it, or takes too long, has no pictures.
"""

import shutil
import struct
import subprocess
import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress

MOST_PAGES, LONGEST_SIDE, MOST_BYTES = 8, 1200, 16 * 2**20
SECONDS, _WAITS = 15, 3.0
_MEMORY_KB = 1024 * 1024
_PNG = b"\x89PNG\r\n\x1a\n"
# So many at once in one process: the others show the words only.
_AT_ONCE = threading.BoundedSemaphore(2)
_RUN = f'ulimit -c 0 && ulimit -f 0 && ulimit -t {SECONDS} && ulimit -v {_MEMORY_KB} && exec "$0" "$@"'


def can_draw() -> bool:
    """Is poppler there (Debian: poppler-utils)?"""
    return shutil.which("pdftoppm") is not None


def drawn(pieces: Iterable[bytes], *, first: int = 1, most: int = MOST_PAGES, side: int = LONGEST_SIDE) -> list[bytes]:
    """Pages of a PDF as PNG from the page `first` on, at most `most`, the longer side `side` pixels. Empty when it can
    not be drawn, has no such page, is too much, or others are being drawn."""
    program = shutil.which("pdftoppm")
    if program is None or not _AT_ONCE.acquire(timeout=_WAITS):
        return []
    try:
        return list(_pages(_run(program, b"".join(pieces), (first, first + most - 1, side))))
    finally:
        _AT_ONCE.release()


def _run(program: str, data: bytes, asked: tuple[int, int, int]) -> bytes:
    """What poppler gives; empty when it gives too much or takes too long."""
    first, last, side = asked
    words = ["-q", "-png", "-f", str(first), "-l", str(last), "-scale-to", str(side), "-"]
    with subprocess.Popen(
        ["/bin/sh", "-c", _RUN, program, *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, cwd="/", env={"LC_ALL": "C.UTF-8"},
    ) as process:  # fmt: skip
        stop = threading.Timer(SECONDS, process.kill)
        feed = threading.Thread(target=_feed, args=(process, data), daemon=True)
        stop.start()
        feed.start()
        try:
            assert process.stdout is not None
            found = process.stdout.read(MOST_BYTES + 1)
        finally:
            process.kill()
            stop.cancel()
            feed.join()
    return found if len(found) <= MOST_BYTES else b""


def _feed(process: "subprocess.Popen[bytes]", data: bytes) -> None:
    assert process.stdin is not None
    with suppress(OSError):  # it has ended before it heard everything
        process.stdin.write(data)
    with suppress(OSError):
        process.stdin.close()


def _pages(data: bytes) -> Iterator[bytes]:
    """The whole pictures that stand one behind the other in `data`."""
    begin = 0
    while data.startswith(_PNG, begin):
        place = begin + len(_PNG)
        while place + 12 <= len(data):
            length, kind = struct.unpack_from(">I4s", data, place)
            place += 12 + length
            if kind == b"IEND":
                break
        else:
            return
        if place > len(data):
            return
        yield data[begin:place]
        begin = place
