"""Who must stay away from a case (令2020-3 art 17; 3.2-1). Pure.

A conflict found by rule keeps somebody from being named, from acting and from seeing; one that is declared in the case
is recorded there and does the same. `access` asks the same of the database: what is found here is not seen there.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from huiyin.accounts.rules import Tie
from huiyin.core.noop import _

# Ground → the sentence for people. `declared` and `requested` come from a person, the others are found.
GROUNDS: dict[str, str] = {
    "respondent": _("The complaint is about this person."),
    "seller": _("This person sold the policy."),
    "same_person": _("This person has the same e-mail address as somebody on the complainant's side."),
    "superior": _("This person directly leads the staff complained about."),
    "seller_superior": _("This person directly leads whoever sold the policy."),
    "relative_staff": _("This person declared a close tie to the staff complained about or to the seller."),
    "relative_customer": _("This person declared a close tie to somebody on the complainant's side."),
    "declared": _("This person declared an interest in the matter."),
    "requested": _("The complainant asked that this person stay away."),
    "family": _("A close relative of this person is concerned."),
    "other": _("Another reason to doubt impartiality."),
}
# Grounds that a person may give; the others are for the machine.
SAID = ("declared", "requested", "family", "other")
# Grounds that are looked for, in the order in which they are told.
FOUND = (
    "respondent", "seller", "same_person", "superior", "seller_superior", "relative_staff", "relative_customer",
)  # fmt: skip
Result = Literal["clear", "conflict", "unknown"]


@dataclass(frozen=True)
class Candidate:
    """A member of staff, as far as conflicts need them."""

    employee_no: str
    email_blind: str = ""
    ties: tuple[Tie, ...] = ()


@dataclass(frozen=True)
class Concerned:
    """Somebody of the house whom the case is about. `path` is their unit where no reporting line of theirs is open, so
    that whoever leads the unit directs them; `on` is the day of the matter."""

    number: str = ""
    path: str = ""
    on: date | None = None


@dataclass(frozen=True)
class Interests:
    """Whom a case concerns: staff, and fingerprints of the people on the complainant's side, as of `received_on`."""

    respondent: Concerned = Concerned()
    seller: Concerned = Concerned()
    email_blinds: frozenset[str] = frozenset()
    certificate_blinds: frozenset[str] = frozenset()
    phone_blinds: frozenset[str] = frozenset()
    received_on: date | None = None


def conflict(candidate: Candidate, interests: Interests) -> str:
    """The ground on which the candidate may not see, handle or decide, empty when there is none."""
    return next((ground for ground, result in examine(candidate, interests).items() if result == "conflict"), "")


def examine(candidate: Candidate, interests: Interests) -> dict[str, Result]:
    """Every ground with what was found: no conflict, a conflict, or nothing on record to examine it by.

    Leading counts only for the very unit in which the person concerned works, and only where they have no reporting
    line of their own: a branch manager is not everyone's superior here, the level above is for approval and review.
    """
    about, seller = interests.respondent, interests.seller
    outside = interests.certificate_blinds | interests.phone_blinds
    return {
        "respondent": _result(about.number, _same(candidate, about)),
        "seller": _result(seller.number, _same(candidate, seller)),
        "same_person": _result(
            interests.email_blinds, bool(candidate.email_blind) and candidate.email_blind in interests.email_blinds
        ),
        "superior": _result(about.number, _directs(candidate.ties, about)),
        "seller_superior": _result(seller.number, _directs(candidate.ties, seller)),
        "relative_staff": _result(
            about.number or seller.number, any(_related(candidate.ties, one) for one in (about, seller))
        ),
        "relative_customer": _result(
            outside,
            any(
                tie.value in {"certificate": interests.certificate_blinds, "phone": interests.phone_blinds}[tie.kind]
                and tie.holds(interests.received_on)
                for tie in candidate.ties
                if tie.kind in ("certificate", "phone")
            ),
        ),
    }


def _result(known: object, is_conflict: bool) -> Result:
    return "conflict" if is_conflict else "clear" if known else "unknown"


def _same(candidate: Candidate, one: Concerned) -> bool:
    return bool(one.number) and candidate.employee_no == one.number


def _directs(ties: Iterable[Tie], one: Concerned) -> bool:
    return any(
        (tie.kind == "manages" and bool(one.number) and tie.value == one.number and tie.holds(one.on))
        or (tie.kind == "leads" and bool(one.path) and tie.value == one.path)
        for tie in ties
    )


def _related(ties: Iterable[Tie], one: Concerned) -> bool:
    return any(
        tie.kind == "relative" and bool(one.number) and tie.value == one.number and tie.holds(one.on) for tie in ties
    )
