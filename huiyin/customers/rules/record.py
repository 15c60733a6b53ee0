"""The details of a customer: which there are, what is wrong with a value, and which count as sure. Pure."""

import re
from collections.abc import Mapping
from datetime import date

from huiyin.customers.rules.certificates import is_id_card

DETAILS = ("name", "certificate_kind", "certificate_no", "phone", "email", "address", "born_on")
REVEALED = ("name", "certificate_no", "phone", "email", "address", "born_on")
LONGEST = 300
# Care that is told of somebody; elderly and minor follow from the birth date.
TOLD = ("disabled", "ill", "hardship")
BY_AGE = frozenset({"elderly", "minor"})
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def wrong_detail(name: str, value: str, *, certificate_kind: str, day: date) -> str:
    """What is wrong: `missing`, `long`, `certificate`, `email`, `phone`, `date`, `future`; empty if nothing."""
    if len(value) > LONGEST:
        return "long"
    if name == "name":
        return "" if value else "missing"
    if not value:
        return ""
    if name == "certificate_no":
        return "certificate" if certificate_kind == "id_card" and not is_id_card(value) else ""
    if name == "email":
        return "" if _EMAIL.fullmatch(value) else "email"
    if name == "phone":
        return "" if 5 <= sum(char.isdigit() for char in value) <= 20 else "phone"
    if name == "born_on":
        return _wrong_day(value, day)
    return ""


def _wrong_day(value: str, day: date) -> str:
    try:
        born = date.fromisoformat(value)
    except ValueError:
        return "date"
    return "future" if born > day else ""


def doubts(details: Mapping[str, str], *, day: date) -> tuple[str, ...]:
    """Names of the details that cannot be right as they stand, and of those that a customer must have and lacks."""
    kind = details.get("certificate_kind", "")
    wrong = [name for name in DETAILS if wrong_detail(name, details.get(name, ""), certificate_kind=kind, day=day)]
    return tuple(wrong)
