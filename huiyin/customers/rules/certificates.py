"""What a certificate number tells. Pure."""

from datetime import date

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


def is_id_card(number: str) -> bool:
    """Is this an 18-digit resident identity number whose check digit (GB 11643) and birth date fit?"""
    number = number.strip().upper()
    if len(number) != 18 or not (number[:17].isascii() and number[:17].isdigit()):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return _CHECKS[total % 11] == number[17] and _birth(number) is not None


def born_on(certificate_no: str) -> date | None:
    """The birth date inside a valid resident identity number; None for every other certificate."""
    number = certificate_no.strip().upper()
    return _birth(number) if is_id_card(number) else None


def _birth(number: str) -> date | None:
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
