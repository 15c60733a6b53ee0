"""Words by which somebody commits the house to do something by a time: found in messages and letters, in Chinese and
English. Pure; it proposes and never decides: what is no commitment may be found, and what is one may be missed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from huiyin.core import numerals

Unit = Literal["hours", "days", "working_days", "weeks"]

_NUMBER = r"(?P<n>\d{1,3}|[一二两三四五六七八九十]{1,3})"
_UNIT_ZH = r"(?P<unit>个?工作日|个?小时|个?钟头|个?自然日|日|天|周|个?星期)"
_SPAN_ZH = re.compile(rf"{_NUMBER}\s*{_UNIT_ZH}\s*(?:之内|以内|内)")
_DAY_ZH = re.compile(r"(?:(?P<y>20\d\d)年)?(?P<m>1[0-2]|0?[1-9])月(?P<d>3[01]|[12]\d|0?[1-9])[日号]")
_SOON_ZH = re.compile(
    r"今天|今日|今晚|明天|明日|后天|本周|这周|下周[一二三四五六日天]?|周[一二三四五六日天]|星期[一二三四五六日天]|月底|尽快|尽早|第一时间|马上|立即"
)
_RELATIVE_ZH = {"今天": 0, "今日": 0, "今晚": 0, "明天": 1, "明日": 1, "后天": 2}
# Somebody of the house will do something …
_WILL_ZH = re.compile(
    r"(?:我们|我司|本公司|我公司|我|公司|客服|专员|工作人员|同事|理赔部门?|财务|赔款|款项|退款|结果)?[^。！？!?；;\n，,]{0,24}?"
    r"(?:将会|将|会|一定|保证|承诺|答应|争取|预计)"
)
_DO_ZH = re.compile(
    r"回电|回访|联系|致电|打电话|答复|回复|告知|通知|支付|付款|打款|到账|退还|退款|赔付|寄出|寄送|寄给|办理|处理完|完成|给您|反馈|说明|上门|补发|更正|安排|跟进"
)
# … but not: what the customer will do, what has been done, what is asked, what is refused.
_NOT_ZH = re.compile(
    r"请您(?!放心|耐心|等候|稍等)|麻烦您|您(?:需|应|可以?|须|若|如)|不会|不能|无法|无须|是否|吗$|如果您|若您|(?:已经?|曾)(?:于|在|向|为|将|把|给|通|完|支|联)|逾期"
)
_SENTENCE_ZH = re.compile(r"[^。！？!?；;\n]+")

_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "a": 1, "an": 1,
}  # fmt: skip
_SPAN_EN = re.compile(
    r"\b(?:with)?in\s+(?:the\s+next\s+)?(?P<n>\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|an?)\s+"
    r"(?P<unit>working\s+days?|business\s+days?|days?|hours?|weeks?)\b",
    re.I,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_EN = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DAY_EN = re.compile(
    rf"\b(?:by|on|before|until)\s+(?:the\s+)?(?:(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH_EN}"
    rf"|{_MONTH_EN.replace('month', 'month2')}\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?)(?:,?\s+(?P<y>20\d\d))?",
    re.I,
)
_SOON_EN = re.compile(
    r"\b(?:by|on|before|this|next|until)\s+(?:next\s+|this\s+)?"
    r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|week|tomorrow|tonight|today|the end of)\b"
    r"|\b(?:today|tomorrow|tonight|as soon as possible|shortly|right away|immediately)\b",
    re.I,
)
_RELATIVE_EN = {"today": 0, "tonight": 0, "tomorrow": 1}
_WILL_EN = re.compile(
    r"\b(?:(?:we|i)(?:'ll|\s+will|\s+shall|\s+promise|\s+undertake|\s+commit|\s+are\s+going\s+to|\s+am\s+going\s+to)"
    r"|(?:our|the)\s+[a-z ]{2,40}?\s+will|will\s+be\s+(?:paid|refunded|sent|returned|transferred|called|done|corrected)"
    r"|you\s+will\s+(?:hear|receive|get|be\s+(?:paid|refunded|called|told)))\b",
    re.I,
)
_NOT_EN = re.compile(
    r"\b(?:will|shall|can)\s+not\b|\bwon't\b|\bif\s+you\b|\bplease\b|\bwhether\b|\bwould\b|\?$|\byou\s+will\s+need\b",
    re.I,
)
_SENTENCE_EN = re.compile(r"(?:[^.!?;\n]|\.(?=\S))+[!?]?")


@dataclass(frozen=True)
class Commitment:
    """One sentence that commits: its words, where it stands, and by when as far as it says so."""

    quote: str
    start: int
    number: int | None = None
    unit: Unit | None = None
    day: date | None = None


def find(text: str, today: date) -> list[Commitment]:
    """The sentences of `text` that commit the house, in order. `today` makes days of "tomorrow" and "8 March"."""
    return list(_find(text, today))


def _find(text: str, today: date) -> Iterator[Commitment]:
    is_chinese = any("\u4e00" <= char <= "\u9fff" for char in text)
    for match in (_SENTENCE_ZH if is_chinese else _SENTENCE_EN).finditer(text):
        sentence, start = match.group(), match.start()
        tail = text[match.end() : match.end() + 1]
        quote = sentence.strip()
        asked = quote + ("?" if tail in "?？" and tail else "")
        found = _chinese(asked, today) if is_chinese else _english(asked, today)
        if found is not None:
            number, unit, day = found
            yield Commitment(quote, start + len(sentence) - len(sentence.lstrip()), number, unit, day)


Time = tuple[int | None, Unit | None, date | None]


def _chinese(sentence: str, today: date) -> Time | None:
    if _NOT_ZH.search(sentence) or sentence.endswith("?") or not _DO_ZH.search(sentence):
        return None
    time = _time_zh(sentence, today)
    if time is None or not (
        _WILL_ZH.search(sentence) or re.search(r"[内前](?:给|向|与|和|为)?您?.{0,6}(?:回|答|联|付|到账)", sentence)
    ):
        return None
    return time


def _time_zh(sentence: str, today: date) -> Time | None:
    if found := _SPAN_ZH.search(sentence):
        unit = found["unit"].removeprefix("个")
        units: dict[str, Unit] = {
            "工作日": "working_days",
            "小时": "hours",
            "钟头": "hours",
            "周": "weeks",
            "星期": "weeks",
        }
        return _amount(found["n"]), units.get(unit, "days"), None
    if found := _DAY_ZH.search(sentence):
        return None, None, _day(found["y"], int(found["m"]), int(found["d"]), today)
    if found := _SOON_ZH.search(sentence):
        ahead = _RELATIVE_ZH.get(found.group())
        return None, None, None if ahead is None else today + timedelta(days=ahead)
    return None


def _english(sentence: str, today: date) -> Time | None:
    if _NOT_EN.search(sentence) or not _WILL_EN.search(sentence):
        return None
    if found := _SPAN_EN.search(sentence):
        word, unit = found["n"].lower(), " ".join(found["unit"].lower().split())
        units: dict[str, Unit] = {"h": "hours", "w": "weeks", "d": "days"}
        kind: Unit = "working_days" if unit.startswith(("working", "business")) else units[unit[0]]
        return int(word) if word.isdigit() else _WORDS[word], kind, None
    if found := _DAY_EN.search(sentence):
        month, number = found["month"] or found["month2"], found["d"] or found["d2"]
        return None, None, _day(found["y"], _MONTHS.index(month.lower()[:3]) + 1, int(number), today)
    if found := _SOON_EN.search(sentence):
        ahead = next((days for word, days in _RELATIVE_EN.items() if word in found.group().lower()), None)
        return None, None, None if ahead is None else today + timedelta(days=ahead)
    return None


def _day(year: str | None, month: int, number: int, today: date) -> date | None:
    """The day named; without a year the next one from today. None for a day that does not exist."""
    for candidate in (int(year),) if year else (today.year, today.year + 1):
        try:
            found = date(candidate, month, number)
        except ValueError:
            continue
        if year or found >= today:
            return found
    return None


def _amount(word: str) -> int | None:
    """A number up to 99 in digits or Chinese; of 三五 (three to five) the longer time."""
    return numerals.number(word if word.isdigit() or "十" in word else word[-1])
