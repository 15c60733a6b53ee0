"""Masks for the screen. A masked value looks masked: 138****5678."""

import re
from collections.abc import Iterable

# Numbers inside running text: mobile, landline, identity number, bank card; e-mail addresses.
_ID = re.compile(r"(?<![0-9A-Za-z])(\d{6})(?:\d{8})(\d{3}[\dXx])(?![0-9A-Za-z])")
_MOBILE = re.compile(r"(?<!\d)(1[3-9]\d)[ -]?(\d{4})[ -]?(\d{4})(?!\d)")
_CARD = re.compile(r"(?<!\d)(\d{4})\d{8,11}(\d{4})(?!\d)")
_MAIL = re.compile(r"([A-Za-z0-9._%+-]{1,64})@([A-Za-z0-9.-]+\.[A-Za-z]{2,})")
_PERSONAL = re.compile("|".join(f"(?:{p.pattern})" for p in (_ID, _MOBILE, _CARD, _MAIL)))


def name(value: str) -> str:
    """张三 → 张*, 欧阳娜娜 → 欧***, John Smith → J***: never more than three stars, so that length tells nothing."""
    return value[:1] + "*" * min(len(value) - 1, 3) if value else ""


def phone(value: str) -> str:
    """13812345678 → 138****5678; shorter numbers keep their last two digits."""
    digits = re.sub(r"\D", "", value)
    if len(digits) >= 11:
        return f"{digits[:-8]}****{digits[-4:]}"
    return "*" * max(len(digits) - 2, 0) + digits[-2:] if digits else ""


def number(value: str) -> str:
    """A certificate or account number: first three and last two characters stay."""
    return value[:3] + "*" * (len(value) - 5) + value[-2:] if len(value) > 6 else "*" * len(value)


def email(value: str) -> str:
    """li@example.com → l*@example.com."""
    local, _, domain = value.partition("@")
    return f"{local[:1]}{'*' * max(len(local) - 1, 1)}@{domain}" if domain else "*" * len(value)


def address(value: str) -> str:
    """The first six characters (province and city) stay."""
    return value[:6] + "*" * min(max(len(value) - 6, 0), 8)


def words(said: str, names: Iterable[str]) -> str:
    """A text in which people whose names are known are masked too."""
    for one in sorted(filter(None, names), key=len, reverse=True):
        said = said.replace(one, name(one)) if len(one) > 1 else said
    return text(said)


def text(value: str) -> str:
    """Running text with personal numbers and e-mail addresses masked."""
    value = _ID.sub(lambda m: f"{m[1]}********{m[2]}", value)
    value = _MOBILE.sub(lambda m: f"{m[1]}****{m[3]}", value)
    value = _CARD.sub(lambda m: f"{m[1]} **** {m[2]}", value)
    return _MAIL.sub(lambda m: email(m[0]), value)


def hidden(value: str) -> list[str]:
    """What `text` masks in running text: each number and address once, in order."""
    return list(dict.fromkeys(found[0] for found in _PERSONAL.finditer(value)))


def without_personal_numbers(value: str) -> str:
    """Running text with personal numbers and addresses cut out: what the search vector may see."""
    return _PERSONAL.sub(" ", value)
