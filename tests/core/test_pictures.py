"""How large a picture says it is."""

import struct

import pytest

from huiyin.core.pictures import pixels

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", 30_000, 20_000)
GIF = b"GIF89a" + struct.pack("<HH", 640, 480)
BMP = b"BM" + b"\x00" * 16 + struct.pack("<ii", 800, -600)
JPEG = b"\xff\xd8\xff\xe0\x00\x10" + b"\x00" * 14 + b"\xff\xc2\x00\x11\x08" + struct.pack(">HH", 3000, 4000)
VP8X = b"RIFF\x00\x00\x00\x00WEBPVP8X" + b"\x00" * 8 + (999).to_bytes(3, "little") + (499).to_bytes(3, "little")
VP8L = b"RIFF\x00\x00\x00\x00WEBPVP8L" + b"\x00" * 5 + struct.pack("<I", 99 | 49 << 14)
VP8 = b"RIFF\x00\x00\x00\x00WEBPVP8 " + b"\x00" * 10 + struct.pack("<HH", 320, 200)


@pytest.mark.parametrize(
    ("head", "kind", "size"),
    [
        (PNG, "png", 600_000_000),
        (GIF, "gif", 640 * 480),
        (BMP, "bmp", 800 * 600),
        (JPEG, "jpeg", 12_000_000),
        (VP8X, "webp", 500_000),
        (VP8L, "webp", 5000),
        (VP8, "webp", 64_000),
    ],
)
def test_the_size_is_read_from_the_first_bytes(head: bytes, kind: str, size: int) -> None:
    assert pixels(head, f"image/{kind}") == size


@pytest.mark.parametrize("kind", ["png", "gif", "bmp", "jpeg", "webp", "svg+xml"])
@pytest.mark.parametrize("head", [b"", b"\xff\xd8", b"\x00" * 40])
def test_what_says_nothing_has_no_size(head: bytes, kind: str) -> None:
    assert pixels(head, f"image/{kind}") is None


def test_a_jpeg_whose_markers_have_no_length_ends_the_search() -> None:
    assert pixels(b"\xff\xd8" + b"\xff\xe0\x00\x00" * 9, "image/jpeg") is None
