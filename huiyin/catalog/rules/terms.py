"""Terms as clauses: found in a text, guessed by their words, hashed, compared with another version (6.2)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from huiyin.core import canonical, numerals

# The six items that terms contain (6.2-1), in the order in which customers read them.
KINDS = ("cover", "exclusion", "period", "benefit", "dispute", "other")
NEEDED = ("cover", "exclusion", "period", "benefit", "dispute")
MOST_CLAUSES, MOST_CLAUSE, MOST_TITLE, MOST_TEXT = 400, 20_000, 80, 400_000
# Words that tell what a clause is about; the first kind of which one is found counts, a title before the text.
WORDS: Mapping[str, tuple[str, ...]] = {
    "exclusion": (
        "责任免除", "除外责任", "免除责任", "免责", "不承担", "不负责", "不予赔偿", "不属于保险责任", "exclusion",
    ),
    "dispute": ("争议", "仲裁", "诉讼", "管辖", "调解", "dispute", "arbitration"),
    "benefit": (
        "保险金申请", "保险金的申请", "保险金给付", "保险金的给付", "给付条件", "赔偿处理", "赔付", "理赔", "索赔",
        "免赔额", "保险事故通知", "事故通知", "受益人", "claims", "benefit",
    ),
    "period": (
        "保险期间", "保险期限", "缴费", "交费", "保险费", "宽限期", "续保", "等待期", "period", "premium",
    ),
    "cover": ("保险责任", "保障范围", "保障责任", "保险金额", "投保范围", "给付保险金", "cover"),
    "other": (
        "犹豫期", "解除", "退保", "现金价值", "变更", "如实告知", "释义", "定义", "合同构成", "合同成立", "合同效力",
    ),
}  # fmt: skip
_NUMBERED = re.compile(r"^(\d{1,2}(?:[.．]\d{1,2}){0,4})[.．、]?(?:[\s　]+|(?=[^\d\s.．、]))(.+)$")
_ARTICLE = re.compile(r"^第([一二三四五六七八九十百零〇\d]{1,6})条[\s　:：、]*(.*)$")
_CHAPTER = re.compile(r"^第[一二三四五六七八九十百零〇\d]{1,4}[章节部分]+[\s　:：、]*(.+)$")
_LISTED = re.compile(r"^([一二三四五六七八九十]{1,3})、[\s　]*(.+)$")
_SENTENCE_ENDS = "。；;！!？?"


@dataclass(frozen=True)
class Piece:
    """A clause found in a text. `because` is the word that its kind was guessed by, empty: by nothing."""

    path: str
    title: str
    text: str
    kind: str = "other"
    because: str = ""


@dataclass(frozen=True)
class Change:
    """What became of a clause. `words` are (same|added|removed, text) of a changed one, in the order of reading."""

    what: str
    old: Piece | None
    new: Piece | None
    words: tuple[tuple[str, str], ...] = ()


def split(text: str) -> list[Piece]:
    """The clauses of a text by its headings (1.2.3, 第三条, 一、), with their kinds guessed. Without a heading: none.

    A number counts as a heading only where it follows the one before, so that `3 days` at the start of a line is none.
    """
    lines = [line.strip(" \t\u3000\f") for line in text.splitlines()]
    has_articles = any(_ARTICLE.match(line) for line in lines)
    found: list[tuple[str, str, list[str], str]] = []  # path, title, lines of text, chapter
    chapter, last = "", ""
    for line in lines:
        if not line:
            continue
        told = _heading(line, last, has_articles=has_articles)
        if told is not None:
            last, rest = told
            title, begin = _titled(rest)
            found.append((last, title, [begin] if begin else [], chapter))
        elif (part := _CHAPTER.match(line)) and len(line) <= MOST_TITLE:
            chapter = part[1]
        elif found:
            found[-1][2].append(line)
    return _guessed(found)


def _heading(line: str, last: str, *, has_articles: bool) -> tuple[str, str] | None:
    if has_articles:
        one = _ARTICLE.match(line)
        number = numerals.number(one[1]) if one else None
        return (str(number), one[2]) if one and number and follows(last, str(number)) else None
    numbered = _NUMBERED.match(line)
    if numbered and follows(last, path := numbered[1].replace("．", ".")):
        return path, numbered[2]
    listed = _LISTED.match(line)
    number = numerals.number(listed[1]) if listed else None
    if listed and number and (not last or _is_listed(last)) and follows(last, str(number)):
        return str(number), listed[2]
    return None


def _is_listed(last: str) -> bool:
    return "." not in last


def follows(last: str, path: str) -> bool:
    """Can a clause numbered `path` stand right after `last`? 1 or 1.1 first; then its first child, the next at its
    side, or the next of one above it."""
    numbers = [int(part) for part in path.split(".")]
    if not last:
        return all(number == 1 for number in numbers)
    before = [int(part) for part in last.split(".")]
    if len(numbers) > len(before):
        return numbers[: len(before)] == before and all(n == 1 for n in numbers[len(before) :])
    level = len(numbers) - 1
    if numbers[level] == before[level] + 1:
        return numbers[:level] == before[:level]
    # a new chapter may begin with its first clause: after 1.4 comes 2.1
    return level > 0 and numbers[:-1] != before[:level] and numbers[-1] == 1 and follows(last, path.rpartition(".")[0])


def _titled(rest: str) -> tuple[str, str]:
    """A short line is a title; a long one begins with its title only where a colon or a gap says so."""
    rest = rest.strip(" \t\u3000")
    if len(rest) <= 30 and not rest.endswith(tuple(_SENTENCE_ENDS)):
        return rest.rstrip(":："), ""
    head, _gap, tail = rest.partition(next((gap for gap in ("：", ":", "　", "  ") if gap in rest[:30]), "\0"))
    return (head.strip(), tail.strip()) if tail else ("", rest)


def _guessed(found: Sequence[tuple[str, str, list[str], str]]) -> list[Piece]:
    kinds: dict[str, tuple[str, str]] = {}
    pieces = []
    for path, title, lines, chapter in found:
        text = "\n".join(lines)
        kind, because = guess(title) if title else ("", "")
        above = kinds.get(path.rpartition(".")[0])
        if not kind and above:
            kind, because = above
        if not kind and chapter:
            kind, because = guess(chapter)
        if not kind:
            kind, because = guess(text)
        kinds[path] = (kind or "other", because)
        pieces.append(Piece(path, title, text, *kinds[path]))
    return pieces


def guess(text: str) -> tuple[str, str]:
    """The kind that the words of a text tell, and the word; both empty when none does."""
    low = text.lower()
    for kind, words in WORDS.items():
        for word in words:
            if word in low:
                return kind, word
    return "", ""


def fault(pieces: Sequence[Piece]) -> str:
    """What is wrong with clauses that somebody wrote: `none`, `many`, `path`, `twice`, `empty`, `long`, `kind`; empty
    when nothing is."""
    if not pieces:
        return "none"
    if len(pieces) > MOST_CLAUSES:
        return "many"
    paths = [piece.path for piece in pieces]
    if not all(re.fullmatch(r"\d{1,3}(\.\d{1,3}){0,4}", path) for path in paths):
        return "path"
    if len(set(paths)) < len(paths):
        return "twice"
    for piece in pieces:
        if not piece.title.strip() and not piece.text.strip():
            return "empty"
        if len(piece.title) > MOST_TITLE or len(piece.text) > MOST_CLAUSE:
            return "long"
        if piece.kind not in KINDS:
            return "kind"
    return ""


def lacks(kinds: Sequence[str]) -> list[str]:
    """Which of the items that terms contain are not there (6.2-1)."""
    return [kind for kind in NEEDED if kind not in kinds]


def digest(pieces: Sequence[Piece]) -> str:
    """SHA-256 of the clauses as they stand: numbers, kinds, titles and texts, nothing else."""
    return canonical.digest([[p.path, p.kind, p.title, p.text] for p in pieces])
