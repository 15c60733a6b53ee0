"""The number of a case: `TS` + date + seven digits + check digit, so that a mistyped number is told from an unknown
one.
"""

import re
from datetime import date

PREFIX = "TS"
_SHAPE = re.compile(r"TS\d{14}")


def check_digit(digits: str) -> str:
    """ISO 7064 MOD 11,10 over decimal digits: finds every single wrong digit and nearly every swap of neighbours."""
    product = 10
    for digit in digits:
        product = (int(digit) + product) % 10 or 10
        product = product * 2 % 11
    return str((11 - product) % 10)


def number(day: date, sequence: int) -> str:
    """The case number for the `sequence`-th case (1 … 9,999,999, cycling) registered on `day`: `TS26112200000015`."""
    digits = f"{day:%y%m%d}{sequence:07d}"
    return f"{PREFIX}{digits}{check_digit(digits)}"


def tidy(text: str) -> str:
    """What a person typed, as a number would be written: capitals, without spaces and hyphens; digits alone get the
    prefix.
    """
    compact = re.sub(r"[\s\-–—]", "", text).upper()
    return PREFIX + compact if re.fullmatch(r"\d{14}", compact) else compact


def is_number(text: str) -> bool:
    """Has `text` the form of a case number, with a check digit that fits?"""
    return bool(_SHAPE.fullmatch(text)) and check_digit(text[2:-1]) == text[-1]
