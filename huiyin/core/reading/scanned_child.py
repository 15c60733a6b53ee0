"""Run by `scanned` in a process of its own: pictures in, lines of text out. Nothing of the house is imported here.

In: 4 bytes of length and a picture, again and again. Out: a JSON object a page, then {"end": true, "fault": …}.
"""

import json
import struct
import sys
import time
from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np
from rapidocr_onnxruntime import RapidOCR

# The longer side in which a page is looked at first, and again when a line could not be read: which lines the models
# stumble over depends on the size.
SIDES, DOUBTFUL, MOST_PAGES = (1600, 2000, 1280), 0.6, 20


def main(most_pixels: int) -> None:
    """Read until nothing more comes."""
    engine, fault, pages = RapidOCR(text_score=0.0), "", 0
    for picture in _pictures():
        whole, images = cv2.imdecodemulti(np.frombuffer(picture, np.uint8), cv2.IMREAD_COLOR)
        if not whole:
            fault = "broken"
            continue
        for image in images:
            if image.shape[0] * image.shape[1] > most_pixels or pages >= MOST_PAGES:
                fault = "too_big"
                continue
            began = time.monotonic()
            lines = _read(engine, image)
            _say({"lines": lines, "seconds": round(time.monotonic() - began, 3)})
            pages += 1
    _say({"end": True, "fault": fault})


def _pictures() -> Iterator[bytes]:
    while len(head := sys.stdin.buffer.read(4)) == 4:
        yield sys.stdin.buffer.read(struct.unpack(">I", head)[0])


def _read(engine: Any, image: Any) -> list[tuple[str, float]]:
    """The lines in the size in which the fewest are doubtful."""
    best: list[tuple[str, float]] | None = None
    for side in SIDES:
        found, _seconds = engine(_scaled(image, side))
        lines = [(str(text), round(float(sure) if text else 0.0, 4)) for _box, text, sure in found or []]
        if best is None or _doubts(lines) < _doubts(best):
            best = lines
        if not _doubts(best):
            break
    return best or []


def _doubts(lines: list[tuple[str, float]]) -> int:
    return sum(sure < DOUBTFUL for _text, sure in lines)


def _scaled(image: Any, side: int) -> Any:
    share = side / max(image.shape[:2])
    return cv2.resize(image, None, fx=share, fy=share, interpolation=cv2.INTER_AREA) if share < 1 else image


def _say(told: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(told, ensure_ascii=True) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]))
