"""Blind indexes of personal values: one place that says how each kind is spelled before it is fingerprinted.

Each function gives "" for an empty value, so that empty values never find each other (queries leave "" out).
"""

import re
from functools import lru_cache

from huiyin.core import crypto

_WIDE = {0xFF0B: "+", **{0xFF10 + i: str(i) for i in range(10)}}
_CHINA = re.compile(r"^(?:\+|00)?86(?=1\d{10}$)")


def name(value: str) -> str:
    """Of the whole name; spaces, dots between the parts of a name, width and case do not matter."""
    return _of("name", value)


def name_pairs(value: str) -> list[str]:
    """Of each two neighbouring characters of a name: any part of two characters or more finds it."""
    return crypto.blind_pairs("name", value)


def phone(value: str) -> str:
    """Of a phone number by its digits; the country code of a mainland mobile does not matter."""
    digits = phone_digits(value)
    return crypto.blind("phone", digits) if digits else ""


def phone_digits(value: str) -> str:
    """The digits of a phone number, a mainland mobile without its country code."""
    if value.isascii() and value.isdigit() and not value.startswith(("86", "0086")):
        return value
    return re.sub(r"\D", "", _CHINA.sub("", re.sub(r"[^\d+]", "", _plain_width(value))))


def certificate(value: str) -> str:
    """Of a certificate number; case, spaces and hyphens do not matter."""
    return _of("certificate", value)


def email(value: str) -> str:
    """Of an e-mail address; case does not matter."""
    # Signs do not count in a fingerprint; spelled out they do, so that a.b@c.cn and ab@c.cn differ.
    spelled = value.strip().casefold().replace("@", " at ").replace(".", " dot ")
    return crypto.blind("email", spelled) if spelled else ""


def openid(account: str, value: str) -> str:
    """Of the id that WeChat has given a person for one account; each sign and its case counts."""
    spelled = f"{account} {value}".encode().hex()
    return crypto.blind_plain("openid", spelled) if value else ""


def _of(purpose: str, value: str) -> str:
    plain = crypto.normal(value)
    return crypto.blind_plain(purpose, plain) if plain else ""


def _plain_width(value: str) -> str:
    """Full-width digits and signs as plain ones."""
    return value if value.isascii() else value.translate(_WIDE)


def name_tokens(value: str) -> set[str]:
    """What the search vector holds of a name: =n + the whole, =m + each pair. The sign keeps fingerprints apart from
    words, so that the beginning of a word never finds one."""
    whole = name(value)
    return {f"=n{whole}", *(f"=m{pair}" for pair in name_pairs(value))} if whole else set()


def number_tokens(*, phone_no: str = "", certificate_no: str = "", email_address: str = "") -> set[str]:
    """What the search vector holds of a person's numbers: =p + phone, =c + certificate, =e + e-mail."""
    found = {"=p": phone(phone_no), "=c": certificate(certificate_no), "=e": email(email_address)}
    return {f"{kind}{value}" for kind, value in found.items() if value}


@lru_cache(maxsize=50_000)
def file_token(token: str) -> str:
    """What the search vector of a file holds of a word or pair of its name or text: files are encrypted, so are these.
    48 bits: one in some millions of searches meets a stranger's."""
    return f"=f{crypto.blind('file', token)[:12]}"
