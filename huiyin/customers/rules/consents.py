"""May we reach out for a purpose? Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

# Until when a consent holds when nothing else was agreed: asked anew after so many years, our own rule.
YEARS = 3


@dataclass(frozen=True)
class Given:
    """One consent as far as it matters here."""

    expires_on: date | None
    is_withdrawn: bool


def standing(given: Iterable[Given], day: date) -> str:
    """`given`, `withdrawn`, `expired` or `never`: how it stands for a purpose on `day`. The last day still counts."""
    rows = list(given)
    if any(not row.is_withdrawn and (row.expires_on is None or row.expires_on >= day) for row in rows):
        return "given"
    if any(row.is_withdrawn for row in rows):
        return "withdrawn"
    return "expired" if rows else "never"


# From this age a person consents alone (PIPL art 31).
CONSENTS_FROM = 14


def no_outreach(state: str, purpose: str, *, is_minor: bool, in_matter: bool) -> str:
    """Why nobody may reach out: `withdrawn`, `none`, `minor`; empty if they may. `state` as of `standing`.

    In a running matter of the customer's own (the question how we handled it) the matter itself is the ground, and only
    a no counts. Minors get no offers, whoever agreed to them.
    """
    if state == "withdrawn":
        return "withdrawn"
    if is_minor and purpose == "marketing":
        return "minor"
    return "" if state == "given" or in_matter else "none"


def default_end(day: date) -> date:
    """The last day of a consent given on `day` without an end of its own."""
    try:
        return day.replace(year=day.year + YEARS)
    except ValueError:  # 29 February
        return date(day.year + YEARS, 2, 28)
