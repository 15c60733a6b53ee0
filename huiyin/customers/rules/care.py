"""Who needs special care. Pure."""

from datetime import date

from huiyin.customers.rules.certificates import born_on

ELDERLY_FROM = 60  # 令2022-8 art 18
ADULT_FROM = 18


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
