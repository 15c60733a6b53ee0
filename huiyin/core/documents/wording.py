"""How dates, times and sums are written in letters. Pure; the language is given, not taken from the request."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Literal

from huiyin.core.numerals import chinese
from huiyin.core.time import SHANGHAI
from huiyin.core.wording import ends_at_midnight

Lang = Literal["zh", "en"]

_NUMERALS = "〇一二三四五六七八九"
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_FIGURES = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")
_CENT = Decimal("0.01")
MOST = Decimal(10) ** 16


def day_text(day: date, lang: Lang) -> str:
    """2026年11月22日; 22 November 2026."""
    if lang == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def formal_day_text(day: date, lang: Lang) -> str:
    """The date beside a seal: 二〇二六年十一月二十二日; 22 November 2026."""
    if lang == "en":
        return day_text(day, lang)
    year = "".join(_NUMERALS[int(figure)] for figure in f"{day.year:04d}")
    return f"{year}年{chinese(day.month)}月{chinese(day.day)}日"


def moment_text(at: datetime, lang: Lang) -> str:
    """A point in time as it happened, Shanghai time: 2026年11月22日 09:30; 22 November 2026, 09:30."""
    local = at.astimezone(SHANGHAI)
    joint = " " if lang == "zh" else ", "
    return f"{day_text(local.date(), lang)}{joint}{local:%H:%M}"


def limit_text(due_at: datetime, lang: Lang) -> str:
    """The end of a limit whose first instant after it is `due_at`, Shanghai time.

    A limit of whole days includes its last day until 24:00: 2026年2月15日24时; 15 February 2026, 24:00.
    """
    if not ends_at_midnight(due_at):
        return moment_text(due_at, lang)
    last = due_at.astimezone(SHANGHAI).date() - timedelta(days=1)
    return f"{day_text(last, lang)}24时" if lang == "zh" else f"{day_text(last, lang)}, 24:00"


def money_text(amount: Decimal, lang: Lang) -> str:
    """A sum in yuan: 人民币12,345.60元（大写：壹万贰仟叁佰肆拾伍元陆角整）; CNY 12,345.60."""
    if lang == "en":
        return f"CNY {amount:,.2f}"
    return f"人民币{amount:,.2f}元（大写：{capitals(amount)}）"


def capitals(amount: Decimal) -> str:
    """A sum of yuan in the numerals of cheques, which cannot be altered by a stroke: 1005.20 → 壹仟零伍元贰角整.

    Raises ValueError for a negative sum, a fraction of a fen, or 10^16 yuan and more.
    """
    if not amount.is_finite() or amount < 0 or amount >= MOST or amount != amount.quantize(_CENT):
        raise ValueError(f"no sum of money in yuan and fen: {amount}")
    fen_total = int(amount * 100)
    yuan, jiao, fen = fen_total // 100, fen_total // 10 % 10, fen_total % 10
    words = f"{_whole(yuan)}元" if yuan else ""
    if not jiao and not fen:
        return f"{words or '零元'}整"
    if jiao:
        words += f"{_FIGURES[jiao]}角"
    elif yuan:
        words += "零"
    return words + (f"{_FIGURES[fen]}分" if fen else "整")


def _whole(number: int) -> str:
    """A positive whole number below 10^16 in the numerals of cheques."""
    words, gap = "", False
    for place in range(3, -1, -1):
        group = number // 10 ** (4 * place) % 10_000
        if not group:
            gap = bool(words)
            continue
        # Above the last group 亿 already stands in 万亿, unless the 亿 group itself is empty.
        unit = _GROUPS[place] if not (place == 3 and number // 10**8 % 10_000) else "万"
        zero = "零" if words and (gap or group < 1000) else ""
        words += f"{zero}{_group(group)}{unit}"
        gap = False
    return words


def _group(number: int) -> str:
    """1 to 9999 in the numerals of cheques, zeros inside spoken once and at the end not at all."""
    words, gap = "", False
    for place in range(3, -1, -1):
        figure = number // 10**place % 10
        if not figure:
            gap = bool(words)
            continue
        words += ("零" if gap else "") + _FIGURES[figure] + _PLACES[place]
        gap = False
    return words
