"""A text as the linter reads it: one spelling of digits, brackets and gaps, with the way back to every character."""

import re
from bisect import bisect_right
from dataclasses import dataclass

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}  # ！ to ～
_SAME = str.maketrans("［］【】[]﹝﹞〈〉—–―－‐‑~～〜∼．", "〔〕〔〕〔〕〔〕<>----------.")
# these marks stay Chinese: they end sentences and lists
_KEEP = {ord("，"): "，", ord("；"): "；", ord("："): ":", ord("？"): "？", ord("！"): "！"}
_SPELL = {**_WIDE, **_SAME, **_KEEP, ord("﹤"): "<", ord("﹥"): ">", ord("《"): "《", ord("》"): "》"}

_ENDS = "。！？；;!?.:"
_LINE_HEAD = re.compile(
    r"[ \t]*(?:#|[-*+>|·•●■◆]\s|\d{1,3}[.、)]|[(（][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十]{1,3}、"
    r"|第[一二三四五六七八九十\d]{1,3}[章节编])"
)
_CLOSED = re.compile(r"[\s\-—·•*#|+]+")


@dataclass(frozen=True)
class Plain:
    """`text` is what patterns are matched on; `way[i]` is the offset in the original of its i-th character."""

    text: str
    way: tuple[int, ...]
    original: str

    def back(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original that `text[start:end]` came from."""
        if start >= len(self.way):
            return len(self.original), len(self.original)
        return self.way[start], self.way[max(start, end - 1)] + 1

    def quote(self, start: int, end: int) -> str:
        """The original words of a span, their line breaks folded."""
        first, last = self.back(start, end)
        return re.sub(r"\s*\n\s*", "", self.original[first:last])


def read(original: str) -> Plain:
    """Spell digits and brackets one way, drop gaps inside Chinese, keep a line break only where a paragraph ends."""
    spelled = original.translate(_SPELL)
    found: list[str] = []
    way: list[int] = []
    place, length = 0, len(spelled)
    while place < length:
        char = spelled[place]
        if not char.isspace() and char not in "\u200b\ufeff\u00ad":
            found.append(char)
            way.append(place)
            place += 1
            continue
        gap_end = place
        while gap_end < length and (spelled[gap_end].isspace() or spelled[gap_end] in "\u200b\ufeff\u00ad"):
            gap_end += 1
        kept = _gap(spelled, place, gap_end, found[-1] if found else "")
        if kept:
            found.append(kept)
            way.append(place)
        place = gap_end
    return Plain("".join(found), tuple(way), original)


def _gap(text: str, start: int, end: int, before: str) -> str:
    """What a run of blanks means: a paragraph's end, a space between words, or nothing."""
    gap, after = text[start:end], text[end : end + 1]
    if "\n" in gap or "\r" in gap or "\f" in gap:
        line_start = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
        is_heading = text[line_start : line_start + 1] in {"#", "|"}
        if gap.count("\n") > 1 or "\f" in gap or not before or not after or is_heading:
            return "\n"
        if before in _ENDS or _LINE_HEAD.match(text, end):
            return "\n"
    return " " if before.isascii() and after.isascii() and before.isalnum() and after.isalnum() else ""


def compact(name: str) -> str:
    """A title for comparing: one spelling, no gaps and joints, without 中华人民共和国 and what stands in brackets at
    its end (2015年修正, 试行)."""
    found = _CLOSED.sub("", name.translate(_SPELL))
    while (shorter := re.sub(r"[(〔][^()〔〕]{1,20}[)〕]$", "", found)) != found:
        found = shorter
    return found.removeprefix("中华人民共和国").casefold()


class Places:
    """Line and column of offsets, both from 1; a column counts characters."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in re.finditer(r"\r\n|\n|\r", text))]

    def of(self, offset: int) -> tuple[int, int]:
        """(line, column) of an offset."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1
