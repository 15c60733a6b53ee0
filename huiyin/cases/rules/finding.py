"""The language of the search box: words, and filters such as `状态:已受理`, `owner:me`, `保单:"P2025 8899"`.

Pure: it says what was typed; what the values mean, the desk says.
"""

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

# A filter and the names it goes by, the Chinese one that is shown first, then the English one.
NAMES: Mapping[str, tuple[str, ...]] = {
    "number": ("号", "no", "编号", "案号", "number"),
    "kind": ("种类", "kind", "性质"),
    "state": ("状态", "state", "status"),
    "owner": ("负责人", "owner", "经办", "经办人"),
    "unit": ("机构", "unit", "部门"),
    "code": ("类别", "class", "分类", "原因"),
    "severity": ("等级", "severity", "级别", "level"),
    "channel": ("渠道", "channel"),
    "line": ("险种", "line"),
    "flag": ("标记", "flag"),
    "policy": ("保单", "policy", "保单号"),
    "customer": ("客户", "customer", "姓名", "电话", "证件", "name", "phone"),
    "received": ("收到", "received", "日期", "date"),
    "due": ("期限", "due", "时限"),
    "is": ("是", "is"),
    "file": ("附件", "file", "文件"),
}
_KEYS = {name: key for key, names in NAMES.items() for name in names}
_TERM = re.compile(r"(?<!\S)([^\s:：\"“”]{1,10})[:：]\s?(?:\"([^\"]*)\"|“([^”]*)”|(\S*))")


@dataclass(frozen=True)
class Term:
    """One filter: `key` of NAMES, the value as meant, and the stretch of text it was typed as."""

    key: str
    value: str
    typed: str


@dataclass(frozen=True)
class Box:
    """What was typed: the words outside filters, and the filters in order."""

    words: str
    terms: tuple[Term, ...] = ()

    def without(self, term: Term) -> str:
        """The text with one filter taken out."""
        return " ".join(filter(None, [self.words, *(one.typed for one in self.terms if one is not term)]))

    def with_term(self, key: str, value: str, language: str) -> str:
        """The text with a filter set, in the place of those of the same kind."""
        kept = [one.typed for one in self.terms if one.key != key]
        return " ".join(filter(None, [self.words, *kept, written(key, value, language)]))

    def values(self, key: str) -> list[str]:
        """The values given for a filter."""
        return [term.value for term in self.terms if term.key == key]


def parse(text: str) -> Box:
    """What was typed, in parts. What looks like a filter but bears no known name is a word like others."""
    terms: list[Term] = []

    def take(match: re.Match[str]) -> str:
        key = _KEYS.get(match[1].casefold())
        if key is None:
            return match[0]
        value = next((one for one in match.groups()[1:] if one is not None), "").strip()
        terms.append(Term(key, value, match[0].strip()))
        return " "

    return Box(" ".join(_TERM.sub(take, text).split()), tuple(terms))


def written(key: str, value: str, language: str) -> str:
    """A filter as one would type it in that language."""
    name = NAMES[key][0 if language.startswith("zh") else 1]
    return f'{name}:"{value}"' if re.search(r"\s", value) else f"{name}:{value}"


def alternatives(value: str) -> list[str]:
    """The values that are given as one, each of which will do: `已受理,调查中`."""
    return [one.strip() for one in re.split(r"[,，、|]", value) if one.strip()]


_WORDS_FOR_DAYS = {"今天": 0, "today": 0, "昨天": 1, "yesterday": 1}
_LAST = re.compile(r"(?:近|最近|last)?\s?(\d{1,3})\s?(天|日|d|days?|周|w|weeks?|个?月|m|months?)(?:内)?")
_LENGTHS = {"天": 1, "日": 1, "d": 1, "周": 7, "w": 7, "月": 30, "个": 30, "m": 30}
_DATE = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?)?)?[月年]?")


def days(value: str, today: date) -> tuple[date | None, date | None] | None:
    """The first and last day (both included) that a value means: `2026-03-02`, `2026-03`, `2026年3月`,
    `2026-01..2026-03`, `>2026-03-01`, `<2026-03-01`, `今天`, `7天`, `last 7 days`. None when it means none."""
    value = value.strip().casefold()
    if value in _WORDS_FOR_DAYS:
        day = today - timedelta(days=_WORDS_FOR_DAYS[value])
        return day, day
    if found := _LAST.fullmatch(value):
        return today - timedelta(days=int(found[1]) * _LENGTHS[found[2][0]] - 1), today
    if value[:1] in "<>" and (span := _span(value.lstrip("<>=").strip())):
        is_equal = value[1:2] == "="
        if value[0] == ">":
            return (span[0] if is_equal else span[1] + timedelta(days=1)), None
        return None, (span[1] if is_equal else span[0] - timedelta(days=1))
    first, _dots, last = value.partition("..")
    if _dots:
        begin, end = _span(first), _span(last)
        fits = (begin or not first) and (end or not last) and (begin or end)
        if not fits or (begin and end and begin[0] > end[1]):
            return None
        return begin and begin[0], end and end[1]
    return _span(value)


def _span(value: str) -> tuple[date, date] | None:
    found = _DATE.fullmatch(value.strip())
    if found is None:
        return None
    year, month, day = (int(part) if part else 0 for part in found.groups())
    if not 1900 <= year <= 2200:
        return None
    try:
        if day:
            return date(year, month, day), date(year, month, day)
        if month:
            return date(year, month, 1), date(year, month, monthrange(year, month)[1])
        return date(year, 1, 1), date(year, 12, 31)
    except ValueError:
        return None
