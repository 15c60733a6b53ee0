"""The words on pictures of pages, read by a process of its own: rapidocr-onnxruntime, where it is installed
(`requirements/ocr.txt`; its models come with it).

The process gets pictures through a pipe and gives lines back through another; it has little memory, little time, and
no file. What breaks it, or takes too long, has no words; the pages read until then stay.
"""

import importlib.util
import json
import struct
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

PACKAGE = "rapidocr_onnxruntime"
# Seconds for one picture and for loading; megapixels of one picture; a line below this is shown as unsure.
SECONDS_A_PAGE, SECONDS_LOADING, MOST_PIXELS, SURE = 60, 60, 60_000_000, 0.9
_MEMORY_KB, _MOST_BYTES = 6 * 1024 * 1024, 8 * 2**20
_CHILD = Path(__file__).with_name("scanned_child.py")
_RUN = f'ulimit -c 0 && ulimit -f 0 && ulimit -v {_MEMORY_KB} && ulimit -t "$1" && shift && exec "$@"'


@dataclass(frozen=True)
class Line:
    """A line of a page as it was read. `sure` is 0 to 1; an empty text: there is a line that could not be read."""

    text: str
    sure: float


@dataclass(frozen=True)
class Page:
    """A page from top to bottom, and how many seconds it took."""

    lines: tuple[Line, ...]
    seconds: float


@dataclass(frozen=True)
class Found:
    """The pages that were read, in order; `fault` says why others were not: `broken`, `too_long`, `too_big`."""

    pages: tuple[Page, ...]
    fault: str = ""


def is_installed() -> bool:
    """Is the optional package there?"""
    return importlib.util.find_spec(PACKAGE) is not None


def read(pictures: Sequence[bytes], *, child: Path = _CHILD) -> Found:
    """The words of pictures (PNG, JPEG, TIFF with several pages, BMP, WebP), page after page."""
    seconds = SECONDS_LOADING + SECONDS_A_PAGE * len(pictures)
    words = ["/bin/sh", "-c", _RUN, "sh", str(int(seconds * 2) + 1), sys.executable, "-I", str(child), str(MOST_PIXELS)]
    late = threading.Event()
    with subprocess.Popen(
        words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd="/",
        env={"LC_ALL": "C.UTF-8", "OMP_NUM_THREADS": "1", "OPENCV_IO_MAX_IMAGE_PIXELS": str(MOST_PIXELS)},
    ) as process:  # fmt: skip

        def end() -> None:
            late.set()
            process.kill()

        stop = threading.Timer(seconds, end)
        feed = threading.Thread(target=_feed, args=(process, pictures), daemon=True)
        stop.start()
        feed.start()
        try:
            assert process.stdout is not None
            answer = process.stdout.read(_MOST_BYTES + 1)
        finally:
            process.kill()
            stop.cancel()
            feed.join()
    if len(answer) > _MOST_BYTES:
        return Found((), "too_big")
    return _told(answer, is_late=late.is_set())


def _feed(process: "subprocess.Popen[bytes]", pictures: Sequence[bytes]) -> None:
    assert process.stdin is not None
    with suppress(OSError):  # it has ended before it heard everything
        for picture in pictures:
            process.stdin.write(struct.pack(">I", len(picture)) + picture)
    with suppress(OSError):
        process.stdin.close()


def _told(answer: bytes, *, is_late: bool) -> Found:
    """What whole lines of the answer say; the last one says that it came to the end."""
    pages, fault = [], "too_long" if is_late else "broken"
    for row in answer.split(b"\n")[:-1]:
        try:
            told = json.loads(row)
            if told.get("end"):
                fault = str(told.get("fault", ""))[:20]
                break
            lines = tuple(Line(str(text)[:2000], float(sure)) for text, sure in told["lines"])
            pages.append(Page(lines, float(told["seconds"])))
        except (ValueError, TypeError, KeyError, AttributeError):
            return Found(tuple(pages), "broken")
    return Found(tuple(pages), fault)
