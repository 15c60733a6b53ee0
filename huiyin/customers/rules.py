"""What a certificate number tells, and who needs special care. Pure."""

from datetime import date

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
ELDERLY_FROM = 60  # 令2022-8 art 18
ADULT_FROM = 18


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


def age_on(born: date, day: date) -> int:
    """Full years of age on `day` (周岁), reached on the birthday; born on 29 February: on 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def care_needed(*, certificate_no: str, born: date | None, told: frozenset[str], day: date) -> frozenset[str]:
    """Codes of the taxonomy's vulnerability axis: what was told plus what the age on `day` says.

    Changes handling, never lowers it. A birth date in the future or more than 130 years ago tells nothing.
    """
    birth = born or born_on(certificate_no)
    if birth is None:
        return told
    age = age_on(birth, day)
    if not 0 <= age <= 130:
        return told
    by_age = {"elderly"} if age >= ELDERLY_FROM else {"minor"} if age < ADULT_FROM else set()
    return told | by_age
