"""The checks of names in running text: ended authorities, abolished certificates, figures, reports without a title."""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from huiyin.handbook.rules.citations import wording
from huiyin.handbook.rules.citations.checks import Verdict
from huiyin.handbook.rules.citations.cites import Cite
from huiyin.handbook.rules.citations.terms import Authority, Document, Library

#: A place in the plain text and what was found there.
Found = tuple[int, int, Verdict]

_PAST = re.compile(
    r"原|前|时任|旧|撤销|不再保留|组建|更名|改为|改称|前身|划入|划转|划归|合并|取代|替代|接替|并入|存续|former|replaced|merged|succeeded",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})年?(?!\d)")
_BOUND = "。！？；;!?\n"
_REPORT = re.compile(
    r"(?:根据|据|依据|按照)[^《》。，,;；\n]{0,24}?(?:协会|总局|监会|统计局|公司|机构|部门)[^《》。，,;；\n]{0,8}?(?:19|20)\d{2}年"
    r"(?:度)?(?:的)?(?:统计数据|统计|报告|调研|调查|数据)"
)
_NAMED_REPORT = re.compile(r"(?:国家统计局|行业协会)[^《》。\n]{0,16}发布的(?:数据|统计)")


def authorities(
    text: str, library: Library, resolved: Mapping[int, tuple[Cite, Document | None]], on: date
) -> Iterator[Found]:
    """Bodies that had ended by `on`, named as if they were there."""
    ended = [one for one in library.authorities.values() if one.until is not None and one.until < on]
    names = sorted(((name, one) for one in ended for name in one.names), key=lambda pair: -len(pair[0]))
    if not names:
        return
    known = {name.casefold(): one for name, one in names}
    alive = [name for one in library.authorities.values() if one not in ended for name in one.names]
    words = sorted([*(name for name, _ in names), *alive], key=len, reverse=True)
    pattern = re.compile(
        "|".join(rf"(?<![A-Za-z]){re.escape(w)}(?![A-Za-z])" if w.isascii() else re.escape(w) for w in words)
    )
    taken = [(cite.start, cite.end) for cite, _ in resolved.values()]
    told = -1
    for match in pattern.finditer(text):
        one = known.get(match[0].casefold())
        if one is None or any(start <= match.start() < end for start, end in taken) or match.start() < told:
            continue
        if _is_right(text, match, one, resolved):
            continue
        end = match.end()
        same = re.match(r"\(([A-Z]{4,5})\)", text[end:])
        told = end + (same.end() if same else 0)
        later = library.authorities.get(one.followed_by)
        yield match.start(), told, ("authority ended", (later or one).title, wording.authority(one, later))


def _is_right(
    text: str, match: re.Match[str], one: Authority, resolved: Mapping[int, tuple[Cite, Document | None]]
) -> bool:
    """Is the body named for what it did while it was there?"""
    start = max((text.rfind(mark, 0, match.start()) for mark in _BOUND), default=-1) + 1
    ends = [place for mark in _BOUND if (place := text.find(mark, match.end())) >= 0]
    end = min(ends, default=len(text))
    if text[max(0, match.start() - 2) : match.start()].endswith(("原", "前", "原中国", "时任", "旧")):
        return True
    if re.match(r"(?:令|发|办发|规)?[〔(]?\d{4}", text[match.end() :]) and "号" in text[match.end() : match.end() + 20]:
        return True
    sentence = text[start : match.start()] + text[match.end() : end]
    if re.search(r"撤销|不再保留|组建|更名|改名|前身|划入|划转|划归|合并|取代|替代|接替|并入|已由|整合", sentence):
        return True
    for cite, document in resolved.values():
        if 0 <= cite.start - match.end() <= 24 and not any(c in _BOUND for c in text[match.end() : cite.start]):
            if document is not None and _issued(document, one):
                return True
            if cite.number is not None and cite.number.key is not None and _lived(one, cite.number.key.year):
                return True
            break
    around = _YEAR.findall(
        text[max(start, match.start() - 16) : match.start()] + "," + text[match.end() : min(end, match.end() + 12)]
    )
    return bool(around) and all(_lived(one, int(year)) for year in around)


def _issued(document: Document, one: Authority) -> bool:
    return document.issuer in one.names or (document.key is not None and document.key.issuer == one.code)


def _lived(one: Authority, year: int) -> bool:
    """Was the body there through the whole of the year? Of its last year only a date could tell."""
    return (one.since is None or one.since.year <= year) and one.until is not None and year < one.until.year


def sayings(text: str, library: Library, on: date) -> Iterator[Found]:
    """The patterns of the data set."""
    for saying in library.sayings:
        if not saying.pattern or (saying.since is not None and on < saying.since):
            continue
        for match in re.finditer(saying.pattern, text):
            first = max((text.rfind(mark, 0, match.start()) for mark in _BOUND), default=-1) + 1
            ends = [place for mark in _BOUND if (place := text.find(mark, match.end())) >= 0]
            if saying.unless and re.search(saying.unless, text[first : min(ends, default=len(text))]):
                continue
            yield match.start(), match.end(), (saying.kind, saying.source, saying.mend)


def reports(text: str) -> Iterator[Found]:
    """Figures of a body and a year without the name of the report."""
    for pattern in (_REPORT, _NAMED_REPORT):
        for match in pattern.finditer(text):
            if text[match.end() : match.end() + 1] != "《":
                yield match.start(), match.end(), ("not verifiable", wording.UNTITLED, wording.NO_TITLE)
