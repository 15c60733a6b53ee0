"""How large a picture says it is, by its first bytes: a small file may unpack into more than a browser holds. Pure."""

import struct

# Endings of JPEG's markers that carry the size; the others are skipped by their length.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def pixels(head: bytes, mime: str) -> int | None:
    """Width × height of a JPEG, PNG, GIF, BMP or WebP that begins with `head`; None when it does not say so there."""
    try:
        width, height = _SIZES[mime](head)
    except (KeyError, struct.error, ValueError):
        return None
    return width * height if width > 0 and height > 0 else None


def _png(head: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from(">II", head, 16)
    return width, height


def _gif(head: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from("<HH", head, 6)
    return width, height


def _bmp(head: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from("<ii", head, 18)
    return width, abs(height)  # negative: written from the top


def _jpeg(head: bytes) -> tuple[int, int]:
    place = 2
    while True:
        marker, kind, length = struct.unpack_from(">BBH", head, place)
        if marker != 0xFF or length < 2:
            raise ValueError("not a marker")
        if kind in _FRAMES:
            height, width = struct.unpack_from(">HH", head, place + 5)
            return width, height
        place += 2 + length


def _webp(head: bytes) -> tuple[int, int]:
    kind = head[12:16]
    if kind == b"VP8X":
        return 1 + int.from_bytes(head[24:27], "little"), 1 + int.from_bytes(head[27:30], "little")
    if kind == b"VP8L":
        (bits,) = struct.unpack_from("<I", head, 21)
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    width, height = struct.unpack_from("<HH", head, 26)
    return width & 0x3FFF, height & 0x3FFF


_SIZES = {"image/png": _png, "image/gif": _gif, "image/bmp": _bmp, "image/jpeg": _jpeg, "image/webp": _webp}
