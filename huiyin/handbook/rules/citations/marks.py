"""Recognising the pieces of citations in a plain text: titles, numbers of documents, standards, articles."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from huiyin.core.numerals import NUMERAL, number
from huiyin.handbook.rules.citations.terms import Key

_N = NUMERAL
_TITLE = re.compile(r"《((?:[^《》\n]|《[^《》\n]*》){1,90})》")
_ORDER = re.compile(r"([\u4e00-\u9fff]{0,16})令[(〔]?(?:(\d{4})年?[)〕]?)?第?(\d{1,4})号\)?|令(\d{4})-(\d{1,3})(?!\d)")
_NOTICE = re.compile(r"([\u4e00-\u9fff]{2,12})[〔(](\d{4})年?[〕)]第?(\d{1,4})号")
_PREFIX = re.compile(r"(?:银保监|保监|银监|证监|金管?|网信|(?<!中)国办|(?<!中)国|银|财|汇)[\u4e00-\u9fff]{0,4}$")
_STANDARD = re.compile(
    r"(?<![A-Za-z])(GB|JR|YD|GA|ISO|IEC|DB\d{2})[ /-]?(IEC|T|Z)?[ ]?(\d{3,6}(?:\.\d{1,2})?)(?:[-:](\d{4}))?(?![\d-])"
)
_TAIL = rf"(?:之{_N})?(?:第{_N}款)?(?:第?\({_N}\)项?|第{_N}项)?(?:[、和及](?:第{_N}款|第?\({_N}\)项?|第{_N}项))*"
_JOINT = r"(?:、|,|，|和|及|与|或|至|到|-|以及|或者)"
_ARTICLES = re.compile(rf"第{_N}(?:条{_TAIL})?(?:{_JOINT}第?{_N}(?:条{_TAIL})?)*")
_BARE = re.compile(rf"({_N})条{_TAIL}")
_ITEM = re.compile(rf"({_JOINT})?第?({_N})(条{_TAIL})?")
_ENGLISH = re.compile(r"\b[Aa]rt(?:icle)?s?\.? ?(\d{1,4})(?:(?: ?(?:,|and|to|-) ?)(\d{1,4}))*")


@dataclass(frozen=True, slots=True)
class Mark:
    """A recognised piece: `kind` is title, number, standard or articles."""

    kind: str
    start: int
    end: int
    title: str = ""
    key: Key | None = None
    standard: tuple[str, str] = ("", "")
    articles: tuple[int, ...] = ()


def titles(text: str) -> Iterator[Mark]:
    """《…》 with what stands inside."""
    for match in _TITLE.finditer(text):
        yield Mark("title", match.start(), match.end(), title=match[1])


def numbers(text: str, issuers: dict[str, str]) -> Iterator[Mark]:
    """Numbers of orders and notices. `issuers`: names of authorities → their code."""
    for match in _ORDER.finditer(text):
        if match[4]:
            yield Mark("number", match.start(), match.end(), key=Key("", "令", int(match[4]), int(match[5])))
            continue
        name = next((one for one in issuers if match[1].endswith(one)), "")
        if not name and not match[2]:
            continue  # 第3号令 of nobody: which one cannot be told
        yield Mark(
            "number",
            match.start() + len(match[1]) - len(name),
            match.end() - (1 if match[0].endswith(")") and "(" not in match[0] else 0),
            key=Key(issuers.get(name, ""), "令", int(match[2] or 0), int(match[3])),
        )
    for match in _NOTICE.finditer(text):
        if match[1].endswith("令"):
            continue
        found = _PREFIX.search(match[1])
        prefix = found[0] if found else match[1][-4:]
        start = match.end(1) - len(prefix)
        yield Mark("number", start, match.end(), key=Key("", prefix, int(match[2]), int(match[3])))


def standards(text: str) -> Iterator[Mark]:
    """Numbers of standards: GB/T 22239-2019, GB/T22239, JR/T 0197-2020, ISO 10002:2018."""
    for match in _STANDARD.finditer(text):
        family, part, digits, year = match[1], match[2], match[3], match[4]
        if family in {"ISO", "IEC"} and part in {"T", "Z"}:
            continue
        named = f"{family}/{part} {digits}" if part else f"{family} {digits}"
        yield Mark("standard", match.start(), match.end(), standard=(named, year or ""))


def articles_at(text: str, place: int, *, bare: bool) -> Mark | None:
    """The list of articles that begins at `place`: 第10、13条, 第十六条至第十九条; `bare` takes 41条 too."""
    match = _ARTICLES.match(text, place)
    if match is not None and "条" in match[0]:
        end = _last_article(match[0])
        return Mark("articles", place, place + end, articles=_counted(match[0][:end]))
    if bare and (match := _BARE.match(text, place)) is not None:
        return Mark("articles", place, match.end(), articles=_counted(match[0]))
    if (match := _ENGLISH.match(text, place)) is not None:
        return Mark("articles", place, match.end(), articles=tuple(int(one) for one in re.findall(r"\d+", match[0])))
    return None


def articles(text: str) -> Iterator[Mark]:
    """Every list of articles that begins with 第, or with art."""
    place = 0
    while (match := re.compile(rf"第{_N}|\b[Aa]rt").search(text, place)) is not None:
        found = articles_at(text, match.start(), bare=False)
        if found is not None:
            yield found
        place = found.end if found is not None else match.end()


def _last_article(text: str) -> int:
    """Where a list ends: after its last 条 with paragraph and item."""
    end = 0
    for match in _ITEM.finditer(text):
        if match[3]:
            end = match.end()
    return end


def _counted(text: str) -> tuple[int, ...]:
    found: list[int] = []
    for match in _ITEM.finditer(text):
        value = number(match[2])
        if value is None or not match[2]:
            continue
        if match[1] in {"至", "到", "-"} and found and found[-1] < value <= found[-1] + 60:
            found.extend(range(found[-1] + 1, value + 1))
        else:
            found.append(value)
    return tuple(dict.fromkeys(found))
