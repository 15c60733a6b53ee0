"""Text of a cell → value of a field. Nothing is guessed: what does not fit is `Unfit`, with a sentence."""

import re
from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from huiyin.catalog.rules import fold
from huiyin.complaints.imports.fields import FieldType
from huiyin.complaints.imports.mapping import Source

# Orders of day and month that cannot be mistaken; anything else needs `formats` in the mapping.
PLAIN_FORMATS = (
    "%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M",
    "%Y.%m.%d", "%Y%m%d", "%Y年%m月%d日", "%Y年%m月%d日 %H:%M:%S", "%Y年%m月%d日 %H:%M", "%Y年%m月%d日%H时%M分",
)  # fmt: skip
EARLIEST_YEAR = 1950
NOTHING = frozenset({"无", "没有", "暂无", "不详", "未知", "-", "--", "—", "/", "n/a", "na", "none", "null", "nil"})
_MONEY = re.compile(r"(?:[¥￥$]|CNY|RMB|USD)?\s*(-?(?:\d+|\d{1,3}(?:[,，]\d{3})+)(?:\.\d+)?)\s*(?:元|圆)?")
_EXPONENT = re.compile(r"\d(?:\.\d+)?[eE]\+?\d+")
_MAIL = re.compile(r"[^@\s]{1,64}@[^@\s]+\.[^@\s.]{2,}")

Value = str | datetime | Decimal


class Unfit(ValueError):  # noqa: N818 - the reason for which a row is turned back
    """A value that its field cannot take; the message is for the person who mends the row."""


def convert(name: str, kind: FieldType, source: Source, text: str, codes: frozenset[str], zone: str) -> Value | None:
    """The value of field `name` for `text` (already trimmed); None when there is none. Raises Unfit."""
    if kind.kind == "code":
        return code(source, text, codes)
    if not text:
        return None
    if kind.kind == "instant":
        return instant(text, source.formats, zone)
    if kind.kind == "money":
        return money(text)
    if kind.kind == "personal":
        return personal(name, text, kind.limit)
    if len(text) > kind.limit and kind.kind == "text":
        raise Unfit(_("“%(text)s…” is longer than %(limit)d characters") % {"text": text[:20], "limit": kind.limit})
    if name == "policy_number" and _EXPONENT.fullmatch(text):
        raise Unfit(_scientific(text))
    return text


def code(source: Source, text: str, codes: frozenset[str]) -> str | None:
    """The code for a word of the file, by the mapping's `values`, or the word itself when it is a code."""
    if source.const:
        return source.const
    for part in text.split(source.split) if source.split else [text]:
        word = fold(part)
        if word in source.values:
            return source.values[word] or None
        if part.strip() in codes:
            return part.strip()
    if source.otherwise == "empty" or not text:
        return None
    raise Unfit(_("“%s” is not a value that the mapping knows") % text[:60])


@lru_cache(maxsize=16_384)
def instant(text: str, formats: tuple[str, ...], zone: str) -> datetime:
    """A date (00:00 in `zone`) or a time; with an offset of its own when it has one. Always aware, in UTC."""
    parsed = _parsed(text, formats)
    if parsed is None:
        raise Unfit(_("“%s” is not a date that the mapping knows") % text[:40])
    if parsed.year < EARLIEST_YEAR:
        raise Unfit(_("“%s” lies too far in the past") % text[:40])
    if parsed.tzinfo is None:
        parsed = parsed.replace(tzinfo=ZoneInfo(zone))
    return parsed.astimezone(UTC)


def _parsed(text: str, formats: tuple[str, ...]) -> datetime | None:
    if not formats:  # most files write it so, and this is forty times as quick
        with suppress(ValueError):
            return datetime.fromisoformat(text)
    for pattern in formats or PLAIN_FORMATS:
        with suppress(ValueError):
            return datetime.strptime(text, pattern)  # noqa: DTZ007 - the zone is added by the caller
    return None


def money(text: str) -> Decimal:
    """An amount of at most two decimals, zero or more; thousands separators and a currency sign are allowed."""
    found = _MONEY.fullmatch(text)
    try:
        amount = Decimal(re.sub("[,，]", "", found[1])) if found else None
    except InvalidOperation:
        amount = None
    if amount is None:
        raise Unfit(_("“%s” is not an amount of money") % text[:40])
    if amount < 0:
        raise Unfit(_("the amount %s is negative") % text[:40])
    if amount != amount.quantize(Decimal("0.01")):
        raise Unfit(_("the amount %s has more than two decimals") % text[:40])
    if amount >= Decimal(10) ** 12:
        raise Unfit(_("the amount %s is too large") % text[:40])
    return amount.quantize(Decimal("0.01"))


def personal(name: str, text: str, limit: int) -> str | None:
    """A name, number or address as given; words that say “none” count as empty. The value is never quoted back."""
    if text.casefold() in NOTHING:
        return None
    if len(text) > limit:
        raise Unfit(_("the value is longer than %d characters") % limit)
    if name in ("phone", "id_number") and _EXPONENT.fullmatch(text):
        raise Unfit(_scientific(""))
    if name == "email" and not _MAIL.fullmatch(text):
        raise Unfit(_("this is not an e-mail address"))
    return text


def _scientific(text: str) -> str:
    return _("the spreadsheet has turned the number into %s: format the column as text and fill it in again") % (
        text or _("scientific notation")
    )


def combine(kind: FieldType, values: list[Value], rows: int) -> Value | None:
    """One value for the `rows` rows of a case. Raises Unfit when the rows of one case contradict each other."""
    different = list(dict.fromkeys(values))
    if kind.combine == "all":  # how a case ended holds only when all its rows say so
        return different[0] if len(different) == 1 and len(values) == rows else None
    if len(different) <= 1:
        return different[0] if different else None
    if kind.combine == "first":
        return different[0]
    if kind.combine == "joined":
        return "\n\n".join(str(value) for value in different)
    if kind.combine == "verdict":
        return _verdict({str(value) for value in different})
    raise Unfit(_("the rows of this case contradict each other"))


def _verdict(found: set[str]) -> str:
    """Part of a complaint upheld and part not is partly upheld; a settlement beside a finding leaves the finding."""
    findings = found - {"settled", "no_finding"}
    if len(findings) > 1:
        return "partly"
    return findings.pop() if findings else "settled"
