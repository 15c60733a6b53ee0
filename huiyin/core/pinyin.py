"""First letters of Chinese words, for those who type `dl` for 队列. Pure.

The 3,755 characters of the first level of GB 2312 stand in the order of their pronunciation, so that 23 borders tell
the first letter of each; others, and characters with several readings in their other one, stay without. That is right
for the words of our own pages, and for nothing more: people are never found by it.
"""

from bisect import bisect_right

_BORDERS = (
    (0xB0A1, "a"), (0xB0C5, "b"), (0xB2C1, "c"), (0xB4EE, "d"), (0xB6EA, "e"), (0xB7A2, "f"), (0xB8C1, "g"),
    (0xB9FE, "h"), (0xBBF7, "j"), (0xBFA6, "k"), (0xC0AC, "l"), (0xC2E8, "m"), (0xC4C3, "n"), (0xC5B6, "o"),
    (0xC5BE, "p"), (0xC6DA, "q"), (0xC8BB, "r"), (0xC8F6, "s"), (0xCBFA, "t"), (0xCDDA, "w"), (0xCEF4, "x"),
    (0xD1B9, "y"), (0xD4D1, "z"),
)  # fmt: skip
_STARTS = [start for start, _letter in _BORDERS]
_END = 0xD7F9


def initials(text: str) -> str:
    """`投诉队列` → `tsdl`; letters and digits stay (small), what has no reading here is left out."""
    return "".join(_initial(char) for char in text.lower())


def _initial(char: str) -> str:
    if char.isascii():
        return char if char.isalnum() else ""
    try:
        place = int.from_bytes(char.encode("gb2312"), "big")
    except UnicodeEncodeError:
        return ""
    return _BORDERS[bisect_right(_STARTS, place) - 1][1] if _STARTS[0] <= place <= _END else ""
