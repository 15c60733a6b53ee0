"""The return visit to a new policy: who is owed one, its seven points, its outcome (令2010-4 art 15). Pure."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from huiyin.core.noop import _

# Personal insurance; a contract of a year or less needs no visit.
LINES = ("life", "health", "participating", "universal", "unit_linked", "annuity")
LONGER_THAN = timedelta(days=366)
ITEMS: dict[str, str] = {
    "person": _("It is the applicant who speaks"),
    "bought": _("They bought the policy and signed the papers themselves"),
    "read": _("They have read and understood the product description and the notes before the application"),
    "cover": _("They know what is covered, what is excluded, and for how long"),
    "surrender": _("They know that surrender may bring a loss"),
    "hesitation": _("They know the hesitation period and their rights in it"),
    "premium": _("They know for how long and how often premium is paid"),
}
ANSWERS = ("yes", "no")


def is_owed(line: str, starts_on: date, ends_on: date | None, hesitation_ends_on: date | None, day: date) -> bool:
    """Does a policy need its visit on `day`: personal, longer than a year, still inside the hesitation period?"""
    if line not in LINES or hesitation_ends_on is None or hesitation_ends_on < day:
        return False
    return ends_on is None or ends_on - starts_on > LONGER_THAN


def faults(answers: Mapping[str, str], problem: str) -> Iterator[tuple[str, str]]:
    """(field, sentence) of everything that keeps a visit from counting as made: each point is asked, and what was not
    in order is told as a problem."""
    for code in ITEMS:
        if answers.get(code) not in ANSWERS:
            yield code, _("Ask this point, and note the answer.")
    if "no" in answers.values() and not problem.strip():
        yield "problem", _("A point was not in order: say what the problem is. It becomes a case of its own.")
