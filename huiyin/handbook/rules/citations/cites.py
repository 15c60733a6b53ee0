"""Putting the pieces together: which document is cited, with which articles, for which content."""

import re
from dataclasses import dataclass, replace

from huiyin.handbook.rules.citations import marks
from huiyin.handbook.rules.citations.marks import Mark
from huiyin.handbook.rules.citations.plain import compact
from huiyin.handbook.rules.citations.terms import Library

_BOUND = "。！？；;!?\n"
_CLAIM_BOUND = "。！？!?\n"  # a list of items is one claim
_OPEN = re.compile(r"\([^()《》。\n]{0,24}$|^[,，、:“”\"]?$")
_EDITION = re.compile(
    r"(?<!\d)((?:19|20)\d{2})年?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:修[正订改]|版|文本|公布|通过|施行|制定|颁布|发布|[)])"
)
_HISTORIC = re.compile(
    r"原|旧|已(?:经)?(?:废止|失效|被)|同时废止|曾|当时|彼时|时任|此前|以前|历史|前身|废止的|取代|替代|不再(?:适用|有效|使用)|修订前|修改前"
    r"|former|repealed|replaced|superseded",
    re.IGNORECASE,
)
_NOT_LAW = re.compile(r"条款|合同|保单|约定|附件|本手册|本制度|本公司|协议|章程|须知|说明书")
_SAME = re.compile(r"(?:该|同|上述|前述|此)(?:法|办法|规定|条例|规范|指引|令|解释)(?:的|中)?$")
_LEADS = re.compile(
    r"(?:根据|依据|依照|按照|按|据|依|违反|参照|适用|符合|遵守|遵照|援引|pursuant to|under|according to)$"
)
_STATES = re.compile(
    r"^(?:[第之(][^,，。]{0,12})?[)]?的?(?:有关|相关|明确|现行)?(?:规定|明确|要求|所称|指出|禁止|对|中|,|，|:)"
)
_JOINED = re.compile(
    r"^[)]?(?:等)?(?:、|,|，|和|及|与|以及|并|或|或者|;|；|and)?(?:第[^,，。]{1,24}条)?(?:、|和|及|与|以及|并依据|和依据)?$"
)
_ALIAS = re.compile(
    r"^[^。\n]{0,40}?\((?:以下|下)(?:简|统)?称(?:为)?[:：]?[《“\"'「]{0,2}([^》”\"'」()]{2,30})[》”\"'」]{0,2}\)"
)


@dataclass(frozen=True)
class Cite:
    """One cited document. Spans are places in the plain text; `claim` is what it is cited for."""

    start: int
    end: int
    title: Mark | None = None
    number: Mark | None = None
    standard: Mark | None = None
    articles: Mark | None = None
    name: str = ""  # the compacted title or short name, an alias resolved
    edition: str = ""
    historic: bool = False
    claim: str = ""
    chain: int = 0  # cites that share a claim have the same chain
    alias: bool = False


def cites(text: str, library: Library) -> list[Cite]:
    """Every citation in the plain text, in order."""
    issuers = {name: one.code for one in library.authorities.values() for name in one.names}
    issuers = dict(sorted(issuers.items(), key=lambda pair: -len(pair[0])))
    found = _grouped(text, [*marks.titles(text), *marks.numbers(text, issuers), *marks.standards(text)])
    found = sorted([*found, *_short_names(text, library, found)], key=lambda one: one.start)
    found = _with_articles(text, found)
    return _with_claims(text, _with_context(text, found))


def _grouped(text: str, pieces: list[Mark]) -> list[Cite]:
    """Title, number and standard that stand together are one document."""
    found: list[Cite] = []
    for piece in sorted(pieces, key=lambda one: (one.start, -one.end)):
        last = found[-1] if found else None
        if last is not None and piece.start < last.end:
            continue  # inside a title: the title says it
        slot = piece.kind
        if last is not None and getattr(last, slot) is None and _together(text, last, piece):
            found[-1] = _with(replace(last, end=piece.end), piece)
        else:
            found.append(_with(Cite(piece.start, piece.end), piece))
    named = [replace(one, name=compact(one.title.title) if one.title else "") for one in found]
    return [replace(one, end=_closed(text, one.start, one.end)) for one in named]


def _with(cite: Cite, piece: Mark) -> Cite:
    if piece.kind == "title":
        return replace(cite, title=piece)
    return replace(cite, number=piece) if piece.kind == "number" else replace(cite, standard=piece)


def _closed(text: str, start: int, end: int) -> int:
    """The end with the bracket that the words opened."""
    inside = text[start:end]
    return end + 1 if inside.count("(") > inside.count(")") and text[end : end + 1] == ")" else end


def _together(text: str, last: Cite, piece: Mark) -> bool:
    between = text[last.end : piece.start]
    if piece.kind == "title" and last.title is None:
        return bool(re.match(r"^[)]?(?:印发|发布|公布)?的?[,，:]?$", between))
    return last.title is not None and bool(_OPEN.search(between)) and "《" not in between


def _short_names(text: str, library: Library, taken: list[Cite]) -> list[Cite]:
    """Documents named without 《》: only where an article follows at once (保险法第十六条, PIPL art 57)."""
    names = sorted({name for one in library.documents.values() for name in one.names if len(name) >= 2}, key=len)
    pattern = re.compile("|".join(re.escape(name) for name in reversed(names)), re.IGNORECASE)
    spans = [(one.start, one.end) for one in taken]
    found = []
    for match in pattern.finditer(text):
        if any(start <= match.start() < end for start, end in spans) or not _stands_alone(text, match):
            continue
        follows = re.compile(r"(?:\([^()]{0,20}\))? ?(?:的|中)?").match(text, match.end())
        place = follows.end() if follows else match.end()
        if marks.articles_at(text, place, bare=True) is not None:
            mark = Mark("title", match.start(), match.end(), title=match[0])
            found.append(Cite(match.start(), match.end(), title=mark, name=compact(match[0])))
    return found


def _stands_alone(text: str, match: re.Match[str]) -> bool:
    if not match[0].isascii():
        return True
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    return not (before.isascii() and before.isalnum()) and not (after.isascii() and after.isalnum())


def _with_articles(text: str, found: list[Cite]) -> list[Cite]:
    """Give each list of articles to the document it belongs to; one without is of a contract or of nobody."""
    grown = list(found)
    for mark in marks.articles(text):
        if any(one.start <= mark.start < one.end for one in grown):
            continue
        place = max((i for i, one in enumerate(grown) if one.end <= mark.start), default=None)
        if place is None:
            continue
        one, between = grown[place], text[grown[place].end : mark.start]
        if _SAME.search(between) and between.count("\n") < 2:
            law = next((o for o in reversed(grown[: place + 1]) if o.title is not None and o.standard is None), None)
            if law is not None:
                grown.append(replace(law, start=mark.start, end=mark.end, articles=mark, alias=True))
                grown.sort(key=lambda cite: cite.start)
        elif one.standard is None and _belongs(between):
            if one.articles is None:
                grown[place] = replace(one, end=mark.end, articles=mark)
            elif len(between) <= 16:  # 《…》第十条……、第十三条
                joined = replace(one.articles, articles=(*one.articles.articles, *mark.articles))
                grown[place] = replace(one, end=mark.end, articles=joined)
    bare = []
    for one in grown:  # 《…》41条
        mark_at = marks.articles_at(text, one.end, bare=True) if one.articles is None and one.title else None
        bare.append(replace(one, end=mark_at.end, articles=mark_at) if mark_at is not None else one)
    return bare


def _belongs(between: str) -> bool:
    if any(char in _BOUND for char in between) or len(between) > 30 or _NOT_LAW.search(between):
        return False
    outside = re.sub(r"\([^()]*\)|第[^章节编条]{1,5}[章节编]", "", between)
    return len(outside) <= 10 and "》" not in outside and not re.search(r"\d{2,}", outside)


def _with_context(text: str, found: list[Cite]) -> list[Cite]:
    """Aliases (以下简称《办法》), editions (2016年修订) and words that speak of the past."""
    known: dict[str, Cite] = {}
    grown: list[Cite] = []
    for one in found:
        start, end = _sentence(text, one.start, one.end)
        around = text[max(start, one.start - 12) : one.start] + "\0" + text[one.start : min(end, one.end + 24)]
        head = around.partition("\0")[0][-8:]
        tail = text[one.title.end if one.title else one.end : min(end, one.end + 24)]
        within = one.title.title[-14:] + ")" if one.title else ""
        dated = _EDITION.search(within) or _EDITION.search(tail[:24]) or _EDITION.search(around.partition("\0")[0])
        old = known.get(one.name) if one.title is not None and one.number is None else None
        if old is not None:
            one = replace(one, name=old.name, number=old.number, alias=True)
        historic = bool(
            _HISTORIC.search(head) or re.search(r"^[^,，。]{0,10}(?:废止|失效|repealed)|同时废止", text[one.end : end])
        )
        one = replace(one, edition=dated[1] if dated else "", historic=historic)
        if one.title is not None and (named := _ALIAS.match(text[one.end : one.end + 80])):
            known[compact(named[1])] = one
        if one.title is not None and re.search(
            r"(?:以下|下)(?:简|统)?称(?:为)?[:：]?[“\"'「]?$", text[: one.start][-8:]
        ):
            law = next((o for o in reversed(grown) if o.title is not None), None)
            if law is not None:
                known[one.name] = law
                one = replace(one, name=law.name, number=law.number, alias=True)
        grown.append(one)
    return grown


def _sentence(text: str, start: int, end: int, bounds: str = _BOUND) -> tuple[int, int]:
    first = max((text.rfind(mark, 0, start) for mark in bounds), default=-1) + 1
    after = [place for mark in bounds if (place := text.find(mark, end)) >= 0]
    return first, min(after, default=len(text))


def _with_claims(text: str, found: list[Cite]) -> list[Cite]:
    """What each citation is given for: the words after it, before it, or both, up to the next one."""
    grown: list[Cite] = []
    chain = 0
    for place, one in enumerate(found):
        start, end = _sentence(text, one.start, one.end, _CLAIM_BOUND)
        last = found[place - 1].end if place else 0
        joined = place > 0 and last >= start and bool(_JOINED.match(text[last : one.start]))
        chain += 0 if joined else 1
        reach, after = one.end, place + 1
        while after < len(found) and found[after].start < end and _JOINED.match(text[reach : found[after].start]):
            reach, after = found[after].end, after + 1
        stop = found[after].start if after < len(found) and found[after].start < end else end
        forward, backward = text[reach:stop], text[max(start, last) : one.start]
        opened = text[: one.start].rfind("(", start) > text[: one.start].rfind(")", start)
        if opened:
            claim = backward.lstrip(")，,、")
        elif _LEADS.search(text[max(start, one.start - 16) : one.start]) or _STATES.match(forward) or joined:
            claim = forward
        else:
            claim = backward + "\n" + forward
        grown.append(replace(one, claim=claim.casefold(), chain=chain))
    return grown
