"""Characters of Chinese texts and names, rare ones included (GB 18030-2022), as one spelling.

The tables of Python lag behind: for `str.isalnum` the newest Chinese characters do not exist yet, and old systems wrote
some of them in the private-use area, where GB 18030 kept them before it named their true places.
"""

import re
import unicodedata

HAN = (
    "\u3005-\u3007\u303b"  # 々 〆 〇 〻
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"  # extension A, the common ones, compatibility
    "\U00020000-\U0003ffff"  # extensions B and later, those of years to come too
    "\ue000-\uf8ff\U000f0000-\U0010fffd"  # private use: characters that a house made for itself
)
_HAN = re.compile(f"[{HAN}]")
_MAY_MOVE = re.compile("[\ue000-\uf8ff\ufe00-\ufe0f\U000e0100-\U000e01ef]")
# Old code points of GB 18030 (2000 and 2005) and the ones that its edition of 2022 gives them.
_MOVED = {
    0xE816: 0x20087, 0xE817: 0x20089, 0xE818: 0x200CC, 0xE831: 0x215D7, 0xE83B: 0x2298F, 0xE855: 0x241FE,
    0xE81E: 0x9FB4, 0xE826: 0x9FB5, 0xE82B: 0x9FB6, 0xE82C: 0x9FB7, 0xE832: 0x9FB8, 0xE843: 0x9FB9,
    0xE854: 0x9FBA, 0xE864: 0x9FBB, 0xE7C7: 0x1E3F,
    # which form of a character to draw says nothing about which one it is
    **dict.fromkeys([*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]),
}  # fmt: skip


def plain(text: str) -> str:
    """One spelling: moved characters at their present places, full width and compatibility forms (NFKC) as plain ones,
    without variation selectors, lower case."""
    if text.isascii():  # numbers, addresses, keys: nothing to move
        return text.lower()
    moved = text.translate(_MOVED) if _MAY_MOVE.search(text) else text
    return unicodedata.normalize("NFKC", moved).casefold()


def is_han(char: str) -> bool:
    """Is it a Chinese character, known to Python or not?"""
    return bool(_HAN.match(char))
